import { addDays } from '#components/format/days.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import type { Span } from './position.ts';
import type { TimelineUnit } from './rows.ts';

/** What of a bar happens on a day, in the order in which it matters there. */
export const HAPPENINGS = [
  'clash',
  'arrival',
  'departure',
  'stay',
  'block',
  'closure',
  'preparation',
] as const;
export type Happening = (typeof HAPPENINGS)[number];
export type Entry = { readonly what: Happening; readonly bar: Bar; readonly unit: TimelineUnit };
export type AgendaDay = { readonly night: string; readonly entries: readonly Entry[] };

/**
 * The window as a list of days. A clash stands on the first day on which it can be seen; who stays on is told every
 * day, but what merely closes nights is told on its first one only.
 */
export function agendaOf(timeline: Timeline, span: Span): AgendaDay[] {
  const units = timeline.properties.flatMap((property) => property.units);
  return Array.from({ length: span.days }, (_, index) => {
    const night = addDays(span.from, index);
    const entries = units.flatMap((unit) =>
      unit.bars
        .filter((bar) => bar.kind === 'preparation' || bar.unitId === null || bar.unitId === unit.id)
        .flatMap((bar): Entry[] => {
          const what = happeningOn(bar, night, index === 0);
          return what ? [{ what, bar, unit }] : [];
        }),
    );
    return {
      night,
      entries: entries.sort((a, b) => HAPPENINGS.indexOf(a.what) - HAPPENINGS.indexOf(b.what)),
    };
  });
}

function happeningOn(bar: Bar, night: string, isFirstDay: boolean): Happening | null {
  if (night < bar.checkIn || night > bar.checkOut) return null;
  const begins = night === bar.checkIn || (isFirstDay && night < bar.checkOut);
  if (bar.inConflict && begins) return 'clash';
  if (bar.kind !== 'stay') return begins ? bar.kind : null;
  if (night === bar.checkIn) return 'arrival';
  return night === bar.checkOut ? 'departure' : 'stay';
}
