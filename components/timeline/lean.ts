import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { type TimelineOf, withBars } from './with-bars.ts';

/*
 * How the page brings the bars of the first tiles: without what is as usual. There are hundreds, and nothing of the calendar
 * is seen before the last of them has come; written out they were more than half of the page.
 */

const USUAL = {
  channel: null,
  label: '',
  reservationId: null,
  inConflict: false,
  parked: false,
  tentative: false,
} as const;

/** A bar without what is as usual, and without its unit where it stands on that. */
export type LeanBar = Omit<Bar, keyof typeof USUAL | 'unitId'> & Partial<Bar>;
export type LeanTimeline = TimelineOf<LeanBar>;

export function leanTimeline(timeline: Timeline): LeanTimeline {
  return withBars(timeline, (unit) => unit.bars.map((bar) => leanBar(bar, unit.id)));
}

function leanBar(bar: Bar, ownId: string): LeanBar {
  const { unitId, channel, label, reservationId, inConflict, parked, tentative, ...said } = bar;
  return {
    ...said,
    ...(unitId === ownId ? {} : { unitId }),
    ...(channel === USUAL.channel ? {} : { channel }),
    ...(label === USUAL.label ? {} : { label }),
    ...(reservationId === USUAL.reservationId ? {} : { reservationId }),
    ...(inConflict === USUAL.inConflict ? {} : { inConflict }),
    ...(parked === USUAL.parked ? {} : { parked }),
    ...(tentative === USUAL.tentative ? {} : { tentative }),
  };
}

/** The same as it was before. */
export function wholeTimeline(timeline: LeanTimeline): Timeline {
  return withBars(timeline, (unit) => unit.bars.map((bar) => ({ ...USUAL, unitId: unit.id, ...bar })));
}
