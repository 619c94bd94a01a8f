import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, night, nightRange } from '#lib/kernel/nights.ts';
import { type Matchable, matchEvents, nightsAfter } from './match-rules.ts';

function event(uid: string, from: string, to: string, more: Partial<Matchable> = {}): Matchable {
  return { uid, recurrenceId: null, code: null, kind: 'reservation', ...nightRange(from, to), ...more };
}

function uids(
  known: Matchable[],
  said: Matchable[],
): { pairs: string[]; missing: string[]; fresh: string[] } {
  const match = matchEvents(known, said);
  return {
    pairs: match.pairs.map(({ known: k, said: s }) => `${k.uid}>${s.uid}`).sort(),
    missing: match.missing.map((one) => one.uid).sort(),
    fresh: match.fresh.map((one) => one.uid).sort(),
  };
}

describe('matching an answer to what is known', () => {
  it('takes an event with the same UID and other dates for the same one, moved', () => {
    expect(uids([event('a', '2027-06-20', '2027-06-24')], [event('a', '2027-06-23', '2027-06-27')])).toEqual({
      pairs: ['a>a'],
      missing: [],
      fresh: [],
    });
  });

  it('takes a reissued UID on the same nights for the same stay', () => {
    expect(uids([event('a', '2027-06-20', '2027-06-24')], [event('b', '2027-06-20', '2027-06-24')])).toEqual({
      pairs: ['a>b'],
      missing: [],
      fresh: [],
    });
  });

  it('takes a reissued UID on overlapping nights of the same kind for the same stay', () => {
    expect(
      uids([event('a', '2026-09-15', '2026-09-20')], [event('b', '2026-09-17', '2026-09-20')]).pairs,
    ).toEqual(['a>b']);
  });

  it('never takes two codes for one booking, even on equal nights', () => {
    const match = uids(
      [event('a', '2027-06-20', '2027-06-24', { code: 'HMA' })],
      [event('b', '2027-06-20', '2027-06-24', { code: 'HMB' })],
    );
    expect(match).toEqual({ pairs: [], missing: ['a'], fresh: ['b'] });
  });

  it('follows the code where the UID changed and the dates moved apart', () => {
    const match = uids(
      [event('a', '2027-06-20', '2027-06-24', { code: 'HMA' })],
      [event('b', '2027-08-20', '2027-08-24', { code: 'HMA' })],
    );
    expect(match.pairs).toEqual(['a>b']);
  });

  it('never takes two guests for one', () => {
    const match = uids(
      [event('a', '2027-06-20', '2027-06-24', { guestName: 'Ann' })],
      [event('b', '2027-06-21', '2027-06-24', { guestName: 'Bob' })],
    );
    expect(match.pairs).toEqual([]);
  });

  it('keeps two stays that share a UID apart', () => {
    const known = [event('a', '2027-06-01', '2027-06-04'), event('a', '2027-06-10', '2027-06-14')];
    const match = matchEvents(known, [
      event('a', '2027-06-10', '2027-06-14'),
      event('a', '2027-06-01', '2027-06-04'),
    ]);
    expect(match.pairs.every(({ known: k, said: s }) => k.checkIn === s.checkIn)).toBe(true);
    expect(match.pairs).toHaveLength(2);
  });

  it('moves the one that moved where one of two under a UID stayed', () => {
    const known = [event('a', '2027-06-01', '2027-06-04'), event('a', '2027-06-10', '2027-06-14')];
    const match = matchEvents(known, [
      event('a', '2027-06-01', '2027-06-04'),
      event('a', '2027-06-12', '2027-06-16'),
    ]);
    expect(match.missing).toEqual([]);
    expect(match.fresh).toEqual([]);
  });

  it('follows two guests who swap their dates', () => {
    const known = [
      event('a', '2027-06-01', '2027-06-04', { code: 'HMA' }),
      event('b', '2027-06-04', '2027-06-07', { code: 'HMB' }),
    ];
    const said = [
      event('a', '2027-06-04', '2027-06-07', { code: 'HMA' }),
      event('b', '2027-06-01', '2027-06-04', { code: 'HMB' }),
    ];
    expect(uids(known, said)).toEqual({ pairs: ['a>a', 'b>b'], missing: [], fresh: [] });
  });

  it('does not pair a block with a booking that overlaps it', () => {
    const match = uids(
      [event('a', '2027-06-20', '2027-06-24', { kind: 'closure' })],
      [event('b', '2027-06-20', '2027-06-24')],
    );
    expect(match.pairs).toEqual([]);
  });

  it('pairs the longest common stretch first', () => {
    const known = [event('a', '2027-06-01', '2027-06-05'), event('b', '2027-06-05', '2027-06-20')];
    const match = uids(known, [event('c', '2027-06-04', '2027-06-18')]);
    expect(match).toEqual({ pairs: ['b>c'], missing: ['a'], fresh: [] });
  });

  it('names every event exactly once, and does not depend on the order of the answer', () => {
    const anyEvent = fc
      .record({
        uid: fc.constantFrom('a', 'b', 'c', 'd'),
        at: fc.integer({ min: 0, max: 30 }),
        nights: fc.integer({ min: 1, max: 6 }),
        code: fc.constantFrom(null, null, 'H1', 'H2'),
        kind: fc.constantFrom('reservation' as const, 'closure' as const),
      })
      .map(({ uid, at, nights, code, kind }) => {
        const checkIn = addNights(night('2027-01-01'), at);
        return { uid, recurrenceId: null, code, kind, checkIn, checkOut: addNights(checkIn, nights) };
      });
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 12 }),
        fc.array(anyEvent, { maxLength: 12 }),
        (known, said) => {
          const match = matchEvents(known, said);
          expect(match.pairs.length + match.missing.length).toBe(known.length);
          expect(match.pairs.length + match.fresh.length).toBe(said.length);
          expect(new Set([...match.pairs.map((p) => p.known), ...match.missing]).size).toBe(known.length);
          expect(new Set([...match.pairs.map((p) => p.said), ...match.fresh]).size).toBe(said.length);
          const same = matchEvents(known, known);
          expect(same.missing).toEqual([]);
        },
      ),
    );
  });
});

describe('the nights of a matched event', () => {
  const today = night('2026-09-17');
  it('keeps the arrival of a stay in progress whose start follows today', () => {
    const known = nightRange('2026-09-15', '2026-09-20');
    expect(nightsAfter(known, nightRange('2026-09-17', '2026-09-20'), today)).toEqual(known);
  });
  it('takes a later arrival that is still to come as a change', () => {
    const said = nightRange('2026-09-18', '2026-09-20');
    expect(nightsAfter(nightRange('2026-09-15', '2026-09-20'), said, today)).toEqual(said);
  });
});
