import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, type Night, night, nightsOf } from '#lib/kernel/nights.ts';
import type { ObservedNight, PushRange } from '#lib/providers/push-contract.ts';
import { type KnownNight, type OwnStay, UNKNOWN_NIGHT, type WantedNight } from './types.ts';
import {
  BLAST_NIGHTS,
  freshIn,
  judgeOpening,
  keepLeftOut,
  leftOut,
  seenAsCounts,
  type WholeOptions,
  wholeNights,
} from './whole-rules.ts';

const FIRST = night('2026-05-01');
const at = (index: number): Night => addNights(FIRST, index);
const NOW = Temporal.Instant.from('2026-04-01T12:00:00Z');
const GUEST: OwnStay = {
  checkIn: FIRST,
  checkOut: at(1),
  isPlaced: true,
  heardAt: NOW,
  happenedAt: NOW,
};
const HOME: WholeOptions = { maxUnits: 1, isForced: false };
const POOL: WholeOptions = { maxUnits: 3, isForced: false };

/** By letter, night for night: o for sale, x not, g a guest of its own; a number for a pool. */
function wanting(letters: string): WantedNight[] {
  return [...letters].map((letter, index): WantedNight => {
    const isTheirs = letter === 'g';
    const units = letter === 'o' ? 1 : letter === 'x' ? 0 : Number(letter);
    return {
      night: at(index),
      own: isTheirs ? [GUEST] : [],
      left: isTheirs ? 0 : units,
      units: isTheirs ? null : units,
      priceMinor: null,
      minStay: null,
      maxStay: null,
      closedToArrival: null,
      closedToDeparture: null,
    };
  });
}

/** o stands open, x closed, ? not known, r open and a closing was met by a booking, n closed and an opening refused, u unclear. */
function standing(letters: string): Map<string, KnownNight> {
  const of: Record<string, KnownNight> = {
    o: { ...UNKNOWN_NIGHT, values: { units: 1 } },
    x: { ...UNKNOWN_NIGHT, values: { units: 0 }, sent: { units: 0 }, sentState: 'confirmed', sentAt: NOW },
    r: {
      ...UNKNOWN_NIGHT,
      values: { units: 1 },
      sent: { units: 0 },
      sentState: 'failed',
      sentError: 'taken_there',
    },
    n: { ...UNKNOWN_NIGHT, values: { units: 0 }, sent: { units: 1 }, sentState: 'failed', sentError: 'no' },
    u: {
      ...UNKNOWN_NIGHT,
      values: { units: 1 },
      sent: { units: 0 },
      sentState: 'sent',
      sentError: 'unclear',
    },
  };
  return new Map(
    [...letters].map((letter, index) => [
      at(index),
      of[letter] ??
        (letter === '?' ? UNKNOWN_NIGHT : { ...UNKNOWN_NIGHT, values: { units: Number(letter) } }),
    ]),
  );
}

/** Night for night what it says: a number of units, or a dot. */
function saying(changes: readonly { night: Night; set: { units?: number } }[], length: number): string {
  const said = new Map(changes.map((one) => [one.night, one.set.units]));
  return Array.from({ length }, (_, index) => said.get(at(index)) ?? '.').join('');
}

function told(want: string, has: string, options: WholeOptions = HOME): string {
  const whole = wholeNights(wanting(want), standing(has), options);
  const parts = [whole.closings, whole.openings].map((changes) => saying(changes, want.length));
  return `${parts[0]} ${parts[1]}${whole.held ? ` ${whole.held.code}` : ''}${whole.isPart ? ' part' : ''}`;
}

describe('what a channel of whole calendars is told', () => {
  it.each([
    ['nothing where nothing differs', 'oxg', 'oxo', '... ...'],
    ['all closed nights where one more is closed, and none of its guests', 'xoxgo', 'xoooo', '0.0.. .....'],
    ['all open nights where one is opened, and none of its guests', 'ooxgo', 'oxxxo', '..... 11..1'],
    ['both, each by itself', 'oxo', 'xoo', '.0. 1.1'],
    ['nothing of what was refused beside a closing', 'xxx', 'roo', '.00 ...'],
    ['nothing where all that differs was refused', 'xno', 'rno', '... ...'],
    ['nothing of what was refused beside an opening, and all that stands open', 'ooo', 'nxo', '... .11'],
    ['to close again what nobody knows to be closed', 'xxo', 'uxo', '00. ...'],
    ['no opening while how a night stands is not known', 'ooo', 'x?o', '... ... not_known'],
    ['an opening where what is not known is not for sale', 'oxo', 'x?o', '.0. 1.1'],
    ['to close beside it all the same', 'oox', 'x?o', '..0 ... not_known'],
  ])('%s', (_, want, has, says) => {
    expect(told(want, has)).toBe(says);
  });

  it('where a person wants everything told, is told of nights that are not known and of refused ones too', () => {
    const forced = { ...HOME, isForced: true };
    expect(told('ooox', 'x?or', forced)).toBe('...0 111.');
  });

  it('closes only so many new nights at once, beside those that are closed', () => {
    expect(told('xxxxo', 'xoooo', { ...HOME, atMost: 1 })).toBe('00... ..... part');
    expect(told('xxxxo', 'xoooo', { ...HOME, atMost: 3 })).toBe('0000. .....');
  });

  it('of a pool is told the number of every night that stands open, and none is raised by it', () => {
    expect(told('2320', '3013', POOL)).toBe('2.1. 232.');
    expect(told('33', '33', POOL)).toBe('.. ..');
  });

  it('says a night that is open in one call of the two at most, and each as it is wanted', () => {
    const letters = (of: string) => fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        letters('oxg'),
        letters('ox?rnu'),
        fc.boolean(),
        fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        (want, has, isForced, atMost) => {
          const wanted = wanting(want.join(''));
          const known = standing(has.join(''));
          const whole = wholeNights(wanted, known, { ...HOME, isForced, ...(atMost ? { atMost } : {}) });
          const left = new Map(wanted.map((one) => [one.night, one]));
          for (const { night: one, set } of whole.closings) {
            expect(set.units).toBe(0);
            expect(left.get(one)).toMatchObject({ left: 0, own: [] });
          }
          for (const { night: one, set } of whole.openings) {
            expect(set.units).toBe(1);
            expect(left.get(one)).toMatchObject({ left: 1, own: [] });
          }
          // What stands open and is for sale is closed by no opening.
          const named = new Set(whole.openings.map((one) => one.night));
          if (named.size === 0) return;
          for (const one of wanted)
            if (one.left > 0 && known.get(one.night)?.values.units === 1) expect(named).toContain(one.night);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const LISTING = { externalId: 'L', groupId: null, ratePlanId: null, currency: 'EUR' };
const range = (from: number, to: number): PushRange => {
  return { listing: LISTING, checkIn: at(from), checkOut: at(to), set: { units: 1 } };
};
const grid = (want: string, has: string) => ({ wanted: wanting(want), known: standing(has) });

describe('the last look at a call of openings', () => {
  const all = 'o'.repeat(40);
  it.each([
    ['names all that is for sale', all, all, [range(0, 40)], null],
    ['leaves a few out', all, all, [range(0, 40 - BLAST_NIGHTS)], null],
    ['leaves one more out', all, all, [range(0, 39 - BLAST_NIGHTS)], 'blast_limit'],
    ['leaves out what stands closed', all, `${'x'.repeat(39)}o`, [range(39, 40)], null],
    ['leaves out what is wanted closed', `${'x'.repeat(39)}o`, all, [range(39, 40)], null],
    ['leaves out what its own guests have', `${'g'.repeat(39)}o`, all, [range(39, 40)], null],
    ['names nothing that is for sale', 'oxx', 'xoo', [range(1, 3)], 'blast_limit'],
    ['counts what is not known as open', all, '?'.repeat(40), [range(0, 20)], 'blast_limit'],
  ])('that %s', (_, want, has, ranges, code) => {
    expect(judgeOpening(ranges, grid(want, has))?.code ?? null).toBe(code);
  });
});

describe('what a call of openings closes by leaving it out', () => {
  const nights = (ranges: readonly PushRange[]) => ranges.flatMap((one) => [...nightsOf(one)]);

  it('is its guests’ nights, which were open without them, and what stood open', () => {
    expect(nights(leftOut([range(0, 1)], grid('oggxx', 'ooxox')))).toEqual([at(1), at(3)]);
  });

  it('is nothing that stands closed already, is not known, or met a booking that is not shown', () => {
    expect(leftOut([range(0, 1)], grid('oxxx', 'ox?r'))).toEqual([]);
  });

  it('is kept while a guest has the night, whatever it shows then', () => {
    const { wanted, known } = grid('gg', 'xo');
    const read = wanted.map((want) => ({
      night: want.night,
      observed: { units: 0 } as ObservedNight, // nothing else of it is looked at
      values: { units: 1 },
      hasDrift: false,
    }));
    expect(keepLeftOut(read, { wanted, known }).map((one) => one.values.units)).toEqual([0, 1]);
  });
});

it('nights that do not stand closed are news to a call of closings', () => {
  expect(freshIn([{ ...range(0, 5), set: { units: 0 } }], grid('xxxxx', 'xouo?'))).toEqual([
    at(1),
    at(2),
    at(3),
    at(4),
  ]);
});

it('what is shown of a pool is whether it is open, and the number is what we know', () => {
  const seen = (units: number, isBooked: boolean | null = false) => ({ units, isBooked }) as ObservedNight; // as above
  const shown = new Map(
    [seen(1), seen(1), seen(0), seen(0, true), seen(1)].map((one, index) => [at(index), one]),
  );
  const counts = seenAsCounts(shown, { ...grid('22222', '2?220'), maxUnits: 3 });
  expect([...counts.values()].map((one) => one.units)).toEqual([2, 3, 0, null, 1]);
  expect(seenAsCounts(shown, { ...grid('o', 'o'), maxUnits: 1 })).toBe(shown);
});
