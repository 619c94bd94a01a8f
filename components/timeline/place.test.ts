import { expect, it } from 'vitest';
import { countOf, NO_FILTERS, type Place, queryOf, readPlace } from './place.ts';

const TODAY = '2026-11-21';
const UNIT = 'unt_01m7zd2qrd01vwd0mx09sqpp';
const PROPERTY = 'prp_01m7zd2qrd01vwd0mx09sqpp';

const reread = (place: Place): Place => {
  const query = new URLSearchParams(queryOf(place));
  return readPlace((key) => query.get(key) ?? undefined, undefined, TODAY, false);
};

it('comes back from its own address as it was, with panel, folds, filters and row', () => {
  const place: Place = {
    ...NO_FILTERS,
    from: '2027-02-01',
    zoom: 'quarter',
    q: 'Ана & co',
    channel: 'airbnb',
    state: 'tentative',
    clash: true,
    row: UNIT,
    show: 'price',
    folded: [PROPERTY],
    open: { key: 'stay/sty_1/2027-02-03', unitId: UNIT },
    jump: 0,
  };
  expect(reread(place)).toEqual(place);
  expect(countOf(place)).toBe(3);
});

it('says nothing in the address of what is as it always is', () => {
  const place = readPlace(() => undefined, undefined, TODAY, false);
  expect(queryOf(place)).toBe('?from=2026-11-17&zoom=month');
});

it('believes no nonsense', () => {
  const nonsense: Record<string, string> = {
    channel: '"><b>',
    state: 'x',
    clash: 'yes',
    folded: 'a.b',
    open: 'x',
    row: '/',
  };
  expect(readPlace((key) => nonsense[key], undefined, TODAY, false)).toMatchObject({
    channel: null,
    state: null,
    clash: false,
    folded: [],
    open: null,
    row: null,
  });
});
