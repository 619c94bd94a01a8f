import { and, asc, eq, exists, inArray, ne, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { releaseCalendars, type Successor, takeOverCalendars } from '../calendars/supersede.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { unitIdsSql } from './facts.ts';
import type { Planned } from './plan.ts';
import type { CalendarRef } from './schemas.ts';
import { movesUnits, writeMappings } from './write.ts';

/** Of calendars, with their units: those that are asked no more, and those that are again. */
export type Switched = {
  readonly hasChanged: boolean;
  /** Of the mappings that there are now, by the listing's. */
  readonly ids: ReadonlyMap<string, string>;
  readonly paused: readonly PlacedCalendar[];
  readonly resumed: readonly PlacedCalendar[];
};
export type PlacedCalendar = CalendarRef & { readonly unitId: string | null };

/**
 * Writes the mappings and hands the calendars of their units over: those whose mapping ceases to bring bookings to the
 * unit go on, unless another mapping of the channel takes them; those of a unit that is newly connected stop.
 */
export async function switchMappings(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  plans: readonly Planned[],
): Promise<Switched> {
  const stopping = plans.filter((plan) => plan.wasLive && (!plan.willBeLive || movesUnits(plan)));
  const starting = plans.filter((plan) => plan.willBeLive && (!plan.wasLive || movesUnits(plan)));
  // Before a row is deleted: with it would go what it had paused.
  const released = await releaseCalendars(
    tx,
    stopping.flatMap((plan) => plan.before?.id ?? []),
  );
  const { ids, hasChanged } = await writeMappings(tx, connection, plans);
  const siblings = starting.length > 0 ? await readOtherNames(tx, connection) : [];
  const paused: PlacedCalendar[] = [];
  for (const { listing, after } of starting) {
    const mappingId = ids.get(listing.id);
    if (!mappingId || !after) continue;
    const by = {
      mappingId,
      unitIds: after.unitIds,
      provider: connection.provider,
      listing: listing.externalId,
      otherListings: new Set(siblings.filter((name) => name !== listing.externalId)),
    };
    paused.push(...(await takeOverCalendars(tx, by)));
  }
  const inherited = await inherit(tx, connection.provider, released);
  const stops = [...paused, ...inherited];
  const both = released.filter((one) => stops.some((other) => other.id === one.id)).map((one) => one.id);
  const net = (rows: readonly PlacedCalendar[]) =>
    rows.filter((row) => !both.includes(row.id)).map(({ id, name, unitId }) => ({ id, name, unitId }));
  return { hasChanged, ids, paused: net(stops), resumed: net(released) };
}

/** The account's listings by their ids at the channel: a calendar's link may name another than the one that is mapped. */
async function readOtherNames(tx: Ctx, connection: Pick<ConnectionRow, 'id'>): Promise<string[]> {
  const rows = await tx.db
    .select({ externalId: listings.externalId })
    .from(listings)
    .where(and(eq(listings.orgId, tx.org), eq(listings.connectionId, connection.id)));
  return rows.map((row) => row.externalId);
}

/** Where two listings of a channel are one unit, the one that is left still brings what the calendar would. */
async function inherit(
  tx: Ctx,
  provider: ConnectionRow['provider'],
  released: readonly PlacedCalendar[],
): Promise<PlacedCalendar[]> {
  const unitIds = released.flatMap((row) => row.unitId ?? []);
  if (unitIds.length === 0) return [];
  const heirs: Omit<Successor, 'otherListings'>[] = await tx.db
    .select({
      mappingId: mappings.id,
      unitIds: unitIdsSql(),
      provider: connections.provider,
      listing: listings.externalId,
    })
    .from(mappings)
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .where(
      and(
        eq(mappings.orgId, tx.org),
        exists(
          tx.db
            .select({ one: sql`1` })
            .from(mappingUnits)
            .where(and(eq(mappingUnits.mappingId, mappings.id), inArray(mappingUnits.unitId, unitIds))),
        ),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
        eq(connections.provider, provider),
        ne(connections.status, 'disconnected'),
      ),
    )
    .orderBy(asc(mappings.id));
  const taken: PlacedCalendar[] = [];
  for (const heir of heirs) {
    const ids = released.filter((row) => heir.unitIds.includes(row.unitId ?? '')).map((row) => row.id);
    taken.push(...(await takeOverCalendars(tx, { ...heir, otherListings: new Set() }, ids)));
  }
  return taken;
}
