import { type Night, type NightRange, nightOf, toPlainDate } from '#lib/kernel/nights.ts';

/** [from, to): nights outside it are not read. `recurFrom`: instances of recurring events that ended before it are left out. */
export type Horizon = { readonly from: Night; readonly to: Night; readonly recurFrom: Night };

/**
 * Two years back to three years ahead of `today`, each moved to the first of a month inside: a block to the year 9999 that
 * were clipped at a date that creeps would be a changed event every day. Past instances of a rule matter for stays in
 * progress at most, and each spends one of the thousand an event may have: a month of them is kept.
 */
export function horizonOf(today: Night): Horizon {
  const at = toPlainDate(today);
  const clamp = (date: Temporal.PlainDate): Night => nightOf(date.year, date.month, date.day) ?? today;
  return {
    from: clamp(at.subtract({ years: 2 }).add({ months: 1 }).with({ day: 1 })),
    to: clamp(at.add({ years: 3 }).with({ day: 1 })),
    recurFrom: clamp(at.subtract({ months: 1 })),
  };
}

/** The part of a range inside the horizon; null where there is none. */
export function clip(range: NightRange, horizon: Horizon): NightRange | null {
  if (range.checkOut <= horizon.from || range.checkIn >= horizon.to) return null;
  return {
    checkIn: range.checkIn < horizon.from ? horizon.from : range.checkIn,
    checkOut: range.checkOut > horizon.to ? horizon.to : range.checkOut,
  };
}
