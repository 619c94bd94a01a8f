import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { properties, unitParts, units } from '#db/schema/properties.ts';
import { conflicts } from '#db/schema/reservations.ts';
import { requireCan } from '../access/require.ts';
import { listAllCalendars } from '../calendars/queries.ts';
import type { ExternalCalendar } from '../calendars/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { type LastRead, listLastReads } from '../feeds/last-reads.ts';
import { listLinkedUnits } from '../mappings/linked-units.ts';
import type { LinkedUnit } from '../mappings/schemas.ts';
import { relatedUnits } from '../properties/rules.ts';
import { type Exposure, exposuresOf } from './exposure-rules.ts';
import { listTold } from './read-channels.ts';
import { type Latency, listLatencies } from './read-latencies.ts';
import { type Around, type Followed, protectionOf, type Told } from './rules.ts';
import type { Protections, UnitProtection } from './schemas.ts';

/** Everything that the lights are judged by. */
export type Evidence = {
  readonly calendars: Awaited<ReturnType<typeof listAllCalendars>>['items'];
  readonly linked: readonly LinkedUnit[];
  readonly reads: readonly LastRead[];
  readonly told: readonly Told[];
  readonly units: readonly {
    readonly id: string;
    readonly propertyId: string;
    readonly changedAt: string;
    readonly openConflicts: number;
    /** This one, and those it shares nights with. */
    readonly related: readonly string[];
  }[];
};

/** Seven queries in two round trips of waiting, whatever the number of units. */
export async function readEvidence(ctx: Ctx): Promise<Evidence> {
  const [{ items: calendars }, linked, reads, told, rows, parts] = await Promise.all([
    listAllCalendars(ctx),
    listLinkedUnits(ctx),
    listLastReads(ctx),
    listTold(ctx),
    readUnits(ctx),
    ctx.db
      .select({ compositeId: unitParts.compositeId, partId: unitParts.partId })
      .from(unitParts)
      .where(eq(unitParts.orgId, ctx.org)),
  ]);
  // Nearly every unit is whole, and need not be looked for among all parts.
  const inParts = new Set(parts.flatMap((one) => [one.compositeId, one.partId]));
  return {
    calendars,
    linked,
    reads,
    told,
    units: rows.map(({ changedAt, ...unit }) => ({
      ...unit,
      changedAt: changedAt.toString(),
      related: inParts.has(unit.id) ? relatedUnits(unit.id, parts) : [unit.id],
    })),
  };
}

function readUnits(ctx: Ctx) {
  return ctx.db
    .select({
      id: units.id,
      propertyId: units.propertyId,
      changedAt: units.calendarChangedAt,
      openConflicts: sql<number>`(select count(*)::int from ${conflicts}
        where ${conflicts.unitId} = ${units.id} and ${conflicts.status} = 'open')`,
    })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(units.orgId, ctx.org), isNull(units.archivedAt), isNull(properties.archivedAt)))
    .orderBy(asc(properties.id), asc(units.position), asc(units.id));
}

/** The light of every unit: the one rule that home, the calendar and the API show. */
export function lightsOf(evidence: Evidence, now: Temporal.Instant): UnitProtection[] {
  const around = aroundEach(evidence);
  return evidence.units.map((unit) => ({
    unitId: unit.id,
    ...protectionOf(unit, around(unit), now.epochMilliseconds),
  }));
}

/** How long each reader of a unit's feed may not know of a booking. */
export function exposuresIn(evidence: Evidence, now: Temporal.Instant): Exposure[] {
  const around = aroundEach(evidence);
  return evidence.units.flatMap((unit) => exposuresOf(unit, around(unit), now.epochMilliseconds));
}

/** Rows are grouped by unit once, so that five hundred units cost no more than their sources. */
function aroundEach(evidence: Evidence): (unit: Evidence['units'][number]) => Around {
  const calendars = Map.groupBy(
    // A calendar that a connected channel took over from says nothing any more; the channel does.
    evidence.calendars.filter((one) => one.supersededBy === null),
    (one) => one.unitId ?? one.propertyId,
  );
  const linked = Map.groupBy(evidence.linked, (one) => one.unitId);
  const readers = Map.groupBy(evidence.reads, (one) => one.unitId ?? '');
  const told = new Map<string, Told[]>();
  for (const one of evidence.told) {
    for (const id of one.unitIds) told.set(id, [...(told.get(id) ?? []), one]);
  }
  return ({ propertyId, related }) => {
    const of = <T>(groups: ReadonlyMap<string, readonly T[]>, ids: readonly string[] = related): T[] => [
      ...new Set(ids.flatMap((id) => groups.get(id) ?? [])),
    ];
    return {
      sources: [
        ...of(calendars, [...related, propertyId]).map(ofCalendar),
        // One account may sell several of them.
        ...new Map(of(linked).map((one) => [one.connectionId, one])).values().map(
          (one): Followed => ({
            ...one.source,
            id: one.connectionId,
            at: one.provider,
            isCalendar: false,
            sells: true,
          }),
        ),
      ],
      readers: of(readers),
      channels: of(told),
    };
  };
}

/** A person's own calendar sells nothing. */
const PEOPLES = ['google'];

function ofCalendar(calendar: ExternalCalendar): Followed {
  return {
    ...calendar,
    at: calendar.unitId ?? calendar.propertyId,
    isCalendar: true,
    sells: !PEOPLES.includes(calendar.platform),
  };
}

/** The light of every unit, with its reasons. @throws AppError forbidden */
export async function readProtections(ctx: Ctx): Promise<Protections> {
  requireCan(ctx, 'calendar.read');
  const at = ctx.clock.now();
  return { at: at.toString(), items: lightsOf(await readEvidence(ctx), at), nextCursor: null };
}

/** How long others may not know of a booking of one unit: those who read its feed, and the accounts that sell it. */
export async function readUnitExposure(
  ctx: Ctx,
  unitId: string,
): Promise<{ exposures: Exposure[]; latencies: Latency[] }> {
  requireCan(ctx, 'calendar.read');
  const [evidence, latencies] = await Promise.all([readEvidence(ctx), listLatencies(ctx)]);
  const selling = new Set(
    evidence.told.filter((one) => one.unitIds.includes(unitId)).map((one) => one.connectionId),
  );
  return {
    exposures: exposuresIn(evidence, ctx.clock.now()).filter((one) => one.unitId === unitId),
    latencies: latencies.filter((one) => selling.has(one.connectionId)),
  };
}
