import { deleteCalendar } from '#lib/domain/calendars/delete-calendar.ts';
import { getCalendar } from '#lib/domain/calendars/queries.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import { deleteCalendarApi, getCalendarApi, updateCalendarApi } from '#lib/web/api/calendars.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getCalendarApi, ({ ctx, params }) =>
  getCalendar(ctx, params.id, params.calendarId),
);
export const PUT = endpoint(updateCalendarApi, ({ ctx, params, body }) =>
  updateCalendar(ctx, params.id, params.calendarId, body),
);
export const DELETE = endpoint(deleteCalendarApi, ({ ctx, params, query }) =>
  deleteCalendar(ctx, params.id, params.calendarId, query.cancel),
);
