import { and, eq, inArray } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import type { CsvCell, CsvColumn } from '#lib/kernel/csv.ts';
import { minorDigits } from '#lib/kernel/currency.ts';
import type { Money } from '#lib/kernel/money.ts';
import { nightsBetween } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { listReservations } from './queries.ts';
import type { Reservation, ReservationQuery } from './schemas.ts';

/** More than a person reads, and what one spreadsheet opens without complaint. */
export const EXPORT_MAX = 50_000;
const PER_READ = 500;

/** One room of a reservation: each has nights and a unit of its own. */
type Line = {
  readonly reservation: Reservation;
  readonly stay: Reservation['stays'][number];
  readonly unit: { readonly name: string; readonly property: string } | null;
};

/** The rooms of a search for a table, in its order, of at most EXPORT_MAX reservations, read some at a time as they are taken. */
export async function* exportReservations(ctx: Ctx, asked: ReservationQuery): AsyncGenerator<Line> {
  let cursor: string | undefined;
  for (let left = EXPORT_MAX; left > 0; left -= PER_READ) {
    const page = await listReservations(ctx, { ...asked, cursor, limit: Math.min(PER_READ, left) });
    const names = await readNames(
      ctx,
      page.items.flatMap((one) => one.stays.flatMap((stay) => stay.unitId ?? [])),
    );
    for (const reservation of page.items)
      for (const stay of reservation.stays)
        yield { reservation, stay, unit: (stay.unitId && names.get(stay.unitId)) || null };
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

async function readNames(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, NonNullable<Line['unit']>>();
  const rows = await ctx.db
    .select({ id: units.id, name: units.name, property: properties.name })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(units.orgId, ctx.org), inArray(units.id, [...new Set(ids)])));
  return new Map(rows.map((row) => [row.id, row]));
}

/** These, in this order, whatever the rows hold. Money in major units with its currency beside it, of the whole reservation. */
export const RESERVATION_COLUMNS: readonly CsvColumn<Line>[] = [
  { name: 'id', of: ({ reservation }) => reservation.id },
  { name: 'channel', of: ({ reservation }) => reservation.channel },
  { name: 'code', of: ({ reservation }) => reservation.externalId },
  { name: 'status', of: ({ reservation }) => reservation.status },
  { name: 'guest', of: ({ reservation }) => reservation.guest.name },
  { name: 'email', of: ({ reservation }) => reservation.guest.email },
  { name: 'phone', of: ({ reservation }) => reservation.guest.phone },
  { name: 'guests', of: ({ reservation }) => reservation.guests },
  { name: 'property', of: ({ unit }) => unit?.property },
  { name: 'unit', of: ({ unit }) => unit?.name },
  { name: 'room', of: ({ stay }) => stay.roomRef },
  { name: 'room_status', of: ({ stay }) => stay.status },
  { name: 'check_in', of: ({ stay }) => stay.checkIn },
  { name: 'check_out', of: ({ stay }) => stay.checkOut },
  { name: 'nights', of: ({ stay }) => nightsBetween(stay.checkIn, stay.checkOut) },
  { name: 'total', of: ({ reservation }) => major(reservation.total) },
  { name: 'currency', of: ({ reservation }) => reservation.total?.currency },
  { name: 'payout', of: ({ reservation }) => major(reservation.payout) },
  { name: 'payout_currency', of: ({ reservation }) => reservation.payout?.currency },
  { name: 'booked_at', of: ({ reservation }) => reservation.bookedAt },
  { name: 'heard_at', of: ({ reservation }) => reservation.createdAt },
  { name: 'cancelled_at', of: ({ reservation }) => reservation.cancelledAt },
  { name: 'note', of: ({ reservation }) => reservation.note },
];

function major(money: Money | null): CsvCell {
  if (!money) return null;
  const digits = minorDigits(money.currency);
  const text = String(Math.abs(money.amount)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  const sign = money.amount < 0 ? '-' : '';
  return { number: digits > 0 ? `${sign}${text.slice(0, cut)}.${text.slice(cut)}` : `${sign}${text}` };
}
