import { describe, expect, it } from 'vitest';
import { CEDAR, HARBOUR } from './portfolio.ts';
import type { SeedProperty } from './seeds.ts';

const properties: readonly SeedProperty[] = [...HARBOUR.properties, ...CEDAR.properties];

/** The seed passes over nights that are taken, so a slip in here would go unnoticed there. */
describe.each(properties)('$name', (property) => {
  const units = property.units.length > 0 ? property.units : [{ name: property.name }];
  const nameOf = (unit: string | undefined) => unit ?? units[0]?.name;

  it('names only units and calendars that it has', () => {
    const named = [...property.stays, ...property.blocks, ...property.calendars, ...property.subscribers];
    for (const { unit } of named) {
      if (typeof unit === 'string') expect(units.map((one) => one.name)).toContain(unit);
    }
    for (const unit of (property.rates ?? []).flatMap((rate) => rate.units ?? []))
      expect(units.map((one) => one.name)).toContain(unit);
    for (const { source } of property.subscribers) {
      if (source) expect(property.calendars.map((one) => one.name)).toContain(source);
    }
  });

  it('sells no night of a unit twice, and none that is blocked', () => {
    const taken = [...property.stays, ...property.blocks].flatMap(({ unit, from, nights }) =>
      Array.from({ length: nights }, (_, n) => `${nameOf(unit)} ${from + n}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
  });
});

it('its connections sell only units that there are', () => {
  for (const { mappings } of HARBOUR.connections ?? []) {
    for (const { property, unit, units } of mappings) {
      const known = HARBOUR.properties.find((one) => one.name === property);
      expect(known?.name).toBe(property);
      const names = known?.units.map((one) => one.name) ?? [];
      for (const name of [unit ?? [], units ?? []].flat()) expect(names).toContain(name);
    }
  }
});

it('its links sell only properties that there are', () => {
  for (const { property } of HARBOUR.links ?? [])
    expect(HARBOUR.properties.map((one) => one.name)).toContain(property);
});

it('every guest is known by a name of their own, by which a seed that was cut short finds them', () => {
  const guests = properties.flatMap((property) => property.stays.map((stay) => stay.guest.name));
  expect(new Set(guests).size).toBe(guests.length);
});

it('on the day it is made somebody arrives and somebody leaves', () => {
  const stays = HARBOUR.properties.flatMap((property) => property.stays);
  expect(stays.some((stay) => stay.from === 0)).toBe(true);
  expect(stays.some((stay) => stay.from + stay.nights === 0)).toBe(true);
});
