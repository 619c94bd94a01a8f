import { type Money, moneyFromDecimal } from '#lib/kernel/money.ts';
import { type Night, parseNight } from '#lib/kernel/nights.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import { fieldsOf, type Read, stayEnd, unreadable } from '../entries.ts';
import type { ChannelListing, ChannelReservation, ChannelStatus } from '../sales-contract.ts';
import { Id, WireBooking, WireItem } from './wire.ts';

/** Avito sells in nothing else, and says so nowhere. */
export const CURRENCY = 'RUB';

/** An advert as a listing; how many guests it sleeps or where its clock stands is told nowhere. */
export function listingOf(
  itemId: string,
  wire: { readonly title: string | null; readonly address: string | null; readonly status: string | null },
): ChannelListing {
  return {
    externalId: itemId,
    name: plain(wire.title, 200) ?? itemId,
    group: null,
    quantity: 1,
    ratePlans: [],
    address: plain(wire.address, 200),
    city: null,
    timeZone: null,
    currency: CURRENCY,
    capacity: null,
    bedrooms: null,
    pictureUrl: null,
    isSold: wire.status === null || wire.status === 'active',
    syncScope: null,
  };
}

/** One entry of the list of adverts. */
export function readItem(entry: unknown): Read<ChannelListing> {
  const read = WireItem.safeParse(entry);
  if (!read.success) return { unreadable: unreadable(Id, entry, 'id', fieldsOf(read.error)) };
  return { item: listingOf(read.data.id, read.data) };
}

/** One booking of an advert; it does not itself say of which. */
export function readBooking(entry: unknown, listingId: string): Read<ChannelReservation> {
  const read = WireBooking.safeParse(entry);
  if (!read.success) return { unreadable: unreadable(Id, entry, 'avito_booking_id', fieldsOf(read.error)) };
  const wire = read.data;
  const checkIn = parseNight(wire.check_in);
  const checkOut = checkIn === null ? null : endOf(checkIn, wire);
  if (checkIn === null || checkOut === null)
    return { unreadable: unreadable(Id, entry, 'avito_booking_id', 'check_in, check_out, nights') };
  const word = plain(wire.status, 60) ?? '';
  return {
    item: {
      externalId: wire.avito_booking_id,
      roomRef: '1',
      listingId,
      checkIn,
      checkOut,
      status: statusOf(word),
      channelStatus: word,
      // Avito hides personal data behind empty strings.
      guest: {
        name: plain(wire.contact.name, 200),
        email: plain(wire.contact.email, 320),
        // Ten digits without the country's: kept as told.
        phone: plain(wire.contact.phone, 40),
        locale: null,
      },
      guests: wire.guest_count,
      adults: null,
      children: null,
      infants: null,
      total: roubles(wire.base_price),
      payout: null,
      bookedAt: null,
      changedAt: null,
    },
  };
}

/** All that are documented. `canceled` has one l there; `overbook`, named in passing, is nobody's to explain. */
const STATUSES: ReadonlyMap<string, ChannelStatus> = new Map([
  ['active', 'confirmed'],
  ['pending', 'pending'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

export function statusOf(word: string): ChannelStatus {
  return STATUSES.get(word.toLowerCase()) ?? 'unknown';
}

/** `base_price` is of the whole stay, in roubles. */
function roubles(text: string | null): Money | null {
  const money = moneyFromDecimal(text?.trim() ?? '', CURRENCY);
  return money !== null && money.amount >= 0 ? money : null;
}

/**
 * The day of departure. Where check_out and nights are both told and differ, the later: a night too many is seen by
 * somebody, a night too few is sold twice.
 */
function endOf(checkIn: Night, wire: { check_out: string | null; nights: number | null }): Night | null {
  const told = wire.check_out === null ? null : parseNight(wire.check_out);
  // An end that is told but is no date: what it should be is not for us to say.
  if (wire.check_out !== null && told === null) return null;
  const counted = stayEnd(checkIn, wire.nights);
  const end = told === null || (told > checkIn && counted !== null && counted > told) ? counted : told;
  return end !== null && end > checkIn ? end : null;
}
