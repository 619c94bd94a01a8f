import { addNights, type Night, night, nightsBetween, toPlainDate } from '#lib/kernel/nights.ts';

/*
 * Reports count hundreds of thousands of nights, so inside them a night is a whole number: days since 1970-01-01. It is a
 * Night again at every border.
 */

const EPOCH = night('1970-01-01');

export type Days = { readonly from: number; readonly to: number };

export function dayOf(value: Night): number {
  return nightsBetween(EPOCH, value);
}

export function nightOfDay(day: number): Night {
  return addNights(EPOCH, day);
}

export const GRAINS = ['day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];

const MOST_DAYS = 45;
const MOST_WEEKS_IN_DAYS = 200;

/** How finely a window is cut where nobody says: never more than about 45 pieces. */
export function grainFor(nights: number): Grain {
  return nights <= MOST_DAYS ? 'day' : nights <= MOST_WEEKS_IN_DAYS ? 'week' : 'month';
}

/** The window cut into days, weeks from Monday or calendar months; the first and the last may be shorter. */
export function bucketsOf({ from, to }: Days, grain: Grain): Days[] {
  const buckets: Days[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(to, endOf(at, grain));
    buckets.push({ from: at, to: end });
    at = end;
  }
  return buckets;
}

function endOf(day: number, grain: Grain): number {
  if (grain === 'day') return day + 1;
  // The epoch was a Thursday.
  if (grain === 'week') return day + 7 - ((((day + 3) % 7) + 7) % 7);
  const first = toPlainDate(nightOfDay(day)).with({ day: 1 }).add({ months: 1 });
  return dayOf(night(first.toString()));
}

/**
 * The same time a year before, which cuts into as many pieces: the same dates by months, the same weekdays (52 weeks
 * earlier) by weeks and days, since a Saturday sells as Saturdays do.
 */
export function yearBefore({ from, to }: Days, grain: Grain): Days {
  if (grain !== 'month') return { from: from - 364, to: to - 364 };
  const earlier = (day: number) =>
    dayOf(night(toPlainDate(nightOfDay(day)).subtract({ years: 1 }).toString()));
  return { from: earlier(from), to: earlier(to) };
}

/** For each day of the window, from its first, the number of the bucket that holds it. */
export function bucketIndex(window: Days, buckets: readonly Days[]): Uint16Array {
  const index = new Uint16Array(window.to - window.from);
  buckets.forEach((bucket, at) => {
    index.fill(at, bucket.from - window.from, bucket.to - window.from);
  });
  return index;
}

/** The part of a that lies in b, or null. */
export function within(a: Days, b: Days): Days | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}
