import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/** Those that measure how soon something is seen, or set how a channel of the sandbox treats everybody. */
const ALONE = [
  'tests/http/events.spec.ts',
  'tests/e2e/airbnb.spec.ts',
  'tests/e2e/arriving.spec.ts',
  'tests/e2e/booking.spec.ts',
  'tests/e2e/booking-machine.spec.ts',
  'tests/e2e/live.spec.ts',
  'tests/e2e/scroll.spec.ts',
];
const common = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // What is awaited comes, late on a busy machine; how soon is measured where it matters.
  expect: { poll: { timeout: 30_000 } },
  pool: 'forks',
} as const;

/**
 * The built app from outside: by HTTP and in a browser. They share one world, and each owns its data in it. Half of their
 * time is waiting, so two run at once.
 */
export default defineConfig({
  test: {
    globalSetup: ['tests/support/e2e-setup.ts'],
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'journeys',
          include: ['tests/{http,e2e}/**/*.spec.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'alone',
          include: ALONE,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
