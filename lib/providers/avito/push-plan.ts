import {
  addNights,
  type Night,
  type NightRange,
  nightsBetween,
  nightsOf,
  union,
} from '#lib/kernel/nights.ts';
import type { NightSet, PushCall, PushRange } from '../push-contract.ts';

/*
 * What is said in which call. A closing names all nights that are closed and an opening all that are open, so neither can
 * be cut in two, and there is one of each for a listing; prices are of the periods named and of no others.
 */

export type PushRecord = PushCall['records'][number];

/** "A year ahead": what an opening does not name of it is closed. */
export const YEAR_NIGHTS = 365;
/** The largest quota of an advert that is told. */
export const UNITS_MAX = 50;

type Part = 'closings' | 'terms' | 'openings';

/** Closings of every listing first, then prices, then openings; each merged into the fewest ranges. */
export function planPush(ranges: readonly PushRange[]): PushCall[] {
  const listings = [...Map.groupBy(ranges, (range) => range.listing.externalId).values()];
  let count = 0;
  return (['closings', 'terms', 'openings'] as const).flatMap((part) =>
    listings.flatMap((alike): PushCall[] => {
      const [first] = alike;
      const runs = runsOf(nightsTold(alike, part));
      if (first === undefined || runs.length === 0) return [];
      const records = runs.map((run) => {
        count += 1;
        return { ...run, listing: first.listing, recordId: String(count) };
      });
      return [{ kind: part === 'terms' ? 'rates' : 'availability', records }];
    }),
  );
}

/** What each night is told; of two prices the later stands, of two counts the smaller. */
function nightsTold(ranges: readonly PushRange[], part: Part): Map<Night, NightSet> {
  const terms = new Map<Night, NightSet>();
  const counts = new Map<Night, number>();
  for (const { set, ...range } of ranges) {
    const { units, priceMinor, minStay } = set;
    const told = {
      ...(priceMinor === undefined ? {} : { priceMinor }),
      ...(minStay === undefined ? {} : { minStay }),
    };
    for (const night of nightsOf(range)) {
      if (Object.keys(told).length > 0) terms.set(night, { ...terms.get(night), ...told });
      if (units !== undefined) counts.set(night, Math.min(units, counts.get(night) ?? units));
    }
  }
  if (part === 'terms') return terms;
  const told = [...counts].filter(([, units]) => units > 0 === (part === 'openings'));
  return new Map(told.map(([night, units]) => [night, { units }]));
}

function runsOf(nights: ReadonlyMap<Night, NightSet>): (NightRange & { readonly set: NightSet })[] {
  const runs: { checkIn: Night; checkOut: Night; set: NightSet }[] = [];
  for (const [night, set] of [...nights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = runs.at(-1);
    if (last?.checkOut === night && isSame(last.set, set)) last.checkOut = addNights(night, 1);
    else runs.push({ checkIn: night, checkOut: addNights(night, 1), set });
  }
  return runs;
}

function isSame(a: NightSet, b: NightSet): boolean {
  return a.units === b.units && a.priceMinor === b.priceMinor && a.minStay === b.minStay;
}

/**
 * Why a call must not go out at all; null: it may. A wrong one of these closes a year, so what `planPush` promises is
 * looked at once more where it is sent.
 */
export function flawOf({ kind, records }: PushCall): string | null {
  const [first] = records;
  if (first === undefined) return 'it says nothing';
  if (records.some(({ listing }) => listing.externalId !== first.listing.externalId))
    return 'it is about more than one advert';
  if (records.some(({ checkIn, checkOut }) => checkIn >= checkOut)) return 'it has a period without a night';
  const nights = records.reduce((sum, record) => sum + nightsBetween(record.checkIn, record.checkOut), 0);
  const joined = union(records);
  if (joined.reduce((sum, range) => sum + nightsBetween(range.checkIn, range.checkOut), 0) !== nights)
    return 'its periods overlap';
  if (kind === 'rates') return records.every(isTerms) ? null : 'it says something other than prices';
  if (kind !== 'availability' || !records.every(isCount)) return 'it says something other than what is free';
  const [from, to] = [joined[0]?.checkIn ?? first.checkIn, joined.at(-1)?.checkOut ?? first.checkOut];
  if (nightsBetween(from, to) > YEAR_NIGHTS) return 'it is about more than a year';
  return new Set(records.map(({ set }) => set.units === 0)).size === 1 ? null : 'it both opens and closes';
}

function isTerms({ set }: PushRecord): boolean {
  return set.units === undefined && (set.priceMinor !== undefined || set.minStay !== undefined);
}

function isCount({ set }: PushRecord): boolean {
  const { units = -1, ...others } = set;
  const isNumber = Number.isInteger(units) && units >= 0 && units <= UNITS_MAX;
  return isNumber && Object.values(others).every((value) => value === undefined);
}
