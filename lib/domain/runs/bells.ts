import { eq, inArray } from 'drizzle-orm';
import { bells } from '#db/schema/work.ts';
import type { Deps } from '../ctx.ts';

/*
 * Who rings, and since when. Rows: `qstash` (there while QStash is configured), `clock`, and `failure` (the last delivery
 * that QStash gave up). They are the instance's own: no organization's data is in them.
 */

export type BellName = 'qstash' | 'clock';
type World = Pick<Deps, 'db' | 'clock'>;

export type BellState = {
  /** Who rings now. */
  readonly source: BellName;
  readonly lastRangAt: Temporal.Instant | null;
  /** Since when the built-in clock rings in place of a silent QStash; null where all is as configured. */
  readonly standingInSince: Temporal.Instant | null;
  /** The last delivery that QStash gave up after its retries, with the reason. */
  readonly lastFailure: { readonly at: Temporal.Instant; readonly note: string } | null;
};

/** What the screens and the health check say about the bell. */
export async function bellState(world: World): Promise<BellState> {
  const rows = await world.db.select().from(bells);
  const row = (name: string) => rows.find((one) => one.name === name);
  const [qstash, clock, failure] = [row('qstash'), row('clock'), row('failure')];
  const standingInSince = qstash?.silentSince ?? null;
  const source = qstash && !standingInSince ? 'qstash' : 'clock';
  return {
    source,
    lastRangAt: (source === 'qstash' ? qstash : clock)?.lastRangAt ?? null,
    standingInSince,
    lastFailure: failure?.lastRangAt ? { at: failure.lastRangAt, note: failure.note ?? '' } : null,
  };
}

/** A proven delivery came. QStash's ends its silence, and with it the stand-in. */
export async function bellRang(world: World, name: BellName): Promise<void> {
  const rang = { lastRangAt: world.clock.now(), silentSince: null, note: null };
  await world.db
    .insert(bells)
    .values({ name, ...rang })
    .onConflictDoUpdate({ target: bells.name, set: rang });
}

/** When QStash last rang; null where it never has. */
export async function qstashLastRang(world: World): Promise<Temporal.Instant | null> {
  const [row] = await world.db.select().from(bells).where(eq(bells.name, 'qstash'));
  return row?.lastRangAt ?? null;
}

/** QStash is configured: its row is there from now on. */
export async function expectQstash(world: World): Promise<void> {
  await world.db.insert(bells).values({ name: 'qstash' }).onConflictDoNothing();
}

/** QStash is not configured: nobody is missed, and what it gave up once is no alarm any more. */
export async function forgetQstash(world: World): Promise<void> {
  await world.db.delete(bells).where(inArray(bells.name, ['qstash', 'failure']));
}

/**
 * The clock stands in. Two processes at once write the same.
 * @returns true where it is news: then it is worth an alarm in the log
 */
export async function standIn(world: World, note: string): Promise<boolean> {
  const [before] = await world.db.select().from(bells).where(eq(bells.name, 'qstash'));
  if (before?.silentSince) return false;
  const silence = { silentSince: world.clock.now(), note };
  await world.db
    .insert(bells)
    .values({ name: 'qstash', ...silence })
    .onConflictDoUpdate({ target: bells.name, set: silence });
  return true;
}

/** QStash gave up a delivery. */
export async function deliveryGivenUp(world: World, note: string): Promise<void> {
  const failure = { lastRangAt: world.clock.now(), note: note.slice(0, 500) };
  await world.db
    .insert(bells)
    .values({ name: 'failure', ...failure })
    .onConflictDoUpdate({ target: bells.name, set: failure });
}
