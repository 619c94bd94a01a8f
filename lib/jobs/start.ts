import { expectQstash } from '#lib/domain/runs/bells.ts';
import { ensureSchedule } from '#lib/platform/queue/schedule.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { type ClockOptions, startClock } from './clock.ts';

/**
 * Everything that rings, started once by the server when it listens: the QStash schedule where QStash is configured, and
 * the built-in clock. Waits for neither QStash nor the first ring.
 * @returns stops the clock; the schedule stays, since other processes may serve it
 */
export function startBells(world: Runtime, options: ClockOptions = {}): () => Promise<void> {
  if (world.env.QSTASH_TOKEN) {
    void ensureSchedule(world.env, world.log);
    expectQstash(world).catch((error: unknown) => world.log.warn({ err: error }, 'could not note QStash'));
  }
  return startClock(world, options);
}
