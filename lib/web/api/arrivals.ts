import { Arrivals, ArrivalsQuery } from '#lib/domain/arrivals/schemas.ts';
import { define } from '../define.ts';

export const listArrivalsApi = define({
  method: 'GET',
  path: '/api/arrivals',
  summary: 'Bookings that channels and calendars told us of since an instant, the newest 50',
  tag: 'Reservations',
  can: 'reservation.read',
  query: ArrivalsQuery,
  status: 200,
  answer: Arrivals,
});
