import { and, eq, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { QueueName, QueuePort } from '#lib/providers/queue-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { listPeers } from '../connections/reach.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { QUEUE_NAMES, type QueueTimes, timeOf } from '../runs/queue-clock-rules.ts';
import { listUnheard } from './queue-messages.ts';
import { later, mayAskAt, mergeTimes, nextAskAt, type QueueLimits, queuesToAsk } from './queue-rules.ts';
import { groupIdsOf, type Share, shareOut } from './queue-shares.ts';
import { acknowledgeAgain } from './take-item.ts';
import { takeShare } from './take-share.ts';

const EVERY_SECONDS = 60;
/** Left to who waits for an answer after what it read just now: a question asked as soon as possible would always be before. */
const YIELD_SECONDS = 5;
/** Well within the lease of a job: what is left is offered again. */
const TURN_SECONDS = 50;
/** An acknowledgement that was not heard is said again so soon, asked anew or not. */
const UNHEARD_SECONDS = 15;

export type Polling = {
  /** Somebody waits for what is in the queues (nights are about to be opened): as soon as the channel allows. */
  readonly isWanted?: boolean;
};

/**
 * Asks an account's queues of bookings where that is due, takes in what waits there, each booking by itself, and tells the
 * channel so (`takeItem` says what a process that ends in the middle leaves). What was applied before and not heard is said
 * again, also where its queue could not be asked or is not due.
 *
 * Accounts that ask by one machine account are asked for together, since the channel counts their questions together: each
 * gets its own share, and nothing of another's. Who asks first is written down before the question, so that of two at once
 * one asks.
 * @returns when to come back, or when both may be asked again where somebody waits for them; null where the connection is gone, paused or waits for a person, or has no queues
 * @throws what the database throws
 */
export async function pollQueues(
  ctx: Ctx,
  connectionId: string,
  polling: Polling = {},
): Promise<Temporal.Instant | null> {
  const connection = await readConnection(ctx, connectionId);
  const channel = connection && ctx.channels[connection.provider];
  const port = channel?.provider.queues;
  if (!connection || !port || !isAsked(connection)) return null;
  const { minSeconds, pauseSeconds } = port;
  const everySeconds = Math.max(channel.queueSeconds ?? EVERY_SECONDS, minSeconds + YIELD_SECONDS);
  const limits = { minSeconds, pauseSeconds, everySeconds };
  const until = ctx.clock.now().add({ seconds: TURN_SECONDS });
  const world = { ctx, connection, port, limits, until };
  const began = ctx.clock.now();
  let again: Temporal.Instant | null = null;
  let notBefore = began;
  try {
    again = await askDue(world, polling.isWanted ?? false);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    // Its status says so already; a person connects again.
    if (error.kind === 'auth' || error.kind === 'gone') return null;
    ctx.log.warn({ connectionId, kind: error.kind, status: error.status }, 'the queues could not be asked');
    // The next time is the retry, never at once.
    notBefore = ctx.clock.now().add({ seconds: Math.max(error.retryAfterSeconds ?? 0, minSeconds) });
  }
  if (await sayAgain(world, began)) again = soonest(again, ctx.clock.now().add({ seconds: UNHEARD_SECONDS }));
  const row = await readConnection(ctx, connectionId);
  if (!row || !isAsked(row)) return null;
  const next = soonest(again, await nextOf(world, polling.isWanted ?? false));
  return Temporal.Instant.compare(next, notBefore) < 0 ? notBefore : next;
}

type PollWorld = {
  readonly ctx: Ctx;
  readonly connection: ConnectionRow;
  readonly port: QueuePort;
  readonly limits: QueueLimits;
  /** When this turn has to be over. */
  readonly until: Temporal.Instant;
};

const isAsked = (row: ConnectionRow) => ['connected', 'limited', 'error'].includes(row.status);

const soonest = (one: Temporal.Instant | null, other: Temporal.Instant): Temporal.Instant =>
  one && Temporal.Instant.compare(one, other) < 0 ? one : other;

/**
 * Of what was not offered in this turn: then it has just been said. After the questions, which each acknowledgement makes wait.
 * @returns whether something is still not heard
 */
async function sayAgain(
  { ctx, connection, port, until }: PollWorld,
  began: Temporal.Instant,
): Promise<boolean> {
  let isOpen = false;
  for (const row of await listUnheard(ctx, connection.id)) {
    if (Temporal.Instant.compare(row.lastSeenAt, began) >= 0) continue;
    if (Temporal.Instant.compare(ctx.clock.now(), until) >= 0) return true;
    const said = await acknowledgeAgain(ctx, { connection, port }, row).catch(keepGoing);
    if (said === 'open') isOpen = true;
    const now = ctx.clock.now().toString();
    const again = said === 'stale' ? { [`${row.queue}.again`]: now } : {};
    await noteTimes(ctx, [connection], { [`${row.queue}.acked`]: now, ...again });
  }
  return isOpen;
}

/** Its status says so already. */
function keepGoing(error: unknown): 'kept' {
  if (error instanceof ChannelError) return 'kept';
  throw error;
}

/** @returns when something is left to be done sooner than usual */
async function askDue(world: PollWorld, isWanted: boolean): Promise<Temporal.Instant | null> {
  const { ctx, connection, limits } = world;
  const claimed = await claim(ctx, connection, limits, isWanted);
  const asked: { queue: QueueName; shares: readonly Share[] }[] = [];
  // Both before anything is taken in: what is acknowledged makes the next question wait.
  let failure: ChannelError | null = null;
  for (const queue of claimed.queues) {
    try {
      asked.push({ queue, shares: await ask(world, claimed.peers, queue) });
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      failure = error;
      break;
    }
  }
  let isLeft = false;
  for (const { queue, shares } of asked) {
    for (const share of shares) {
      const taken = await takeShare({ ...world, queue, share, askedAt: claimed.at });
      const now = ctx.clock.now().toString();
      await noteTimes(ctx, [share.connection], {
        // What was not taken in yet is not read: nights may be about to be opened on this word.
        ...(taken.isLeft || taken.hasFailed ? {} : { [`${queue}.answered`]: claimed.at.toString() }),
        ...(taken.hasAcked ? { [`${queue}.acked`]: now } : {}),
        ...(taken.isStale || taken.isLeft ? { [`${queue}.again`]: now } : {}),
      });
      if (taken.isOpen || taken.hasFailed) isLeft = true;
    }
  }
  if (failure) throw failure;
  return isLeft ? ctx.clock.now().add({ seconds: UNHEARD_SECONDS }) : null;
}

async function ask(
  world: PollWorld,
  peers: readonly ConnectionRow[],
  queue: QueueName,
): Promise<readonly Share[]> {
  const { ctx, connection, port } = world;
  const known = await groupIdsOf(ctx, peers);
  // Everything that could be asked for belongs to others.
  if (known?.length === 0) return [];
  const groupIds = isNamingRefused(peers, ctx.clock.now()) ? null : known;
  try {
    const answer = await withAccess(ctx, connection.id, (access) =>
      port.poll({ ...access, groupIds }, queue, groupIds),
    );
    return await shareOut(ctx, peers, answer);
  } catch (error) {
    if (groupIds && error instanceof ChannelError && error.status === FORBIDDEN) {
      const now = ctx.clock.now().toString();
      const again = Object.fromEntries(QUEUE_NAMES.map((name) => [`${name}.again`, now]));
      await noteTimes(ctx, peers, { 'naming.refused': now, ...again });
    }
    throw error;
  }
}

const FORBIDDEN = 403;
const NAMING_HOURS = 24;

/**
 * One property that was taken from us makes a channel refuse a question that names it, and all others with it. For a day
 * it is then asked for everything: what is not ours is left in the queue.
 */
function isNamingRefused(peers: readonly ConnectionRow[], now: Temporal.Instant): boolean {
  const at = timeOf(mergeTimes(peers.map((peer) => peer.queuesAskedAt)), 'naming.refused');
  return at !== null && now.since(at).total('hours') < NAMING_HOURS;
}

type Claimed = {
  readonly queues: readonly QueueName[];
  readonly peers: readonly ConnectionRow[];
  readonly at: Temporal.Instant;
};

/** Writes down who asks before it is asked: one at a time for each channel, for as long as that takes. */
async function claim(
  ctx: Ctx,
  connection: ConnectionRow,
  limits: QueueLimits,
  isWanted: boolean,
): Promise<Claimed> {
  return inTx(ctx, async (tx) => {
    await lockTimes(tx, connection);
    const now = tx.clock.now();
    const peers = await listPeers(tx, connection);
    const times = mergeTimes(peers.map((peer) => peer.queuesAskedAt));
    const queues = queuesToAsk(times, limits, now, isWanted);
    const asked = Object.fromEntries(queues.map((queue) => [queue, now.toString()]));
    if (queues.length > 0)
      await writeTimes(
        tx,
        peers,
        asked,
        queues.map((queue) => `${queue}.again`),
      );
    return { queues, peers, at: now };
  });
}

/** Who waits for what is in the queues comes back when both may be asked, so that all who wait share one question. */
async function nextOf({ ctx, connection, limits }: PollWorld, isWanted: boolean): Promise<Temporal.Instant> {
  const peers = await listPeers(ctx, connection);
  const times = mergeTimes(peers.map((peer) => peer.queuesAskedAt));
  const now = ctx.clock.now();
  if (isWanted)
    return QUEUE_NAMES.map((queue) => mayAskAt(times, queue, limits, now)).reduce((one, other) =>
      later(one, other),
    );
  return QUEUE_NAMES.map((queue) => nextAskAt(times, queue, limits, now)).reduce((one, other) =>
    soonest(one, other),
  );
}

/** All of a channel's connections wait here for each other: a question has many of them as its askers. */
async function lockTimes(tx: Ctx, { provider }: ConnectionRow): Promise<void> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`queues ${provider}`}, 0))`);
}

async function noteTimes(ctx: Ctx, rows: readonly ConnectionRow[], times: QueueTimes): Promise<void> {
  await inTx(ctx, (tx) => writeTimes(tx, rows, times, []));
}

/** Of several organizations: rows of ours name them, and nothing but these times is written. */
async function writeTimes(
  tx: Ctx,
  rows: readonly ConnectionRow[],
  times: QueueTimes,
  forgotten: readonly string[],
): Promise<void> {
  for (const { id, orgId } of rows) {
    const kept = forgotten.reduce(
      (value, key) => sql`${value} - ${key}::text`,
      sql`${connections.queuesAskedAt}`,
    );
    await tx.db
      .update(connections)
      .set({ queuesAskedAt: sql`(${kept}) || ${JSON.stringify(times)}::text::jsonb` })
      .where(and(eq(connections.orgId, orgId), eq(connections.id, id)));
  }
}

async function readConnection(ctx: Ctx, id: string): Promise<ConnectionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, id)));
  return row ?? null;
}
