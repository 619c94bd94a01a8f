import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, type NightRange, night, overlaps } from '#lib/kernel/nights.ts';
import { allocate, LEVELS, type PoolUnit, type Standing, type Wanted } from './allocate-rules.ts';

const FROM = night('2026-05-01');
const NIGHTS = 60;
const at = (day: number) => addNights(FROM, day);
const range = (from: number, to: number): NightRange => ({ checkIn: at(from), checkOut: at(to) });

/** `rows('....xx', '..x')`: units a, b, … with `.` free, `p` to prepare, `b` blocked, `c` closed, `x` held. */
function rows(...drawn: string[]): PoolUnit[] {
  const level = { '.': LEVELS.free, p: LEVELS.prepared, b: LEVELS.blocked, c: LEVELS.closed, x: LEVELS.held };
  return drawn.map((row, index) => {
    const id = String.fromCharCode(97 + index);
    // The drawing holds nothing but these signs.
    const signs = [...row.padEnd(NIGHTS, '.')] as (keyof typeof level)[];
    return { id, leaves: [id], preparationNights: 0, nights: signs.map((sign) => level[sign]) };
  });
}
const want = (
  key: string,
  from: number,
  to: number,
  keep: string | null = null,
  pool = 'abcdef',
): Wanted => ({
  key,
  ...range(from, to),
  pool: [...pool],
  keep,
});
/** A pool holds no unit that is not there. */
const place = (units: PoolUnit[], wanted: Wanted[], standing: Standing[] = []) => {
  const ids = units.map((unit) => unit.id);
  const known = wanted.map((one) => ({ ...one, pool: one.pool.filter((id) => ids.includes(id)) }));
  return Object.fromEntries(allocate({ from: FROM, units }, standing, known));
};

describe('one stay of a pool', () => {
  it('goes where the least is left around it, and to the first of equals', () => {
    expect(place(rows('', 'xxx', 'xxx...x', 'xxx...x'), [want('s', 3, 6)])).toEqual({ s: 'c' });
    expect(place(rows('', ''), [want('s', 3, 6)])).toEqual({ s: 'a' });
  });

  it('counts nights that are kept to prepare as taken', () => {
    const units = rows('xp....', 'x.....x').map((unit) => ({ ...unit, preparationNights: 1 }));
    expect(place(units, [want('s', 2, 4)])).toEqual({ s: 'b' });
    expect(place(rows('xpp...', 'x.....'), [want('s', 2, 4)])).toEqual({ s: 'b' });
  });

  it('keeps its unit where it can, though it would fit another better', () => {
    expect(place(rows('', 'xxx...x'), [want('s', 3, 6, 'a')])).toEqual({ s: 'a' });
    expect(place(rows('...x', 'xxx...x'), [want('s', 3, 6, 'a')])).toEqual({ s: 'b' });
  });

  it('stays where it is when moving would not help', () => {
    expect(place(rows('...xxx', '...x'), [want('s', 3, 6, 'a')])).toEqual({ s: 'a' });
  });

  it.each([
    ['the fewest nights of another guest', ['...xxx', '...x..'], 'b'],
    ['a night that another calendar closed, not one of another guest', ['...x..', '...ccc'], 'b'],
    ['a night that a person blocked, not one closed elsewhere', ['...c..', '...bbb'], 'b'],
    ['a night kept to prepare, not one that a person blocked', ['...b..', '...ppp'], 'b'],
    ['the first of equals', ['...x', '.....x'], 'a'],
  ])('clashes, where no unit is free, on %s', (_, drawn, expected) => {
    expect(place(rows(...drawn), [want('s', 3, 6)])).toEqual({ s: expected });
  });
});

describe('several stays at once', () => {
  it('get a unit each, whatever order they are told in', () => {
    const units = () => rows('......x', '...x', 'xxx');
    const told = [want('long', 0, 6), want('late', 4, 9), want('early', 0, 3)];
    for (const order of [told, told.toReversed()])
      expect(place(units(), order)).toEqual({ long: 'a', early: 'b', late: expect.stringMatching(/[bc]/) });
  });

  it('leave the only unit that one can have to that one', () => {
    const told = [want('any', 0, 3), want('only', 0, 4)];
    expect(place(rows('', '...x'), told)).toEqual({ any: 'b', only: 'a' });
  });

  it('do not push out who keeps a unit', () => {
    expect(place(rows('', 'x'), [want('new', 0, 3), want('old', 0, 5, 'a')])).toEqual({ new: 'b', old: 'a' });
  });

  it('know of a house that a room is sold with', () => {
    const units = rows('', '');
    const house = { id: 'house', leaves: ['a', 'x'], preparationNights: 0 };
    expect(place(units, [want('s', 2, 4)], [{ unit: house, ...range(0, 3) }])).toEqual({ s: 'b' });
  });
});

const stays = fc.array(
  fc.record({ from: fc.nat(40), length: fc.integer({ min: 1, max: 9 }), keep: fc.nat(7) }),
  { minLength: 1, maxLength: 9 },
);
const levels = fc.array(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 1, 2, 3), {
  minLength: 50,
  maxLength: 50,
});
const calendars = fc.array(fc.tuple(levels, fc.nat(2)), { minLength: 1, maxLength: 5 });

const scene = fc.record({ calendars, stays }).map(({ calendars, stays }) => {
  const units = calendars.map(([nights, preparationNights], index): PoolUnit => {
    const id = String.fromCharCode(97 + index);
    // Constants of LEVELS.
    return { id, leaves: [id], preparationNights, nights: nights as PoolUnit['nights'] };
  });
  const pool = units.map((unit) => unit.id);
  const wanted = stays.map(({ from, length, keep }, index): Wanted => {
    return { key: `s${index}`, ...range(from, from + length), pool, keep: pool[keep] ?? null };
  });
  return { units, wanted };
});
const isFree = (unit: PoolUnit | undefined, one: Wanted) =>
  unit?.nights.slice(...span(one)).every((level) => level === 0) ?? false;
const span = (one: NightRange): [number, number] => [
  Temporal.PlainDate.from(FROM).until(one.checkIn).days,
  Temporal.PlainDate.from(FROM).until(one.checkOut).days,
];
const isApart = (a: Wanted, b: Wanted, preparation: number) =>
  !overlaps({ checkIn: addNights(a.checkIn, -preparation), checkOut: addNights(a.checkOut, preparation) }, b);

/** The most that can stand on free nights of their unit beside each other: the one that leaves first goes first. */
function kept(units: readonly PoolUnit[], wanted: readonly Wanted[], unitOf: ReadonlyMap<string, string>) {
  const perUnit = units.map((unit) => {
    const own = wanted.filter((one) => unitOf.get(one.key) === unit.id && isFree(unit, one));
    const chosen: Wanted[] = [];
    for (const one of own.sort((a, b) => (a.checkOut < b.checkOut ? -1 : 1)))
      if (chosen.every((other) => isApart(one, other, unit.preparationNights))) chosen.push(one);
    return chosen.length;
  });
  return perUnit.reduce((sum, count) => sum + count, 0);
}

function firstFit(units: readonly PoolUnit[], wanted: readonly Wanted[]) {
  const unitOf = new Map<string, string>();
  const settled: { one: Wanted; unit: PoolUnit }[] = [];
  const fits = (one: Wanted, unit: PoolUnit) =>
    isFree(unit, one) &&
    settled.every((other) => other.unit.id !== unit.id || isApart(one, other.one, unit.preparationNights));
  const put = (one: Wanted, unit: PoolUnit) => {
    unitOf.set(one.key, unit.id);
    settled.push({ one, unit });
  };
  const moving = wanted.filter((one) => {
    const own = units.find((unit) => unit.id === one.keep);
    const stays = own !== undefined && fits(one, own);
    if (stays && own) put(one, own);
    return !stays;
  });
  for (const one of moving) {
    const unit = units.find((candidate) => fits(one, candidate));
    if (unit) put(one, unit);
  }
  return unitOf;
}

describe('whatever the calendars and the stays', () => {
  it('everyone gets a unit of the pool, the same one each time', () => {
    fc.assert(
      fc.property(scene, ({ units, wanted }) => {
        const unitOf = allocate({ from: FROM, units }, [], wanted);
        for (const one of wanted) expect(one.pool).toContain(unitOf.get(one.key));
        expect(allocate({ from: FROM, units }, [], wanted)).toEqual(unitOf);
      }),
    );
  });

  it('two stand on one unit only where no unit of the pool is free for one of them', () => {
    fc.assert(
      fc.property(scene, ({ units, wanted }) => {
        const unitOf = allocate({ from: FROM, units }, [], wanted);
        const on = (unit: PoolUnit) => wanted.filter((one) => unitOf.get(one.key) === unit.id);
        for (const unit of units)
          for (const [one, other] of on(unit).flatMap((a) => on(unit).map((b) => [a, b] as const))) {
            if (one === other || !overlaps(one, other)) continue;
            const isRoomFor = (guest: Wanted) =>
              units.some(
                (free) =>
                  isFree(free, guest) &&
                  on(free).every((near) => isApart(guest, near, free.preparationNights)),
              );
            expect(isRoomFor(one) && isRoomFor(other)).toBe(false);
          }
      }),
    );
  });

  it('no fewer are kept without a clash than by first fit', () => {
    fc.assert(
      fc.property(scene, ({ units, wanted }) => {
        const best = kept(units, wanted, allocate({ from: FROM, units }, [], wanted));
        expect(best).toBeGreaterThanOrEqual(kept(units, wanted, firstFit(units, wanted)));
      }),
      { numRuns: 300 },
    );
  });

  it('one that is alone is moved only where its unit is not free and another is', () => {
    fc.assert(
      fc.property(scene, ({ units, wanted: [one] }) => {
        if (!one?.keep) return;
        const unitId = allocate({ from: FROM, units }, [], [one]).get(one.key);
        if (unitId === one.keep) return;
        expect(
          isFree(
            units.find(({ id }) => id === one.keep),
            one,
          ),
        ).toBe(false);
        expect(
          isFree(
            units.find(({ id }) => id === unitId),
            one,
          ),
        ).toBe(true);
      }),
    );
  });
});
