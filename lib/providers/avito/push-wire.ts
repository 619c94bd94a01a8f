import {
  addNights,
  intersection,
  type Night,
  type NightRange,
  parseNight,
  subtract,
  union,
} from '#lib/kernel/nights.ts';
import type { HttpAnswer } from '#lib/platform/http.ts';
import { isSuccess, readAs, readJson } from './client.ts';
import { refusal } from './errors.ts';
import { CURRENCY } from './map.ts';
import type { PushRecord } from './push-plan.ts';
import { jsonOf, WireConflicts, WireResult } from './wire.ts';

/* The three writes of short-term rent. Two of them have half-open periods, the third names the last night. */

/** Who closed: Avito keeps the name of the system that said it. */
const SOURCE = 'latchkey';

/** Prices are whole roubles. */
export const PRICE_STEP = 100;
const MIN_STAY_MAX = 30;

/** All that is closed; `booking`: sold somewhere else (the other word, `manual`, is a host's own closing). */
export function closingsBody(nights: readonly NightRange[]): string {
  const bookings = nights.map(({ checkIn, checkOut }) => ({
    date_start: checkIn,
    date_end: checkOut,
    type: 'booking',
  }));
  return JSON.stringify({ source: SOURCE, bookings });
}

/** All that is open. The id is written as it is: more digits than a number holds must not be rounded. @param itemId digits */
export function intervalsBody(itemId: string, records: readonly PushRecord[]): string {
  const intervals = records.map(({ checkIn, checkOut, set }) => ({
    date_start: checkIn,
    date_end: checkOut,
    open: set.units,
  }));
  return `{"item_id":${itemId},"source":${JSON.stringify(SOURCE)},"intervals":${JSON.stringify(intervals)}}`;
}

/** Prices of periods whose last night is named. What is not named of a period stays. */
export function pricesBody(records: readonly PushRecord[]): string {
  const prices = records.map(({ checkIn, checkOut, set: { priceMinor, minStay } }) => ({
    date_from: checkIn,
    date_to: addNights(checkOut, -1),
    ...(priceMinor === undefined ? {} : { night_price: priceMinor / PRICE_STEP }),
    ...(minStay === undefined ? {} : { minimal_duration: Math.min(Math.max(minStay, 1), MIN_STAY_MAX) }),
  }));
  return JSON.stringify({ prices });
}

/** Why a price cannot be told at all; null: it can. Words of our own, not the channel's. */
export function refusalOf({ set, listing }: PushRecord): { code: string; message: string } | null {
  if (set.priceMinor === undefined) return null;
  if (listing.currency !== CURRENCY)
    return { code: 'currency_not_taken', message: 'Avito takes prices in roubles only.' };
  if (Number.isInteger(set.priceMinor) && set.priceMinor > 0 && set.priceMinor % PRICE_STEP === 0)
    return null;
  return { code: 'price_not_whole', message: 'Avito takes whole roubles only, and at least one.' };
}

/** A record with those of its nights that are not over; null where all are. Avito refuses dates in the past. */
export function ahead(record: PushRecord, today: Night): PushRecord | null {
  if (record.checkIn >= today) return record;
  return record.checkOut > today ? { ...record, checkIn: today } : null;
}

export type Verdict = 'done' | 'unclear' | { readonly refused: string };

/**
 * What one write did. All three are done whole or not at all, and say so: a success without the word is none.
 * @throws ChannelError where there is no answer to believe
 */
export function verdictOf(answer: HttpAnswer): Verdict {
  if (answer.status === 400 || answer.status === 422)
    return { refused: `Avito refuses this (${answer.status})${fieldsIn(answer)}.` };
  if (!isSuccess(answer)) throw refusal(answer);
  const { result, error } = readAs(WireResult, readJson(answer));
  if (error !== undefined && error !== null) return { refused: 'Avito answers with an error.' };
  return result?.toLowerCase() === 'success' ? 'done' : 'unclear';
}

/** Which fields it found wrong, by name: the values are ours. */
function fieldsIn({ bytes }: HttpAnswer): string {
  const fields = memberOf(memberOf(jsonOf(bytes), 'error'), 'fields');
  if (typeof fields !== 'object' || fields === null) return '';
  const names = Object.keys(fields).filter((name) => /^[\w.[\]-]{1,60}$/.test(name));
  return names.length === 0 ? '' : `: ${names.slice(0, 5).join(', ')}`;
}

function memberOf(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return undefined;
  return Object.entries(json).find(([key]) => key === name)?.[1];
}

/**
 * Which of these nights Avito's own paid bookings take, as a refused closing tells it; none where it does not. Of a
 * conflict that names no booking the whole period is meant.
 */
export function takenOf(answer: HttpAnswer, nights: readonly NightRange[]): NightRange[] {
  const read = WireConflicts.safeParse(jsonOf(answer.bytes));
  if (!read.success) return [];
  const taken = read.data.error.conflicts.flatMap(({ interval, bookings }) => {
    const stays = within(
      bookings.map((stay) => rangeOf(stay?.check_in, stay?.check_out)),
      nights,
    );
    return stays.length > 0 ? stays : within([rangeOf(interval?.date_start, interval?.date_end)], nights);
  });
  return union(taken);
}

function within(ranges: readonly (NightRange | null)[], nights: readonly NightRange[]): NightRange[] {
  return ranges.flatMap((range) => (range ? nights.flatMap((one) => intersection(one, range) ?? []) : []));
}

function rangeOf(from: string | undefined, to: string | undefined): NightRange | null {
  const [checkIn, checkOut] = [parseNight(from ?? ''), parseNight(to ?? '')];
  return checkIn !== null && checkOut !== null && checkIn < checkOut ? { checkIn, checkOut } : null;
}

export function without(nights: readonly NightRange[], taken: readonly NightRange[]): NightRange[] {
  return nights.flatMap((range) => subtract(range, taken));
}
