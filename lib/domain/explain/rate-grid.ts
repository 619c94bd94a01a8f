import { and, asc, eq, isNull } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { readRates } from '../rates/read-rates.ts';
import { namesOf, readChannelNights, stateRuns } from './channel-nights.ts';
import { stoppedBy } from './channel-rules.ts';
import { readWays } from './read-ways.ts';
import type { RateGrid } from './schemas.ts';

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
