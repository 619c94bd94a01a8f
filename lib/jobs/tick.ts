import { setTimeout as pause } from 'node:timers/promises';
import { publishAt } from '#lib/platform/queue/publish.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { type ClaimedJob, claimJobs, nextDue } from './claim.ts';
import type { Registry } from './handler.ts';
import { work } from './work.ts';

export type TickResult = {
  readonly worked: number;
  /** Threw; they are tried again later. */
  readonly failed: number;
  /** Something could be claimed right now: the bell was rung again. */
  readonly moreDue: boolean;
  /** When there is something to claim next; null where nothing waits. */
  readonly nextDueAt: Temporal.Instant | null;
};

export type TickOptions = {
  readonly registry: Registry;
  /** Instead of `TICK_BUDGET_MS`: no new job is begun after this long; those begun are waited for. */
  readonly budgetMs?: number;
  /** How many at once. Most of a poll is waiting for somebody else's server. */
  readonly concurrency?: number;
};

/** No new job is begun by a tick after this long. */
export const TICK_BUDGET_MS = 20_000;

/**
 * What closes a night elsewhere waits behind no slow poll: so many lanes are its own, besides those that it shares with all.
 */
const URGENT = { kind: 'channel.push', lanes: 2 };

/**
 * Works what is due, several at once, within a time budget. Any number of ticks may run at once, anywhere: they share
 * the work through the claims. A process that dies in here loses leases, which run out, and nothing else.
 */
export async function tick(world: Runtime, options: TickOptions): Promise<TickResult> {
  const { registry, budgetMs = TICK_BUDGET_MS, concurrency = 6 } = options;
  const kinds = Object.keys(registry);
  const until = world.clock.now().add({ milliseconds: budgetMs });
  const counts = { worked: 0, failed: 0, lost: 0 };
  const urgentKinds = kinds.filter((kind) => kind === URGENT.kind);
  const isUrgent = (job: ClaimedJob) => urgentKinds.includes(job.kind);
  await inLanes(
    { all: concurrency, urgent: urgentKinds.length > 0 ? URGENT.lanes : 0 },
    isUrgent,
    async (room) => {
      const now = world.clock.now();
      if (Temporal.Instant.compare(now, until) >= 0) return [];
      const urgent = { limit: room.urgent, kinds: urgentKinds };
      return claimJobs(world.db, { now, limit: room.all, kinds, urgent });
    },
    async (job) => {
      counts[await work(world, registry, job)] += 1;
    },
  );
  const punctual = kinds.filter((kind) => registry[kind]?.punctual);
  const next = await nextDue(world.db, { all: kinds, punctual });
  const moreDue = await ringAgain(world, next);
  return { worked: counts.worked, failed: counts.failed, moreDue, nextDueAt: next.any };
}

/** Jobs at once: of any kind, and more of those that must not wait. */
type Lanes = { readonly all: number; readonly urgent: number };

/** How soon a job that came meanwhile is begun, where there is room for it. */
const LOOK_MS = 200;

/**
 * Keeps up to `width` jobs going, asking for as many more as there is room for whenever one ends, and now and then: one
 * that waits for somebody's server for a minute keeps nobody waiting beside it. Urgent ones take their own lanes first. A failure to claim or to write down an
 * outcome ends the asking; it is thrown when all that had begun has ended.
 */
async function inLanes(
  width: Lanes,
  isUrgent: (job: ClaimedJob) => boolean,
  claim: (room: Lanes) => Promise<ClaimedJob[]>,
  each: (job: ClaimedJob) => Promise<void>,
): Promise<void> {
  const going = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const room = { ...width };
  const begin = (job: ClaimedJob) => {
    const lane = isUrgent(job) && room.urgent > 0 ? 'urgent' : 'all';
    room[lane] -= 1;
    const one: Promise<void> = each(job)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        room[lane] += 1;
        going.delete(one);
      });
    going.add(one);
  };
  for (;;) {
    if (failures.length === 0 && room.all + room.urgent > 0) {
      const claimed = await claim({ ...room }).catch((error: unknown) => {
        failures.push(error);
        return [];
      });
      for (const job of claimed) begin(job);
    }
    if (going.size === 0) break;
    const look = new AbortController();
    await Promise.race([...going, pause(LOOK_MS, undefined, { signal: look.signal }).catch(() => {})]);
    look.abort();
  }
  if (failures.length > 0) throw failures[0];
}

/** @returns whether something could be claimed right now */
async function ringAgain(
  world: Runtime,
  next: { any: Temporal.Instant | null; punctual: Temporal.Instant | null },
): Promise<boolean> {
  const now = world.clock.now();
  if (next.any && Temporal.Instant.compare(next.any, now) <= 0) {
    await world.wake();
    return true;
  }
  // What may wait for the next firing of the schedule waits for it; a message each would cost more than it brings.
  const nextFiring = now.add({ minutes: world.env.QSTASH_SCHEDULE_MINUTES });
  if (next.punctual && Temporal.Instant.compare(next.punctual, nextFiring) < 0) {
    await publishAt(world.env, world.log, next.punctual);
  }
  return false;
}
