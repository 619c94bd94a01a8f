import { CurrencySchema, type Money, moneyFromDecimal } from '#lib/kernel/money.ts';
import { type Night, parseNight } from '#lib/kernel/nights.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import { fieldsOf, type Read, stayEnd, unreadable } from '../entries.ts';
import type { ChannelListing, ChannelReservation, ChannelStatus } from '../sales-contract.ts';
import { Id, WireListing, WireReservation } from './wire.ts';

/** One entry of a list of listings. */
export function readListing(entry: unknown): Read<ChannelListing> {
  const read = WireListing.safeParse(entry);
  if (!read.success) return { unreadable: unreadable(Id, entry, 'id', fieldsOf(read.error)) };
  const wire = read.data;
  const address = [wire.street, wire.apt].map((part) => plain(part, 200)).filter((part) => part !== null);
  return {
    item: {
      externalId: wire.id,
      name: plain(wire.name, 200) ?? plain(wire.listing_nickname, 200) ?? wire.id,
      group: null,
      quantity: 1,
      ratePlans: [],
      address: address.join(', ') || null,
      city: plain(wire.city, 200),
      timeZone: timeZoneOf(wire.time_zone_name) ?? timeZoneOf(wire.time_zone),
      currency: currencyOf(wire.listing_currency),
      capacity: wire.person_capacity,
      bedrooms: wire.bedrooms,
      pictureUrl: pictureOf(wire.picture_url),
      isSold: wire.has_availability ?? true,
      syncScope: plain(wire.synchronization_category, 60),
    },
  };
}

/** One reservation, of a list or by its code. */
export function readReservation(entry: unknown): Read<ChannelReservation> {
  const read = WireReservation.safeParse(entry);
  if (!read.success) return { unreadable: unreadable(Id, entry, 'confirmation_code', fieldsOf(read.error)) };
  const wire = read.data;
  const checkIn = parseNight(wire.start_date);
  const checkOut = checkIn === null ? null : endOf(checkIn, wire);
  if (checkIn === null || checkOut === null)
    return { unreadable: unreadable(Id, entry, 'confirmation_code', 'start_date, end_date, nights') };
  const word = plain(wire.status_type, 60) ?? '';
  const currency = currencyOf(wire.host_currency);
  const details = wire.guest_details;
  return {
    item: {
      externalId: wire.confirmation_code,
      roomRef: '1',
      listingId: wire.listing_id,
      checkIn,
      checkOut,
      status: statusOf(word),
      channelStatus: word,
      guest: {
        name: plain(`${wire.guest_first_name ?? ''} ${wire.guest_last_name ?? ''}`, 200),
        email: plain(wire.guest_email, 320),
        phone: firstPhone(wire.guest_phone_numbers),
        locale: plain(wire.guest_preferred_locale, 35),
      },
      guests: wire.number_of_guests,
      adults: details.number_of_adults,
      children: details.number_of_children,
      infants: details.number_of_infants,
      total: moneyOf(wire.total_paid_amount_accurate, currency),
      payout: moneyOf(wire.expected_payout_amount_accurate, currency),
      bookedAt: instantOf(wire.booked_at),
      changedAt: instantOf(wire.updated_at),
    },
  };
}

/** The values of `status_type` that were seen; both spellings of a lapsed request. */
const STATUSES: ReadonlyMap<string, ChannelStatus> = new Map([
  ['new', 'inquiry'],
  ['pending', 'pending'],
  ['pending_payment', 'pending'],
  ['at_checkpoint', 'pending'],
  ['accept', 'confirmed'],
  ['deny', 'cancelled'],
  ['timeout', 'cancelled'],
  ['timedout', 'cancelled'],
  ['pending_voided', 'cancelled'],
  ['checkpoint_voided', 'cancelled'],
  ['cancelled_by_admin', 'cancelled'],
  ['cancelled_by_host', 'cancelled'],
  ['cancelled_by_guest', 'cancelled'],
]);

export function statusOf(word: string): ChannelStatus {
  return STATUSES.get(word.toLowerCase()) ?? 'unknown';
}

/**
 * The day of departure. Where end_date and nights are both told and differ, the later: a night too many is seen by
 * somebody, a night too few is sold twice.
 */
function endOf(checkIn: Night, wire: { end_date: string | null; nights: number | null }): Night | null {
  const told = wire.end_date === null ? null : parseNight(wire.end_date);
  // An end that is told but is no date: what it should be is not for us to say.
  if (wire.end_date !== null && told === null) return null;
  const counted = stayEnd(checkIn, wire.nights);
  const end = told === null || (counted !== null && counted > told) ? counted : told;
  return end !== null && end > checkIn ? end : null;
}

/** Of `X` and `X_accurate` only the second is exact. Which of the totals is the guest's is Airbnb's word "paid". */
function moneyOf(decimal: string | null, currency: string | null): Money | null {
  return decimal === null || currency === null ? null : moneyFromDecimal(decimal.trim(), currency);
}

function currencyOf(text: string | null): string | null {
  return CurrencySchema.safeParse(text?.trim().toUpperCase()).data ?? null;
}

/** Airbnb's times are taken as UTC where they name no offset: they are compared with each other only. */
function instantOf(text: string | null): Temporal.Instant | null {
  for (const candidate of [text ?? '', `${text ?? ''}Z`]) {
    try {
      return Temporal.Instant.from(candidate);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

function timeZoneOf(text: string | null): string | null {
  if (text === null || !/^[A-Za-z][\w+/-]{1,60}$/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function pictureOf(text: string | null): string | null {
  return text !== null && text.length <= 2000 && /^https?:\/\//i.test(text) && URL.canParse(text)
    ? text
    : null;
}

function firstPhone(entries: readonly unknown[]): string | null {
  const phones = entries.map((entry) => (typeof entry === 'string' ? plain(entry, 40) : null));
  return phones.find((phone) => phone !== null) ?? null;
}
