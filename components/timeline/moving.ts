import { addDays, nightsFrom } from '#components/format/days.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Rights } from './desk.ts';
import { shareNight } from './layout.ts';
import type { TimelineUnit } from './rows.ts';
import type { Nights } from './use-drag-nights.ts';

/** What of a bar was taken: all of it, its arrival or its departure. */
export type Grip = 'whole' | 'start' | 'end';
export type Target = Nights & { readonly unitId: string };

/** A bar that somebody holds over the calendar, as it stood when they took it. */
export type Held = {
  readonly bar: Bar;
  readonly from: Target;
  readonly to: Target;
  readonly how: 'pointer' | 'keys';
  /** Whether it was let down there, and the question stands what that does. */
  readonly isDown: boolean;
};

/** Whether a bar may be picked up in this row: a stay or a block on its own unit, by somebody who may change it. */
export function mayMove(bar: Bar, unitId: string, rights: Pick<Rights, 'book' | 'block'>): boolean {
  if (bar.unitId !== unitId) return false;
  if (bar.kind === 'stay') return rights.book && bar.reservationId !== null;
  return bar.kind === 'block' && rights.block;
}

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

export function sameTarget(a: Target, b: Target): boolean {
  return a.unitId === b.unitId && a.checkIn === b.checkIn && a.checkOut === b.checkOut;
}

/** What a guest's stay would meet there, by what is drawn: an answer at once, before the real one. */
export function metThere(held: Held, unit: TimelineUnit | undefined): Bar | null {
  if (held.bar.kind !== 'stay' || sameTarget(held.from, held.to)) return null;
  const { id } = held.bar;
  return (
    unit?.bars.find((one) => one.id !== id && one.kind !== 'preparation' && shareNight(one, held.to)) ?? null
  );
}
