import { expect, it } from 'vitest';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { agendaOf } from './agenda-days.ts';

function bar(id: string, checkIn: string, checkOut: string, more: Partial<Bar> = {}): Bar {
  return {
    kind: 'stay',
    id,
    unitId: 'a',
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    channel: 'airbnb',
    label: id,
    reservationId: 'rsv_1',
    inConflict: false,
    parked: false,
    tentative: false,
    ...more,
  };
}

function agenda(bars: Bar[], others: { id: string; bars: Bar[] }[] = []) {
  const unit = (id: string, of: Bar[]) => ({ id, name: id, parts: [], bars: of, openConflicts: 0 });
  const timeline: Timeline = {
    properties: [
      {
        id: 'p',
        name: 'P',
        timezone: 'Europe/Lisbon',
        units: [unit('a', bars), ...others.map((one) => unit(one.id, one.bars))],
      },
    ],
  };
  const days = agendaOf(timeline, { from: '2026-03-01', days: 4 });
  return days.map((day) => day.entries.map((entry) => `${entry.what} ${entry.bar.id}`));
}

it('tells arrival, every day of the stay, and departure', () => {
  expect(agenda([bar('anna', '2026-03-01', '2026-03-03')])).toEqual([
    ['arrival anna'],
    ['stay anna'],
    ['departure anna'],
    [],
  ]);
});

it('puts a clash before arrivals, and arrivals before departures', () => {
  const [, second] = agenda([
    bar('goes', '2026-02-20', '2026-03-02'),
    bar('comes', '2026-03-02', '2026-03-04'),
    bar('torn', '2026-03-02', '2026-03-03', { inConflict: true, parked: true }),
  ]);
  expect(second).toEqual(['clash torn', 'arrival comes', 'departure goes']);
});

it('shows on the first day a clash and a block that began before it', () => {
  const [first, second] = agenda([
    bar('torn', '2026-02-27', '2026-03-05', { inConflict: true }),
    bar('paint', '2026-02-20', '2026-03-09', { kind: 'block' }),
  ]);
  expect(first).toEqual(['clash torn', 'block paint']);
  expect(second).toEqual(['stay torn']);
});

it('tells of a guest once, not again for the whole house', () => {
  const anna = bar('anna', '2026-03-01', '2026-03-03');
  expect(agenda([anna], [{ id: 'whole', bars: [anna] }])[0]).toEqual(['arrival anna']);
});

it('does not tell on the first day of a block that ended that morning', () => {
  expect(agenda([bar('paint', '2026-02-20', '2026-03-01', { kind: 'block' })])[0]).toEqual([]);
});
