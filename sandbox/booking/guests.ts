import { addNights, type Night, type NightRange, nightRange, nightsOf } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import type { BookingHost } from './host.ts';
import { tell } from './messages.ts';
import { rateDayOf, refusal, roomOffers, roomsLeft, SHUT_WORDS, UNLIMITED } from './selling.ts';
import type { Hotel, Reservation, RoomRate, RoomType, Stay, StayNight } from './world.ts';

/** What guests do. */

export type RoomWish = {
  readonly roomType?: string | undefined;
  readonly ratePlan?: string | undefined;
  readonly checkIn?: Night | undefined;
  readonly checkOut?: Night | undefined;
  readonly guest?: string | undefined;
  readonly guests?: number | undefined;
};

export type BookingWish = RoomWish & {
  readonly listing: string;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly quantity?: number | undefined;
  /** One for each room, where they differ; what one leaves out is as in the booking. */
  readonly rooms?: readonly RoomWish[] | undefined;
  readonly payment?: Reservation['payment'] | undefined;
  readonly remarks?: string | undefined;
  /** Minor units, where it is not the sum of the rooms. */
  readonly total?: number | undefined;
  readonly hideGuests?: boolean | undefined;
  /** Sells what is not for sale: a booking that was already on its way. */
  readonly force?: boolean | undefined;
  /** When it was made, where not now. */
  readonly at?: Temporal.Instant | undefined;
};

const FIRST_RESERVATION = 4_705_950_000n;
const FIRST_ROOM = 900_000n;

/** Throws ControlError 404 for an unknown hotel, room or rate, 409 where it is not for sale. Nothing is taken then. */
export function book(host: BookingHost, wish: BookingWish): Reservation {
  const hotel = host.store.hotel(wish.listing);
  const quantity = wish.quantity ?? 1;
  const rooms = wish.rooms ?? Array.from({ length: quantity }, () => ({}));
  const stays: Stay[] = [];
  try {
    for (const one of rooms) stays.push(newStay(host, hotel, { ...wish, ...said(one) }, wish.force ?? false));
  } catch (error) {
    for (const stay of stays) giveBack(host, stay.roomId, stay.nights, true);
    throw error;
  }
  const at = (wish.at ?? host.clock.now()).toString();
  const [firstName = 'Alex', ...rest] = (wish.guest?.trim() || 'Alex Example').split(/\s+/);
  const id = host.store.next(FIRST_RESERVATION);
  const reservation: Reservation = {
    id,
    hotelId: hotel.id,
    status: 'booked',
    stays,
    booker: {
      firstName,
      lastName: rest.join(' '),
      phone: `+31 20 ${id.slice(-7)}`,
      email: `guest.${id}@guest.booking.com`,
    },
    payment: wish.payment ?? 'card',
    remarks: wish.remarks ?? '',
    total: wish.total ?? sumOf(stays),
    hideGuests: wish.hideGuests ?? false,
    createdAt: at,
    updatedAt: at,
    changes: 0,
  };
  host.store.state.reservations.push(reservation);
  tell(host, reservation, true);
  return reservation;
}

export type Alteration = RoomWish & {
  /** The room (its IndexNumber) that changes; all where nothing is said. */
  readonly room?: string | undefined;
  readonly removeRoom?: string | undefined;
  readonly addRoom?: RoomWish | undefined;
  readonly remarks?: string | undefined;
  readonly total?: number | undefined;
  readonly force?: boolean | undefined;
};

/** Throws ControlError 404, 400 for dates in the wrong order, 409 as a booking does. The id stays. */
export function modify(host: BookingHost, id: string, wish: Alteration): Reservation {
  const reservation = host.store.reservation(id);
  if (reservation.status === 'cancelled') throw new ControlError(409, `${id} is cancelled.`);
  for (const room of [wish.room, wish.removeRoom]) {
    if (room !== undefined && !reservation.stays.some((stay) => stay.id === room)) {
      throw new ControlError(404, `${id} has no room "${room}".`);
    }
  }
  const hotel = host.store.hotel(reservation.hotelId);
  const force = wish.force ?? false;
  // What is taken anew stands apart from what is kept, so that a refusal leaves everything as it was.
  const before = structuredClone(host.store.state.roomDays);
  try {
    const kept = reservation.stays
      .filter((stay) => stay.id !== wish.removeRoom)
      .map((stay) =>
        wish.room === undefined || wish.room === stay.id ? changed(host, hotel, stay, wish, force) : stay,
      );
    const removed = reservation.stays.find((stay) => stay.id === wish.removeRoom);
    if (removed) giveBack(host, removed.roomId, removed.nights);
    const like = reservation.stays[0];
    if (wish.addRoom) {
      const { checkIn, checkOut } = like ?? {};
      kept.push(newStay(host, hotel, { checkIn, checkOut, ...said(wish.addRoom) }, force));
    }
    if (kept.length === 0) throw new ControlError(409, 'A booking without rooms is a cancelled one.');
    reservation.stays = kept;
  } catch (error) {
    host.store.state.roomDays = before;
    throw error;
  }
  reservation.total = wish.total ?? sumOf(reservation.stays);
  reservation.updatedAt = host.clock.now().toString();
  reservation.changes += 1;
  tell(host, reservation, false);
  return reservation;
}

/** Throws ControlError 404, and 409 for one that is cancelled already. */
export function cancel(host: BookingHost, id: string): Reservation {
  const reservation = host.store.reservation(id);
  if (reservation.status === 'cancelled') throw new ControlError(409, `${id} is cancelled already.`);
  for (const stay of reservation.stays) giveBack(host, stay.roomId, stay.nights);
  reservation.status = 'cancelled';
  reservation.updatedAt = host.clock.now().toString();
  tell(host, reservation, false);
  return reservation;
}

function newStay(host: BookingHost, hotel: Hotel, wish: RoomWish, force: boolean): Stay {
  const range = rangeOf(wish.checkIn, wish.checkOut);
  const { room, rate, why } = choose(host, hotel, wish, range);
  if (why && !force) throw new ControlError(409, why);
  const guests = wish.guests ?? Math.min(2, room.maxPersons);
  if (guests > room.maxPersons && !force) {
    throw new ControlError(409, `${room.name} sleeps ${room.maxPersons}.`);
  }
  return {
    id: host.store.next(FIRST_ROOM),
    roomId: room.id,
    ...range,
    nights: [...nightsOf(range)].map((night) => take(host, room, rate, night)),
    guests,
    guestName: wish.guest?.trim() || 'Alex Example',
  };
}

/** The room and rate that were asked for, or else the first that sells the stay. */
function choose(host: BookingHost, hotel: Hotel, wish: RoomWish, range: NightRange) {
  const { store, clock } = host;
  const rooms = wish.roomType === undefined ? store.roomsOf(hotel.id) : [store.roomIn(hotel, wish.roomType)];
  const choices = rooms.flatMap((room) =>
    store
      .ratesOf(room.id)
      .filter((rate) => wish.ratePlan === undefined || wish.ratePlan === rate.rateId)
      .map((rate) => ({ room, rate, why: refusal(store, hotel, room, rate, range, clock.now()) })),
  );
  const [first] = choices;
  if (!first) throw new ControlError(404, `${hotel.name} has no such rate.`);
  return choices.find(({ why }) => why === null) ?? first;
}

/** The stay with other dates, room type or rate: nights it has already stay as they are. */
function changed(host: BookingHost, hotel: Hotel, stay: Stay, wish: Alteration, force: boolean): Stay {
  const range = rangeOf(wish.checkIn ?? stay.checkIn, wish.checkOut ?? stay.checkOut);
  const room = host.store.roomIn(hotel, wish.roomType ?? stay.roomId);
  const rateId = wish.ratePlan ?? stay.nights[0]?.rateId ?? '';
  const rate = host.store.roomRate(room.id, rateId) ?? host.store.ratesOf(room.id)[0];
  if (!rate) throw new ControlError(404, `${room.name} has no rate.`);
  const had = new Map(room.id === stay.roomId ? stay.nights.map((one) => [one.night, one]) : []);
  const nights = [...nightsOf(range)].map((night) => {
    const before = had.get(night);
    had.delete(night);
    if (before && wish.ratePlan === undefined) return before;
    if (before)
      return { ...before, rateId: rate.rateId, price: rateDayOf(host.store, rate, night).price ?? 0 };
    const one = { checkIn: night, checkOut: nextOf(night) };
    const [offer] = roomOffers(host.store, hotel, room, one, host.clock.now());
    const shut = offer?.rates.find((one) => one.rateId === rate.rateId)?.shut;
    if (shut && !force)
      throw new ControlError(409, `${room.name} does not sell ${night}: ${SHUT_WORDS[shut]}.`);
    return take(host, room, rate, night);
  });
  giveBack(host, stay.roomId, room.id === stay.roomId ? [...had.values()] : stay.nights);
  return {
    ...stay,
    ...range,
    roomId: room.id,
    nights,
    guests: wish.guests ?? stay.guests,
    guestName: wish.guest?.trim() || stay.guestName,
  };
}

function take(host: BookingHost, room: RoomType, rate: RoomRate, night: Night): StayNight {
  const left = roomsLeft(host.store, room, night);
  const took = left > 0 && left < UNLIMITED;
  if (took) host.store.roomDay(room.id, night).roomsToSell = left - 1;
  const price = rateDayOf(host.store, rate, night).price ?? 0;
  return { night, rateId: rate.rateId, price, took };
}

/** @param always also where cancelled rooms are not sold again: the booking never came to be */
function giveBack(host: BookingHost, roomId: string, nights: readonly StayNight[], always = false): void {
  const room = host.store.findRoom(roomId);
  if (!room || (!always && !host.settings.autoReopen)) return;
  for (const { night, took } of nights) {
    const left = roomsLeft(host.store, room, night);
    if (took && left < UNLIMITED) host.store.roomDay(roomId, night).roomsToSell = left + 1;
  }
}

function sumOf(stays: readonly Stay[]): number {
  return stays.flatMap((stay) => stay.nights).reduce((sum, one) => sum + one.price, 0);
}

const nextOf = (night: Night) => addNights(night, 1);

function rangeOf(checkIn: Night | undefined, checkOut: Night | undefined): NightRange {
  try {
    return nightRange(checkIn ?? '', checkOut ?? '');
  } catch (cause) {
    if (cause instanceof RangeError) throw new ControlError(400, 'Check-out must be after check-in.');
    throw cause;
  }
}

/** Only what was said. */
function said<T extends object>(value: T): Partial<T> {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as Partial<T>; // keys of T, filtered
}
