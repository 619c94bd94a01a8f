import { and, asc, eq, gte, inArray, isNull, lt } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import { rates } from '#db/schema/push.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { nightsOf } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { namesOf, readChannelNights, stateRuns } from './channel-nights.ts';
import { stoppedBy } from './channel-rules.ts';
import { readWays } from './read-ways.ts';
import { NO_RATE, type Rate } from './rules.ts';
import type { RateGrid, RateNight, Rates } from './schemas.ts';

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

/** Every unit with what is set for its nights in [from, to), of one property or of all, and where these nights stand with
 * the channels. Four queries in three round trips. */
export async function getRateGrid(
  ctx: Ctx,
  asked: { from: Night; to: Night; property?: string | undefined },
): Promise<RateGrid> {
  const rows = await ctx.db
    .select({ unit: units, property: properties })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(
      and(
        eq(units.orgId, ctx.org),
        isNull(units.archivedAt),
        isNull(properties.archivedAt),
        asked.property ? eq(properties.id, asked.property) : undefined,
      ),
    )
    .orderBy(asc(properties.id), asc(units.position), asc(units.id));
  const unitIds = rows.map((row) => row.unit.id);
  const [found, ways] = await Promise.all([
    readRates(ctx, { unitIds, from: asked.from, to: asked.to }),
    readWays(ctx, unitIds),
  ]);
  const window = { from: asked.from, to: asked.to };
  const known = await readChannelNights(ctx, { mappingIds: ways.map((way) => way.mappingId), ...window });
  return {
    items: rows.map(({ unit, property }) => ({
      unitId: unit.id,
      name: unit.name,
      propertyId: property.id,
      property: property.name,
      timezone: property.timezone,
      currency: property.currency,
      channels: ways
        .filter((way) => way.unitIds.includes(unit.id))
        .map((way) => ({
          ...namesOf(way),
          stopped: stoppedBy(way),
          runs: stateRuns(way, known.get(way.mappingId), window),
        })),
      nights: [...(found.get(unit.id) ?? [])].map(([night, rate]) => ({ night, ...rate })),
    })),
    nextCursor: null,
  };
}

export function toRateNight(night: Night, rate: Rate, currency: string): RateNight {
  const { priceMinor, ...rest } = rate;
  return { night, price: priceMinor === null ? null : { amount: priceMinor, currency }, ...rest };
}
