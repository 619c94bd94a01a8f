import { placeName } from '#components/home/place.ts';
import type { UnitRef } from '#lib/domain/mappings/schemas.ts';

/** One unit as it is called everywhere; several of one property under its name, said once. */
export function placeNames(units: readonly UnitRef[]): string {
  const [first, ...more] = units;
  if (!first) return '';
  const isOne = more.length > 0 && more.every((unit) => unit.propertyId === first.propertyId);
  if (isOne) return `${first.propertyName} · ${units.map((unit) => unit.name).join(', ')}`;
  return units.map((unit) => placeName(unit.propertyName, unit.name)).join(' · ');
}
