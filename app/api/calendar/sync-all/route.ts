import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { syncMany } from '#lib/domain/calendars/sync-many.ts';
import { allCalendarsApi, syncAllApi } from '#lib/web/api/calendars.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(allCalendarsApi, ({ ctx }) => listAllCalendars(ctx));
export const POST = endpoint(syncAllApi, ({ ctx }) => syncMany(ctx, null));
