import { Hono } from 'hono';
import { addNights, nightRange, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { decimal } from '../core/money.ts';
import { type Element, el, first, type Xml } from '../core/xml.ts';
import { xmlResponse } from './answers.ts';
import { bxmlOut } from './bxml.ts';
import type { ApiEnv } from './call.ts';
import type { BookingHost } from './host.ts';
import { acknowledge, handOut, isPending, latestOf, pendingFor } from './messages.ts';
import { readBxml } from './ota-in.ts';
import { ApiError, PROBLEMS } from './problems.ts';
import { readChange, refuseForeign } from './queue-routes.ts';
import { type RateOffer, type RoomOffer, roomOffers } from './selling.ts';
import { machineOf } from './tokens.ts';
import type { Hotel, Machine, Message, Reservation, RoomType } from './world.ts';

const DAYS_MOST = 31;

/** B.XML: reservations without acknowledgement, what there is to map, and what is for sale. */
export function bxmlRoutes(host: BookingHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.post('/reservationssummary', async (c) => {
    const machine = machineOf(host, c);
    const hotels = hotelsAsked(host, machine, readBxml(await c.req.text()));
    const items = hotels.flatMap((hotel) => {
      const today = todayIn(hotel.timeZone, host.clock.now());
      return host.store.state.reservations
        .filter((one) => one.hotelId === hotel.id && one.status !== 'cancelled')
        .filter((one) => one.stays.some((stay) => stay.checkOut > today))
        .map((one) => bxmlOut(hotel, one, null, false));
    });
    return xmlResponse(el('reservations', {}, items));
  });
  routes.post('/reservations', async (c) => {
    const machine = machineOf(host, c);
    const request = readBxml(await c.req.text());
    const hotels = hotelsAsked(host, machine, request);
    const [id, since] = [textOf(request, 'id'), textOf(request, 'last_change')];
    const items = id || since ? changed(host, hotels, id, since) : taken(host, machine, hotels);
    return xmlResponse(el('reservations', {}, items));
  });
  routes.post('/roomrates', async (c) => {
    const machine = machineOf(host, c);
    const request = readBxml(await c.req.text());
    const withOld = Number(textOf(request, 'show_rates_status') ?? 0) > 0;
    const rooms = hotelsAsked(host, machine, request).flatMap((hotel) =>
      host.store.roomsOf(hotel.id).map((room) => roomOut(hotel, room, ratesOut(host, room, withOld))),
    );
    return xmlResponse(el('rooms', {}, rooms));
  });
  routes.post('/rooms', async (c) => {
    const hotels = hotelsAsked(host, machineOf(host, c), readBxml(await c.req.text()));
    const rooms = hotels.flatMap((hotel) =>
      host.store.roomsOf(hotel.id).map((room) => roomOut(hotel, room, null)),
    );
    return xmlResponse(el('rooms', {}, rooms));
  });
  routes.post('/rates', async (c) => {
    const hotels = hotelsAsked(host, machineOf(host, c), readBxml(await c.req.text()));
    const rates = hotels.flatMap((hotel) =>
      host.store.state.rates
        .filter((one) => one.hotelId === hotel.id)
        .map((one) => el('rate', { id: one.id, hotel_id: hotel.id, ...planOut(host, one.id) })),
    );
    return xmlResponse(el('rates', {}, rates));
  });
  routes.post('/roomrateavailability', async (c) => {
    const machine = machineOf(host, c);
    return xmlResponse(availabilityOut(host, machine, readBxml(await c.req.text())));
  });
  return routes;
}

const textOf = (request: Element, name: string) => first(request, name)?.text || null;

function hotelsAsked(host: BookingHost, machine: Machine, request: Element): Hotel[] {
  const id = textOf(request, 'hotel_id');
  if (id === null) return host.store.attachedTo(machine);
  refuseForeign(host, machine, id);
  return host.store.attachedTo(machine).filter((one) => one.id === id);
}

/** What nobody has taken yet, oldest first: asking for it takes it. */
function taken(host: BookingHost, machine: Machine, hotels: readonly Hotel[]): Xml[] {
  return pendingFor(host, machine).flatMap((message) => {
    const hotel = hotels.find((one) => one.id === message.hotelId);
    const reservation = host.store.findReservation(message.reservationId);
    if (!hotel || !reservation) return [];
    const written = bxmlOut(hotel, reservation, wordFor(message, reservation), true);
    handOut(host, message);
    acknowledge(host, message, 'xml');
    return [written];
  });
}

/** Whatever changed since, told or not. */
function changed(
  host: BookingHost,
  hotels: readonly Hotel[],
  id: string | null,
  since: string | null,
): Xml[] {
  const from = since ? readChange(since) : null;
  return host.store.state.reservations.flatMap((one) => {
    const hotel = hotels.find((known) => known.id === one.hotelId);
    if (!hotel || (id && one.id !== id)) return [];
    if (from && Temporal.Instant.compare(Temporal.Instant.from(one.updatedAt), from) < 0) return [];
    const message = latestOf(host, one.id);
    const withCard = message !== null && isPending(message);
    return [bxmlOut(hotel, one, wordFor(message, one), withCard)];
  });
}

function wordFor(message: Message | null, reservation: Reservation): 'new' | 'modified' | 'cancelled' {
  if (reservation.status === 'cancelled') return 'cancelled';
  if (message) return message.queue === 'new' ? 'new' : 'modified';
  return reservation.changes === 0 ? 'new' : 'modified';
}

function roomOut(hotel: Hotel, room: RoomType, rates: readonly Xml[] | null): Xml {
  return el(
    'room',
    {
      id: room.id,
      hotel_id: hotel.id,
      hotel_name: hotel.name,
      room_name: room.name,
      max_persons: room.maxPersons,
      room_quantity: room.quantity,
      currencycode: hotel.currency,
      hotel_city: hotel.city,
      hotel_countrycode: hotel.countryCode,
      hotel_timezone: hotel.timeZone,
    },
    rates && el('rates', {}, rates),
  );
}

function ratesOut(host: BookingHost, room: RoomType, withOld: boolean): Xml[] {
  return host.store
    .ratesOf(room.id)
    .filter((one) => one.active || withOld)
    .map((one) =>
      el('rate', {
        id: one.rateId,
        max_persons: room.maxPersons,
        ...planOut(host, one.rateId),
        single_use: one.singleUse ? 1 : 0,
        active: one.active ? null : 0,
      }),
    );
}

function planOut(host: BookingHost, rateId: string) {
  const plan = host.store.rate(rateId);
  return {
    rate_name: plan?.name,
    policy: plan?.policy,
    policy_id: plan?.policyId,
    is_child_rate: plan?.parentId ? 1 : 0,
    parent_rate_id: plan?.parentId,
  };
}

function availabilityOut(host: BookingHost, machine: Machine, request: Element): Xml {
  const [hotel, ...more] = hotelsAsked(host, machine, request);
  if (!hotel || more.length > 0) throw new ApiError(400, PROBLEMS.missing, 'hotel_id');
  const start = parseNight(textOf(request, 'start_date') ?? '');
  if (!start) throw new ApiError(400, PROBLEMS.date, 'start_date');
  if (start < todayIn(hotel.timeZone, host.clock.now())) throw new ApiError(400, PROBLEMS.date, start);
  const days = Number(textOf(request, 'number_of_days') ?? DAYS_MOST);
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MOST) {
    throw new ApiError(400, PROBLEMS.value, 'number_of_days must be 1 to 31');
  }
  const roomId = textOf(request, 'room_id');
  const rooms = host.store.roomsOf(hotel.id).filter((one) => roomId === null || one.id === roomId);
  if (rooms.length === 0) throw new ApiError(400, PROBLEMS.roomInvalid, roomId ?? '');
  const range = nightRange(start, addNights(start, days));
  const withRates = textOf(request, 'room_level') !== '1';
  return el(
    'availability',
    { hotel_id: hotel.id, currencycode: hotel.currency },
    rooms.map((room) =>
      el(
        'room',
        { id: room.id },
        roomOffers(host.store, hotel, room, range, host.clock.now()).map((offer) =>
          dateOut(hotel, offer, withRates),
        ),
      ),
    ),
  );
}

function dateOut(hotel: Hotel, offer: RoomOffer, withRates: boolean): Xml {
  return el(
    'date',
    { value: offer.night },
    el('booked', {}, offer.booked),
    el('cancelled', {}, offer.cancelled),
    el('closed', {}, offer.closed ? 1 : 0),
    el('rooms_to_sell', {}, offer.roomsToSell),
    withRates
      ? offer.rates.filter((one) => one.shut !== 'not_active').map((one) => rateOut(hotel, one))
      : null,
  );
}

function rateOut(hotel: Hotel, rate: RateOffer): Xml {
  const flag = (name: string, value: boolean) => el(name, {}, value ? 1 : 0);
  const price = (name: string, value: number | null) =>
    value === null ? null : el(name, {}, decimal(value, hotel.currency));
  return el(
    'rate',
    { id: rate.rateId },
    flag('closed', rate.closed),
    price('price', rate.price),
    price('price1', rate.singlePrice),
    el('minimumstay', {}, rate.minStay ?? 1),
    el('maximumstay', {}, rate.maxStay ?? 0),
    flag('closedonarrival', rate.closedToArrival),
    flag('closedondeparture', rate.closedToDeparture),
  );
}
