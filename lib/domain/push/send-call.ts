import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { newId } from '#lib/kernel/ids.ts';
import type { PushCall } from '#lib/providers/push-contract.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { type Asked, askChannel, type FailedCall, outcomeOf } from './ask-channel.ts';
import { keptOf, takeToken } from './flow-rules.ts';
import { markMappingsDirty } from './mark-dirty.ts';
import { listingKey, permit, type Truth } from './permit-rules.ts';
import { at, type DeliveryRecord, nightRowsOf, settleAnswer } from './settle-answer.ts';
import type { Told, ToldRecord } from './told-rules.ts';
import { TELLABLE, type Turn } from './turn.ts';
import {
  blameOnly,
  failedIn,
  type Grids,
  type Met,
  mappingOf,
  metBy,
  saidOfAll,
  wholeCall,
  withLeftOut,
} from './whole-call.ts';
import type { Held } from './whole-rules.ts';

export type SentCall =
  | {
      readonly kind: 'told';
      readonly failed: number;
      /** Something of the account was marked since its nights were read. */
      readonly isMarked: boolean;
      /** By mapping, how it met a booking of the channel's own of which we had not heard. */
      readonly met: ReadonlyMap<string, Met>;
    }
  /** Something was marked since the nights were read, or is not to be told: read them again. */
  | { readonly kind: 'moved' }
  /** Not sent: a person has paused or disconnected the account meanwhile. */
  | { readonly kind: 'rests' }
  /** Not sent: the account's limit is reached. */
  | { readonly kind: 'waits'; readonly until: Temporal.Instant }
  | FailedCall;

/**
 * Tells the channel one thing: past the one gate of promise 5, with what is owed written down before it goes out, and with
 * what is answered written down record by record. A call that says which nights of a whole calendar are open has a last
 * look of its own: where it would close too many others it is refused unsent, and written down like any refusal.
 *
 * Two round trips to the database around the call. Dying before the call: a delivery without outcome, and the nights are
 * told again. Dying after it: the same, since nobody knows whether it was applied. Told twice is told once.
 * @throws what the database throws
 */
export async function sendCall(
  ctx: Ctx,
  turn: Turn,
  wanted: PushCall,
  { byListing: grids, truth }: { readonly byListing: Grids; readonly truth: Truth },
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
  const whole = wholeCall(call, grids, turn.port);
  const begun = await beginDelivery(ctx, turn, call, { besides: whole.besides, grids });
  if (begun.kind !== 'begun') return begun;
  const asked = whole.held ? refuseUnsent(call, whole.held) : await askChannel(ctx, turn, call);
  const told = blameOnly(withLeftOut(asked.told, whole.besides), whole, turn.met, grids);
  const isSettled = await settleAnswer(ctx, {
    deliveryId: begun.deliveryId,
    outcome: outcomeOf(told),
    error: asked.error,
    request: asked.request,
    response: asked.response,
    records: recordsOf(told, grids),
    rows: nightRowsOf(told, grids, sentAt, turn.port),
    sentAt,
    connectionId: turn.connection.id,
    flow: turn.flow,
  });
  if (!isSettled) await tellLate(ctx, told.records, grids);
  if (asked.stop) return asked.stop;
  const failed = failedIn(told, whole, turn.met, grids);
  return { kind: 'told', failed, isMarked: begun.isMarked, met: metBy(told, whole, grids) };
}

function refuseUnsent(call: PushCall, { code, message }: Held): Asked {
  const told = saidOfAll(call.records, { outcome: 'refused', code, message });
  return { told, error: message, request: null, response: null, stop: null };
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

type Begun =
  | { readonly kind: 'begun'; readonly deliveryId: string; readonly isMarked: boolean }
  | { readonly kind: 'moved' }
  | { readonly kind: 'rests' };

/**
 * Writes the call down before it is made, unless one of its mappings was marked since its nights were read: then they are
 * read again first. Nor is it made where a person has paused the account meanwhile, or switched one of the mappings off.
 * One statement: nothing of this can happen between the look and the row unseen.
 */
async function beginDelivery(
  ctx: Ctx,
  turn: Turn,
  call: PushCall,
  { besides, grids }: { readonly besides: readonly ToldRecord[]; readonly grids: Grids },
): Promise<Begun> {
  const about = new Set(call.records.flatMap((record) => grids.get(listingKey(record.listing)) ?? []));
  const marks = [...about].map(({ mappingId, state }) => ({ id: mappingId, mark: state.dirtyMark }));
  const heardAt = [...about].flatMap(({ state }) => state.dirtySince ?? []).sort(Temporal.Instant.compare)[0];
  const id = newId('delivery');
  const records = recordsOf({ records: [...call.records, ...besides], verdicts: new Map() }, grids);
  const [row] = await ctx.db.execute<{ id: string | null; marks: string; tellable: boolean }>(sql`
    with account as (
      select 1 from connections c where c.org_id = ${ctx.org} and c.id = ${turn.connection.id}
        and c.status in (select jsonb_array_elements_text(${JSON.stringify(TELLABLE)}::text::jsonb))
    ), begun as (insert into deliveries (id, org_id, connection_id, run_id, kind, started_at, request, records, heard_at)
    select ${id}, ${ctx.org}, ${turn.connection.id}, ${turn.runId}, ${call.kind}, ${at(ctx.clock.now())},
      ${new TextEncoder().encode(JSON.stringify(call))}::bytea,
      ${JSON.stringify(records)}::text::jsonb, ${heardAt?.toString() ?? null}::timestamptz
    where exists (select 1 from account) and ${marks.length} = (
      select count(*) from json_to_recordset(${JSON.stringify(marks)}::text::json) as r(id text, mark bigint)
        join push_states p on p.mapping_id = r.id and p.dirty_mark = r.mark
        join mappings m on m.id = p.mapping_id and m.stage = 'active' and m.is_sync_on
      where p.org_id = ${ctx.org} and p.is_on and p.adopted_at is not null)
    returning id)
    select (select id from begun) as id, exists (select 1 from account) as tellable,
      (select sum(p.dirty_mark)::text from push_states p where p.connection_id = ${turn.connection.id}) as marks`);
  if (!row?.tellable) return { kind: 'rests' };
  if (!row.id) return { kind: 'moved' };
  const isMarked = [...about].some((grid) => grid.marks !== row.marks);
  return { kind: 'begun', deliveryId: id, isMarked };
}

function recordsOf({ records, verdicts }: Told, grids: Grids): DeliveryRecord[] {
  return records.map((record) => {
    const { recordId, checkIn: from, checkOut: to, set } = record;
    const verdict = verdicts.get(recordId);
    const outcome = verdict?.outcome === 'untouched' ? 'failed' : (verdict?.outcome ?? null);
    const said = {
      ...(verdict?.code ? { code: verdict.code } : {}),
      ...(verdict?.message ? { message: verdict.message.slice(0, 300) } : {}),
    };
    return { recordId, mappingId: mappingOf(record, grids), from, to, set, outcome, ...said };
  });
}

/**
 * Our lease ran out while the channel was slow, and somebody has told it other things meanwhile: nobody knows which word
 * came last. What we told is told again.
 */
async function tellLate(ctx: Ctx, records: readonly ToldRecord[], grids: Grids): Promise<void> {
  ctx.log.warn({ records: records.length }, 'an answer came after somebody else had taken over');
  await inTx(ctx, async (tx) => {
    for (const { listing, checkIn: from, checkOut: to } of records) {
      const grid = grids.get(listingKey(listing));
      if (!grid) continue;
      await tx.db.execute(sql`
        update channel_nights set sent_state = 'sent', sent_error = 'late'
        where org_id = ${tx.org} and mapping_id = ${grid.mappingId} and night >= ${from}::date and night < ${to}::date`);
      await markMappingsDirty(tx, [grid.mappingId], tx.clock.now(), { from, to });
    }
  });
}
