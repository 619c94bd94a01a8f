import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { holds, reservations, stays } from '#db/schema/reservations.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { within } from './within.ts';

/** What is read of a stay and its reservation: both have more than twice as much, and windows hold thousands. */
const STAY = {
  id: stays.id,
  reservationId: stays.reservationId,
  unitId: stays.unitId,
  checkIn: stays.checkIn,
  checkOut: stays.checkOut,
};
const RESERVATION = {
  id: reservations.id,
  channel: reservations.channel,
  externalId: reservations.externalId,
  connectionId: reservations.connectionId,
  calendarId: reservations.calendarId,
  status: reservations.status,
  guestName: reservations.guestName,
  guests: reservations.guests,
  adults: reservations.adults,
  children: reservations.children,
};

/** Whose calendar it came from. */
export type Source = { readonly id: string; readonly name: string; readonly color: string };
export type StayRow = {
  readonly stay: Pick<typeof stays.$inferSelect, keyof typeof STAY>;
  readonly reservation: Pick<typeof reservations.$inferSelect, keyof typeof RESERVATION>;
  readonly source: Source | null;
  readonly held: boolean;
};

/**
 * The active stays of units that take any of the nights [from, to), or may need some of them to prepare, by arrival.
 *
 * Reservations and holds are looked up for each stay by their indexes. How many stays overlap a window is more than the
 * planner can tell: it takes it for three times as many, and joined by itself would read all reservations and holds of
 * the installation, 60 ms at 65,000 stays, for a dozen of them.
 */
export async function readStays(
  ctx: Ctx,
  units: readonly { readonly id: string; readonly preparationNights: number }[],
  asked: { from: Night; to: Night },
): Promise<StayRow[]> {
  // A stay just outside the window may need nights inside it to prepare.
  const margin = Math.max(...units.map((unit) => unit.preparationNights));
  const wider = { from: addNights(asked.from, -margin), to: addNights(asked.to, margin) };
  const stay = ctx.db
    .select(STAY)
    .from(stays)
    .where(
      and(
        eq(stays.orgId, ctx.org),
        inArray(
          stays.unitId,
          units.map((unit) => unit.id),
        ),
        eq(stays.status, 'active'),
        within(stays, wider),
      ),
    )
    .as('stay');
  const reservation = ctx.db
    .select(RESERVATION)
    .from(reservations)
    .where(eq(reservations.id, stay.reservationId))
    .limit(1)
    .as('reservation');
  const hold = ctx.db
    .select({ stayId: holds.stayId })
    .from(holds)
    .where(eq(holds.stayId, stay.id))
    .limit(1)
    .as('hold');
  const source = ctx.db
    .select({ id: externalCalendars.id, name: externalCalendars.name, color: externalCalendars.color })
    .from(externalCalendars)
    .as('source');
  const rows = await ctx.db
    .select()
    .from(stay)
    .crossJoinLateral(reservation)
    .leftJoinLateral(hold, sql`true`)
    .leftJoin(source, eq(source.id, reservation.calendarId))
    .orderBy(asc(stay.checkIn), asc(stay.id));
  return rows.map(({ hold: own, ...row }) => ({ ...row, held: own !== null }));
}
