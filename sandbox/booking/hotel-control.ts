import { z } from 'zod';
import { NightSchema, nightRange, nightsOf } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import type { BookingHost } from './host.ts';
import { newRate, newRoomRate } from './seeds.ts';
import { rateKey } from './store.ts';
import type { Account, Hotel, RoomRate, RoomType } from './world.ts';

const IdSchema = z.string().regex(/^[1-9]\d{0,18}$/, 'digits');
const Minor = z.int().positive().nullable();

export const NewAccountSchema = z.strictObject({
  id: IdSchema.optional(),
  name: z.string().min(1).max(200),
});

export const HotelChangeSchema = z.strictObject({
  /** A known one is changed; otherwise it is added, under this id or a new one. */
  id: IdSchema.optional(),
  account: z.string().optional(),
  remove: z.boolean().optional(),
  name: z.string().min(1).max(200).optional(),
  city: z.string().optional(),
  countryCode: z.string().length(2).optional(),
  timeZone: z.string().optional(),
  currency: z.string().length(3).optional(),
  taxIncluded: z.boolean().optional(),
  decimalPlaces: z.int().min(0).max(3).nullable().optional(),
  /** The host has asked for a connection that nobody has answered. */
  requestedAt: z.string().nullable().optional(),
});

export const RoomChangeSchema = z.strictObject({
  hotel: z.string(),
  /** A known one is changed; otherwise it is added, under this id or a new one. */
  id: IdSchema.optional(),
  remove: z.boolean().optional(),
  name: z.string().min(1).max(200).optional(),
  quantity: z.int().nonnegative().optional(),
  maxPersons: z.int().positive().optional(),
  /** Rates that the room has, added where the hotel does not know them. Minor units. */
  rates: z
    .array(
      z.strictObject({
        id: IdSchema,
        name: z.string().optional(),
        childOf: IdSchema.optional(),
        percent: z.number().positive().optional(),
        price: Minor.optional(),
        singlePrice: Minor.optional(),
        singleUse: z.boolean().optional(),
        active: z.boolean().optional(),
      }),
    )
    .optional(),
});

/** What the host sets by hand for nights from `from` to before `to`. Minor units. */
export const CalendarSchema = z.strictObject({
  hotel: z.string(),
  room: z.string(),
  rate: IdSchema.optional(),
  from: NightSchema,
  to: NightSchema,
  roomsToSell: z.int().min(0).max(255).nullable().optional(),
  closed: z.boolean().optional(),
  price: Minor.optional(),
  singlePrice: Minor.optional(),
  minStay: Minor.optional(),
  maxStay: Minor.optional(),
  closedToArrival: z.boolean().optional(),
  closedToDeparture: z.boolean().optional(),
});

/** Another host, with nothing to sell yet. Throws ControlError 409 for an id that is taken. */
export function addAccount(host: BookingHost, wish: z.infer<typeof NewAccountSchema>): Account {
  const { accounts } = host.store.state;
  const id = wish.id ?? freshId(accounts, 8_860_000);
  if (accounts.some((one) => one.id === id)) throw new ControlError(409, `Account ${id} exists.`);
  const account = { id, name: wish.name, email: `host-${id}@harbour.example` };
  accounts.push(account);
  return account;
}

/** Adds, changes or removes a hotel. Throws ControlError 404 for an unknown account or hotel. */
export function changeHotel(
  host: BookingHost,
  wish: z.infer<typeof HotelChangeSchema>,
): { made: boolean; hotel: Hotel } {
  const { id, account, remove, ...fields } = wish;
  const { state } = host.store;
  const known = id === undefined ? null : host.store.findHotel(id);
  if (known) {
    Object.assign(known, said(fields));
    if (remove) removeHotel(host, known);
    return { made: false, hotel: known };
  }
  if (remove) throw new ControlError(404, `There is no hotel "${id}".`);
  const hotel: Hotel = {
    name: 'A new hotel',
    city: 'Lisbon',
    countryCode: 'PT',
    timeZone: 'Europe/Lisbon',
    currency: 'EUR',
    taxIncluded: true,
    decimalPlaces: null,
    machineId: null,
    connectedAt: null,
    requestedAt: null,
    ...said(fields),
    id: id ?? freshId(state.hotels, 1_000),
    accountId: host.store.account(account ?? state.accounts[0]?.id ?? '').id,
  };
  state.hotels.push(hotel);
  return { made: true, hotel };
}

function removeHotel(host: BookingHost, hotel: Hotel): void {
  const { state } = host.store;
  for (const room of host.store.roomsOf(hotel.id)) removeRoom(host, room);
  state.hotels = state.hotels.filter((one) => one !== hotel);
  state.rates = state.rates.filter((one) => one.hotelId !== hotel.id);
  state.reservations = state.reservations.filter((one) => one.hotelId !== hotel.id);
  state.messages = state.messages.filter((one) => one.hotelId !== hotel.id);
}

function removeRoom(host: BookingHost, room: RoomType): void {
  const { state } = host.store;
  for (const { rateId } of host.store.ratesOf(room.id)) delete state.rateDays[rateKey(room.id, rateId)];
  delete state.roomDays[room.id];
  state.rooms = state.rooms.filter((one) => one !== room);
  state.roomRates = state.roomRates.filter((one) => one.roomId !== room.id);
}

/** Adds, changes or removes a room type with its rates. Throws ControlError 404, 409 for another hotel's id. */
export function changeRoom(
  host: BookingHost,
  wish: z.infer<typeof RoomChangeSchema>,
): { made: boolean; room: RoomType } {
  const { hotel: key, id, remove, rates = [], ...fields } = wish;
  const hotel = host.store.hotel(key);
  const { state } = host.store;
  const known = id === undefined ? null : host.store.findRoom(id);
  if (known && known.hotelId !== hotel.id) throw new ControlError(409, `Room ${id} is another hotel's.`);
  if (remove) {
    if (!known) throw new ControlError(404, `There is no room "${id}".`);
    removeRoom(host, known);
    return { made: false, room: known };
  }
  const fresh = { name: 'A new room', quantity: 1, maxPersons: 2 };
  const room = known ?? { ...fresh, id: id ?? freshId(state.rooms, 100_000), hotelId: hotel.id };
  Object.assign(room, said(fields));
  if (!known) state.rooms.push(room);
  for (const rate of rates) setRate(host, hotel, room, rate);
  return { made: !known, room };
}

type RateWish = NonNullable<z.infer<typeof RoomChangeSchema>['rates']>[number];

function setRate(host: BookingHost, hotel: Hotel, room: RoomType, wish: RateWish): void {
  const { id, name, childOf, percent, ...fields } = wish;
  const { state } = host.store;
  const known = host.store.rate(id);
  if (known && known.hotelId !== hotel.id) throw new ControlError(409, `Rate ${id} is another hotel's.`);
  if (!known)
    state.rates.push(newRate({ id, hotelId: hotel.id, name: name ?? 'A new rate', childOf, percent }));
  const at = host.store.roomRate(room.id, id);
  if (at) Object.assign(at, said(fields));
  else state.roomRates.push(newRoomRate({ ...said(fields), roomId: room.id, rateId: id }));
}

/** What a host sets in the extranet. Throws ControlError 404, 400. */
export function setByHand(host: BookingHost, wish: z.infer<typeof CalendarSchema>): { nights: number } {
  const { hotel: key, room: roomKey, rate: rateId, from, to, roomsToSell, ...rates } = wish;
  const hotel = host.store.hotel(key);
  const room = host.store.roomIn(hotel, roomKey);
  if (to <= from) throw new ControlError(400, 'to must be after from.');
  const { closed, ...ofRate } = said(rates);
  const named = rateId === undefined ? null : rateOf(host, room, rateId);
  if (!named && Object.keys(ofRate).length > 0) throw new ControlError(400, 'Which rate?');
  const nights = [...nightsOf(nightRange(from, to))];
  for (const night of nights) {
    const day = host.store.roomDay(room.id, night);
    if (roomsToSell !== undefined) day.roomsToSell = roomsToSell;
    if (named) Object.assign(host.store.rateDay(room.id, named.rateId, night), said(rates));
    else if (closed !== undefined) day.closed = closed;
  }
  return { nights: nights.length };
}

function rateOf(host: BookingHost, room: RoomType, rateId: string): RoomRate {
  const rate = host.store.roomRate(room.id, rateId);
  if (!rate) throw new ControlError(404, `${room.name} has no rate "${rateId}".`);
  return rate;
}

function freshId(taken: readonly { readonly id: string }[], from: number): string {
  const ids = taken.map((one) => Number(one.id)).filter(Number.isSafeInteger);
  return String(Math.max(from, ...ids) + 17);
}

/** Only what was said: a field left out must not wipe one. */
function said<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> }; // keys of T, filtered
}
