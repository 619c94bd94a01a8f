import { describe, expect, it } from 'vitest';
import { addNights, night } from '#lib/kernel/nights.ts';
import type { ObservedNight } from '#lib/providers/push-contract.ts';
import { adopt } from './adopt-rules.ts';
import { judgeDrift, nightsGone } from './drift-rules.ts';
import { type KnownNight, UNKNOWN_NIGHT, type WantedNight } from './types.ts';

const NIGHT = night('2026-05-01');
const THEN = Temporal.Instant.from('2026-04-01T12:00:00Z');
const EARLIER = THEN.subtract({ hours: 1 });
const LATER = THEN.add({ hours: 1 });

const NO_TERMS = {
  priceMinor: null,
  minStay: null,
  maxStay: null,
  closedToArrival: null,
  closedToDeparture: null,
};
const GUEST = {
  checkIn: NIGHT,
  checkOut: addNights(NIGHT, 1),
  isPlaced: true,
  heardAt: THEN,
  happenedAt: null,
};
function want(units: number | null, more: Partial<WantedNight> = {}): WantedNight {
  return { night: NIGHT, own: [], left: units ?? 0, units, ...NO_TERMS, ...more };
}
const sees = (units: number | null, more: Partial<ObservedNight> = {}): ObservedNight => {
  return { night: NIGHT, units, isBooked: null, ...NO_TERMS, ...more };
};
const known = (more: Partial<KnownNight>): KnownNight => ({ ...UNKNOWN_NIGHT, ...more });
const asMap = <T>(one: T) => new Map([[NIGHT as string, one]]);

describe('first contact', () => {
  const found = (one: WantedNight, seen: ObservedNight, has: KnownNight = UNKNOWN_NIGHT) =>
    adopt([one], asMap(seen), asMap(has)).found.map(({ units }) => units);

  it.each<[string, WantedNight, ObservedNight, KnownNight | undefined, number[]]>([
    ['closed there and free here was closed by somebody', want(1), sees(0), undefined, [0]],
    ['closed there and sold here has a reason of ours', want(0), sees(0), undefined, []],
    ['booked there is no closure', want(1), sees(0, { isBooked: true }), undefined, []],
    ['fewer of a pool is as many as it sells', want(3), sees(1), undefined, [1]],
    [
      'one of a pool that its own guest has is not why the others are closed',
      want(4, { own: [GUEST], left: 3 }),
      sees(0, { isBooked: true }),
      undefined,
      [1],
    ],
    [
      'nor is one that a guest has of whom we have not heard',
      want(4),
      sees(0, { isBooked: true }),
      undefined,
      [0],
    ],
    ['he himself is no closure of a pool', want(4), sees(3, { isBooked: true }), undefined, []],
    [
      'those that it has sold itself are counted with them',
      want(3, { own: [GUEST], left: 2 }),
      sees(1),
      undefined,
      [2],
    ],
    ['its own guest’s night is nobody’s closure', want(null, { own: [GUEST] }), sees(0), undefined, []],
    ['what the channel does not say is not known', want(1), sees(null), undefined, []],
    [
      'what our own word closed is ours to open',
      want(1),
      sees(0),
      known({ sent: { units: 0 }, sentState: 'confirmed' }),
      [],
    ],
    [
      'what stayed closed against our word is not',
      want(1),
      sees(0),
      known({ sent: { units: 1 }, sentState: 'confirmed' }),
      [0],
    ],
  ])('%s', (_, one, seen, has, units) => {
    expect(found(one, seen, has)).toEqual(units);
  });

  it('takes what it sees for what stands there, its own guests counted, and knows nothing of nights it was not shown', () => {
    const { nights } = adopt(
      [want(2, { own: [GUEST] })],
      asMap(sees(1, { priceMinor: 900, minStay: 2 })),
      new Map(),
    );
    expect(nights).toMatchObject([{ values: { units: 2, priceMinor: 900, minStay: 2, maxStay: null } }]);
    expect(adopt([want(1)], new Map(), new Map())).toEqual({ nights: [], found: [] });
  });

  it('joins neighbours that are alike', () => {
    const nights = [0, 1, 2, 4].map((index) => addNights(NIGHT, index));
    const seen = new Map(
      nights.map((each, index): [string, ObservedNight] => [each, sees(index === 2 ? 1 : 0)]),
    );
    const { found: ranges } = adopt(
      nights.map((each) => ({ ...want(2), night: each })),
      seen,
      new Map(),
    );
    expect(ranges.map(({ checkIn, checkOut, units }) => `${checkIn}..${checkOut} ${units}`)).toEqual([
      '2026-05-01..2026-05-03 0',
      '2026-05-03..2026-05-04 1',
      '2026-05-05..2026-05-06 0',
    ]);
  });
});

describe('drift', () => {
  const open = { units: 1 };
  const told = (more: Partial<KnownNight>) =>
    known({ values: open, sent: open, sentState: 'confirmed', ...more });
  function judge(one: WantedNight, seen: ObservedNight, has: KnownNight, maxUnits = 254): string {
    const drift = judgeDrift([one], asMap(seen), asMap(has), maxUnits);
    const said = [
      ...drift.found.map((range) => `found ${range.units}`),
      ...drift.toPush.map(() => 'push'),
      ...drift.notApplied.map(() => 'not applied'),
      ...drift.unheard.map(() => 'unheard'),
    ];
    return said.join(', ') || 'nothing';
  }

  it.each<[string, WantedNight, ObservedNight, KnownNight, string]>([
    ['as it should be', want(1), sees(1), known({ values: open }), 'nothing'],
    ['open and should be closed: at once', want(0), sees(1), known({ values: { units: 0 } }), 'push'],
    ['more open than it should be: at once', want(1), sees(2), known({ values: open }), 'push'],
    ['closed and should be open: somebody closed it', want(1), sees(0), known({ values: open }), 'found 0'],
    [
      'sold by itself since we told it what is left: nobody closed that',
      want(2, { own: [{ ...GUEST, happenedAt: LATER }] }),
      sees(0),
      told({ values: { units: 2 }, sent: open, sentAt: THEN, sentState: 'sent', observedAt: EARLIER }),
      'nothing',
    ],
    [
      'sold perhaps before we told it: somebody may have closed it since',
      want(2, { own: [{ ...GUEST, happenedAt: THEN.add({ seconds: 60 }) }] }),
      sees(0),
      told({ values: { units: 2 }, sent: open, sentAt: THEN, sentState: 'sent', observedAt: EARLIER }),
      'found 1',
    ],
    ['closed and should be closed: nothing to ask', want(0), sees(0), known({ values: open }), 'nothing'],
    [
      'closed as we left it, and to be opened: no drift',
      want(1),
      sees(0),
      known({ values: { units: 0 } }),
      'nothing',
    ],
    [
      'booked by somebody of whom we have not heard',
      want(1),
      sees(0, { isBooked: true }),
      known({ values: open }),
      'unheard',
    ],
    [
      'one of a pool booked unheard, and the others closed by somebody',
      want(4),
      sees(0, { isBooked: true }),
      known({ values: { units: 4 } }),
      'found 0',
    ],
    [
      'one of a pool booked unheard, and more open than it should be: at once',
      want(2),
      sees(3, { isBooked: true }),
      known({ values: { units: 4 } }),
      'push',
    ],
    ['of its own guest nothing', want(null, { own: [GUEST] }), sees(0), known({ values: open }), 'nothing'],
    [
      'an opening that is not there, not seen since: told again',
      want(1),
      sees(0),
      told({ sentAt: THEN, observedAt: EARLIER, observed: { units: 0 } }),
      'push',
    ],
    [
      'not there the second time: given up',
      want(1),
      sees(0),
      told({ sentAt: THEN, observedAt: EARLIER, observed: { units: 0 }, hasDrift: true }),
      'not applied',
    ],
    [
      'fewer than we lowered it to, and seen more open before: somebody lowered it further',
      want(2),
      sees(1),
      known({
        values: { units: 2 },
        sent: { units: 2 },
        sentState: 'confirmed',
        sentAt: THEN,
        observed: { units: 3 },
        observedAt: EARLIER,
      }),
      'found 1',
    ],
    [
      'an opening that was seen since, and is closed now: somebody closed it',
      want(1),
      sees(0),
      told({ sentAt: THEN, observedAt: LATER }),
      'found 0',
    ],
    [
      'a closing that is not there the second time: told again all the same, and said',
      want(0),
      sees(1),
      known({
        values: { units: 0 },
        sent: { units: 0 },
        sentState: 'confirmed',
        sentAt: THEN,
        observedAt: EARLIER,
        hasDrift: true,
      }),
      'push, not applied',
    ],
    [
      'an opening without an answer that is not there: as it stood, by our own word',
      want(1),
      sees(0),
      known({
        values: { units: 1 },
        sent: { units: 1 },
        sentState: 'sent',
        sentAt: THEN,
        observed: { units: 0 },
        observedAt: EARLIER,
      }),
      'nothing',
    ],
    ['a night that was never read and is closed', want(1), sees(0), UNKNOWN_NIGHT, 'found 0'],
  ])('%s', (_, one, seen, has, said) => {
    expect(judge(one, seen, has)).toBe(said);
  });

  it('a price that we confirmed and do not see is told again once; one that nobody set is only noted', () => {
    const has = known({
      values: { units: 1, priceMinor: 100 },
      sent: { priceMinor: 100 },
      sentState: 'confirmed',
      sentAt: THEN,
      observedAt: EARLIER,
    });
    expect(judge(want(1, { priceMinor: 100 }), sees(1, { priceMinor: 90 }), has)).toBe('push');
    expect(judge(want(1, { priceMinor: 100 }), sees(1, { priceMinor: 90 }), { ...has, hasDrift: true })).toBe(
      'not applied',
    );
    expect(judge(want(1), sees(1, { priceMinor: 90 }), has)).toBe('nothing');
    const { nights } = judgeDrift([want(1)], asMap(sees(1, { priceMinor: 90 })), asMap(has), 1);
    expect(nights).toMatchObject([{ values: { priceMinor: 90 }, hasDrift: false }]);
  });

  it('what was given up is refused from then on, what was unclear is clear', () => {
    const first = judgeDrift(
      [want(1)],
      asMap(sees(0)),
      asMap(told({ sentAt: THEN, observedAt: EARLIER, observed: { units: 0 }, hasDrift: true })),
      1,
    );
    expect(first.nights).toMatchObject([{ verdict: { sentState: 'failed', sentError: 'not_applied' } }]);
    const unclear = judgeDrift([want(1)], asMap(sees(1)), asMap(told({ sentState: 'sent' })), 1);
    expect(unclear.nights).toMatchObject([{ verdict: { sentState: null } }]);
  });
});

it('a closure is gone on nights that the channel sells again, unless a person keeps them', () => {
  const closure = {
    id: 'f',
    mappingId: 'm',
    unitId: 'u',
    units: 0,
    checkIn: NIGHT,
    checkOut: addNights(NIGHT, 2),
  };
  const gone = (resolution: 'kept' | null, units: number) =>
    nightsGone({ ...closure, resolution }, [want(0)], asMap(sees(units)));
  expect(gone(null, 1)).toEqual([NIGHT]);
  expect(gone(null, 0)).toEqual([]);
  expect(gone('kept', 1)).toEqual([]);
  const withGuest = (unitId: string | null, units: number) =>
    nightsGone({ ...closure, unitId, resolution: null }, [want(0, { own: [GUEST] })], asMap(sees(units)));
  // He is why a home was closed; of a pool he has one, and the others are still closed.
  expect(withGuest('u', 0)).toEqual([NIGHT]);
  expect(withGuest(null, 0)).toEqual([]);
  expect(withGuest(null, 1)).toEqual([NIGHT]);
});
