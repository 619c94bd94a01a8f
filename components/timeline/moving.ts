import { addDays, nightsFrom } from '#components/format/days.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { shareNight } from './layout.ts';
import type { TimelineUnit } from './rows.ts';
import { type Grip, type Held, sameTarget, type Target } from './target.ts';

export function placeOf(bar: Bar, unitId: string): Target {
  return { unitId, checkIn: bar.checkIn, checkOut: bar.checkOut };
}

/** Where it would stand, moved by so many days: at least one night is left of it, and its ends stay on their unit. */
export function shifted(from: Target, grip: Grip, days: number, unitId: string = from.unitId): Target {
  if (grip === 'whole')
    return { unitId, checkIn: addDays(from.checkIn, days), checkOut: addDays(from.checkOut, days) };
  const nights = nightsFrom(from.checkIn, from.checkOut);
  if (grip === 'start') return { ...from, checkIn: addDays(from.checkIn, Math.min(days, nights - 1)) };
  return { ...from, checkOut: addDays(from.checkOut, Math.max(days, 1 - nights)) };
}

/** Whole days that a pointer went, from wherever in a day it began: half a day is none yet. */
export function daysMoved(fromPx: number, toPx: number, dayWidth: number): number {
  const days = Math.round((toPx - fromPx) / dayWidth);
  return days === 0 ? 0 : days; // never -0
}

/** What a guest's stay would meet there, by what is drawn: an answer at once, before the real one. */
export function metThere(held: Held, unit: TimelineUnit | undefined): Bar | null {
  if (held.bar.kind !== 'stay' || sameTarget(held.from, held.to)) return null;
  const { id } = held.bar;
  return (
    unit?.bars.find((one) => one.id !== id && one.kind !== 'preparation' && shareNight(one, held.to)) ?? null
  );
}
