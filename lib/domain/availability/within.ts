import { and, gt, lt, type SQL } from 'drizzle-orm';
import type { calendarEvents } from '#db/schema/calendars.ts';
import type { foundClosures } from '#db/schema/push.ts';
import type { blocks, stays } from '#db/schema/reservations.ts';
import type { Night } from '#lib/kernel/nights.ts';

/** Whether a row takes any of the nights [from, to). */
export function within(
  table: typeof stays | typeof blocks | typeof calendarEvents | typeof foundClosures,
  window: { from: Night; to: Night },
): SQL | undefined {
  return and(lt(table.checkIn, window.to), gt(table.checkOut, window.from));
}
