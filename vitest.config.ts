import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['{lib,db,components,app,sandbox,scripts,bench}/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 5_000 } },
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // One that asks Postgres waits for half of its time.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
  },
});
