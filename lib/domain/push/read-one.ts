import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { pushStates } from '#db/schema/push.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { ObservedNight, PushPort } from '#lib/providers/push-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { announce } from '../live/announce.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { adopt } from './adopt-rules.ts';
import { type Drift, judgeDrift, nightsGone } from './drift-rules.ts';
import { insertFound, trimGone } from './found-closures.ts';
import { ALL_NIGHTS, markMappingsDirty } from './mark-dirty.ts';
import { pullBefore } from './pull-before.ts';
import { type Grid, readGrids } from './read-grid.ts';
import { readTargets, type Target } from './read-targets.ts';
import { at } from './settle-answer.ts';
import { jitter } from './turn.ts';
import type { FoundClosure } from './types.ts';
import { keepLeftOut, seenAsCounts } from './whole-rules.ts';
import { writeRead } from './write-read.ts';

const DAY_MINUTES = 24 * 60;
/** Spread over an hour, so that what was connected at once is not read at once for ever. */
const SPREAD_MINUTES = 60;
const SOON_SECONDS = 60;

type Seen = ReadonlyMap<string, ObservedNight>;

/**
 * Reads one mapping's nights at its channel and brings in what they show. The first time that is all there is to know:
 * what stands there, and what somebody had closed; from then on it is compared with what the channel had confirmed.
 *
 * What the channel has sold is taken in between reading and judging, at first contact and before anything is held to be
 * somebody's closure, so that a booking of which we had not heard is none. Where a push was under way meanwhile, or the
 * mapping has gone to another listing or rate, nothing is judged: it may be older than what was told, or of something else.
 * Dying anywhere leaves it due.
 * @throws ChannelError as the channel was read
 */
export async function readOne(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  mappingId: string,
): Promise<void> {
  const read = await readNights(ctx, connection, port, mappingId);
  if (!read) return;
  const { target, ...reading } = read;
  const isFirst = target.state.adoptedAt === null;
  const { listing, today } = target;
  const about = { listings: [{ externalId: listing.externalId, today }], since: reading.readAt };
  let isPulled = false;
  if (isFirst) {
    const pulled = await pullBefore(ctx, connection, about);
    if (pulled.kind === 'waits') return postpone(ctx, mappingId, pulled.until);
    isPulled = true;
  }
  const judged = await bringIn(ctx, connection, port, { ...reading, isPulled });
  if (judged !== 'pull') return;
  const pulled = await pullBefore(ctx, connection, about);
  if (pulled.kind === 'waits') return postpone(ctx, mappingId, pulled.until);
  await bringIn(ctx, connection, port, { ...reading, isPulled: true });
}

/** What stands at the channel, not judged yet. Null where there is nothing to read any more. @throws ChannelError */
export async function readNights(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  mappingId: string,
): Promise<(Omit<Reading, 'isPulled'> & { readonly target: Target }) | null> {
  const target = await findTarget(ctx, connection, port, mappingId);
  if (!target) return null;
  const readAt = ctx.clock.now();
  const seen = await readChannel(ctx, connection, port, target);
  return { target, mappingId, listing: target.listing, seen, readAt };
}

/**
 * First contact of several mappings whose nights were read just now, at a channel with queues: they are asked once for all,
 * since they may be asked only so often. Dying anywhere leaves the rest due.
 */
export async function adoptTogether(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  read: readonly Omit<Reading, 'isPulled'>[],
): Promise<void> {
  const last = read.at(-1);
  if (!last) return;
  // Read one after the other: what was asked after the last was asked after all.
  const pulled = await pullBefore(ctx, connection, { listings: [], since: last.readAt });
  for (const reading of read) {
    if (pulled.kind === 'waits') await postpone(ctx, reading.mappingId, pulled.until);
    else await bringIn(ctx, connection, port, { ...reading, isPulled: true });
  }
}

async function findTarget(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  mappingId: string,
): Promise<Target | null> {
  const [target] = await readTargets(ctx, connection, port, eq(pushStates.mappingId, mappingId));
  return target ?? null;
}

async function readChannel(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  target: Target,
): Promise<Seen> {
  const { listing, today, end } = target;
  const seen = new Map<string, ObservedNight>();
  for (let from: Night = today; from < end; from = addNights(from, port.readNights)) {
    const most = addNights(from, port.readNights);
    const to = most < end ? most : end;
    const read = await withAccess(ctx, connection.id, (access) => port.read(access, { listing, from, to }));
    // Raw first; the same answer again is counted on its row.
    const hash = createHash('sha256').update(read.response).digest('hex');
    await storeInbound(
      ctx,
      { kind: 'poll', id: connection.id },
      read.response,
      `nights ${listing.externalId} ${from} ${hash}`,
    );
    for (const night of read.nights) seen.set(night.night, night);
  }
  return seen;
}

type Reading = {
  readonly mappingId: string;
  /** As it was when it was read. */
  readonly listing: Target['listing'];
  readonly seen: Seen;
  readonly readAt: Temporal.Instant;
  readonly isPulled: boolean;
};

/** @returns 'pull' where what the channel has sold has to be taken in before this can be judged; nothing is written then */
async function bringIn(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  reading: Reading,
): Promise<'done' | 'pull'> {
  const { mappingId, readAt } = reading;
  return inTx(ctx, async (tx) => {
    const named = await findTarget(tx, connection, port, mappingId);
    if (!named) return 'done';
    // The units before the state, as whoever changes a calendar does: what stands now stands until this is committed.
    await lockUnits(tx, named.unitIds);
    await tx.db.select().from(pushStates).where(eq(pushStates.mappingId, mappingId)).for('no key update');
    const target = await findTarget(tx, connection, port, mappingId);
    if (!target) return 'done';
    // Somebody who took over from us has read it since: what we saw is older.
    const { lastReadAt } = target.state;
    if (lastReadAt && Temporal.Instant.compare(lastReadAt, readAt) > 0) return 'done';
    const isAnother = !isDeepStrictEqual(target.listing, reading.listing);
    if (isAnother || (await wasToldMeanwhile(tx, connection.id, mappingId, readAt))) {
      await postpone(tx, mappingId, tx.clock.now().add({ seconds: SOON_SECONDS }));
      return 'done';
    }
    let grid = await gridOf(tx, port, target);
    const seen = port.says === 'whole' ? seenAsCounts(reading.seen, grid) : reading.seen;
    if (target.state.adoptedAt === null) {
      await adoptGrid(tx, port, grid, { ...reading, seen });
      return 'done';
    }
    // What is sold there now says nothing of a unit that stood behind it before.
    const isOfIts = ({ unitId }: FoundClosure) => unitId === null || target.unitIds.includes(unitId);
    const gone = new Map(
      grid.closures
        .filter((closure) => closure.mappingId === mappingId && isOfIts(closure))
        .map((closure) => [closure, nightsGone(closure, grid.wanted, seen)]),
    );
    if (await trimGone(tx, gone)) grid = await gridOf(tx, port, target);
    const judged = judgeDrift(grid.wanted, seen, grid.known, grid.maxUnits);
    const nights = port.says === 'whole' ? keepLeftOut(judged.nights, grid) : judged.nights;
    const drift = { ...judged, nights };
    if (drift.found.length > 0 && !reading.isPulled) return 'pull';
    await settleDrift(tx, connection, grid, drift, reading);
    return 'done';
  });
}

async function gridOf(tx: Ctx, port: PushPort, target: Target): Promise<Grid> {
  const [grid] = await readGrids(tx, [{ ...target, from: target.today, to: target.end }], port);
  return (
    grid ?? { ...target, from: target.today, to: target.today, wanted: [], known: new Map(), closures: [] }
  );
}

async function adoptGrid(tx: Ctx, port: PushPort, grid: Grid, { seen, readAt }: Reading): Promise<void> {
  const adopted = adopt(grid.wanted, seen, grid.known);
  const nights = port.says === 'whole' ? keepLeftOut(adopted.nights, grid) : adopted.nights;
  await writeRead(tx, grid.mappingId, nights, readAt);
  await insertFound(tx, grid, adopted.found, 'when_connected');
  await finishRead(tx, grid.mappingId, { lastErrorCode: null, adoptedAt: tx.clock.now() });
  // Everything is compared now: what we know to be sold is closed at once.
  await markMappingsDirty(tx, [grid.mappingId], tx.clock.now(), ALL_NIGHTS);
  await announce(tx, 'connections');
}

async function settleDrift(
  tx: Ctx,
  connection: ConnectionRow,
  grid: Grid,
  drift: Drift,
  { readAt }: Reading,
): Promise<void> {
  const { mappingId, state } = grid;
  await writeRead(tx, mappingId, drift.nights, readAt);
  await insertFound(tx, grid, drift.found, 'closed_there');
  const lastErrorCode =
    drift.notApplied.length > 0
      ? 'not_applied'
      : // What the last read had to say is over; what a push had is the next push's to say.
        state.lastErrorCode === 'not_applied' && !drift.nights.some((one) => one.hasDrift)
        ? null
        : state.failures > 0
          ? null
          : state.lastErrorCode;
  await finishRead(tx, mappingId, { lastErrorCode });
  const [from, last] = [drift.toPush[0], drift.toPush.at(-1)];
  if (from && last)
    await markMappingsDirty(tx, [mappingId], tx.clock.now(), { from, to: addNights(last, 1) });
  if (drift.unheard.length > 0)
    await enqueue(tx, {
      kind: 'connection.sync',
      key: connection.id,
      payload: { connectionId: connection.id, trigger: 'schedule' },
      dueAt: tx.clock.now(),
    });
  if (drift.found.length + drift.notApplied.length > 0) await announce(tx, 'connections');
}

/** Whether something was sent, or was under way, since the channel was read; or of what was sent nobody knows what became. */
async function wasToldMeanwhile(
  tx: Ctx,
  connectionId: string,
  mappingId: string,
  readAt: Temporal.Instant,
): Promise<boolean> {
  const [row] = await tx.db.execute<{ told: boolean }>(sql`
    select exists (
      select 1 from deliveries d
      where d.org_id = ${tx.org} and d.connection_id = ${connectionId} and d.kind <> 'read'
        and (d.outcome is null
          or (d.started_at > ${at(readAt.subtract({ hours: 1 }))} and d.finished_at >= ${at(readAt)}))
        and d.records @> ${JSON.stringify([{ mappingId }])}::text::jsonb
    ) as told`);
  return row?.told ?? false;
}

async function finishRead(
  tx: Ctx,
  mappingId: string,
  set: { readonly lastErrorCode: string | null; readonly adoptedAt?: Temporal.Instant },
): Promise<void> {
  const now = tx.clock.now();
  const minutes = DAY_MINUTES - Math.floor(jitter() * SPREAD_MINUTES);
  await tx.db
    .update(pushStates)
    .set({
      ...set,
      ...(set.lastErrorCode === null ? { lastError: null } : {}),
      failures: 0,
      lastReadAt: now,
      nextReadAt: now.add({ minutes }),
      updatedAt: now,
    })
    .where(eq(pushStates.mappingId, mappingId));
}

async function postpone(ctx: Ctx, mappingId: string, until: Temporal.Instant): Promise<void> {
  await ctx.db.update(pushStates).set({ nextReadAt: until }).where(eq(pushStates.mappingId, mappingId));
}
