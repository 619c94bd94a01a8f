import { isDeaf } from '../calendars/source-rules.ts';
import { isAway, isReader } from '../feeds/reader-rules.ts';
import type { Around } from './rules.ts';

/** How long nights that are sold may still be open at somebody who reads our calendar. Whole minutes. */
export type Exposure = {
  readonly subscriberId: string;
  readonly name: string;
  readonly isPlain: boolean;
  readonly unitId: string;
  readonly propertyId: string;
  readonly lastReadAt: string | null;
  /** It has not come for a day: how often it used to come says nothing any more. */
  readonly isAway: boolean;
  /** Between its visits, as seen: so long a booking made here may be unknown there. Null: not known. */
  readonly usualMinutes: number | null;
  /** Since its last visit, where that is much longer than usual: it is later than it uses to be. */
  readonly overdueMinutes: number | null;
  /** Until we hear of a booking made elsewhere: the longest interval of the other sources; null where one fell silent. */
  readonly lateMinutes: number | null;
  /** Both: so long a booking made elsewhere may be unknown there. Null where either is. */
  readonly worstMinutes: number | null;
};

/** Visits come now and then a little later than usual. */
const OVERDUE = 2;

/** What is known of each reader of a unit's own feed. */
export function exposuresOf(
  unit: { readonly id: string; readonly propertyId: string },
  around: Pick<Around, 'sources' | 'readers'>,
  nowMs: number,
): Exposure[] {
  return around.readers
    .filter((one) => isReader(one) && one.unitId === unit.id)
    .map((reader) => {
      // What was sold there need not come back to it.
      const others = around.sources.filter((one) => one.isActive && one.id !== reader.sourceCalendarId);
      const away = isAway(reader, nowMs);
      const usual = away ? null : reader.usualMinutes;
      const since = Math.floor((nowMs - Date.parse(reader.lastReadAt ?? reader.createdAt)) / 60_000);
      const late = others.some((one) => isDeaf(one, nowMs))
        ? null
        : Math.max(0, ...others.map((one) => one.intervalMinutes));
      return {
        subscriberId: reader.id,
        name: reader.name,
        isPlain: reader.isPlain,
        unitId: unit.id,
        propertyId: unit.propertyId,
        lastReadAt: reader.lastReadAt,
        isAway: away,
        usualMinutes: usual,
        overdueMinutes: usual !== null && since > usual * OVERDUE ? since : null,
        lateMinutes: late,
        worstMinutes: usual === null || late === null ? null : Math.max(usual, since) + late,
      };
    });
}

/** The worst first: who stays away, of whom nothing is known, and then by how long it may take. */
export function worstFirst(exposures: readonly Exposure[]): Exposure[] {
  const minutes = (one: Exposure) => one.worstMinutes ?? one.usualMinutes ?? Number.MAX_SAFE_INTEGER;
  return [...exposures].sort(
    (a, b) =>
      Number(b.isAway) - Number(a.isAway) ||
      minutes(b) - minutes(a) ||
      (a.subscriberId < b.subscriberId ? -1 : 1),
  );
}
