import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Rights } from './desk.ts';
import type { Nights } from './layout.ts';

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

export function sameTarget(a: Target, b: Target): boolean {
  return a.unitId === b.unitId && a.checkIn === b.checkIn && a.checkOut === b.checkOut;
}
