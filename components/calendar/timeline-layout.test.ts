import { describe, expect, it } from 'vitest';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { daysOf, draggedNights, layoutUnit, monthsOf, place } from './timeline-layout.ts';

const SPAN = { from: '2026-12-01', days: 10 };

function bar(id: string, checkIn: string, checkOut: string, part: Partial<Bar> = {}): Bar {
  return {
    kind: 'stay',
    id,
    unitId: 'unt_000000000000000000000000',
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    channel: 'airbnb',
    label: '',
    reservationId: null,
    inConflict: false,
    parked: false,
    tentative: false,
    ...part,
  };
}

const laneOf = (layout: ReturnType<typeof layoutUnit>, id: string) =>
  layout.bars.find((placed) => placed.bar.id === id)?.lane;

describe('the timeline’s geometry', () => {
  it('draws a stay from the middle of its arrival to the middle of its departure', () => {
    expect(place({ checkIn: '2026-12-03', checkOut: '2026-12-05' }, SPAN)).toEqual({
      left: 0.25,
      width: 0.2,
      cutLeft: false,
      cutRight: false,
    });
  });

  it('lets two guests meet in the turnover day', () => {
    const leaving = place({ checkIn: '2026-12-02', checkOut: '2026-12-05' }, SPAN);
    const coming = place({ checkIn: '2026-12-05', checkOut: '2026-12-06' }, SPAN);
    expect((leaving?.left ?? 0) + (leaving?.width ?? 0)).toBeCloseTo(coming?.left ?? -1, 12);
  });

  it('cuts what reaches over the window and says on which side', () => {
    expect(place({ checkIn: '2026-11-20', checkOut: '2026-12-02' }, SPAN)).toMatchObject({
      left: 0,
      cutLeft: true,
      cutRight: false,
    });
    expect(place({ checkIn: '2026-12-09', checkOut: '2026-12-20' }, SPAN)).toMatchObject({ cutRight: true });
    expect(place({ checkIn: '2026-11-20', checkOut: '2026-11-30' }, SPAN)).toBeNull();
    expect(place({ checkIn: '2026-12-11', checkOut: '2026-12-14' }, SPAN)).toBeNull();
  });

  it('keeps one lane while nothing overlaps', () => {
    const layout = layoutUnit(
      [bar('a', '2026-12-01', '2026-12-03'), bar('b', '2026-12-03', '2026-12-05')],
      SPAN,
    );
    expect(layout.lanes).toBe(1);
    expect(layout.clashes).toEqual([]);
  });

  it('parks the stay without nights under the one that has them, and marks the nights both claim', () => {
    const layout = layoutUnit(
      [
        bar('late', '2026-12-04', '2026-12-07', { inConflict: true, parked: true }),
        bar('holder', '2026-12-02', '2026-12-05', { inConflict: true }),
      ],
      SPAN,
    );
    expect(laneOf(layout, 'holder')).toBe(0);
    expect(laneOf(layout, 'late')).toBe(1);
    expect(layout.clashes).toEqual([{ left: 0.35, width: expect.closeTo(0.1, 10), lanes: 2 }]);
  });

  it('never puts a parked stay in the first lane, even alone in view', () => {
    expect(
      laneOf(layoutUnit([bar('late', '2026-12-04', '2026-12-07', { parked: true })], SPAN), 'late'),
    ).toBe(1);
  });

  it('stacks closures that overlap a stay below it, and lays preparation under it without a lane', () => {
    const layout = layoutUnit(
      [
        bar('closure', '2026-12-02', '2026-12-04', { kind: 'closure' }),
        bar('prep', '2026-12-01', '2026-12-03', { kind: 'preparation' }),
        bar('stay', '2026-12-03', '2026-12-05'),
      ],
      SPAN,
    );
    expect(laneOf(layout, 'stay')).toBe(0);
    expect(laneOf(layout, 'closure')).toBe(1);
    expect(laneOf(layout, 'prep')).toBe(0);
    expect(layout.lanes).toBe(2);
  });

  it('names each month once, with its share', () => {
    expect(monthsOf({ from: '2026-12-30', days: 4 })).toEqual([
      { night: '2026-12-30', left: 0, width: 0.5 },
      { night: '2027-01-01', left: 0.5, width: 0.5 },
    ]);
  });

  it('knows weekends', () => {
    const weekend = daysOf({ from: '2026-12-04', days: 4 }).map((day) => day.isWeekend);
    expect(weekend).toEqual([false, true, true, false]);
  });

  it('reads a drag either way, and holds it inside the window', () => {
    const nights = { checkIn: '2026-12-03', checkOut: '2026-12-06' };
    expect(draggedNights(SPAN, 2.9, 4.1)).toEqual(nights);
    expect(draggedNights(SPAN, 4.1, 2.9)).toEqual(nights);
    expect(draggedNights(SPAN, 8.5, 99)).toEqual({ checkIn: '2026-12-09', checkOut: '2026-12-11' });
  });
});
