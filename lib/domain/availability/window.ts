import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { properties, unitParts, units } from '#db/schema/properties.ts';
import { foundClosures } from '#db/schema/push.ts';
import { blocks, conflicts } from '#db/schema/reservations.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { type Part, relatedUnits } from '../properties/rules.ts';
import { closesNights, keepsClosed } from './closures.ts';
import { readStays, type Source, type StayRow } from './read-stays.ts';
import type { Claimed } from './rules.ts';
import { within } from './within.ts';

type UnitRow = {
  readonly unit: typeof units.$inferSelect;
  readonly property: typeof properties.$inferSelect;
};

/** Everything that bears on the nights of some units in a window, as rows. */
export type Window = {
  readonly from: Night;
  readonly to: Night;
  readonly units: readonly UnitRow[];
  readonly parts: readonly Part[];
  readonly stays: readonly StayRow[];
  readonly blocks: readonly (typeof blocks.$inferSelect)[];
  readonly closures: readonly {
    readonly event: typeof calendarEvents.$inferSelect;
    readonly calendar: Source & { readonly unitId: string | null; readonly propertyId: string };
  }[];
  /** Nights that a channel has closed by itself, and that close the unit here until a person opens them. */
  readonly foundClosures: readonly (Claimed & {
    readonly unitId: string | null;
    readonly foundAt: Temporal.Instant;
    readonly reason: 'when_connected' | 'closed_there';
    readonly isKept: boolean;
    readonly connectionId: string;
    readonly provider: string;
    readonly account: string;
  })[];
  /** The open ones. */
  readonly conflicts: readonly (typeof conflicts.$inferSelect)[];
};

/** As much of a window as decides who has which nights. */
export type ClaimWindow = Pick<
  Window,
  'from' | 'to' | 'units' | 'parts' | 'closures' | 'foundClosures' | 'conflicts'
> & {
  readonly stays: readonly { readonly stay: Claimed & { readonly unitId: string | null } }[];
  readonly blocks: readonly (Claimed & { readonly unitId: string })[];
};

/**
 * Reads what bears on the nights of units: of these, of all of some properties, or of every property. Seven queries in
 * two round trips of waiting, whatever the number of units. Archived units and properties are left out.
 */
export async function readWindow(
  ctx: Ctx,
  asked: {
    readonly unitIds?: readonly string[] | undefined;
    readonly propertyIds?: readonly string[] | undefined;
    readonly from: Night;
    readonly to: Night;
  },
): Promise<Window> {
  const [rows, parts] = await Promise.all([readUnitRows(ctx, asked), readPartRows(ctx)]);
  const wanted = asked.unitIds ?? rows.map((row) => row.unit.id);
  const near = new Set(wanted.flatMap((id) => relatedUnits(id, parts)));
  const unitRows = rows.filter((row) => near.has(row.unit.id));
  const unitIds = unitRows.map((row) => row.unit.id);
  const frame = { from: asked.from, to: asked.to, units: unitRows, parts };
  if (unitIds.length === 0)
    return { ...frame, stays: [], blocks: [], closures: [], foundClosures: [], conflicts: [] };
  const propertyIds = [...new Set(unitRows.map((row) => row.property.id))];
  const [stayRows, blockRows, closureRows, foundClosures, conflictRows] = await Promise.all([
    readStays(
      ctx,
      unitRows.map((row) => row.unit),
      asked,
    ),
    ctx.db
      .select()
      .from(blocks)
      .where(and(eq(blocks.orgId, ctx.org), inArray(blocks.unitId, unitIds), within(blocks, asked)))
      .orderBy(asc(blocks.checkIn), asc(blocks.id)),
    ctx.db
      .select({ event: calendarEvents, calendar: externalCalendars })
      .from(calendarEvents)
      .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
      .where(
        and(
          eq(calendarEvents.orgId, ctx.org),
          or(
            inArray(externalCalendars.unitId, unitIds),
            and(isNull(externalCalendars.unitId), inArray(externalCalendars.propertyId, propertyIds)),
          ),
          closesNights(),
          within(calendarEvents, asked),
        ),
      )
      .orderBy(asc(calendarEvents.checkIn), asc(calendarEvents.id)),
    readFoundClosures(ctx, unitIds, asked),
    ctx.db
      .select()
      .from(conflicts)
      .where(
        and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open'), inArray(conflicts.unitId, unitIds)),
      ),
  ]);
  return {
    ...frame,
    stays: stayRows,
    blocks: blockRows,
    closures: closureRows,
    foundClosures,
    conflicts: conflictRows,
  };
}

export function preparationNightsIn(window: Pick<Window, 'units'>): (unitId: string) => number {
  const nights = new Map(window.units.map((row) => [row.unit.id, row.unit.preparationNights]));
  return (unitId) => nights.get(unitId) ?? 0;
}

/**
 * The same, property by property: units share nights with units of their own property only, so that whoever looks at all
 * units one by one need not look through everybody's rows for each.
 */
export function byProperty(window: Window): Map<string, Window> {
  const propertyOf = new Map(window.units.map(({ unit, property }) => [unit.id, property.id]));
  const of = (unitId: string | null) => (unitId === null ? undefined : propertyOf.get(unitId));
  const parts = Map.groupBy(window.parts, (one) => of(one.compositeId));
  const stays = Map.groupBy(window.stays, (one) => of(one.stay.unitId));
  const blocks = Map.groupBy(window.blocks, (one) => of(one.unitId));
  const closures = Map.groupBy(window.closures, (one) => one.calendar.propertyId);
  const foundClosures = Map.groupBy(window.foundClosures, (one) => of(one.unitId));
  const conflicts = Map.groupBy(window.conflicts, (one) => of(one.unitId));
  const units = Map.groupBy(window.units, (one) => one.property.id);
  return new Map(
    [...units].map(([id, rows]) => [
      id,
      {
        from: window.from,
        to: window.to,
        units: rows,
        parts: parts.get(id) ?? [],
        stays: stays.get(id) ?? [],
        blocks: blocks.get(id) ?? [],
        closures: closures.get(id) ?? [],
        foundClosures: foundClosures.get(id) ?? [],
        conflicts: conflicts.get(id) ?? [],
      },
    ]),
  );
}

/** Of the asked units' whole properties: a unit's parts, and what it is a part of, belong to the same one. */
function readUnitRows(
  ctx: Ctx,
  asked: { unitIds?: readonly string[] | undefined; propertyIds?: readonly string[] | undefined },
): Promise<UnitRow[]> {
  const ofUnits = asked.unitIds
    ? inArray(
        units.propertyId,
        ctx.db
          .select({ id: sql`u.property_id` })
          .from(sql`units u`)
          .where(inArray(sql`u.id`, [...asked.unitIds])),
      )
    : undefined;
  const ofProperties = asked.propertyIds ? inArray(units.propertyId, [...asked.propertyIds]) : undefined;
  return ctx.db
    .select({ unit: units, property: properties })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(
      and(
        eq(units.orgId, ctx.org),
        isNull(units.archivedAt),
        isNull(properties.archivedAt),
        ofUnits,
        ofProperties,
      ),
    )
    .orderBy(asc(properties.id), asc(units.position), asc(units.id));
}

function readPartRows(ctx: Ctx): Promise<Part[]> {
  return ctx.db
    .select({ compositeId: unitParts.compositeId, partId: unitParts.partId })
    .from(unitParts)
    .where(eq(unitParts.orgId, ctx.org));
}

/** Those that nobody has settled, and those that a person wants to stay closed. */
function readFoundClosures(ctx: Ctx, unitIds: readonly string[], asked: { from: Night; to: Night }) {
  return ctx.db
    .select({
      id: foundClosures.id,
      unitId: foundClosures.unitId,
      checkIn: foundClosures.checkIn,
      checkOut: foundClosures.checkOut,
      foundAt: foundClosures.foundAt,
      reason: foundClosures.reason,
      isKept: sql<boolean>`${foundClosures.resolution} is not null`,
      connectionId: foundClosures.connectionId,
      provider: connections.provider,
      account: connections.accountName,
    })
    .from(foundClosures)
    .innerJoin(connections, eq(connections.id, foundClosures.connectionId))
    .where(
      and(
        eq(foundClosures.orgId, ctx.org),
        inArray(foundClosures.unitId, [...unitIds]),
        keepsClosed(),
        within(foundClosures, asked),
      ),
    )
    .orderBy(asc(foundClosures.checkIn), asc(foundClosures.id));
}
