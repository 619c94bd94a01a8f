import { minorDigits } from '#lib/kernel/currency.ts';
import { addNights } from '#lib/kernel/nights.ts';
import { el, type Xml } from '#lib/platform/xml/write.ts';
import type { NightSet, PushCall } from '../push-contract.ts';
import { messageRoot } from './ota-answer.ts';

/*
 * OTA_HotelAvailNotifRQ and OTA_HotelRateAmountNotifRQ. `End` is the last night, included. BookingLimit is what is left to
 * sell of the room, all rates together; stays and arrivals are a rate's. LocatorID is the record's number, by which the
 * answer names it.
 */

export type PushRecord = PushCall['records'][number];

/** More is set to this by Booking.com; 255 would mean no limit. */
export const UNITS_MAX = 254;

/** A record's second message has its number and so much more. */
const SECOND = 1_000_000;

/** The record that a RecordID of the answer means; null where it is none of ours. */
export function recordOf(locator: string | null): string | null {
  if (locator === null || !/^[1-9]\d{0,7}$/.test(locator)) return null;
  const number = Number(locator);
  return String(number > SECOND ? number - SECOND : number);
}

function reachOf({ listing, checkIn, checkOut }: PushRecord, isOfRate: boolean): Xml {
  return el('StatusApplicationControl', {
    Start: checkIn,
    End: addNights(checkOut, -1),
    InvTypeCode: listing.externalId,
    RatePlanCode: isOfRate ? listing.ratePlanId : null,
  });
}

/**
 * What is open needs three things: rooms left, the room open, the rate open. So a count above none opens both as well, of
 * our own rate alone; a count of none closes by itself. Of nights that are for sale only the count is told: where somebody
 * has closed the room or the rate since, it stays closed.
 */
function availMessages(record: PushRecord): Xml[] {
  const { set, recordId, listing } = record;
  const open = el('RestrictionStatus', { Status: 'Open' });
  if (set.units === undefined) return [stayMessage(record)];
  const isOpen = set.units > 0 && !record.isCountOnly;
  const limit = el(
    'AvailStatusMessage',
    { BookingLimit: Math.max(0, Math.min(set.units, UNITS_MAX)), LocatorID: recordId },
    reachOf(record, false),
    isOpen ? open : null,
  );
  if (!isOpen || listing.ratePlanId === null) return [limit];
  const second = { LocatorID: String(Number(recordId) + SECOND) };
  return [limit, el('AvailStatusMessage', second, reachOf(record, true), open)];
}

function stayMessage(record: PushRecord): Xml {
  const { set, recordId } = record;
  const lengths = [lengthOf('SetMinLOS', set.minStay), lengthOf('SetMaxLOS', set.maxStay)].filter(
    (length) => length !== null,
  );
  return el(
    'AvailStatusMessage',
    { LocatorID: recordId },
    reachOf(record, true),
    lengths.length === 0 ? null : el('LengthsOfStay', {}, lengths),
    restriction(set),
  );
}

function lengthOf(type: string, nights: number | undefined): Xml | null {
  return nights === undefined ? null : el('LengthOfStay', { Time: nights, MinMaxMessageType: type });
}

/** One of the two: a record never sets both (push-plan.ts). */
function restriction({ closedToArrival, closedToDeparture }: NightSet): Xml | null {
  const isClosed = closedToArrival ?? closedToDeparture;
  if (isClosed === undefined) return null;
  return el('RestrictionStatus', {
    Status: isClosed ? 'Close' : 'Open',
    Restriction: closedToArrival === undefined ? 'Departure' : 'Arrival',
  });
}

export function availRequest(records: readonly PushRecord[], now: Temporal.Instant): Xml {
  const messages = records.flatMap(availMessages);
  return messageRoot(
    'OTA_HotelAvailNotifRQ',
    { now, version: '1.005' },
    el('AvailStatusMessages', {}, messages),
  );
}

/** A whole number of the currency's smallest coin with its places; the price of the whole room. */
function rateMessage(record: PushRecord): Xml {
  const { listing, recordId, set } = record;
  const amount = el('BaseByGuestAmt', {
    AmountAfterTax: set.priceMinor ?? null,
    DecimalPlaces: minorDigits(listing.currency ?? ''),
    CurrencyCode: listing.currency,
  });
  return el(
    'RateAmountMessage',
    { LocatorID: recordId },
    reachOf(record, true),
    el('Rates', {}, el('Rate', {}, el('BaseByGuestAmts', {}, amount))),
  );
}

export function rateRequest(records: readonly PushRecord[], now: Temporal.Instant): Xml {
  return messageRoot(
    'OTA_HotelRateAmountNotifRQ',
    { now, version: '3.000' },
    el('RateAmountMessages', {}, records.map(rateMessage)),
  );
}

/** Why a record cannot be told at all; null: it can. Words of our own, not the channel's. */
export function refusalOf({ set, listing }: PushRecord): { code: string; message: string } | null {
  const isOfRate = Object.keys(set).some((field) => field !== 'units');
  if (isOfRate && listing.ratePlanId === null)
    return { code: 'no_rate_plan', message: 'No rate plan is chosen for this room type.' };
  if (set.priceMinor === undefined) return null;
  if (listing.currency === null)
    return {
      code: 'currency_unknown',
      message: 'Booking.com does not say in which currency it sells this room type.',
    };
  return set.priceMinor > 0
    ? null
    : { code: 'price_not_positive', message: 'Booking.com takes no price of nothing.' };
}
