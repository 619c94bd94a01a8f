/**
 * `npm run sim -- [--seed N] [--steps N] [--seeds N] [--log]`: a seeded world of bookings, faults and crashes against
 * the real domain and a real Postgres. Prints its seed; ends with 1 where a promise broke.
 */
import { spawnSync } from 'node:child_process';

// In a process of its own: nothing outside of tests/ imports from there.
const { status } = spawnSync(process.execPath, ['tests/simulation/main.ts', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
