import { decimal } from '../core/money.ts';
import { el, type Xml } from '../core/xml.ts';
import { SAMPLE_CARDS } from './booking-dialect.ts';
import type { Hotel, Reservation, Stay } from './world.ts';

/**
 * A reservation as B.XML tells it. `id` is that of the reservation or of a room type, by where it stands.
 * @param status null for the summary, which has the name alone of its guest
 */
export function bxmlOut(
  hotel: Hotel,
  reservation: Reservation,
  status: 'new' | 'modified' | 'cancelled' | null,
  withCard: boolean,
): Xml {
  const { firstName, lastName, phone, email } = reservation.booker;
  const details = [
    ...[el('telephone', {}, phone), el('email', {}, email), el('remarks', {}, reservation.remarks)],
    ...(withCard ? cardOut(reservation) : []),
  ];
  const made = Temporal.Instant.from(reservation.createdAt).toString({ smallestUnit: 'second' });
  return el(
    'reservation',
    {},
    el('id', {}, reservation.id),
    el('hotel_id', {}, hotel.id),
    el('date', {}, made.slice(0, 10)),
    el('time', {}, made.slice(11, 19)),
    status === null ? null : el('status', {}, status),
    el(
      'customer',
      {},
      el('first_name', {}, firstName),
      el('last_name', {}, lastName),
      status === null ? [] : details,
    ),
    reservation.stays.map((stay) => roomOut(hotel, stay)),
    status === null ? null : el('currencycode', {}, hotel.currency),
    status === null ? null : el('totalprice', {}, decimal(reservation.total, hotel.currency)),
  );
}

function roomOut(hotel: Hotel, stay: Stay): Xml {
  const sum = stay.nights.reduce((total, one) => total + one.price, 0);
  return el(
    'room',
    {},
    el('id', {}, stay.roomId),
    el('roomreservation_id', {}, stay.id),
    el('arrival_date', {}, stay.checkIn),
    el('departure_date', {}, stay.checkOut),
    el('currencycode', {}, hotel.currency),
    el('numberofguests', {}, stay.guests),
    el('guest_name', {}, stay.guestName),
    stay.nights.map(({ night, rateId, price }) =>
      el('price', { date: night, rate_id: rateId }, decimal(price, hotel.currency)),
    ),
    el('totalprice', {}, decimal(sum, hotel.currency)),
  );
}

function cardOut({ payment, booker }: Reservation): Xml[] {
  if (payment === 'none') return [];
  const { number, cvc, expires } = payment === 'vcc' ? SAMPLE_CARDS.virtual : SAMPLE_CARDS.guest;
  return [
    el('cc_number', {}, number),
    el('cc_cvc', {}, cvc),
    el('cc_expiration_date', {}, expires),
    el('cc_name', {}, `${booker.firstName} ${booker.lastName}`.trim()),
  ];
}
