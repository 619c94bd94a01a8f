import { previewCalendar } from '#lib/domain/calendars/preview.ts';
import { previewCalendarApi } from '#lib/web/api/calendars.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(previewCalendarApi, ({ ctx, params, body }) =>
  previewCalendar(ctx, params.id, body.icalUrl),
);
