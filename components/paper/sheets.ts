import { addDays } from '#components/format/days.ts';

/** What fits across a landscape page and can still be read. */
export const DAYS_PER_SHEET = 28;
export const WEEKS = [2, 4, 8, 12, 24] as const;
export type Weeks = (typeof WEEKS)[number];

export type Asked = { readonly from: string; readonly weeks: Weeks; readonly property: string | null };

/** The days of one sheet. */
export type Window = { readonly from: string; readonly days: number };

/** What the address asks for; whatever it says that cannot be is as if it said nothing. */
export function readAsked(
  said: { from?: string | undefined; weeks?: string | undefined; property?: string | undefined },
  today: string,
): Asked {
  const weeks = WEEKS.find((one) => String(one) === said.weeks) ?? 4;
  const isDate = /^(19[7-9]\d|20\d\d|21[0-8]\d)-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.test(said.from ?? '');
  // A day that its month does not have comes back as another one.
  const from = isDate && said.from && addDays(said.from, 0) === said.from ? said.from : today;
  return { from, weeks, property: said.property || null };
}

/** The windows that a time is cut into, one under the other. */
export function sheetsOf({ from, weeks }: Pick<Asked, 'from' | 'weeks'>): Window[] {
  const days = weeks * 7;
  return Array.from({ length: Math.ceil(days / DAYS_PER_SHEET) }, (_, index) => ({
    from: addDays(from, index * DAYS_PER_SHEET),
    days: Math.min(DAYS_PER_SHEET, days - index * DAYS_PER_SHEET),
  }));
}
