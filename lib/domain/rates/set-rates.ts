import { sql } from 'drizzle-orm';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { addNights } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { markDirty } from '../push/mark-dirty.ts';
import { type PlannedEdit, type PlannedRate, planEdit } from './plan-edit.ts';
import { sameRate } from './rules.ts';
import {
  MAX_CHANGES,
  type RateChange,
  type RateEdit,
  type RateEditAnswer,
  type RateSetAnswer,
} from './schemas.ts';

/**
 * Sets prices and restrictions of nights, all or none. Edits of one organization come one after the other, so that
 * a change by a share counts from what stands; bookings never wait for them. The same once more changes nothing and
 * sends nothing.
 * @throws AppError forbidden, not_found, choose_unit, invalid_input
 */
export async function setRates(ctx: Ctx, edit: RateEdit): Promise<RateSetAnswer> {
  requireCan(ctx, 'rate.write');
  return inTx(ctx, async (tx) => {
    await lockRates(tx);
    const plan = await planEdit(tx, edit);
    await writeRates(tx, plan, { ranges: edit.ranges, set: edit.set });
    return { ...answerOf(plan), changes: changesOf(plan.changed) };
  });
}

/** Whoever changes rates reads them first: one after the other in an organization. */
export async function lockRates(tx: Ctx): Promise<void> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`rates ${tx.org}`}, 0))`);
}

export function answerOf(plan: PlannedEdit): RateEditAnswer {
  return {
    units: plan.unitIds.length,
    changedNights: plan.changed.length,
    unpricedNights: plan.unpriced,
  };
}

/** The changes as runs, to be taken back by `restoreRates`; null where they are too many to tell. */
function changesOf(changed: readonly PlannedRate[]): RateChange[] | null {
  const runs: RateChange[] = [];
  for (const { unitId, night, was, rate } of changed) {
    const last = runs.at(-1);
    const goesOn = last?.unitId === unitId && last.to === night;
    if (last && goesOn && sameRate(last.was, was) && sameRate(last.is, rate)) last.to = addNights(night, 1);
    else runs.push({ unitId, from: night, to: addNights(night, 1), was, is: rate });
  }
  return runs.length > MAX_CHANGES ? null : runs;
}

/** Writes what differs, says so to channels, feeds and screens, and leaves one journal row. */
export async function writeRates(
  tx: Ctx,
  plan: Pick<PlannedEdit, 'changed'>,
  told: Record<string, unknown>,
): Promise<void> {
  if (plan.changed.length === 0) return;
  const heardAt = tx.clock.now();
  const resold = plan.changed.filter((one) => one.isSoldOtherwise).map((one) => one.unitId);
  // Whoever sends availability reads it under these locks; prices keep nobody waiting.
  if (resold.length > 0) await lockUnits(tx, [...new Set(resold)]);
  for (const part of chunksOf(plan.changed, 10_000)) await upsert(tx, part);
  // Feeds show these nights closed, or open again.
  await bumpCalendarVersions(tx, [...new Set(resold)]);
  const unitIds = [...new Set(plan.changed.map((one) => one.unitId))];
  const nights = plan.changed.map((one) => one.night).sort();
  const [from, last] = [nights[0], nights.at(-1)];
  if (!from || !last) return;
  const [only, ...others] = unitIds;
  await record(tx, {
    action: 'rates.set',
    // Found again by its unit, or where it was of several by the organization.
    subject: { kind: 'rates', id: only && others.length === 0 ? only : tx.org },
    unitId: only && others.length === 0 ? only : null,
    after: { unitIds, from, last, nights: plan.changed.length, ...told },
  });
  await markDirty(tx, { unitIds, from, to: addNights(last, 1), heardAt });
  await announce(tx, 'calendar', unitIds);
}

/** One round trip for ten thousand nights. */
async function upsert(tx: Ctx, rows: readonly PlannedRate[]): Promise<void> {
  const values = rows.map(({ unitId, night, rate }) => ({ unitId, night, ...rate }));
  await tx.db.execute(sql`
    insert into rates (org_id, unit_id, night, price_minor, min_stay, max_stay, closed_to_arrival,
      closed_to_departure, stop_sell, updated_at, updated_by)
    select ${tx.org}, r."unitId", r.night, r."priceMinor", r."minStay", r."maxStay", r."closedToArrival",
      r."closedToDeparture", r."stopSell", ${tx.clock.now().toString()}::timestamptz, ${tx.actor.id}
    from json_to_recordset(${JSON.stringify(values)}::text::json) as r("unitId" text, night date,
      "priceMinor" bigint, "minStay" integer, "maxStay" integer, "closedToArrival" boolean,
      "closedToDeparture" boolean, "stopSell" boolean)
    on conflict (unit_id, night) do update set
      price_minor = excluded.price_minor, min_stay = excluded.min_stay, max_stay = excluded.max_stay,
      closed_to_arrival = excluded.closed_to_arrival, closed_to_departure = excluded.closed_to_departure,
      stop_sell = excluded.stop_sell, updated_at = excluded.updated_at, updated_by = excluded.updated_by`);
}
