import { and, eq, inArray } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import {
  factsOf,
  type ListingRow,
  type MappingRow,
  readEvidence,
  readMappingRows,
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
  const [units, neighbours, evidence, waiting, mappingRows] = await Promise.all([
    readUnitFacts(ctx),
    readNeighbours(ctx),
    readEvidence(ctx, provider, rows),
    readWaiting(ctx, ids),
    readMappingRows(ctx, ids),
  ]);
  const paused = await readPaused(ctx, mappingRows);
  const mappingOf = new Map(mappingRows.map((row) => [row.listingId, row]));
  const now = ctx.clock.now();
  const taken = new Set(neighbours.filter((one) => one.provider === provider).flatMap((one) => one.unitIds));
  const free = [...units.values()].filter((unit) => !unit.isArchived && !taken.has(unit.id));
  const unmapped = rows.filter((row) => row.goneAt === null && !mappingOf.has(row.id));
  const ideas = suggest(unmapped.map(factsOf), free, evidence, now);
  return rows.map((row) => {
    const mapping = mappingOf.get(row.id);
    const idea = ideas.get(row.id);
    const listing = factsOf(row);
    const known = (unitIds: readonly string[]) => unitIds.flatMap((id) => units.get(id) ?? []);
    const mapped = known(mapping?.unitIds ?? []);
    const suggested = known(idea?.unitIds ?? []);
    const looked = mapping ? mapped : suggested;
    const ratePlan = mapping?.ratePlanId ? { id: mapping.ratePlanId, isNew: false } : null;
    const isActive = mapping?.stage === 'active';
    const pair = { listing, units: looked, provider, connectionId: row.connectionId, ratePlan, isActive };
    return {
      ...shapeOf(row),
      mapping: mapping && isSome(mapped) ? toMapping(mapping, mapped, paused.get(mapping.id) ?? []) : null,
      suggestion:
        idea && isSome(suggested)
          ? {
              unit: refOf(suggested[0]),
              units: suggested.map(refOf),
              score: idea.score,
              reasons: [...idea.reasons],
            }
          : null,
      guards: isSome(looked)
        ? guardsOf({ ...pair, others: neighbours, isNamedTwice: false }, now)
        : guardsAlone(listing),
      waiting: waiting.get(row.id) ?? 0,
    };
  });
}

type Some<T> = readonly [T, ...T[]];
function isSome<T>(list: readonly T[]): list is Some<T> {
  return list.length > 0;
}

export function toMapping(row: MappingRow, units: Some<UnitFacts>, pausedCalendars: Paused): Mapping {
  return {
    id: row.id,
    listingId: row.listingId,
    unit: refOf(units[0]),
    units: units.map(refOf),
    stage: row.stage,
    isSyncOn: row.isSyncOn,
    ratePlanId: row.ratePlanId,
    markupBp: row.markupBp,
    pausedCalendars,
    activatedAt: row.activatedAt?.toString() ?? null,
  };
}

/** The calendars that each mapping keeps paused, by its id. */
export async function readPaused(
  ctx: Ctx,
  rows: readonly Pick<MappingRow, 'id' | 'pausedCalendarIds'>[],
): Promise<Map<string, Paused>> {
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
    group: row.groupId === null ? null : { externalId: row.groupId, name: row.groupName ?? row.groupId },
    quantity: row.quantity,
    ratePlans: row.ratePlans.map((plan) => ({ ...plan })),
    goneAt: row.goneAt?.toString() ?? null,
  };
}
