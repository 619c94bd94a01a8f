import { backoffMs } from '#lib/kernel/backoff.ts';

/** After this many attempts a job that is done once ends as failed, and one that recurs is logged as an error. */
export const MAX_ATTEMPTS = 10;
const ONCE = { baseMs: 5_000, maxMs: 60 * 60_000 };
/** A poll that keeps failing unexpectedly is still tried every quarter of an hour, for ever. */
const RECURRING = { baseMs: 5_000, maxMs: 15 * 60_000 };

export type AfterThrow = {
  readonly state: 'pending' | 'failed';
  readonly dueAt: Temporal.Instant;
  /** True where a person should look. */
  readonly alarming: boolean;
};

/**
 * What follows an unexpected error.
 * @param attempts how many have been made, this one included
 * @param random a number in [0, 1)
 */
export function afterThrow(
  job: { attempts: number; recurs: boolean },
  now: Temporal.Instant,
  random: number,
): AfterThrow {
  const exhausted = job.attempts >= MAX_ATTEMPTS;
  const wait = backoffMs(job.attempts, job.recurs ? RECURRING : ONCE, random);
  return {
    state: exhausted && !job.recurs ? 'failed' : 'pending',
    dueAt: now.add({ milliseconds: wait }),
    alarming: exhausted,
  };
}

/** False for a job that took its process down with it so often that trying again helps nobody. */
export function mayRun(job: { attempts: number; recurs: boolean }): boolean {
  return job.recurs || job.attempts <= MAX_ATTEMPTS;
}
