import { syncNow } from '#lib/domain/calendars/sync-now.ts';
import { syncCalendarApi } from '#lib/web/api/calendars.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(syncCalendarApi, ({ ctx, params }) =>
  syncNow(ctx, params.id, params.calendarId),
);
