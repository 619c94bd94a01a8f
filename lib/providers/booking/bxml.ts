import { type Night, nightsBetween, parseNight } from '#lib/kernel/nights.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import { all, attribute, first, textOf } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import type { ChannelReservation, StayPrice, WholeReservation } from '../sales-contract.ts';
import { compareSum, currencyOf, decimalMoney, sumOf, type Warn } from './amounts.ts';
import { instantOf, type ReadReservation } from './ota-reservation.ts';
import { planOf } from './ota-rooms.ts';
import { statusOf } from './words.ts';

/*
 * B.XML reservations: `id` is the reservation's at the top and the room type's in a room; a room's own is
 * `roomreservation_id`. Amounts are plain decimals. `reservationssummary` is the same with less in it: no status, since what
 * is cancelled is not in it, and of the guest the name alone.
 */

const ID = /^[\x21-\x7e]{1,64}$/;
const NIGHTS_MAX = 2000;

type Dates = { readonly checkIn: Night; readonly checkOut: Night };

export function readBxml(element: XmlElement): ReadReservation {
  const externalId = idOf(element, 'id');
  if (externalId === null) return { externalId, fields: 'id' };
  const word = plain(textIn(element, 'status'), 60) ?? 'new';
  const status = statusOf(word);
  const warnings = new Set<string>();
  const warn = (warning: string) => void warnings.add(warning);
  const rooms: ChannelReservation[] = [];
  const told = { externalId, status, channelStatus: word, ...guestOf(element) };
  for (const [position, room] of all(element, 'room').entries()) {
    const read = readRoom(room, position, told, warn);
    if ('fields' in read) return { externalId, fields: read.fields };
    rooms.push(read.room);
  }
  if (rooms.length === 0 && status !== 'cancelled')
    return { externalId, fields: 'room: not cancelled, and without a room' };
  return { ackToken: null, reservation: wholeOf(element, rooms, told, [...warnings], warn) };
}

function wholeOf(
  element: XmlElement,
  rooms: readonly ChannelReservation[],
  { externalId, status, channelStatus }: Pick<ChannelReservation, 'externalId' | 'status' | 'channelStatus'>,
  warnings: readonly string[],
  warn: Warn,
): WholeReservation {
  const parts = rooms.map((room) => room.total);
  const currency = currencyOf(textIn(element, 'currencycode')) ?? parts.find(Boolean)?.currency ?? null;
  const own = decimalMoney(textIn(element, 'totalprice'), currency, warn, 'the reservation');
  compareSum(own, parts, warn, 'the rooms of the reservation');
  const total = own ?? sumOf(parts);
  const groupId = idOf(element, 'hotel_id');
  return {
    externalId,
    groupId,
    status,
    channelStatus,
    rooms: rooms.map((room) => ({ ...room, total })),
    warnings,
  };
}

type Shared = Pick<
  ChannelReservation,
  'externalId' | 'status' | 'channelStatus' | 'guest' | 'bookedAt' | 'changedAt' | 'payout'
>;

function guestOf(element: XmlElement): Pick<Shared, 'guest' | 'bookedAt' | 'changedAt' | 'payout'> {
  const customer = first(element, 'customer');
  const date = textIn(element, 'date');
  return {
    guest: {
      name: plain(`${textIn(customer, 'first_name') ?? ''} ${textIn(customer, 'last_name') ?? ''}`, 200),
      email: plain(textIn(customer, 'email'), 320),
      phone: plain(textIn(customer, 'telephone'), 40),
      locale: null,
    },
    bookedAt: date === null ? null : instantOf(`${date}T${textIn(element, 'time') ?? '00:00:00'}`),
    changedAt: null,
    payout: null,
  };
}

function readRoom(
  room: XmlElement,
  position: number,
  told: Shared,
  warn: Warn,
): { readonly room: ChannelReservation } | { readonly fields: string } {
  const listingId = idOf(room, 'id');
  if (listingId === null) return { fields: 'room id' };
  const dates = datesOf(room);
  if (dates === null) return { fields: 'arrival_date, departure_date' };
  const guests = textIn(room, 'numberofguests');
  if (guests !== null && !/^\d{1,4}$/.test(guests)) return { fields: 'numberofguests' };
  const currency = currencyOf(textIn(room, 'currencycode'));
  const total = decimalMoney(textIn(room, 'totalprice'), currency, warn, 'a room');
  return {
    room: {
      ...told,
      roomRef: idOf(room, 'roomreservation_id') ?? String(position + 1),
      listingId,
      ...dates,
      guest: { ...told.guest, name: plain(textIn(room, 'guest_name'), 200) ?? told.guest.name },
      guests: guests === null ? null : Number(guests),
      adults: null,
      children: null,
      infants: null,
      total,
      pricing: pricingOf(room, currency, total?.amount ?? null, warn),
    },
  };
}

function datesOf(room: XmlElement): Dates | null {
  const checkIn = parseNight(textIn(room, 'arrival_date') ?? '');
  const checkOut = parseNight(textIn(room, 'departure_date') ?? '');
  if (checkIn === null || checkOut === null || checkOut <= checkIn) return null;
  return nightsBetween(checkIn, checkOut) > NIGHTS_MAX ? null : { checkIn, checkOut };
}

function pricingOf(
  room: XmlElement,
  currency: string | null,
  totalMinor: number | null,
  warn: Warn,
): StayPrice | null {
  const nights = all(room, 'price').flatMap((price) => {
    const night = parseNight(attribute(price, 'date') ?? '');
    if (night === null) return [];
    const money = decimalMoney(textOf(price), currency, warn, 'a night');
    return [{ night, minor: money?.amount ?? null, plan: planOf(attribute(price, 'rate_id')) }];
  });
  if (currency === null || (nights.length === 0 && totalMinor === null)) return null;
  return { currency, totalMinor, isBeforeTax: false, nights };
}

function textIn(element: XmlElement | null, name: string): string | null {
  return textOf(first(element, name));
}

function idOf(element: XmlElement, name: string): string | null {
  const text = textIn(element, name);
  return text !== null && ID.test(text) ? text : null;
}
