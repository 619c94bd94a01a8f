import { and, eq, inArray } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { mappings } from '#db/schema/mappings.ts';
import { type NightRange, overlaps } from '#lib/kernel/nights.ts';
import type { NightState } from '../availability/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { Wanted } from './allocate-rules.ts';

/**
 * Stays that stand on a unit of their pool already, as a closure: the calendar that their listing took over from showed
 * all of their nights there, without saying whose they are. Put elsewhere, one guest would close two units. One round trip
 * where any unit is closed so, none else.
 * @param nights of the units of the pools
 * @param listingOf the listing that sold it, by the key of the stay
 * @returns the id of the unit by the key of the stay
 */
export async function findShown(
  tx: Ctx,
  wanted: readonly Wanted[],
  nights: ReadonlyMap<string, readonly NightState[]>,
  listingOf: ReadonlyMap<string, string | null>,
): Promise<Map<string, string>> {
  const candidates = wanted.flatMap((one) =>
    one.keep !== null || !listingOf.get(one.key)
      ? []
      : one.pool.flatMap((unitId) => {
          const eventId = closureOver(nights.get(unitId) ?? [], one);
          return eventId ? [{ one, unitId, eventId }] : [];
        }),
  );
  const listings = await readListings(
    tx,
    candidates.map(({ eventId }) => eventId),
  );
  const shown = new Map<string, string>();
  const taken: { readonly unitId: string; readonly range: NightRange }[] = [];
  for (const { one, unitId, eventId } of candidates) {
    const isOther = listings.get(eventId) !== listingOf.get(one.key);
    const isTaken = taken.some((other) => other.unitId === unitId && overlaps(other.range, one));
    if (isOther || isTaken || shown.has(one.key)) continue;
    shown.set(one.key, unitId);
    taken.push({ unitId, range: one });
  }
  return shown;
}

/** The one event of a calendar that closes each night of the range; null where there is none. */
function closureOver(states: readonly NightState[], range: NightRange): string | null {
  const own = states.filter(({ night }) => night >= range.checkIn && night < range.checkOut);
  const [first] = own;
  if (first?.by?.kind !== 'closure') return null;
  const { id } = first.by;
  return own.every(({ by }) => by?.kind === 'closure' && by.id === id) ? id : null;
}

/** The listing that took over from the calendar of each event. */
async function readListings(tx: Ctx, eventIds: readonly string[]): Promise<Map<string, string>> {
  if (eventIds.length === 0) return new Map();
  const rows = await tx.db
    .select({ id: calendarEvents.id, listingId: mappings.listingId })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .innerJoin(mappings, eq(mappings.id, externalCalendars.supersededBy))
    .where(and(eq(calendarEvents.orgId, tx.org), inArray(calendarEvents.id, [...new Set(eventIds)])));
  return new Map(rows.map((row) => [row.id, row.listingId]));
}
