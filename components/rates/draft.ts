import { addDays, nightsFrom } from '#components/format/days.ts';
import { nightsMeant, parseAmount, parsePercent, type Selection } from './model.ts';

export const PRICE_MODES = ['keep', 'set', 'percent', 'amount', 'clear'] as const;
export type PriceMode = (typeof PRICE_MODES)[number];
/** A rule as a select has it: kept, taken away, or a value as text. */
export type Choice = 'keep' | 'none' | (string & {});

export type Draft = Selection & {
  readonly weekdays: readonly number[];
  readonly priceMode: PriceMode;
  readonly price: string;
  readonly minStay: Choice;
  readonly maxStay: Choice;
  readonly arrival: Choice;
  readonly departure: Choice;
  readonly sale: Choice;
};

export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const LONGEST = 730;

export function draftOf(selection: Selection): Draft {
  const keep = 'keep';
  return {
    ...selection,
    weekdays: EVERY_DAY,
    priceMode: 'keep',
    price: '',
    minStay: keep,
    maxStay: keep,
    arrival: keep,
    departure: keep,
    sale: keep,
  };
}

export type DraftError = 'badDates' | 'noWeekday' | 'badPrice' | 'badPercent' | 'nothingSet';

/** The body of PUT /api/rates, or what is wrong with the draft and at which field. */
export function bodyOf(
  draft: Draft,
  currency: string,
):
  | { readonly body: unknown }
  | { readonly error: DraftError; readonly field: 'dates' | 'weekdays' | 'price' | 'form' } {
  const { from, last, weekdays } = draft;
  if (!from || !last || last < from || nightsFrom(from, last) >= LONGEST)
    return { error: 'badDates', field: 'dates' };
  if (nightsMeant(from, last, weekdays).length === 0) return { error: 'noWeekday', field: 'weekdays' };
  const price = priceOf(draft, currency);
  if ('error' in price) return { error: price.error, field: 'price' };
  const set = {
    ...price.set,
    ...ruleOf('minStay', draft.minStay, Number),
    ...ruleOf('maxStay', draft.maxStay, Number),
    ...ruleOf('closedToArrival', draft.arrival, isClosed),
    ...ruleOf('closedToDeparture', draft.departure, isClosed),
    ...ruleOf('stopSell', draft.sale, isClosed),
  };
  if (Object.keys(set).length === 0) return { error: 'nothingSet', field: 'form' };
  const some = weekdays.length < 7 ? { weekdays } : {};
  return { body: { unitIds: draft.unitIds, ranges: [{ from, to: addDays(last, 1), ...some }], set } };
}

const isClosed = (value: string) => value === 'closed';

function ruleOf<T>(name: string, choice: Choice, read: (value: string) => T): Record<string, T | null> {
  if (choice === 'keep') return {};
  return { [name]: choice === 'none' ? null : read(choice) };
}

function priceOf(
  { priceMode, price }: Draft,
  currency: string,
): { readonly set: object } | { readonly error: DraftError } {
  if (priceMode === 'keep') return { set: {} };
  if (priceMode === 'clear') return { set: { price: null } };
  if (priceMode === 'percent') {
    const percentBp = parsePercent(price);
    const isUsable = percentBp !== null && percentBp >= -9000 && percentBp <= 100_000;
    return isUsable ? { set: { priceChange: { percentBp } } } : { error: 'badPercent' };
  }
  const amount = parseAmount(price, currency);
  if (amount === null || (priceMode === 'set' && amount <= 0)) return { error: 'badPrice' };
  return {
    set: priceMode === 'set' ? { price: { amount, currency } } : { priceChange: { amount, currency } },
  };
}
