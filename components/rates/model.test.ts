import { describe, expect, it } from 'vitest';
import {
  between,
  commonOf,
  isIn,
  nightsMeant,
  parseAmount,
  parsePercent,
  type RateUnit,
  rowsOf,
  worstOf,
} from './model.ts';

const unit = (id: string, propertyId: string, nights: RateUnit['nights'] = []): RateUnit => ({
  unitId: id,
  name: `Unit ${id}`,
  propertyId,
  property: `House ${propertyId}`,
  timezone: 'Europe/Paris',
  currency: 'EUR',
  channels: [],
  taken: [],
  nights,
});
const set = (night: string, minStay: number | null) => ({
  // Nights of the API are branded by its schema.
  night: night as RateUnit['nights'][number]['night'],
  priceMinor: null,
  minStay,
  maxStay: null,
  closedToArrival: null,
  closedToDeparture: null,
  stopSell: false,
});
const unitsOf = (items: RateUnit[]) =>
  rowsOf(items, { q: '', property: null }).filter((row) => row.kind === 'unit');

describe('rows', () => {
  it('heads the units of a property of several, and names a lone one by its property', () => {
    const rows = rowsOf([unit('a', 'x'), unit('b', 'x'), unit('c', 'y')], { q: '', property: null });
    expect(rows.map((row) => (row.kind === 'group' ? `[${row.name}]` : row.title))).toEqual([
      '[House x]',
      'Unit a',
      'Unit b',
      'House y',
    ]);
  });

  it('keeps what has the word in its name', () => {
    const rows = rowsOf([unit('a', 'x'), unit('b', 'x'), unit('c', 'y')], { q: 'unit B', property: null });
    expect(rows.map((row) => row.key)).toEqual(['x', 'b']);
  });
});

describe('a selection', () => {
  it('is the cells between two corners, whichever way round', () => {
    const units = unitsOf([unit('a', 'x'), unit('b', 'x'), unit('c', 'y')]);
    const chosen = between(units, { unitId: 'c', night: '2026-05-02' }, { unitId: 'b', night: '2026-05-01' });
    expect(chosen).toEqual({ unitIds: ['b', 'c'], from: '2026-05-01', last: '2026-05-02' });
    expect(isIn(chosen, 'b', '2026-05-02')).toBe(true);
    expect(isIn(chosen, 'a', '2026-05-02')).toBe(false);
  });

  it('means the nights on the weekdays that are chosen', () => {
    expect(nightsMeant('2026-05-01', '2026-05-09', [5, 6])).toEqual([
      '2026-05-01',
      '2026-05-02',
      '2026-05-08',
      '2026-05-09',
    ]);
  });

  it('shows a value only where all nights have it', () => {
    const units = unitsOf([unit('a', 'x', [set('2026-05-01', 2), set('2026-05-02', 2)])]);
    expect(commonOf(units, ['2026-05-01', '2026-05-02'], 'minStay')).toBe(2);
    expect(commonOf(units, ['2026-05-01', '2026-05-03'], 'minStay')).toBeUndefined();
    expect(commonOf(units, ['2026-05-03'], 'minStay')).toBeNull();
  });

  it('is as well as its worst channel', () => {
    expect(worstOf(['confirmed', 'drift', 'sent'])).toBe('drift');
    expect(worstOf([])).toBeNull();
  });
});

describe('what people type', () => {
  it.each<[string, string, number | null]>([
    ['120', 'EUR', 12_000],
    ['1 200,5', 'EUR', 120_050],
    ['−10.25', 'EUR', -1025],
    ['12000', 'JPY', 12_000],
    ['1.234', 'KWD', 1234],
    ['1.5', 'JPY', null],
    ['1.234', 'EUR', null],
    ['', 'EUR', null],
    ['12e3', 'EUR', null],
  ])('%j in %s is %j', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toBe(amount);
  });
  it.each<[string, number | null]>([
    ['10', 1000],
    ['-5,5 %', -550],
    ['+12.25', 1225],
    ['ten', null],
  ])('%j percent is %j', (text, bp) => {
    expect(parsePercent(text)).toBe(bp);
  });
});
