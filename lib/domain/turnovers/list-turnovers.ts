import { todayIn } from '#lib/kernel/nights.ts';
import { guestsIn, preparingIn } from '../availability/guests.ts';
import { windowAround } from '../availability/today-rules.ts';
import { readWindow } from '../availability/window.ts';
import type { Share } from './find-share.ts';
import { type TurnoverDay, turnoverDays } from './rules.ts';

/** Days shown: today and the six after it. */
export const DAYS = 7;
/** Nights looked through for who comes next. */
const AHEAD = 45;

export type TurnoverProperty = {
  readonly name: string;
  readonly timezone: string;
  /** HH:MM, local. */
  readonly checkInTime: string;
  readonly checkOutTime: string;
  readonly days: readonly TurnoverDay[];
};

/**
 * A week of comings and goings of the properties that a link shows, each by its own clock. No ids, prices, contacts, codes
 * or notes are in it, and of a name its first word. Seven queries in two round trips of waiting.
 */
export async function listTurnovers({ ctx, propertyIds }: Share): Promise<TurnoverProperty[]> {
  const now = ctx.clock.now();
  const around = windowAround(todayIn('UTC', now), AHEAD);
  const window = await readWindow(ctx, { ...around, ...(propertyIds ? { propertyIds } : {}) });
  const guests = guestsIn(window);
  const preparingOf = preparingIn(window);
  const byProperty = Map.groupBy(window.units, (row) => row.property.id);
  return [...byProperty.values()]
    .flatMap((rows) => {
      const property = rows[0]?.property;
      if (!property) return [];
      const units = rows.map(({ unit }) => ({ id: unit.id, name: unit.name }));
      const ids = units.map((unit) => unit.id);
      const { name, timezone, checkInTime, checkOutTime } = property;
      return {
        name,
        timezone,
        checkInTime,
        checkOutTime,
        days: turnoverDays(
          { name, checkInTime, checkOutTime, units },
          guests.of(property.id, ids),
          preparingOf(ids),
          todayIn(timezone, now),
          DAYS,
        ),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
