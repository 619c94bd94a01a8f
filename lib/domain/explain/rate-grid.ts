import { and, asc, eq, isNull } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import { claimsOn } from '../availability/queries.ts';
import { nightStates } from '../availability/rules.ts';
import { byProperty, readWindow, type Window } from '../availability/window.ts';
import type { Ctx } from '../ctx.ts';
import { readRates } from '../rates/read-rates.ts';
import { namesOf, readStandings, stateRuns } from './channel-nights.ts';
import { stoppedBy } from './channel-rules.ts';
import { readWays } from './read-ways.ts';
import type { RateGrid } from './schemas.ts';

/** Every unit with what is set for its nights in [from, to), of one property or of all, and where these nights stand with
 * the channels. Eleven queries in four round trips. */
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
  const window = { from: asked.from, to: asked.to };
  const [found, ways, held] = await Promise.all([
    readRates(ctx, { unitIds, ...window }),
    readWays(ctx, unitIds),
    readWindow(ctx, { unitIds, ...window }),
  ]);
  const byUnit = Map.groupBy(
    ways.flatMap((way) => way.unitIds.map((unitId) => ({ unitId, way }))),
    (one) => one.unitId,
  );
  const heldOf = byProperty(held);
  const known = await readStandings(ctx, { mappingIds: ways.map((way) => way.mappingId), ...window });
  return {
    items: rows.map(({ unit, property }) => ({
      unitId: unit.id,
      name: unit.name,
      propertyId: property.id,
      property: property.name,
      timezone: property.timezone,
      currency: property.currency,
      channels: (byUnit.get(unit.id) ?? []).map(({ way }) => ({
        ...namesOf(way),
        stopped: stoppedBy(way),
        runs: stateRuns(way, known.get(way.mappingId), window),
      })),
      taken: takenRuns(heldOf.get(property.id) ?? held, unit.id),
      nights: [...(found.get(unit.id) ?? [])].map(([night, rate]) => ({ night, ...rate })),
    })),
    nextCursor: null,
  };
}

/** Neighbouring nights that are not free, as one where they are alike. */
function takenRuns(held: Window, unitId: string): RateGrid['items'][number]['taken'] {
  const runs: RateGrid['items'][number]['taken'] = [];
  for (const { night, state } of nightStates({
    ...claimsOn(held, unitId, []),
    from: held.from,
    to: held.to,
  })) {
    if (state === 'free') continue;
    const last = runs.at(-1);
    if (last?.state === state && last.to === night) last.to = addNights(night, 1);
    else runs.push({ from: night, to: addNights(night, 1), state });
  }
  return runs;
}
