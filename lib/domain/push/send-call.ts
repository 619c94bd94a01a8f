import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { newId } from '#lib/kernel/ids.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { PushAnswer, PushCall } from '#lib/providers/push-contract.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { afterAnswer, afterFailure, afterLimited, keptOf, takeToken } from './flow-rules.ts';
import { markMappingsDirty } from './mark-dirty.ts';
import { listingKey, permit, type Truth } from './permit-rules.ts';
import type { Grid } from './read-grid.ts';
import {
  at,
  type DeliveryOutcome,
  type DeliveryRecord,
  nightRowsOf,
  settleAnswer,
  type Verdict,
} from './settle-answer.ts';
import { jitter, type Turn } from './turn.ts';

export type SentCall =
  /** `isMarked`: something of the account was marked since its nights were read. */
  | { readonly kind: 'told'; readonly failed: number; readonly isMarked: boolean }
  /** Something was marked since the nights were read, or is not to be told: read them again. */
  | { readonly kind: 'moved' }
  /** Not sent: the account's limit is reached. */
  | { readonly kind: 'waits'; readonly until: Temporal.Instant }
  /** Sent or tried, without an answer to believe. `isOver`: the channel is to be left alone until then. */
  | {
      readonly kind: 'failed';
      readonly until: Temporal.Instant;
      readonly isOver: boolean;
      readonly code: string;
      readonly message: string;
    };

/**
 * Tells the channel one thing: past the one gate of promise 5, with what is owed written down before it goes out, and with
 * what is answered written down record by record.
 *
 * Two round trips to the database around the call. Dying before the call: a delivery without outcome, and the nights are
 * told again. Dying after it: the same, since nobody knows whether it was applied. Told twice is told once.
 * @throws what the database throws
 */
export async function sendCall(
  ctx: Ctx,
  turn: Turn,
  wanted: PushCall,
  { byListing: grids, truth }: { readonly byListing: ReadonlyMap<string, Grid>; readonly truth: Truth },
): Promise<SentCall> {
  const { call, withheld } = permit(wanted, truth);
  if (withheld.length > 0)
    ctx.log.error(
      { connection: turn.connection.id, withheld },
      'a push that would have sold what is not free',
    );
  if (!call) return { kind: 'moved' };
  const waitUntil = await takeTurnToken(ctx, turn, isClosing(call));
  if (waitUntil) return { kind: 'waits', until: waitUntil };
  const sentAt = ctx.clock.now();
  const begun = await beginDelivery(ctx, turn, call, grids);
  if (!begun) return { kind: 'moved' };
  const { deliveryId, isMarked } = begun;
  const answered = await ask(ctx, turn, call);
  const isSettled = await settleAnswer(ctx, {
    deliveryId,
    ...answered,
    records: recordsOf(call, answered.verdicts, grids),
    rows: nightRowsOf(call, answered.verdicts, grids, sentAt, turn.port.maxUnits),
    sentAt,
    connectionId: turn.connection.id,
    flow: turn.flow,
  });
  if (!isSettled) await tellLate(ctx, call, grids);
  if (answered.stop) return answered.stop;
  const isDone = (one: Verdict | undefined) => one?.outcome === 'accepted' || one?.outcome === 'refused';
  const failed = call.records.filter((one) => !isDone(answered.verdicts.get(one.recordId))).length;
  return { kind: 'told', failed, isMarked };
}

const isClosing = (call: PushCall) => call.records.every(({ set }) => set.units === 0);
/** A short wait for the limit is waited out here: to come back would cost reading everything again. */
const WAIT_MS = 2_000;

/** @returns null with a token taken; else when there is one */
async function takeTurnToken(ctx: Ctx, turn: Turn, isUrgent: boolean): Promise<Temporal.Instant | null> {
  const { perMinute } = turn.port;
  const keep = isUrgent ? 0 : keptOf(perMinute);
  const take = () => {
    const { flow, waitUntil } = takeToken(turn.flow, perMinute, ctx.clock.now(), keep);
    turn.flow = flow;
    return waitUntil;
  };
  const until = take();
  const milliseconds = until ? until.since(ctx.clock.now()).total('milliseconds') : 0;
  if (until === null || milliseconds > WAIT_MS) return until;
  await pause(milliseconds);
  return take();
}

/**
 * Writes the call down before it is made, unless one of its mappings was marked since its nights were read: then they are
 * read again first. One statement: nothing can be marked between the look and the row unseen.
 */
async function beginDelivery(
  ctx: Ctx,
  turn: Turn,
  call: PushCall,
  grids: ReadonlyMap<string, Grid>,
): Promise<{ deliveryId: string; isMarked: boolean } | null> {
  const about = new Set(call.records.flatMap((record) => grids.get(listingKey(record.listing)) ?? []));
  const marks = [...about].map(({ mappingId, state }) => ({ id: mappingId, mark: state.dirtyMark }));
  const heardAt = [...about].flatMap(({ state }) => state.dirtySince ?? []).sort(Temporal.Instant.compare)[0];
  const id = newId('delivery');
  const [row] = await ctx.db.execute<{ id: string | null; marks: string }>(sql`
    with begun as (insert into deliveries (id, org_id, connection_id, run_id, kind, started_at, request, records, heard_at)
    select ${id}, ${ctx.org}, ${turn.connection.id}, ${turn.runId}, ${call.kind}, ${at(ctx.clock.now())},
      ${new TextEncoder().encode(JSON.stringify(call))}::bytea,
      ${JSON.stringify(recordsOf(call, new Map(), grids))}::text::jsonb, ${heardAt?.toString() ?? null}::timestamptz
    where ${marks.length} = (
      select count(*) from json_to_recordset(${JSON.stringify(marks)}::text::json) as r(id text, mark bigint)
        join push_states p on p.mapping_id = r.id and p.dirty_mark = r.mark
      where p.org_id = ${ctx.org} and p.is_on and p.adopted_at is not null)
    returning id)
    select (select id from begun) as id,
      (select sum(p.dirty_mark)::text from push_states p where p.connection_id = ${turn.connection.id}) as marks`);
  const isMarked = [...about].some((grid) => grid.marks !== row?.marks);
  return row?.id ? { deliveryId: id, isMarked } : null;
}

type Asked = {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly outcome: DeliveryOutcome;
  readonly error: string | null;
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
  readonly stop: (SentCall & { kind: 'failed' }) | null;
};

async function ask(ctx: Ctx, turn: Turn, call: PushCall): Promise<Asked> {
  let answer: PushAnswer;
  let isOut = false;
  try {
    answer = await withAccess(ctx, turn.connection.id, (access) => {
      isOut = true;
      return turn.port.send(access, call, ctx.clock.now());
    });
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return failedOf(ctx, turn, call, { error, isOut });
  }
  turn.flow = afterAnswer(turn.flow);
  const verdicts = new Map(answer.outcomes.map((one): [string, Verdict] => [one.recordId, one]));
  const { request, response, warnings } = answer;
  const error = warnings.length > 0 ? warnings.join(' ').slice(0, 500) : null;
  return { verdicts, outcome: outcomeOf(call, verdicts), error, request, response, stop: null };
}

function outcomeOf(call: PushCall, verdicts: ReadonlyMap<string, Verdict>): DeliveryOutcome {
  const outcomes = new Set(call.records.map((record) => verdicts.get(record.recordId)?.outcome ?? 'unclear'));
  if (outcomes.size > 1) return 'partial';
  const [only] = outcomes;
  return only === undefined || only === 'untouched' ? 'failed' : only;
}

/**
 * Where there is no answer to believe: what may have been done is unclear, and what surely was not is as it was.
 * @param isOut whether it went out at all: without access to the account the channel has refused nothing
 */
function failedOf(
  ctx: Ctx,
  turn: Turn,
  call: PushCall,
  { error, isOut }: { readonly error: ChannelError; readonly isOut: boolean },
): Asked {
  const now = ctx.clock.now();
  const { kind, retryAfterSeconds } = error;
  const message = error.message.slice(0, 500);
  const all = (outcome: Verdict['outcome']) =>
    new Map(call.records.map((one): [string, Verdict] => [one.recordId, { outcome, code: kind, message }]));
  const plain = { error: message, request: null, response: null };
  if (isOut && (kind === 'rejected' || kind === 'gone')) {
    turn.flow = afterAnswer(turn.flow);
    return { ...plain, verdicts: all('refused'), outcome: 'refused', stop: null };
  }
  const flow =
    kind === 'limited'
      ? afterLimited(turn.flow, now, retryAfterSeconds)
      : afterFailure(turn.flow, now, jitter(), retryAfterSeconds);
  const until = Temporal.Instant.from(flow.notBefore);
  // One failure may be this listing's own; the second in a row is the channel's.
  const isOver = !isOut || kind === 'limited' || kind === 'auth' || (flow.failures ?? 0) >= 2;
  turn.flow = flow;
  const stop = { kind: 'failed', until, isOver, code: kind, message } as const;
  if (!isOut || kind === 'limited' || kind === 'auth')
    return { ...plain, verdicts: all('untouched'), outcome: 'failed', stop };
  return { ...plain, verdicts: all('unclear'), outcome: 'unclear', stop };
}

function recordsOf(
  call: PushCall,
  verdicts: ReadonlyMap<string, Verdict>,
  grids: ReadonlyMap<string, Grid>,
): DeliveryRecord[] {
  return call.records.map(({ recordId, listing, checkIn: from, checkOut: to, set }) => {
    const verdict = verdicts.get(recordId);
    const outcome = verdict?.outcome === 'untouched' ? 'failed' : (verdict?.outcome ?? null);
    const said = {
      ...(verdict?.code ? { code: verdict.code } : {}),
      ...(verdict?.message ? { message: verdict.message.slice(0, 300) } : {}),
    };
    const mappingId = grids.get(listingKey(listing))?.mappingId ?? '';
    return { recordId, mappingId, from, to, set, outcome, ...said };
  });
}

/**
 * Our lease ran out while the channel was slow, and somebody has told it other things meanwhile: nobody knows which word
 * came last. What we told is told again.
 */
async function tellLate(ctx: Ctx, call: PushCall, grids: ReadonlyMap<string, Grid>): Promise<void> {
  ctx.log.warn({ records: call.records.length }, 'an answer came after somebody else had taken over');
  await inTx(ctx, async (tx) => {
    for (const { listing, checkIn: from, checkOut: to } of call.records) {
      const grid = grids.get(listingKey(listing));
      if (!grid) continue;
      await tx.db.execute(sql`
        update channel_nights set sent_state = 'sent', sent_error = 'late'
        where org_id = ${tx.org} and mapping_id = ${grid.mappingId} and night >= ${from}::date and night < ${to}::date`);
      await markMappingsDirty(tx, [grid.mappingId], tx.clock.now(), { from, to });
    }
  });
}
