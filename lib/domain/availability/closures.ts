import { and, eq, inArray, isNotNull, isNull, or, type SQL } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { foundClosures } from '#db/schema/push.ts';

/**
 * The one answer to "does this event of an external calendar close nights by itself?", for queries that join its
 * calendar. It does unless it is a copy, a window's tail or a stay of its own (then the stay closes them), or is
 * tentative in a calendar whose tentative events do not close. A paused calendar keeps its last truth.
 */
export function closesNights(): SQL | undefined {
  return and(
    inArray(calendarEvents.kind, ['closure', 'reservation']),
    isNull(calendarEvents.stayId),
    or(isNull(calendarEvents.judgement), eq(calendarEvents.judgement, 'distinct')),
    or(eq(calendarEvents.tentative, false), eq(externalCalendars.tentativeCloses, true)),
  );
}

/**
 * The one answer to "do these nights that a channel keeps closed close a unit?". They do until somebody opens them, here
 * or there; a person who keeps them closed changes nothing. Where a pool is behind they close no unit of it.
 */
export function keepsClosed(): SQL | undefined {
  return and(
    isNotNull(foundClosures.unitId),
    or(isNull(foundClosures.resolution), eq(foundClosures.resolution, 'kept')),
  );
}
