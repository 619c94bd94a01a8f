import { and, eq, inArray } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { mappings } from '#db/schema/connections.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import {
  factsOf,
  type ListingRow,
  type MappingRow,
  readEvidence,
  readNeighbours,
  readUnitFacts,
  readWaiting,
  refOf,
} from './facts.ts';
import { guardsAlone, guardsOf, type UnitFacts } from './rules.ts';
import type { Listing, Mapping } from './schemas.ts';
import { suggest } from './suggest-rules.ts';

type Paused = Mapping['pausedCalendars'];

/**
 * Listings of one channel as the wizard shows them: each with its mapping, or with what it seems to be among these. Seven
 * queries in three round trips of waiting, however many listings.
 * @param rows all that suggestions may choose between: a unit is suggested once
 */
export async function describeListings(
  ctx: Ctx,
  provider: ProviderName,
  rows: readonly ListingRow[],
): Promise<Listing[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [units, neighbours, evidence, waiting, mapped] = await Promise.all([
    readUnitFacts(ctx),
    readNeighbours(ctx),
    readEvidence(ctx, provider, rows),
    readWaiting(ctx, ids),
    ctx.db
      .select()
      .from(mappings)
      .where(and(eq(mappings.orgId, ctx.org), inArray(mappings.listingId, ids))),
  ]);
  const paused = await readPaused(ctx, mapped);
  const mappingOf = new Map(mapped.map((row) => [row.listingId, row]));
  const now = ctx.clock.now();
  const taken = new Set(neighbours.filter((one) => one.provider === provider).map((one) => one.unitId));
  const free = [...units.values()].filter((unit) => !unit.isArchived && !taken.has(unit.id));
  const unmapped = rows.filter((row) => row.goneAt === null && !mappingOf.has(row.id));
  const ideas = suggest(unmapped.map(factsOf), free, evidence, now);
  return rows.map((row) => {
    const mapping = mappingOf.get(row.id);
    const idea = ideas.get(row.id);
    const listing = factsOf(row);
    const unit = units.get(mapping?.unitId ?? idea?.unitId ?? '');
    const suggested = idea && units.get(idea.unitId);
    return {
      ...shapeOf(row),
      mapping: mapping && unit ? toMapping(mapping, unit, paused.get(mapping.id) ?? []) : null,
      suggestion:
        idea && suggested ? { unit: refOf(suggested), score: idea.score, reasons: [...idea.reasons] } : null,
      guards: unit
        ? guardsOf({ listing, unit, provider, others: neighbours, isNamedTwice: false }, now)
        : guardsAlone(listing),
      waiting: waiting.get(row.id) ?? 0,
    };
  });
}

export function toMapping(row: MappingRow, unit: UnitFacts, pausedCalendars: Paused): Mapping {
  return {
    id: row.id,
    listingId: row.listingId,
    unit: refOf(unit),
    stage: row.stage,
    isSyncOn: row.isSyncOn,
    pausedCalendars,
    activatedAt: row.activatedAt?.toString() ?? null,
  };
}

/** The calendars that each mapping keeps paused, by its id. */
export async function readPaused(ctx: Ctx, rows: readonly MappingRow[]): Promise<Map<string, Paused>> {
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return new Map();
  const calendars = await ctx.db
    .select({ id: externalCalendars.id, name: externalCalendars.name, by: externalCalendars.supersededBy })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, ctx.org), inArray(externalCalendars.supersededBy, ids)))
    .orderBy(externalCalendars.id);
  return new Map(
    rows.map((row) => [
      row.id,
      calendars
        .filter((one) => one.by === row.id && row.pausedCalendarIds.includes(one.id))
        .map(({ id, name }) => ({ id, name })),
    ]),
  );
}

function shapeOf(row: ListingRow) {
  const { id, connectionId, externalId, name, address, city, timeZone, currency } = row;
  const { capacity, bedrooms, pictureUrl, isSold, syncScope } = row;
  return {
    id,
    connectionId,
    externalId,
    name,
    address,
    city,
    timeZone,
    currency,
    capacity,
    bedrooms,
    pictureUrl,
    isSold,
    syncScope,
    goneAt: row.goneAt?.toString() ?? null,
  };
}
