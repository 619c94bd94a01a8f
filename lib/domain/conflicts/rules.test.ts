import { describe, expect, it } from 'vitest';
import { nightRange } from '#lib/kernel/nights.ts';
import { type Claim, clashesOf, clashOf, isNews, isOurs } from './rules.ts';

const claim = (id: string, unitId: string | null, leaves: string, from: string, to: string): Claim => ({
  id,
  unitId,
  leaves: leaves.split(''),
  nights: nightRange(`2026-05-${from}`, `2026-05-${to}`),
});

describe('clashOf', () => {
  it.each([
    [
      'the unit both stand on',
      claim('a', 'W', 'LR', '01', '04'),
      claim('b', 'W', 'LR', '03', '06'),
      'W 03-04',
    ],
    [
      'the part a whole and a part share',
      claim('a', 'W', 'LR', '01', '04'),
      claim('b', 'R', 'R', '01', '02'),
      'R 01-02',
    ],
    [
      'the first part two wholes share',
      claim('a', 'W', 'SRL', '01', '04'),
      claim('b', 'V', 'RS', '01', '04'),
      'R 01-04',
    ],
    [
      "a part under a property's calendar",
      claim('a', null, 'LR', '01', '04'),
      claim('b', 'L', 'L', '02', '09'),
      'L 02-04',
    ],
    [
      'two calendars of one property',
      claim('a', null, 'LR', '01', '04'),
      claim('b', null, 'LR', '02', '09'),
      'L 02-04',
    ],
  ])('is on %s, for the nights they share', (_, a, b, expected) => {
    const clash = clashOf(a, b);
    const nights = `${clash?.nights.checkIn.slice(8)}-${clash?.nights.checkOut.slice(8)}`;
    expect(`${clash?.unitId} ${nights}`).toBe(expected);
    expect(clashOf(b, a)).toEqual(clash);
  });

  it.each([
    ['only touch', claim('a', 'L', 'L', '01', '04'), claim('b', 'L', 'L', '04', '06')],
    ['share no unit', claim('a', 'L', 'L', '01', '04'), claim('b', 'R', 'R', '01', '04')],
    ['are one', claim('a', 'L', 'L', '01', '04'), claim('a', 'L', 'L', '01', '04')],
  ])('is none where they %s', (_, a, b) => {
    expect(clashOf(a, b)).toBeNull();
  });
});

describe('clashesOf', () => {
  it('names each pair once, also where both sides wait', () => {
    const a = claim('a', 'L', 'L', '01', '04');
    const b = claim('b', 'L', 'L', '02', '05');
    const c = claim('c', 'L', 'L', '03', '06');
    expect(clashesOf([a, b], [a, b, c]).map((one) => one.claims.join(''))).toEqual(['ab', 'ac', 'bc']);
  });
});

describe('isNews', () => {
  const nights = nightRange('2026-05-01', '2026-05-03');
  const other = nightRange('2026-05-01', '2026-05-04');
  it.each([
    ['first heard of', [], true],
    ['open already', [{ status: 'open', resolution: null, nights: other }], false],
    ['accepted on these nights', [{ status: 'resolved', resolution: 'accepted', nights }], false],
    [
      'called one booking on these nights',
      [{ status: 'resolved', resolution: 'same_booking', nights }],
      false,
    ],
    ['accepted on other nights', [{ status: 'resolved', resolution: 'accepted', nights: other }], true],
    ['gone once, and back', [{ status: 'resolved', resolution: 'gone', nights }], true],
    ['moved apart, and back', [{ status: 'resolved', resolution: 'moved', nights }], true],
  ] as const)('%s', (_, earlier, expected) => {
    expect(isNews(earlier, nights)).toBe(expected);
  });
});

describe('isOurs', () => {
  it.each([
    ['direct', 'followed', true],
    ['airbnb', 'followed', false],
    ['airbnb', 'no_longer_followed', true],
  ] as const)('%s, %s: %s', (channel, followed, expected) => {
    expect(isOurs({ channel, followed })).toBe(expected);
  });
});
