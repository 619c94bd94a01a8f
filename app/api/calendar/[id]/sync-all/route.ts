import { syncMany } from '#lib/domain/calendars/sync-many.ts';
import { syncSubjectApi } from '#lib/web/api/calendars.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(syncSubjectApi, ({ ctx, params }) => syncMany(ctx, params.id));
