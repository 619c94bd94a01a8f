import type { Money } from '#lib/kernel/money.ts';
import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import { all, attribute, every, first, textOf } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import type { ChannelReservation, StayPrice } from '../sales-contract.ts';
import { amountOf, compareSum, currencyOf, type Told, type Warn } from './amounts.ts';
import { type PricedNights, pricedNights, stayOf } from './stay-dates.ts';
import { statusOf } from './words.ts';

/** A room as its RoomStay tells it, before what the reservation adds. */
export type Room = Pick<
  ChannelReservation,
  'roomRef' | 'listingId' | 'checkIn' | 'checkOut' | 'guests' | 'adults' | 'children' | 'infants' | 'pricing'
> & {
  readonly groupId: string | null;
  readonly guestName: string | null;
  readonly total: Told | null;
  /** Cancelled while the others stand (RoomStayStatus of textbook OTA). */
  readonly isCancelled: boolean;
  /** Its price stands with the room before it. */
  readonly isPart?: boolean;
};

/** Why a room cannot be read, for a sentence. */
export class UnreadableRoom extends Error {
  override readonly name = 'UnreadableRoom';
}

const ID = /^[\x21-\x7e]{1,64}$/;
const ROOMS_MAX = 50;

export type Guests = ReadonlyMap<string, XmlElement>;

/**
 * The rooms of a RoomStay: one, or as many as NumberOfUnits says (textbook OTA).
 * @param position of the RoomStay, which is its name where it has none
 * @throws UnreadableRoom
 */
export function readRooms(
  stay: XmlElement,
  position: number,
  around: { readonly global: XmlElement | null; readonly guests: Guests; readonly currency: string | null },
  warn: Warn,
): Room[] {
  const types = every(stay, 'RoomTypes', 'RoomType');
  const rates = every(stay, 'RoomRates', 'RoomRate');
  const codes = [...types, ...rates].flatMap((one) => attribute(one, 'RoomTypeCode') ?? []);
  const [listingId] = codes;
  if (listingId === undefined || !ID.test(listingId)) throw new UnreadableRoom('RoomTypeCode');
  if (new Set(codes).size > 1) warn('a room names several room types; the first counts');
  const priced = pricedNights(stay);
  if (priced === null) throw new UnreadableRoom('EffectiveDate, ExpireDate');
  const nights = stayOf(stay, priced, around.global, warn);
  if (nights === null) throw new UnreadableRoom('the dates of a room');
  const count = unitsOf([...types, ...rates]);
  const total = amountOf(first(stay, 'Total'), around.currency, warn, 'a room');
  const room: Room = {
    roomRef: plain(attribute(stay, 'IndexNumber'), 64) ?? String(position + 1),
    listingId,
    ...nights,
    ...countsOf(stay),
    pricing: pricingOf(priced, total, around.currency, warn),
    groupId: attribute(first(stay, 'BasicPropertyInfo'), 'HotelCode'),
    guestName: guestOf(stay, around.guests, warn),
    total,
    isCancelled: statusOf(attribute(stay, 'RoomStayStatus') ?? '') === 'cancelled',
  };
  if (count === 1) return [room];
  warn('several rooms are told as one; their price is told as a whole');
  const part = { ...room, pricing: null };
  return Array.from({ length: count }, (_, at) => ({
    ...part,
    roomRef: `${room.roomRef}.${at + 1}`,
    isPart: at > 0,
  }));
}

/** @throws UnreadableRoom for what is no count of rooms */
function unitsOf(elements: readonly XmlElement[]): number {
  let most = 1;
  for (const element of elements) {
    const text = attribute(element, 'NumberOfUnits');
    if (text === null) continue;
    const count = wholeNumber(text, 'NumberOfUnits');
    if (count < 1 || count > ROOMS_MAX) throw new UnreadableRoom('NumberOfUnits');
    most = Math.max(most, count);
  }
  return most;
}

function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new UnreadableRoom(what);
  return Number(text);
}

const AGES: Readonly<Record<string, 'adults' | 'children' | 'infants'>> = {
  '10': 'adults',
  '8': 'children',
  '7': 'infants',
};

/** Booking.com's documents know `Count` alone; an age code tells whom it counts. @throws UnreadableRoom for what is no count */
function countsOf(stay: XmlElement): Pick<Room, 'guests' | 'adults' | 'children' | 'infants'> {
  const told = every(stay, 'GuestCounts', 'GuestCount').flatMap((one) => {
    const text = attribute(one, 'Count');
    if (text === null) return [];
    return [
      { count: wholeNumber(text, 'GuestCount'), whom: AGES[attribute(one, 'AgeQualifyingCode') ?? ''] },
    ];
  });
  if (told.length === 0) return { guests: null, adults: null, children: null, infants: null };
  const sum = (entries: typeof told) => entries.reduce((before, { count }) => before + count, 0);
  const of = (whom: 'adults' | 'children' | 'infants') => {
    const counted = told.filter((one) => one.whom === whom);
    return counted.length === 0 ? null : sum(counted);
  };
  return { guests: sum(told), adults: of('adults'), children: of('children'), infants: of('infants') };
}

/** Who sleeps in it. A number that points at nobody is seen in the wild: then the booker stands for the guest. */
function guestOf(stay: XmlElement, guests: Guests, warn: Warn): string | null {
  const numbers = every(stay, 'ResGuestRPHs', 'ResGuestRPH').flatMap((one) => attribute(one, 'RPH') ?? []);
  // From 2011B on the numbers are a list of text.
  const listed = (textOf(first(stay, 'ResGuestRPHs')) ?? '').split(/\s+/).filter(Boolean);
  for (const number of [...numbers, ...listed]) {
    const guest = guests.get(number);
    if (guest === undefined) warn('a room names a guest who is not told');
    const name = guest === undefined ? null : nameOf(customerOf(guest));
    if (name !== null) return name;
  }
  return null;
}

/** Of a ResGuest, or of ResGlobalInfo: who booked. */
export function customerOf(element: XmlElement | null): XmlElement | null {
  return every(element, 'Profiles', 'ProfileInfo', 'Profile', 'Customer')[0] ?? null;
}

/** Booking.com writes a guest's full name into Surname. */
export function nameOf(customer: XmlElement | null): string | null {
  const person = first(customer, 'PersonName');
  const parts = ['GivenName', 'MiddleName', 'Surname'].map((name) => textOf(first(person, name)) ?? '');
  return plain(parts.join(' ').replace(/ {2,}/g, ' '), 200);
}

function pricingOf(
  priced: readonly PricedNights[],
  total: Told | null,
  around: string | null,
  warn: Warn,
): StayPrice | null {
  const nights = new Map<Night, { told: Told | null; plan: string | null }>();
  for (const { start, end, rate, roomRate } of priced) {
    const base = first(rate, 'Total') ?? first(rate, 'Base') ?? first(roomRate, 'Total');
    const told = amountOf(base, around, warn, 'a night');
    const plan = planOf(attribute(roomRate, 'RatePlanCode') ?? attribute(rate, 'RatePlanCode'));
    for (const night of end === null ? [start] : nightsOf({ checkIn: start, checkOut: end })) {
      if (nights.has(night)) warn('a night has two prices; the first counts');
      else nights.set(night, { told, plan });
    }
  }
  const known = [total, ...[...nights.values()].map((one) => one.told)].find((told) => told !== null);
  const currency = known?.money.currency ?? around;
  if (!currency || (nights.size === 0 && total === null)) return null;
  const minor = (told: Told | null) => (told?.money.currency === currency ? told.money.amount : null);
  const parts = [...nights.values()].map(({ told }): Money | null => told?.money ?? null);
  compareSum(total?.money ?? null, parts, warn, 'the nights of a room');
  return {
    currency,
    totalMinor: minor(total),
    isBeforeTax: known?.isBeforeTax ?? false,
    nights: [...nights].map(([night, { told, plan }]) => ({ night, minor: minor(told), plan })),
  };
}

/** A rate plan's id may end in letters: VCC, a virtual card pays (https://developers.booking.com/connectivity/docs/api-reference/roomrate). */
export function planOf(code: string | null): string | null {
  return plain(code?.replace(/(?<=.)VCC$/i, '') ?? null, 64);
}

/** The first currency that a reservation names anywhere, for amounts that name none. */
export function currencyAround(elements: readonly (XmlElement | null)[]): string | null {
  for (const element of elements) {
    const code = currencyOf(attribute(element, 'CurrencyCode'));
    if (code !== null) return code;
  }
  return null;
}

export function guestsOf(reservation: XmlElement): Guests {
  const guests = new Map<string, XmlElement>();
  for (const list of all(reservation, 'ResGuests'))
    for (const guest of all(list, 'ResGuest')) {
      const number = attribute(guest, 'ResGuestRPH');
      if (number !== null && !guests.has(number)) guests.set(number, guest);
    }
  return guests;
}
