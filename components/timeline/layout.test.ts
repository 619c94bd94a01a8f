import { describe, expect, it } from 'vitest';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import {
  barsByDay,
  barsOn,
  cellAt,
  daysOf,
  draggedNights,
  layoutUnit,
  monthsOf,
  place,
  rowHeight,
} from './layout.ts';

const MARCH = { from: '2026-03-01', days: 10 };

function bar(checkIn: string, checkOut: string, more: Partial<Bar> = {}): Bar {
  return {
    kind: 'stay',
    id: `${checkIn}/${checkOut}`,
    unitId: 'unt_1',
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    channel: 'airbnb',
    label: 'Guest',
    reservationId: 'rsv_1',
    inConflict: false,
    parked: false,
    tentative: false,
    ...more,
  };
}

describe('place', () => {
  it('reaches from the middle of the arrival day to the middle of the departure day', () => {
    const at = place(bar('2026-03-03', '2026-03-06'), MARCH);
    expect(at?.left).toBeCloseTo(0.25);
    expect(at?.width).toBeCloseTo(0.3);
    expect(at).toMatchObject({ cutLeft: false, cutRight: false });
  });

  it('lets two guests of a turnover day meet without overlap', () => {
    const first = place(bar('2026-03-02', '2026-03-05'), MARCH);
    const second = place(bar('2026-03-05', '2026-03-07'), MARCH);
    expect((first?.left ?? 0) + (first?.width ?? 0)).toBeCloseTo(second?.left ?? -1);
  });

  it('cuts at the window and says at which side', () => {
    const at = place(bar('2026-02-20', '2026-04-20'), MARCH);
    expect(at).toEqual({ left: 0, width: 1, cutLeft: true, cutRight: true });
  });

  it('shows the half day of a guest who leaves on the first day, and nothing of one who left before', () => {
    expect(place(bar('2026-02-25', '2026-03-01'), MARCH)?.width).toBeCloseTo(0.05);
    expect(place(bar('2026-02-25', '2026-02-28'), MARCH)).toBeNull();
    expect(place(bar('2026-03-11', '2026-03-12'), MARCH)).toBeNull();
  });

  it('gives every night the same width over both changes of the clock and a leap day', () => {
    const widths = [
      place(bar('2026-03-28', '2026-03-30'), { from: '2026-03-25', days: 10 }),
      place(bar('2026-10-24', '2026-10-26'), { from: '2026-10-20', days: 10 }),
      place(bar('2028-02-28', '2028-03-01'), { from: '2028-02-25', days: 10 }),
    ].map((at) => Math.round((at?.width ?? 0) * 10));
    expect(widths).toEqual([2, 2, 2]);
  });
});

describe('layoutUnit', () => {
  it('keeps one lane where guests follow each other', () => {
    const layout = layoutUnit([bar('2026-03-01', '2026-03-04'), bar('2026-03-04', '2026-03-06')], MARCH);
    expect(layout.lanes).toBe(1);
  });

  it('parks the stay without its nights below, whichever is told first, and joins the two', () => {
    const parked = bar('2026-03-02', '2026-03-05', { parked: true, inConflict: true, id: 'parked' });
    const holder = bar('2026-03-04', '2026-03-08', { inConflict: true, id: 'holder' });
    for (const bars of [
      [parked, holder],
      [holder, parked],
    ]) {
      const layout = layoutUnit(bars, MARCH);
      expect(Object.fromEntries(layout.bars.map((one) => [one.bar.id, one.lane]))).toEqual({
        holder: 0,
        parked: 1,
      });
      expect(layout.clashes).toHaveLength(1);
      expect(layout.clashes[0]).toMatchObject({ top: 0, bottom: 1, under: { id: 'parked' } });
      expect(layout.clashes[0]?.left).toBeCloseTo(0.35);
      expect(layout.clashes[0]?.width).toBeCloseTo(0.1);
    }
  });

  it('keeps a parked stay off the first lane even where that is empty', () => {
    const layout = layoutUnit([bar('2026-03-02', '2026-03-05', { parked: true })], MARCH);
    expect(layout.lanes).toBe(2);
    expect(layout.bars[0]?.lane).toBe(1);
  });

  it('does not make the row taller for a clash outside the window', () => {
    const layout = layoutUnit(
      [bar('2026-05-01', '2026-05-04'), bar('2026-05-02', '2026-05-05', { parked: true, inConflict: true })],
      MARCH,
    );
    expect(layout).toEqual({ bars: [], lanes: 1, clashes: [] });
  });

  it('lays preparation under the stays without a lane of its own', () => {
    const layout = layoutUnit(
      [bar('2026-03-02', '2026-03-04'), bar('2026-03-03', '2026-03-05', { kind: 'preparation', id: 'p' })],
      MARCH,
    );
    expect(layout.lanes).toBe(1);
    expect(layout.bars.every((one) => one.lane === 0)).toBe(true);
  });

  it('puts a block over a stay below it, since the guest has the nights', () => {
    const layout = layoutUnit(
      [bar('2026-03-01', '2026-03-09', { kind: 'block', id: 'block' }), bar('2026-03-02', '2026-03-04')],
      MARCH,
    );
    expect(layout.bars.find((one) => one.bar.id === 'block')?.lane).toBe(1);
  });

  it('calls two bars that overlap in peace no clash', () => {
    const layout = layoutUnit(
      [bar('2026-03-01', '2026-03-05'), bar('2026-03-02', '2026-03-04', { kind: 'closure', id: 'c' })],
      MARCH,
    );
    expect(layout.clashes).toEqual([]);
  });
});

it('heads each month once, with all of its days in sight', () => {
  const months = monthsOf({ from: '2026-11-29', days: 40 });
  expect(months.map(({ night: at, days }) => [at, days])).toEqual([
    ['2026-11-29', 2],
    ['2026-12-01', 31],
    ['2027-01-01', 7],
  ]);
  expect(months.reduce((sum, month) => sum + month.width, 0)).toBeCloseTo(1);
});

it('knows weekends, week starts and month starts', () => {
  const days = daysOf({ from: '2026-11-28', days: 4 });
  expect(days.map((day) => [day.date, day.isWeekend, day.isWeekStart, day.isMonthStart])).toEqual([
    [28, true, false, false],
    [29, true, false, false],
    [30, false, true, false],
    [1, false, false, true],
  ]);
});

describe('draggedNights', () => {
  it('arrives where the drag began and departs where it ended, whichever way round', () => {
    expect(draggedNights(MARCH, 2.4, 5.1)).toEqual({ checkIn: '2026-03-03', checkOut: '2026-03-06' });
    expect(draggedNights(MARCH, 5.1, 2.4)).toEqual({ checkIn: '2026-03-03', checkOut: '2026-03-06' });
  });

  it('is one night for a click, and never leaves the window at its start', () => {
    expect(draggedNights(MARCH, 4, 4.9)).toEqual({ checkIn: '2026-03-05', checkOut: '2026-03-06' });
    expect(draggedNights(MARCH, -3, -1)).toEqual({ checkIn: '2026-03-01', checkOut: '2026-03-02' });
    expect(draggedNights(MARCH, 99, 99)).toEqual({ checkIn: '2026-03-10', checkOut: '2026-03-11' });
  });
});

it('names who has the night first, and not who leaves that morning', () => {
  const parked = bar('2026-03-02', '2026-03-05', { parked: true, id: 'parked' });
  const holder = bar('2026-03-01', '2026-03-04', { id: 'holder' });
  expect(barsOn([parked, holder], '2026-03-03').map((one) => one.id)).toEqual(['holder', 'parked']);
  expect(barsOn([parked, holder], '2026-03-04').map((one) => one.id)).toEqual(['parked']);
});

it('grows by a lane at a time', () => {
  expect(rowHeight(2) - rowHeight(1)).toBe(32);
});

it('says of each day of a window what barsOn says of that night', () => {
  const bars = [
    bar('2026-02-20', '2026-03-03', { id: 'before' }),
    bar('2026-03-02', '2026-03-05', { id: 'parked', parked: true }),
    bar('2026-03-03', '2026-03-04', { id: 'kept', kind: 'preparation' }),
    bar('2026-03-04', '2026-03-05', { id: 'block', kind: 'block' }),
    bar('2026-03-09', '2026-04-05', { id: 'after' }),
  ];
  const byDay = barsByDay(bars, MARCH);
  expect(byDay.map((on) => on.map((one) => one.id))).toEqual(
    daysOf(MARCH).map((day) => barsOn(bars, day.night).map((one) => one.id)),
  );
  expect(byDay[3]?.map((one) => one.id)).toEqual(['block', 'parked']);
});

describe('cellAt', () => {
  const rows = [
    { unitId: null, top: 0, height: 33 },
    { unitId: 'unt_a', top: 33, height: 39 },
    { unitId: 'unt_b', top: 72, height: 71 },
  ];
  const grid = { span: MARCH, dayWidth: 40, left: 200, top: 100, rows };

  it('finds the unit and the night under a point, edges belonging to what begins there', () => {
    expect(cellAt(grid, 200, 133)).toEqual({ unitId: 'unt_a', night: '2026-03-01' });
    expect(cellAt(grid, 239.9, 171.9)).toEqual({ unitId: 'unt_a', night: '2026-03-01' });
    expect(cellAt(grid, 240, 172)).toEqual({ unitId: 'unt_b', night: '2026-03-02' });
  });

  it('finds nothing on a heading, under the last row and beyond the days', () => {
    expect(cellAt(grid, 220, 110)).toBeNull();
    expect(cellAt(grid, 220, 243)).toBeNull();
    expect(cellAt(grid, 199, 140)).toBeNull();
    expect(cellAt(grid, 600, 140)).toBeNull();
  });
});
