import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, night, nightsOf } from '#lib/kernel/nights.ts';
import type { PushListing } from '#lib/providers/push-contract.ts';
import { type DiffOptions, diffNights } from './diff-rules.ts';
import { rangesOf } from './ranges-rules.ts';
import { type KnownNight, leftOf, UNKNOWN_NIGHT, type WantedNight } from './types.ts';

const NIGHT = night('2026-05-01');
const SENT_AT = Temporal.Instant.from('2026-04-01T12:00:00Z');
const LISTING: PushListing = { externalId: 'a', groupId: null, ratePlanId: null, currency: 'EUR' };

function want(more: Partial<WantedNight> = {}): WantedNight {
  const terms = {
    priceMinor: null,
    minStay: null,
    maxStay: null,
    closedToArrival: null,
    closedToDeparture: null,
  };
  return { night: NIGHT, own: [], left: 1, units: 1, ...terms, ...more };
}
const known = (more: Partial<KnownNight>): KnownNight => ({ ...UNKNOWN_NIGHT, ...more });
function diff(one: WantedNight, has: KnownNight | null, more: Partial<DiffOptions> = {}): string {
  const changes = diffNights([one], new Map(has ? [[one.night, has]] : []), {
    maxUnits: 254,
    isForced: false,
    ...more,
  });
  const show = (name: string, list: readonly { set: object }[]) =>
    list.map(
      ({ set }) =>
        `${name} ${Object.entries(set)
          .map(([field, value]) => `${field}=${value}`)
          .join(' ')}`,
    );
  return [
    ...show('close', changes.closings),
    ...show('terms', changes.terms),
    ...show('open', changes.openings),
  ].join(', ');
}
const guest = (heard: number, happened: number | null) => ({
  checkIn: NIGHT,
  checkOut: addNights(NIGHT, 1),
  isPlaced: true,
  heardAt: SENT_AT.add({ minutes: heard }),
  happenedAt: happened === null ? null : SENT_AT.add({ minutes: happened }),
});

describe('units', () => {
  it.each<[string, WantedNight, KnownNight | null, string]>([
    ['the same needs no word', want(), known({ values: { units: 1 } }), ''],
    ['fewer close', want({ units: 1 }), known({ values: { units: 2 } }), 'close units=1'],
    ['none closes', want({ units: 0 }), known({ values: { units: 2 } }), 'close units=0'],
    ['more open', want({ units: 2 }), known({ values: { units: 1 } }), 'open units=2'],
    ['a night that was never read is never opened', want(), null, ''],
    ['but it is closed', want({ units: 0 }), null, 'close units=0'],
    ['what nobody may say is not said', want({ units: null }), known({ values: { units: 0 } }), ''],
    [
      'what has no answer is told again, whatever is believed to stand there',
      want({ units: 0 }),
      known({ values: { units: 0 }, sentState: 'sent', sent: { units: 1 } }),
      'close units=0',
    ],
    [
      'an opening without an answer is told again among the openings',
      want(),
      known({ values: { units: 0 }, sentState: 'sent', sent: { units: 1 } }),
      'open units=1',
    ],
    [
      'fewer than were told without an answer go out with the closings',
      want({ units: 1 }),
      known({ values: { units: 0 }, sentState: 'sent', sent: { units: 2 } }),
      'close units=1',
    ],
    [
      'what was refused is not told again',
      want(),
      known({ values: { units: 0 }, sentState: 'failed', sent: { units: 1 } }),
      '',
    ],
    [
      'until it is another',
      want({ units: 2 }),
      known({ values: { units: 0 }, sentState: 'failed', sent: { units: 1 } }),
      'open units=2',
    ],
    [
      'a guest of the channel who came after our last word has counted himself off',
      want({ units: 2, own: [guest(10, 9)] }),
      known({ values: { units: 2 }, sent: { units: 2 }, sentState: 'confirmed', sentAt: SENT_AT }),
      '',
    ],
    [
      'one who came before it, and of whom we heard later, was counted back by it',
      want({ units: 2, own: [guest(10, -5)] }),
      known({ values: { units: 2 }, sent: { units: 2 }, sentState: 'confirmed', sentAt: SENT_AT }),
      'close units=1',
    ],
    [
      'one who came nobody knows when may have been',
      want({ units: 2, own: [guest(10, null)] }),
      known({ values: { units: 2 }, sent: { units: 2 }, sentState: 'confirmed', sentAt: SENT_AT }),
      'close units=1',
    ],
  ])('%s', (_, one, has, said) => {
    expect(diff(one, has)).toBe(said);
  });

  it('all are told where a person asks for it, but no night is opened that was never read', () => {
    expect(diff(want(), known({ values: { units: 1 } }), { isForced: true })).toBe('open units=1');
    expect(diff(want({ units: 0 }), known({ values: { units: 0 } }), { isForced: true })).toBe(
      'close units=0',
    );
    expect(diff(want(), null, { isForced: true })).toBe('');
    const refused = known({ values: { units: 0 }, sentState: 'failed', sent: { units: 1 } });
    expect(diff(want(), refused, { isForced: true })).toBe('open units=1');
    // Its host may have closed it since it was last read.
    expect(diff(want(), known({ values: { units: 1 } }), { isForced: true, maxUnits: 1 })).toBe('');
  });

  it('a field that the channel takes with another only is told with it, where either changes', () => {
    const together = ['priceMinor', 'minStay'] as const;
    const has = known({ values: { units: 1, priceMinor: 100, minStay: 2, closedToArrival: false } });
    const wanted = want({ priceMinor: 100, minStay: 3, closedToArrival: false });
    expect(diff(wanted, has, { together })).toBe('terms minStay=3 priceMinor=100');
    expect(diff(wanted, has)).toBe('terms minStay=3');
    expect(diff(want({ priceMinor: 100, minStay: 2, closedToArrival: true }), has, { together })).toBe(
      'terms closedToArrival=true',
    );
    expect(diff(want({ minStay: 3 }), has, { together })).toBe('terms minStay=3');
  });

  it('a home that stands open is not opened again because a price had no answer', () => {
    const has = known({
      values: { units: 1, priceMinor: 90 },
      sentState: 'sent',
      sent: { units: 1, priceMinor: 100 },
    });
    expect(diff(want({ priceMinor: 100 }), has, { maxUnits: 1 })).toBe('terms priceMinor=100');
    // A count may be another than the last one told, where two had no answer.
    expect(diff(want({ units: 2 }), known({ ...has, values: { units: 2 }, sent: { units: 2 } }))).toBe(
      'close units=2',
    );
  });

  it('fewer than may stand there by either of two words close', () => {
    const has = known({ values: { units: 5 }, sentState: 'sent', sent: { units: 3 } });
    expect(diff(want({ units: 4 }), has)).toBe('close units=4');
  });

  it('a refused price keeps no night from being closed; what was refused in this turn is not told again in it', () => {
    const has = known({
      values: { units: 1 },
      sentState: 'failed',
      sent: { units: 0, priceMinor: 1 },
      sentAt: SENT_AT,
    });
    expect(diff(want({ units: 0 }), has)).toBe('close units=0');
    const since = SENT_AT.subtract({ seconds: 1 });
    expect(diff(want({ units: 0 }), has, { since })).toBe('');
  });

  it('of nights that are for sale only the count is told, so that whatever else closes them there stays', () => {
    const isCountOnly = (units: number, has: KnownNight, isForced = false) => {
      const { closings, openings } = diffNights([want({ units })], new Map([[NIGHT, has]]), {
        maxUnits: 254,
        isForced,
      });
      return [...closings, ...openings].map((one) => one.isCountOnly ?? false);
    };
    expect(isCountOnly(3, known({ values: { units: 4 } }))).toEqual([true]);
    expect(isCountOnly(4, known({ values: { units: 3 } }))).toEqual([true]);
    expect(isCountOnly(3, known({ values: { units: 3 } }), true)).toEqual([true]);
    expect(isCountOnly(1, known({ values: { units: 0 } }))).toEqual([false]);
    expect(isCountOnly(0, known({ values: { units: 4 } }))).toEqual([false]);
    // It may stand closed by our own word.
    const unheard = known({ values: { units: 4 }, sentState: 'sent', sent: { units: 0 } });
    expect(isCountOnly(2, unheard)).toEqual([false]);
  });

  it('after all was told and accepted there is nothing to tell', () => {
    fc.assert(
      fc.property(
        fc.nat(5),
        fc.option(fc.nat(5)),
        fc.nat(3),
        fc.constantFrom(1, 254),
        (units, has, own, maxUnits) => {
          const owns = Array.from({ length: own }, () => guest(-10, -10));
          const one = want({ units, own: owns });
          const before = known({ values: { units: has } });
          const changes = diffNights([one], new Map([[NIGHT, before]]), { maxUnits, isForced: false });
          const told = [...changes.closings, ...changes.openings];
          const said = told[0]?.set.units;
          if (said !== undefined) expect(said).toBe(leftOf(units, own, maxUnits));
          const after = known({
            values: { units: said === undefined ? has : said + own },
            sentState: 'confirmed',
            sentAt: SENT_AT,
          });
          const again = diffNights([one], new Map([[NIGHT, after]]), { maxUnits, isForced: false });
          expect([...again.closings, ...again.openings]).toEqual([]);
        },
      ),
    );
  });
});

describe('prices and restrictions', () => {
  it('are told where they are known and differ, each by itself', () => {
    const has = known({ values: { units: 1, priceMinor: 100, minStay: 2, closedToArrival: false } });
    expect(diff(want({ priceMinor: 100, minStay: 3, closedToArrival: true }), has)).toBe(
      'terms minStay=3 closedToArrival=true',
    );
    expect(diff(want({ priceMinor: 100 }), known({ values: { units: 1 } }))).toBe('terms priceMinor=100');
  });

  it('that were refused wait until they change; without an answer they are told again', () => {
    const refused = known({
      values: { units: 1, priceMinor: 90 },
      sentState: 'failed',
      sent: { priceMinor: 100 },
    });
    expect(diff(want({ priceMinor: 100 }), refused)).toBe('');
    expect(diff(want({ priceMinor: 110 }), refused)).toBe('terms priceMinor=110');
    const unclear = known({
      values: { units: 1, priceMinor: 100 },
      sentState: 'sent',
      sent: { priceMinor: 120 },
    });
    expect(diff(want({ priceMinor: 100 }), unclear)).toBe('terms priceMinor=100');
  });
});

describe('ranges', () => {
  it('say the same as the nights, each night once, neighbours that are told the same as one', () => {
    const set = fc.record({ units: fc.nat(1), priceMinor: fc.constantFrom(100, 200) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40), { maxLength: 30 }), fc.infiniteStream(set), (indexes, sets) => {
        const changes = indexes
          .sort((a, b) => a - b)
          .map((index) => ({ night: addNights(NIGHT, index), set: sets.next().value }));
        const ranges = rangesOf(LISTING, changes);
        expect(
          ranges.flatMap((range) => [...nightsOf(range)].map((each) => ({ night: each, set: range.set }))),
        ).toEqual(changes);
        for (const [index, range] of ranges.entries()) {
          const before = ranges[index - 1];
          if (before?.checkOut === range.checkIn) expect(before.set).not.toEqual(range.set);
        }
      }),
    );
  });
});
