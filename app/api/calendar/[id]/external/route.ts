import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { listCalendars } from '#lib/domain/calendars/queries.ts';
import { createCalendarApi, listCalendarsApi } from '#lib/web/api/calendars.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listCalendarsApi, ({ ctx, params }) => listCalendars(ctx, params.id));
export const POST = endpoint(createCalendarApi, ({ ctx, params, body }) =>
  createCalendar(ctx, params.id, body),
);
