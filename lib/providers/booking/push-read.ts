import { type Money, moneyFromDecimal } from '#lib/kernel/money.ts';
import { type Night, nightsBetween, parseNight } from '#lib/kernel/nights.ts';
import { all, attribute, first, textOf } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import { document, el } from '#lib/platform/xml/write.ts';
import type { Access } from '../access-contract.ts';
import type { ObservedNight, PushListing, PushPort } from '../push-contract.ts';
import { currencyOf } from './amounts.ts';
import { callXml, needRoot, type Reach, told, urlOf } from './client.ts';
import { malformed } from './errors.ts';
import { rejected } from './machine.ts';
import { UNITS_MAX } from './push-messages.ts';

/** roomrateavailability: what Booking.com holds, at most 31 nights at a time, none of them past. */
export const READ_NIGHTS = 31;

export async function readNights(
  reach: Reach,
  access: Access,
  { listing, from, to }: Parameters<PushPort['read']>[1],
): ReturnType<PushPort['read']> {
  const count = nightsBetween(from, to);
  if (count < 1 || count > READ_NIGHTS) throw new RangeError(`${READ_NIGHTS} nights at most: ${from}..${to}`);
  if (listing.groupId === null) throw rejected('The property of this room type is not known.');
  const request = document(
    el(
      'request',
      {},
      el('hotel_id', {}, listing.groupId),
      el('start_date', {}, from),
      el('number_of_days', {}, count),
      el('room_level', {}, 0),
      el('room_id', {}, listing.externalId),
    ),
  );
  const url = urlOf(reach.supplyUrl, '/hotels/xml/roomrateavailability');
  const read = told(await callXml(reach, access, { url, body: request }));
  needRoot(read, 'availability');
  const room = all(read.root, 'room').find((one) => attribute(one, 'id') === listing.externalId);
  if (room === undefined) throw malformed('is about other rooms');
  const named = currencyOf(attribute(read.root, 'currencycode')) ?? listing.currency;
  // A price in another currency than the room type is known by is none that could be compared.
  const currency = listing.currency === null || listing.currency === named ? named : null;
  const nights = all(room, 'date').flatMap((date) => readNight(date, listing, currency, from, to));
  return { nights, request, response: read.bytes };
}

function readNight(
  date: XmlElement,
  { ratePlanId }: PushListing,
  currency: string | null,
  from: Night,
  to: Night,
): ObservedNight[] {
  const night = parseNight(attribute(date, 'value') ?? '');
  if (night === null) throw malformed('has a date that does not exist');
  if (night < from || night >= to) return [];
  const rate = all(date, 'rate').find((one) => attribute(one, 'id') === ratePlanId) ?? null;
  const price = priceOf(rate, currency);
  return [
    {
      night,
      units: unitsOf(date, rate),
      isBooked: isAbove(countIn(date, 'booked')),
      priceMinor: price?.amount ?? null,
      minStay: atLeastOne(countIn(rate, 'minimumstay')),
      // 0 is no maximum: there is nothing to say.
      maxStay: countIn(rate, 'maximumstay') || null,
      closedToArrival: flagIn(rate, 'closedonarrival'),
      closedToDeparture: flagIn(rate, 'closedondeparture'),
    },
  ];
}

/** What is closed sells nothing, whatever is left: the room over all its rates, or the rate that is ours. */
function unitsOf(date: XmlElement, rate: XmlElement | null): number | null {
  if (flagIn(date, 'closed') === true || flagIn(rate, 'closed') === true) return 0;
  const left = countIn(date, 'rooms_to_sell');
  return left === null ? null : Math.min(left, UNITS_MAX);
}

function isAbove(count: number | null): boolean | null {
  return count === null ? null : count > 0;
}

/** 0 and 1 are the same minimum. */
function atLeastOne(count: number | null): number | null {
  return count === null ? null : Math.max(1, count);
}

function priceOf(rate: XmlElement | null, currency: string | null): Money | null {
  const text = textOf(first(rate, 'price'));
  return text === null || currency === null ? null : moneyFromDecimal(text, currency);
}

function countIn(element: XmlElement | null, name: string): number | null {
  const text = textOf(first(element, name));
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function flagIn(element: XmlElement | null, name: string): boolean | null {
  const text = textOf(first(element, name));
  return text === '1' || text === 'true' ? true : text === '0' || text === 'false' ? false : null;
}
