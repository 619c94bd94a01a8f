import { expect, it } from 'vitest';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { NO_FILTERS } from './place.ts';
import { filtered, freeOf, freePerNight, numbersOf, rowsOf } from './rows.ts';

const SPAN = { from: '2026-03-01', days: 4 };

function bar(unitId: string, checkIn: string, checkOut: string, label: string, more: Partial<Bar> = {}): Bar {
  return {
    kind: 'stay',
    id: `${unitId}/${label}`,
    unitId,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    channel: 'airbnb',
    label,
    reservationId: 'rsv_1',
    inConflict: false,
    parked: false,
    tentative: false,
    ...more,
  };
}

const unit = (id: string, name: string, bars: Bar[] = [], parts: string[] = []) => ({
  id,
  name,
  parts,
  bars,
  openConflicts: 0,
});

const anna = bar('a', '2026-03-01', '2026-03-03', 'Анна Ёлкина');
const HOUSE: Timeline = {
  properties: [
    {
      id: 'quay',
      name: 'Quay House',
      timezone: 'Europe/Lisbon',
      units: [
        unit('whole', 'Whole house', [anna], ['a', 'b']),
        unit('a', 'Loft', [anna]),
        unit('b', 'Garden', [bar('b', '2026-03-02', '2026-03-04', 'Chloé')]),
      ],
    },
    { id: 'mill', name: 'Mill', timezone: 'Europe/Lisbon', units: [unit('m', 'Main')] },
  ],
};

it('heads a property of several units and calls a single one by its property', () => {
  const rows = rowsOf(HOUSE, HOUSE, SPAN, new Set());
  expect(rows.map((row) => (row.kind === 'group' ? `# ${row.property.name}` : row.title))).toEqual([
    '# Quay House',
    'Whole house',
    'Loft',
    'Garden',
    'Mill',
  ]);
  expect(rowsOf(HOUSE, HOUSE, SPAN, new Set(['quay']))).toHaveLength(2);
});

it('counts the parts of a house and not the house as well', () => {
  expect(freePerNight(HOUSE.properties[0]?.units ?? [], SPAN)).toEqual([1, 0, 1, 2]);
});

it('keeps the heading of a property when the filter leaves one of its units', () => {
  const left = filtered(HOUSE, { ...NO_FILTERS, q: 'chloe' });
  const rows = rowsOf(left, HOUSE, SPAN, new Set());
  expect(rows.map((row) => row.kind)).toEqual(['group', 'unit']);
  expect(rows[0] && freeOf(rows[0].property, SPAN)).toEqual([1, 0, 1, 2]);
});

it.each([
  ['ЕЛКИНА', ['whole', 'a']],
  ['  garden ', ['b']],
  ['quay', ['whole', 'a', 'b']],
  ['nobody', []],
])('finds %j by names of units, properties and guests, without case and accents', (q, ids) => {
  const left = filtered(HOUSE, { ...NO_FILTERS, q });
  expect(left.properties.flatMap((one) => one.units.map((two) => two.id))).toEqual(ids);
});

it('counts each guest once, though the whole house shows them too', () => {
  expect(numbersOf(HOUSE, '2026-03-01')).toMatchObject({ arrivals: 1, taken: 1, units: 3 });
  expect(numbersOf(HOUSE, '2026-03-03')).toMatchObject({ departures: 1, taken: 1 });
});

it.each([
  [{ channel: 'airbnb' }, ['whole', 'a', 'b']],
  [{ channel: 'booking' }, []],
  [{ state: 'tentative' }, []],
  [{ state: 'block' }, ['m']],
  [{ clash: true }, ['m']],
  [{ clash: true, channel: 'airbnb' }, []],
] as const)('leaves the units of %j', (asked, ids) => {
  const blocked = {
    ...unit('m', 'Main', [bar('m', '2026-03-02', '2026-03-03', 'Paint', { kind: 'block' })]),
    openConflicts: 1,
  };
  const properties = HOUSE.properties.map((one) => (one.id === 'mill' ? { ...one, units: [blocked] } : one));
  const left = filtered({ properties }, { ...NO_FILTERS, ...asked });
  expect(left.properties.flatMap((one) => one.units.map((two) => two.id))).toEqual(ids);
});
