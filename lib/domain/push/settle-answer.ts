import { type SQL, sql } from 'drizzle-orm';
import type { deliveries, NightValues } from '#db/schema/push.ts';
import { nightsOf } from '#lib/kernel/nights.ts';
import type { NightField, NightSet, PushPort } from '#lib/providers/push-contract.ts';
import type { Ctx } from '../ctx.ts';
import { listingKey } from './permit-rules.ts';
import type { Grid } from './read-grid.ts';
import type { Told, Verdict } from './told-rules.ts';
import { type KnownNight, leftOf, UNKNOWN_NIGHT } from './types.ts';

export type DeliveryRecord = (typeof deliveries.$inferSelect)['records'][number];
export type DeliveryOutcome = NonNullable<(typeof deliveries.$inferSelect)['outcome']>;

/** One night as it is to be written; what is left out of `values` stands as it stood. */
type NightRow = {
  readonly mappingId: string;
  readonly night: string;
  readonly values: NightValues;
  readonly sent: NightSet;
  readonly sentState: KnownNight['sentState'];
  readonly sentError: string | null;
};

/**
 * What the answers mean for each night, and the same brought to the grids in memory. Only what was accepted is confirmed;
 * what has no answer is not known until it is sent again. Of a whole calendar most nights stand as they are told: of one
 * that was not taken only the others are written.
 */
export function nightRowsOf(
  { records, verdicts }: Told,
  grids: ReadonlyMap<string, Grid>,
  sentAt: Temporal.Instant,
  { says }: Pick<PushPort, 'says'>,
): NightRow[] {
  const rows: NightRow[] = [];
  for (const record of records) {
    const verdict = verdicts.get(record.recordId) ?? UNANSWERED;
    const grid = grids.get(listingKey(record.listing));
    if (!grid || verdict.outcome === 'untouched') continue;
    const { maxUnits } = grid;
    const owns = new Map(grid.wanted.map((want) => [want.night, want.own.length]));
    for (const night of nightsOf(record)) {
      const before = grid.known.get(night) ?? UNKNOWN_NIGHT;
      // What was left out stays closed whatever the channel's own guest does: it may sell none in all.
      const own = record.isLeftOut ? 0 : (owns.get(night) ?? 0);
      const isAccepted = verdict.outcome === 'accepted';
      const { units, ...terms } = record.set;
      if (!isAccepted && says === 'whole' && isAsTold(before, record.set, own, maxUnits)) continue;
      const values = isAccepted ? { ...terms, ...(units === undefined ? {} : { units: units + own }) } : {};
      const after = {
        ...before,
        values: { ...before.values, ...values },
        sent: { ...before.sent, ...record.set },
      };
      const state = isAccepted ? stateLeft(after, record.set, own, maxUnits) : stateOf(verdict);
      grid.known.set(night, { ...after, ...state, sentAt });
      rows.push({ mappingId: grid.mappingId, night, values, sent: record.set, ...state });
    }
  }
  return rows;
}

/** Whether the night stood as it was told before it was. */
function isAsTold(before: KnownNight, set: NightSet, own: number, maxUnits: number): boolean {
  if (set.units === undefined || before.sentState === 'sent') return false;
  const { units } = before.values;
  return units != null && leftOf(units, own, maxUnits) === set.units;
}

const UNANSWERED: Verdict = {
  outcome: 'unclear',
  code: 'no_answer',
  message: 'The channel said nothing of this.',
};

type State = Pick<KnownNight, 'sentState' | 'sentError'>;

function stateOf({ outcome, code }: Verdict): State {
  return { sentState: outcome === 'refused' ? 'failed' : 'sent', sentError: code ?? outcome };
}

/** Confirmed, unless something else that was sent for the night before still is not. */
function stateLeft(after: KnownNight, set: NightSet, own: number, maxUnits: number): State {
  const stands = { ...after.values, units: leftOf(after.values.units ?? 0, own, maxUnits) };
  const fields = Object.keys(after.sent ?? {}) as NightField[]; // its keys are those of NightSet
  const isOpen = fields.some(
    (field) => !(field in set) && (after.sent?.[field] ?? null) !== (stands[field] ?? null),
  );
  const { sentState, sentError } = after;
  return isOpen && sentState !== 'confirmed'
    ? { sentState, sentError }
    : { sentState: 'confirmed', sentError: null };
}

export type Answer = {
  readonly deliveryId: string;
  readonly outcome: DeliveryOutcome;
  readonly error: string | null;
  readonly records: readonly DeliveryRecord[];
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
  readonly rows: readonly NightRow[];
  readonly sentAt: Temporal.Instant;
  /** With the account's limit as it stands after the call. */
  readonly connectionId: string;
  readonly flow: object;
};

/**
 * Writes down what became of a call: its delivery, the nights, the limit of the account. One statement, so all or nothing,
 * in one round trip. Only while the delivery is open: one that somebody else has called unclear stays so.
 * @returns false in that case
 */
export async function settleAnswer(ctx: Ctx, answer: Answer): Promise<boolean> {
  const now = at(ctx.clock.now());
  const [row] = await ctx.db.execute<{ done: number }>(sql`
    with done as (
      update deliveries set finished_at = ${now}, outcome = ${answer.outcome}, error = ${answer.error},
        records = ${JSON.stringify(answer.records)}::text::jsonb,
        request = coalesce(${answer.request}::bytea, request), response = ${answer.response}::bytea
      where org_id = ${ctx.org} and id = ${answer.deliveryId} and outcome is null
      returning id
    ), told as (${upsertNights(ctx, answer, sql`exists (select 1 from done)`)}),
    flow as (
      update connections set flow = flow || ${JSON.stringify(answer.flow)}::text::jsonb
      where org_id = ${ctx.org} and id = ${answer.connectionId}
    )
    select count(*)::int as done from done`);
  return row?.done === 1;
}

/** An insert of what was sent, over what stands; rows of mappings that are gone fall out. */
export function upsertNights(
  ctx: Ctx,
  told: Pick<Answer, 'rows' | 'deliveryId' | 'sentAt'>,
  condition: SQL,
): SQL {
  const rows = told.rows.map(({ values, ...row }) => ({ ...values, ...row }));
  return sql`
    insert into channel_nights as c (org_id, mapping_id, night, units, price_minor, min_stay, max_stay, closed_to_arrival,
      closed_to_departure, confirmed_at, sent, sent_at, sent_state, sent_error, delivery_id)
    select m.org_id, m.id, r.night, r.units, r."priceMinor", r."minStay", r."maxStay", r."closedToArrival",
      r."closedToDeparture", case when r."sentState" = 'confirmed' then ${at(ctx.clock.now())} end, r.sent,
      ${at(told.sentAt)}, r."sentState", r."sentError", ${told.deliveryId}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r("mappingId" text, night date, units integer,
        "priceMinor" bigint, "minStay" integer, "maxStay" integer, "closedToArrival" boolean,
        "closedToDeparture" boolean, sent jsonb, "sentState" text, "sentError" text)
      join mappings m on m.id = r."mappingId" and m.org_id = ${ctx.org}
    where ${condition}
    order by m.id, r.night
    on conflict (mapping_id, night) do update set
      units = coalesce(excluded.units, c.units), price_minor = coalesce(excluded.price_minor, c.price_minor),
      min_stay = coalesce(excluded.min_stay, c.min_stay), max_stay = coalesce(excluded.max_stay, c.max_stay),
      closed_to_arrival = coalesce(excluded.closed_to_arrival, c.closed_to_arrival),
      closed_to_departure = coalesce(excluded.closed_to_departure, c.closed_to_departure),
      confirmed_at = coalesce(excluded.confirmed_at, c.confirmed_at),
      sent = coalesce(c.sent, '{}') || excluded.sent, sent_at = excluded.sent_at, sent_state = excluded.sent_state,
      sent_error = excluded.sent_error, delivery_id = excluded.delivery_id`;
}

export function at(instant: Temporal.Instant): SQL {
  return sql`${instant.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
}
