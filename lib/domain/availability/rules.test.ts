import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';
import { type Claims, nightStates, preparations, withPreparation } from './rules.ts';

const FROM = night('2026-05-01');
const TO = night('2026-05-11');

const range = (id: string, checkIn: string, checkOut: string) => ({
  id,
  checkIn: night(`2026-05-${checkIn}`),
  checkOut: night(`2026-05-${checkOut}`),
});
const stay = (id: string, checkIn: string, checkOut: string, preparationNights = 0) => ({
  ...range(id, checkIn, checkOut),
  preparationNights,
});

/** One letter a night: . free, h held, b blocked, p kept to prepare, c closed, X conflict. */
function picture(claims: Partial<Claims>, from: Night = FROM, to: Night = TO): string {
  const none = { stays: [], blocks: [], closures: [], foundClosures: [], conflicts: [] };
  return nightStates({ ...none, ...claims, from, to })
    .map(({ state, by }) =>
      by?.kind === 'preparation'
        ? 'p'
        : { free: '.', held: 'h', blocked: 'b', closed: 'c', conflict: 'X' }[state],
    )
    .join('');
}

describe('nightStates', () => {
  it.each<[string, Partial<Claims>, string]>([
    ['nothing', {}, '..........'],
    ['a stay takes its nights, not the day of departure', { stays: [stay('s', '03', '05')] }, '..hh......'],
    ['nights on either side are kept to prepare', { stays: [stay('s', '04', '06', 2)] }, '.pphhpp...'],
    [
      'what is kept to prepare yields to the next guest',
      { stays: [stay('s', '02', '04', 2), stay('t', '05', '07', 2)] },
      'phhphhpp..',
    ],
    [
      'a stay outside the window still needs its nights to prepare inside it',
      { stays: [{ ...stay('s', '01', '02', 2), checkIn: night('2026-04-20'), checkOut: FROM }] },
      'pp........',
    ],
    ['a block closes nights', { blocks: [range('b', '01', '03')] }, 'bb........'],
    ['a closure closes nights', { closures: [range('c', '01', '03')] }, 'cc........'],
    [
      'a closure weighs more than a block, so that force does not open it',
      { blocks: [range('b', '01', '05')], closures: [range('c', '02', '04')] },
      'bccb......',
    ],
    [
      'a stay weighs more than both',
      {
        blocks: [range('b', '01', '05')],
        closures: [range('c', '02', '04')],
        stays: [stay('s', '03', '06')],
      },
      'bchhh.....',
    ],
    [
      'a conflict weighs most, on its own nights only',
      { stays: [stay('s', '02', '06'), stay('t', '04', '08')], conflicts: [range('x', '04', '06')] },
      '.hhXXhh...',
    ],
    ['what reaches beyond the window is cut', { blocks: [range('b', '08', '31')] }, '.......bbb'],
    ['what ends where the window begins is outside', { blocks: [range('b', '11', '20')] }, '..........'],
  ])('%s', (_, claims, expected) => {
    expect(picture(claims)).toBe(expected);
  });

  it('names what makes a night what it is', () => {
    const [first] = nightStates({
      stays: [stay('sty', '01', '02')],
      blocks: [range('blk', '01', '02')],
      closures: [],
      foundClosures: [],
      conflicts: [],
      from: FROM,
      to: TO,
    });
    expect(first).toEqual({ night: '2026-05-01', state: 'held', by: { kind: 'stay', id: 'sty' } });
  });

  it('says the same of a night whatever the window around it, also over a change of summer time', () => {
    const anyRange = fc
      .record({ at: fc.nat(40), nights: fc.integer({ min: 1, max: 9 }) })
      .map(({ at, nights }) => {
        const checkIn = addNights(night('2026-03-10'), at);
        return { id: `${at}`, checkIn, checkOut: addNights(checkIn, nights), preparationNights: 1 };
      });
    const lists = { stays: fc.array(anyRange), blocks: fc.array(anyRange), closures: fc.array(anyRange) };
    fc.assert(
      fc.property(fc.record(lists), fc.nat(30), fc.integer({ min: 1, max: 20 }), (claims, at, nights) => {
        const whole = { from: night('2026-03-01'), to: night('2026-06-01') };
        const from = addNights(whole.from, at);
        const part = { from, to: addNights(from, nights) };
        const all = nightStates({ ...claims, foundClosures: [], conflicts: [], ...whole });
        expect(nightStates({ ...claims, foundClosures: [], conflicts: [], ...part })).toEqual(
          all.slice(at, at + nights),
        );
      }),
    );
  });
});

describe('preparation', () => {
  it('never takes a night on which a guest sleeps', () => {
    const stays = [stay('s', '01', '05', 3), stay('t', '05', '09', 3)];
    expect(preparations(stays).map((one) => `${one.checkIn} ${one.checkOut}`)).toEqual([
      '2026-04-28 2026-05-01',
      '2026-05-09 2026-05-12',
    ]);
  });

  it('asks for the most nights that the stay or the unit it is seen from needs', () => {
    const nights = (id: string) => ({ whole: 0, part: 2 })[id] ?? 9;
    const on = (unitId: string) => ({ ...range('s', '01', '02'), unitId });
    expect(withPreparation([on('part')], 'whole', nights)[0]?.preparationNights).toBe(2);
    expect(withPreparation([on('whole')], 'part', nights)[0]?.preparationNights).toBe(2);
    expect(withPreparation([on('whole')], 'whole', nights)[0]?.preparationNights).toBe(0);
  });
});
