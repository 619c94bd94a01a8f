import { describe, expect, it } from 'vitest';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { daysMoved, metThere, shifted } from './moving.ts';
import type { TimelineUnit } from './rows.ts';
import { type Held, mayMove, sameTarget } from './target.ts';

const PLACE = { unitId: 'a', checkIn: '2026-12-04', checkOut: '2026-12-07' };
const say = ({ unitId, checkIn, checkOut }: typeof PLACE) =>
  `${unitId} ${checkIn.slice(5)}..${checkOut.slice(5)}`;

function bar(more: Partial<Bar>): Bar {
  return {
    kind: 'stay',
    id: 'sty_1',
    ...PLACE,
    channel: 'direct',
    label: 'Ada',
    reservationId: 'rsv_1',
    inConflict: false,
    parked: false,
    tentative: false,
    ...more,
  } as Bar; // nights of a test are written as they are
}

describe('a bar that is moved', () => {
  it('keeps its length, over months and to another unit', () => {
    expect(say(shifted(PLACE, 'whole', 30, 'b'))).toBe('b 01-03..01-06');
    expect(say(shifted(PLACE, 'whole', -4))).toBe('a 11-30..12-03');
  });
  it('is pulled at one end, by one night less than it has at the most', () => {
    expect(say(shifted(PLACE, 'end', 2))).toBe('a 12-04..12-09');
    expect(say(shifted(PLACE, 'end', -9))).toBe('a 12-04..12-05');
    expect(say(shifted(PLACE, 'start', -2))).toBe('a 12-02..12-07');
    expect(say(shifted(PLACE, 'start', 9))).toBe('a 12-06..12-07');
  });
  it('stays on its unit while an end is pulled', () => {
    expect(say(shifted(PLACE, 'end', 1, 'b'))).toBe('a 12-04..12-08');
  });
});

describe('a pointer', () => {
  it('moves a bar by whole days, from the half on', () => {
    expect(daysMoved(100, 119, 40)).toBe(0);
    expect(daysMoved(100, 121, 40)).toBe(1);
    expect(daysMoved(100, 81, 40)).toBe(0);
    expect(daysMoved(100, 0, 40)).toBe(-2);
  });
});

describe('who may move what', () => {
  const all = { book: true, block: true };
  it('is who may write it, on the unit where it stands', () => {
    expect(mayMove(bar({}), 'a', all)).toBe(true);
    expect(mayMove(bar({}), 'whole', all)).toBe(false);
    expect(mayMove(bar({}), 'a', { book: false, block: true })).toBe(false);
    expect(mayMove(bar({ kind: 'block', reservationId: null }), 'a', all)).toBe(true);
    expect(mayMove(bar({ kind: 'closure' }), 'a', all)).toBe(false);
    expect(mayMove(bar({ kind: 'preparation' }), 'a', all)).toBe(false);
  });
});

describe('what a guest meets', () => {
  const unit = (...bars: Bar[]) =>
    ({ id: 'b', name: 'B', parts: [], bars, openConflicts: 0 }) as TimelineUnit; // as above
  const held = (to: typeof PLACE): Held => ({ bar: bar({}), from: PLACE, to, how: 'pointer', isDown: false });
  const other = bar({
    id: 'sty_2',
    checkIn: '2026-12-06' as Bar['checkIn'],
    checkOut: '2026-12-09' as Bar['checkOut'],
  });

  it('is whoever shares a night, not who leaves or comes on the day', () => {
    expect(metThere(held({ ...PLACE, unitId: 'b' }), unit(other))?.id).toBe('sty_2');
    expect(metThere(held({ ...PLACE, unitId: 'b', checkOut: '2026-12-06' }), unit(other))).toBeNull();
  });
  it('is never itself, nor anything where it was', () => {
    expect(metThere(held({ ...PLACE, checkOut: '2026-12-08' }), unit(bar({})))).toBeNull();
    expect(metThere(held(PLACE), unit(other))).toBeNull();
    expect(sameTarget(PLACE, { ...PLACE })).toBe(true);
  });
});
