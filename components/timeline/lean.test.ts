import { describe, expect, it } from 'vitest';
import { Timeline } from '#lib/domain/availability/schemas.ts';
import { leanTimeline, wholeTimeline } from './lean.ts';

const STAY = {
  kind: 'stay',
  id: 'sty_1',
  unitId: 'unt_1',
  checkIn: '2026-11-20',
  checkOut: '2026-11-23',
  channel: 'airbnb',
  label: 'Inés García',
  source: { calendarId: 'cal_1', name: 'Airbnb', color: '#ff0000' },
  reservationId: 'rsv_1',
  inConflict: true,
  parked: true,
  tentative: true,
};
const PREPARATION = {
  ...STAY,
  kind: 'preparation',
  channel: null,
  label: '',
  source: undefined,
  reservationId: null,
  inConflict: false,
  parked: false,
  tentative: false,
};
const timelineOf = (...bars: object[]) =>
  ({
    properties: [
      {
        id: 'prp_1',
        name: 'Quay House',
        timezone: 'Europe/Paris',
        units: [{ id: 'unt_1', name: 'Garden', parts: [], bars, openConflicts: 2 }],
      },
    ],
  }) as unknown as Timeline; // ids of a letter and a digit, which the schema of real ones refuses

describe('bars as the page brings them', () => {
  it('are the same again, whatever is unusual about them', () => {
    const all = timelineOf(
      STAY,
      PREPARATION,
      { ...STAY, unitId: 'unt_2', inConflict: false },
      { ...STAY, kind: 'closure', unitId: null, channel: null, parked: false },
      { ...STAY, kind: 'block', blockKind: 'owner', label: '', tentative: false },
    );
    expect(wholeTimeline(JSON.parse(JSON.stringify(leanTimeline(all))))).toEqual(all);
  });

  it('say of a usual one only what, which and when', () => {
    const [property] = leanTimeline(timelineOf(PREPARATION)).properties;
    expect(JSON.parse(JSON.stringify(property?.units[0]?.bars[0]))).toEqual({
      kind: 'preparation',
      id: 'sty_1',
      checkIn: '2026-11-20',
      checkOut: '2026-11-23',
    });
  });

  it('leave nothing out that the schema names, and the schema nothing that is left out', () => {
    const bar = Timeline.shape.properties.element.shape.units.element.shape.bars.element.shape;
    const named = Object.keys(
      wholeTimeline(leanTimeline(timelineOf(PREPARATION))).properties[0]?.units[0]?.bars[0] ?? {},
    );
    expect(named.filter((key) => !(key in bar))).toEqual([]);
    expect(Object.entries(bar).filter(([key, type]) => !type.isOptional() && !named.includes(key))).toEqual(
      [],
    );
  });
});
