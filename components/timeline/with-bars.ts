import type { TimelineProperty, TimelineUnit } from './rows.ts';

type UnitOf<B> = Omit<TimelineUnit, 'bars'> & { bars: B[] };
/** A timeline whose bars are written in some way. */
export type TimelineOf<B> = { properties: (Omit<TimelineProperty, 'units'> & { units: UnitOf<B>[] })[] };

/** The same properties and units with other bars on them. */
export function withBars<A, B>(
  { properties }: TimelineOf<A>,
  barsOf: (unit: UnitOf<A>) => B[],
): TimelineOf<B> {
  return {
    properties: properties.map((property) => ({
      ...property,
      units: property.units.map((unit) => ({ ...unit, bars: barsOf(unit) })),
    })),
  };
}
