import { defineConfig } from 'vitest/config';

/** The built app from outside: by HTTP and in a browser. They share one world, so they run one after the other. */
export default defineConfig({
  test: {
    include: ['tests/{http,e2e}/**/*.spec.ts'],
    globalSetup: ['tests/support/e2e-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
    passWithNoTests: true,
  },
});
