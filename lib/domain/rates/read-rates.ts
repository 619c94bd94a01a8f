import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm';
import { rates } from '#db/schema/push.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { nightsOf } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { NO_RATE, type Rate } from './rules.ts';
import type { RateNight, Rates } from './schemas.ts';

type Asked = { readonly unitIds: readonly string[]; readonly from: Night; readonly to: Night };

/**
 * What people ask for the nights of [from, to) of units. A night that nobody set anything for is missing: `NO_RATE`.
 * One round trip, whatever the number of units; another organization's units have no rates here.
 */
export async function readRates(ctx: Ctx, asked: Asked): Promise<Map<string, Map<Night, Rate>>> {
  const found = new Map<string, Map<Night, Rate>>(asked.unitIds.map((id) => [id, new Map()]));
  if (asked.unitIds.length === 0) return found;
  const rows = await ctx.db
    .select({
      unitId: rates.unitId,
      night: rates.night,
      priceMinor: rates.priceMinor,
      minStay: rates.minStay,
      maxStay: rates.maxStay,
      closedToArrival: rates.closedToArrival,
      closedToDeparture: rates.closedToDeparture,
      stopSell: rates.stopSell,
    })
    .from(rates)
    .where(
      and(
        eq(rates.orgId, ctx.org),
        inArray(rates.unitId, [...asked.unitIds]),
        gte(rates.night, asked.from),
        lt(rates.night, asked.to),
      ),
    )
    .orderBy(asc(rates.unitId), asc(rates.night));
  for (const { unitId, night, ...rate } of rows) found.get(unitId)?.set(night, rate);
  return found;
}

/**
 * Every night of [from, to) of one unit, or of the one unit of a property.
 * @throws AppError not_found, choose_unit
 */
export async function getRates(ctx: Ctx, asked: { unit: string; from: Night; to: Night }): Promise<Rates> {
  const { unit, property } = await chooseUnit(ctx, asked.unit);
  const found = await readRates(ctx, { unitIds: [unit.id], from: asked.from, to: asked.to });
  const known = found.get(unit.id);
  return {
    unitId: unit.id,
    currency: property.currency,
    items: [...nightsOf({ checkIn: asked.from, checkOut: asked.to })].map((night) =>
      toRateNight(night, known?.get(night) ?? NO_RATE, property.currency),
    ),
    nextCursor: null,
  };
}

export function toRateNight(night: Night, rate: Rate, currency: string): RateNight {
  const { priceMinor, ...rest } = rate;
  return { night, price: priceMinor === null ? null : { amount: priceMinor, currency }, ...rest };
}
