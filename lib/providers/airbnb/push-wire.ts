import { minorDigits } from '#lib/kernel/currency.ts';
import type { JsonText } from '#lib/kernel/lossless-json.ts';
import {
  addNights,
  type Night,
  type NightRange,
  nightsBetween,
  nightsOf,
  parseNight,
} from '#lib/kernel/nights.ts';
import type { NightSet, PushCall, PushOutcome } from '../push-contract.ts';
import { unwrapped, WireOperation, WireOperations } from './wire.ts';

/*
 * What `calendar_operations` takes, and what can be believed of its answer. Dates are nights, the last one included:
 * "2027-01-01:2027-01-04" is four of them (an integration that works converts a stay by sending its end minus a day).
 * How the answer tells what was not done is not public, so only what it repeats counts as done.
 */

export type PushRecord = PushCall['records'][number];

type Fields = {
  readonly availability?: 'default' | 'unavailable';
  readonly daily_price?: number;
  readonly min_nights?: number;
  readonly max_nights?: number;
  readonly closed_to_arrival?: boolean;
  readonly closed_to_departure?: boolean;
};
/** What to tell, and the records that it tells. */
export type Operation = { readonly fields: Fields; readonly records: readonly PushRecord[] };

/** Smallest step of a price: daily prices are whole units of the listing's currency. */
export function priceStep(currency: string): number {
  return 10 ** minorDigits(currency);
}

/**
 * `default` opens under the host's own rules; `available` would override them (how long before, how far ahead), so it is
 * never sent. The price is a whole number: see `refusalOf`.
 */
function fieldsOf(set: NightSet, currency: string | null): Fields {
  return {
    ...(set.units === undefined ? {} : { availability: set.units > 0 ? 'default' : 'unavailable' }),
    ...(set.priceMinor === undefined ? {} : { daily_price: set.priceMinor / priceStep(currency ?? '') }),
    ...(set.minStay === undefined ? {} : { min_nights: set.minStay }),
    ...(set.maxStay === undefined ? {} : { max_nights: set.maxStay }),
    ...(set.closedToArrival === undefined ? {} : { closed_to_arrival: set.closedToArrival }),
    ...(set.closedToDeparture === undefined ? {} : { closed_to_departure: set.closedToDeparture }),
  };
}

/** Records that ask for the same, as one operation each. */
export function operationsOf(records: readonly PushRecord[]): Operation[] {
  const bySet = Map.groupBy(records, ({ set, listing }) => JSON.stringify(fieldsOf(set, listing.currency)));
  return [...bySet.values()].flatMap((alike) => {
    const [first] = alike;
    return first ? [{ fields: fieldsOf(first.set, first.listing.currency), records: alike }] : [];
  });
}

/** The body of a call; all operations are of one listing. */
export function bodyOf(listingId: string, operations: readonly Operation[]) {
  return {
    listing_id: listingId,
    operations: operations.map(({ fields, records }) => ({ dates: records.map(datesOf), ...fields })),
  };
}

function datesOf({ checkIn, checkOut }: NightRange): string {
  const last = addNights(checkOut, -1);
  return last === checkIn ? checkIn : `${checkIn}:${last}`;
}

/** Why a record cannot be told at all; null: it can. Words of our own, not the channel's. */
export function refusalOf({ set, listing }: PushRecord): { code: string; message: string } | null {
  if (listing.syncScope === null)
    return { code: 'listing_not_linked', message: 'The host has not linked this listing at Airbnb.' };
  if (listing.syncScope?.toLowerCase() === 'sync_undecided')
    return {
      code: 'listing_undecided',
      message: 'The host has not said at Airbnb what may be synchronized of this listing.',
    };
  if (set.priceMinor === undefined) return null;
  if (listing.currency === null)
    return {
      code: 'currency_unknown',
      message: 'Airbnb does not say in which currency it sells this listing.',
    };
  if (set.priceMinor % priceStep(listing.currency) === 0) return null;
  return { code: 'price_not_whole', message: `Airbnb takes whole ${listing.currency} only.` };
}

const UNCLEAR = 'Airbnb’s answer does not show that this was done.';
const NIGHTS_MOST = 20_000;

/**
 * What became of each record, by what the answer repeats: a record counts as done where each of its nights is named with
 * each of its values, of this listing, with no word of trouble beside them. Anything else is `unclear`: it may be done.
 */
export function outcomesOf(
  json: JsonText,
  listingId: string,
  operations: readonly Operation[],
): PushOutcome[] {
  const shown = shownIn(json, listingId);
  return operations.flatMap(({ fields, records }) =>
    records.map(({ recordId, checkIn, checkOut }): PushOutcome => {
      const isDone = [...nightsOf({ checkIn, checkOut })].every((night) =>
        Object.entries(fields).every(([name, value]) => shown.get(`${night} ${name}`) === String(value)),
      );
      return isDone
        ? { recordId, outcome: 'accepted', code: null, message: null }
        : { recordId, outcome: 'failed', code: 'unclear', message: UNCLEAR };
    }),
  );
}

/** "night field" → value, as the answer repeats them; the later of two wins, as operations are done in order. */
function shownIn(json: JsonText, listingId: string): Map<string, string> {
  const shown = new Map<string, string>();
  const read = WireOperations.safeParse(unwrapped(json, 'calendar_operation'));
  if (!read.success || hasTrouble(json) || hasTrouble(read.data)) return shown;
  if (read.data.listing_id !== null && read.data.listing_id !== listingId) return shown;
  let count = 0;
  for (const entry of read.data.operations) {
    const operation = WireOperation.safeParse(entry);
    if (!operation.success || hasTrouble(operation.data)) continue;
    const { dates, ...fields } = operation.data;
    for (const night of dates.flatMap(nightsIn)) {
      count += 1;
      if (count > NIGHTS_MOST) return shown;
      for (const [name, value] of Object.entries(fields)) shown.set(`${night} ${name}`, String(value));
    }
  }
  return shown;
}

/** A field of no known name that speaks of failure, and is not empty. */
function hasTrouble(thing: unknown): boolean {
  if (typeof thing !== 'object' || thing === null) return false;
  return Object.entries(thing).some(
    ([name, value]) =>
      /error|fail|reject|refus|invalid|warning|succe|status|result/i.test(name) &&
      ![null, undefined, true, '', 'success', 'ok'].includes(value as null) && // any value is looked for
      !(typeof value === 'object' && Object.keys(value ?? {}).length === 0),
  );
}

function nightsIn(dates: string): Night[] {
  const [start = '', end = start, ...more] = dates.split(':');
  const [first, last] = [parseNight(start), parseNight(end)];
  if (more.length > 0 || first === null || last === null || last < first) return [];
  return nightsBetween(first, last) > 2000
    ? []
    : [...nightsOf({ checkIn: first, checkOut: addNights(last, 1) })];
}
