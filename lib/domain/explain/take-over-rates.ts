import { and, eq } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { properties, units } from '#db/schema/properties.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import type { PlannedRate } from '../rates/plan-edit.ts';
import { readRates } from '../rates/read-rates.ts';
import { NO_RATE, type Rate, sameRate } from '../rates/rules.ts';
import {
  MAX_PRICE_MINOR,
  MAX_STAY_NIGHTS,
  type TakeOverAnswer,
  type TakeOverInput,
} from '../rates/schemas.ts';
import { lockRates, writeRates } from '../rates/set-rates.ts';
import { type ChannelNight, readChannelNights } from './channel-nights.ts';

/**
 * Makes what a channel was last seen to ask for, price and restrictions, what is asked here for every unit behind the
 * mapping: as it stands there, with the channel's mark-up in it. Only because a person says so; what the channel does not show
 * stays as it is here, and whether a night is sold is not taken over. A dry run changes nothing.
 * @throws AppError forbidden, not_found; conflict where the channel asks in another currency
 */
export async function takeOverRates(ctx: Ctx, input: TakeOverInput): Promise<TakeOverAnswer> {
  requireCan(ctx, 'rate.write');
  return inTx(ctx, async (tx) => {
    await lockRates(tx);
    const { unitIds, currency } = await readUnits(tx, input.mappingId);
    const [unitId = ''] = unitIds;
    const window = { from: input.from, to: input.to };
    const shown = await readChannelNights(tx, { mappingIds: [input.mappingId], ...window });
    const rates = await readRates(tx, { unitIds, ...window });
    const changed: PlannedRate[] = [];
    let left = 0;
    for (const [night, row] of shown.get(input.mappingId) ?? []) {
      let isUsable = false;
      for (const id of unitIds) {
        const before = rates.get(id)?.get(night) ?? NO_RATE;
        const rate = taken(before, row.observed);
        isUsable ||= rate !== null;
        if (rate && !sameRate(before, rate))
          changed.push({ unitId: id, night, rate, was: before, isSoldOtherwise: false });
      }
      if (!isUsable) left += 1;
    }
    const nights = [...new Map(changed.map((one) => [one.night, one])).values()];
    if (!input.dryRun)
      await writeRates(tx, { changed }, { takenFrom: input.mappingId, ...windowOf(changed) });
    const prices = pricesOf(nights, currency);
    return { unitId, units: unitIds.length, takenNights: nights.length, leftNights: left, prices };
  });
}

/** Null where the channel shows nothing, or what nobody could ask for. */
function taken(before: Rate, seen: ChannelNight['observed']): Rate | null {
  if (!seen) return null;
  const price = seen.priceMinor ?? null;
  const stay = (value: number | null | undefined) =>
    value && value >= 1 && value <= MAX_STAY_NIGHTS ? value : null;
  const rate: Rate = {
    priceMinor: price !== null && price > 0 && price <= MAX_PRICE_MINOR ? price : before.priceMinor,
    minStay: stay(seen.minStay) ?? before.minStay,
    maxStay: stay(seen.maxStay) ?? before.maxStay,
    closedToArrival: seen.closedToArrival ?? before.closedToArrival,
    closedToDeparture: seen.closedToDeparture ?? before.closedToDeparture,
    stopSell: before.stopSell,
  };
  const crosses = rate.minStay !== null && rate.maxStay !== null && rate.minStay > rate.maxStay;
  return crosses || (price === null && sameRate(before, rate)) ? null : rate;
}

function pricesOf(changed: readonly PlannedRate[], currency: string): TakeOverAnswer['prices'] {
  const groups = Map.groupBy(changed, ({ rate }) => rate.priceMinor);
  return [...groups]
    .map(([amount, of]) => ({ price: amount === null ? null : { amount, currency }, nights: of.length }))
    .sort((a, b) => b.nights - a.nights || (a.price?.amount ?? 0) - (b.price?.amount ?? 0));
}

function windowOf(changed: readonly PlannedRate[]): { first?: Night; last?: Night } {
  const [first, last] = [changed[0]?.night, changed.at(-1)?.night];
  return first && last ? { first, last } : {};
}

async function readUnits(
  tx: Ctx,
  mappingId: string,
): Promise<{ unitIds: readonly string[]; currency: string }> {
  const rows = await tx.db
    .select({ unitId: units.id, ours: properties.currency, theirs: listings.currency })
    .from(mappings)
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(mappingUnits, eq(mappingUnits.mappingId, mappings.id))
    .innerJoin(units, eq(units.id, mappingUnits.unitId))
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(mappings.orgId, tx.org), eq(mappings.id, mappingId)))
    .orderBy(mappingUnits.position);
  const [row] = rows;
  if (!row) throw notFound('mapping');
  if (row.theirs === row.ours) return { unitIds: rows.map((one) => one.unitId), currency: row.ours };
  throw new AppError(
    'conflict',
    `The channel asks in ${row.theirs ?? 'a currency that it does not name'}, the property in ${row.ours}. Nothing was changed.`,
    { details: { reason: 'other_currency', ours: row.ours, theirs: row.theirs } },
  );
}
