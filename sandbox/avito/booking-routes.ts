import { Hono } from 'hono';
import { type ApiEnv, accountAt, dateOf, itemOf } from './calls.ts';
import { type AvitoHost, today } from './host.ts';
import { invalid } from './problems.ts';
import { bookingOut } from './wire.ts';
import type { Booking } from './world.ts';

/** An advert's bookings of some dates. There is no list of all adverts', no page, and no word for what changed. */
export function bookingRoutes(host: AvitoHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.get('/accounts/:user/items/:item/bookings', (c) => {
    const item = itemOf(host, accountAt(host, c, 'short_term_rent:read'), c.req.param('item'));
    const [from, to] = [dateOf(c, 'date_start'), dateOf(c, 'date_end')];
    if (from < today(host)) throw invalid({ date_start: 'дата не может быть в прошлом' });
    if (to < from) throw invalid({ date_end: 'должно быть не раньше date_start' });
    const found = host.store
      .bookingsOf(item.id)
      .filter((one) => one.paid || c.req.query('with_unpaid') === 'true')
      .filter((one) => one.checkIn <= to && isFrom(host, one, from))
      .map(bookingOut);
    return Response.json({ bookings: distorted(c.env.fault?.kind, found) });
  });
  return routes;
}

function isFrom(host: AvitoHost, booking: Booking, from: string): boolean {
  return host.settings.inProgress === 'shown' ? booking.checkOut > from : booking.checkIn >= from;
}

function distorted<T>(kind: string | undefined, found: readonly T[]): readonly T[] {
  if (kind === 'duplicate_bookings') return found.flatMap((one) => [one, one]);
  return kind === 'missing_bookings' ? found.slice(0, Math.floor(found.length / 2)) : found;
}
