import { addDays, dayNumber, nightAt } from '#components/format/days.ts';

export const PERIODS = ['month', 'last30', 'last90', 'next90', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** `to` is the first night that is not meant. */
export type Time = { readonly period: Period | 'own'; readonly from: string; readonly to: string };

/** Whether a time is over, ahead, or goes on. */
export type Tense = 'past' | 'now' | 'ahead';

/** The nights of a period, seen from a day: the last 30 end with last night, the next 90 begin with tonight. */
export function timeOf(period: Period, today: string): Time {
  if (period === 'last30') return { period, from: addDays(today, -30), to: today };
  if (period === 'last90') return { period, from: addDays(today, -90), to: today };
  if (period === 'next90') return { period, from: today, to: addDays(today, 90) };
  const year = today.slice(0, 4);
  if (period === 'year')
    return { period, from: `${year}-01-01`, to: nightAt(dayNumber(`${year}-12-31`) + 1) };
  const first = `${today.slice(0, 7)}-01`;
  // Any month ends within 31 days, and the next is not over by then.
  return { period, from: first, to: `${addDays(first, 31).slice(0, 7)}-01` };
}

export function tenseOf({ from, to }: Pick<Time, 'from' | 'to'>, today: string): Tense {
  return to <= today ? 'past' : from >= today ? 'ahead' : 'now';
}
