import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lib,db,components,app,sandbox,scripts,bench}/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
