import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { readRates } from '../rates/read-rates.ts';
import { type CellRun, runsOf, worstState } from './cell-rules.ts';
import { readStandings, stateRuns } from './channel-nights.ts';
import { readWays } from './read-ways.ts';
import type { Cells, CellsQuery } from './schemas.ts';

/**
 * What the calendar writes into the nights of [from, to) of some properties: what is asked for them, or where they stand
 * with the channels. One of these at a time, as runs of nights that are alike; nights of which there is nothing to say are
 * in none. Two round trips for a price or a minimum stay, three for the channels, whatever the number of units.
 */
export async function getCells(ctx: Ctx, asked: CellsQuery): Promise<Cells> {
  const rows = await ctx.db
    .select({ id: units.id, currency: properties.currency })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(
      and(
        eq(units.orgId, ctx.org),
        isNull(units.archivedAt),
        isNull(properties.archivedAt),
        inArray(properties.id, asked.properties),
      ),
    )
    .orderBy(asc(properties.id), asc(units.position), asc(units.id));
  const unitIds = rows.map((row) => row.id);
  const read = asked.show === 'channels' ? channelRuns : rateRuns;
  const runs = await read(ctx, { ...asked, unitIds });
  return {
    show: asked.show,
    items: rows.map(({ id, currency }) => ({ unitId: id, currency, runs: runs.get(id) ?? [] })),
    nextCursor: null,
  };
}

type Asked = CellsQuery & { readonly unitIds: readonly string[] };

async function rateRuns(ctx: Ctx, asked: Asked): Promise<Map<string, CellRun[]>> {
  const found = await readRates(ctx, asked);
  return new Map(
    [...found].map(([unitId, nights]) => [
      unitId,
      runsOf(
        [...nights].map(([night, rate]) => ({
          from: night,
          to: addNights(night, 1),
          value: asked.show === 'price' ? rate.priceMinor : rate.minStay,
        })),
      ),
    ]),
  );
}

async function channelRuns(ctx: Ctx, { unitIds, from, to }: Asked): Promise<Map<string, CellRun[]>> {
  const ways = (await readWays(ctx, unitIds)).filter((way) => way.stage === 'active');
  const known = await readStandings(ctx, { mappingIds: ways.map((way) => way.mappingId), from, to });
  const states = new Map<string, Map<Night, string[]>>();
  for (const way of ways) {
    const runs = stateRuns(way, known.get(way.mappingId), { from, to });
    for (const unitId of way.unitIds) {
      const nights = states.get(unitId) ?? new Map<Night, string[]>();
      states.set(unitId, nights);
      for (const run of runs)
        for (let night = run.from; night < run.to; night = addNights(night, 1))
          nights.set(night, [...(nights.get(night) ?? []), run.state]);
    }
  }
  return new Map(
    [...states].map(([unitId, nights]) => [
      unitId,
      runsOf(
        [...nights].map(([night, all]) => ({ from: night, to: addNights(night, 1), value: worstState(all) })),
      ),
    ]),
  );
}
