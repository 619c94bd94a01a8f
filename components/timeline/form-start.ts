import { addDays } from '#components/format/days.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { barsOn, type Nights } from './layout.ts';

/**
 * What a form begins with where nobody chose nights: tonight, in the first unit that is free then. Tonight is each
 * property's own: where that night is over already, a booking could not begin in it.
 * @param atMs what time it is, in milliseconds since 1970
 */
export function startTonight(timeline: Timeline, atMs: number): Nights & { unitId: string } {
  const zones = new Map<string, string>(); // of each once: what says the date in a zone takes long to be made
  const nightIn = (zone: string) => {
    const night = zones.get(zone) ?? dayIn(zone, atMs);
    zones.set(zone, night);
    return night;
  };
  const units = timeline.properties.flatMap(({ timezone, units: own }) =>
    own.map((unit) => ({ ...unit, night: nightIn(timezone) })),
  );
  const chosen = units.find((unit) => barsOn(unit.bars, unit.night).length === 0) ?? units[0];
  const night = chosen?.night ?? dayIn('UTC', atMs);
  return { unitId: chosen?.id ?? '', checkIn: night, checkOut: addDays(night, 1) };
}

function dayIn(timeZone: string, atMs: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(atMs); // in Swedish a date is written as here
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
