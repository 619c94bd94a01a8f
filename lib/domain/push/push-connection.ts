import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { adoptUnclear } from './adopt-unclear.ts';
import { READ_BACK_MINUTES, UNCLEAR_MINUTES } from './clean-states.ts';
import { restsUntil } from './flow-rules.ts';
import { endForced, findForced } from './force-push.ts';
import { oweRead } from './mark-dirty.ts';
import { pushRound } from './push-round.ts';
import { readDirty, type Target } from './read-targets.ts';
import { claimTurn, flowOf, releaseTurn, TURN_SECONDS, type Turn } from './turn.ts';

/** When there is more to tell, and why not now; null: nothing is owed, or nobody can be told. */
export type Pushed = { readonly nextAt: Temporal.Instant | null; readonly reason: string | null };

/**
 * Tells one account's channel what is owed to it, of all mappings at once, until nothing is: level-triggered, so it does
 * not matter how often it was called for. One worker at a time.
 *
 * From the claim to the first closing on its way: five round trips of waiting to the database (the account; what is owed;
 * two for the nights; the delivery) and the two of an access token. A channel that is told whole calendars costs no more, only
 * more rows; before nights of it are opened each listing is read once, and its nights are compared again. Crash points are told at `sendCall`; between calls
 * nothing is lost, since a mapping stays dirty until all of it was told.
 * @throws what the database throws
 */
export async function pushConnection(ctx: Ctx, connectionId: string): Promise<Pushed> {
  const claimed = await claimTurn(ctx, connectionId);
  if (claimed.kind === 'busy') return { nextAt: claimed.until, reason: 'another worker is telling it' };
  if (claimed.kind === 'resting') {
    await endForced(ctx, connectionId, NOT_TOLD);
    return { nextAt: null, reason: NOT_TOLD.message };
  }
  const { connection, turnId } = claimed;
  const port = ctx.channels[connection.provider]?.provider.push;
  if (!port) {
    await releaseTurn(ctx, { id: turnId, connection }, null);
    return { nextAt: null, reason: 'this channel cannot be told anything' };
  }
  const now = ctx.clock.now();
  const turn: Turn = {
    id: turnId,
    connection,
    port,
    since: now,
    until: now.add({ seconds: TURN_SECONDS }),
    runId: null,
    flow: flowOf(connection, port, now),
    told: new Set(),
    failing: new Set(),
    pulled: new Set(),
    met: new Set(),
    atMost: new Map(),
    read: new Set(),
    held: new Set(),
    closed: new Map(),
  };
  try {
    const rests = restsUntil(turn.flow, now);
    if (rests)
      return { nextAt: rests, reason: connection.lastError ?? 'the channel is left alone for a while' };
    return await work(ctx, turn);
  } finally {
    await releaseTurn(ctx, turn, turn.flow);
  }
}

const NOT_TOLD = {
  code: 'not_connected',
  message: 'The account is not connected or waits for a person. Nothing was sent.',
};
/** More than any turn has; so that a mistake of ours cannot go round for ever. */
const ROUNDS_MAX = 1000;

async function work(ctx: Ctx, turn: Turn): Promise<Pushed> {
  const { connection, port } = turn;
  const [unclear, runId, found] = await Promise.all([
    adoptUnclear(ctx, connection.id),
    findForced(ctx, connection.id),
    readDirty(ctx, connection, port),
  ]);
  turn.runId = runId;
  const fresh = () => readDirty(ctx, connection, port);
  const ended = await rounds(ctx, turn, unclear > 0 ? await fresh() : found, fresh);
  if (turn.told.size + turn.failing.size > 0) {
    const minutes = turn.failing.size > 0 ? UNCLEAR_MINUTES : READ_BACK_MINUTES;
    await oweRead(ctx, connection.id, ctx.clock.now().add({ minutes }));
    await announce(ctx, 'connections');
  }
  const isResting = ended.nextAt === null && ended.reason !== null;
  if (runId || isResting) await endForced(ctx, connection.id, isResting ? NOT_TOLD : null);
  return ended;
}

async function rounds(
  ctx: Ctx,
  turn: Turn,
  first: readonly Target[],
  fresh: () => Promise<Target[]>,
): Promise<Pushed> {
  let targets = first;
  for (let round = 0; targets.length > 0; round++) {
    const isLate = Temporal.Instant.compare(ctx.clock.now(), turn.until) >= 0;
    if (isLate || round >= ROUNDS_MAX) return { nextAt: ctx.clock.now(), reason: 'there is more to tell' };
    const ended = await pushRound(ctx, turn, targets);
    if (ended.kind === 'stop') return { nextAt: ended.until, reason: ended.reason };
    targets = await fresh();
  }
  return { nextAt: null, reason: null };
}
