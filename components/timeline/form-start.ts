import { addDays } from '#components/format/days.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { barsOn, type Nights } from './layout.ts';
import { unitsOf } from './use-desk-state.ts';

/** What a form begins with where nobody chose nights: tonight, in the first unit that is free then. */
export function startTonight(timeline: Timeline, today: string): Nights & { unitId: string } {
  const units = unitsOf(timeline);
  const free = units.find((unit) => barsOn(unit.bars, today).length === 0) ?? units[0];
  return { unitId: free?.id ?? '', checkIn: today, checkOut: addDays(today, 1) };
}

/** @param currencies of each property */
export function currencyIn(
  timeline: Timeline,
  currencies: Readonly<Record<string, string>>,
  unitId: string,
): string {
  const property = timeline.properties.find((one) => one.units.some((unit) => unit.id === unitId));
  return currencies[property?.id ?? ''] ?? 'EUR';
}
