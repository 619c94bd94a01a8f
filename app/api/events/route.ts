import { eventsApi } from '#lib/web/api/events.ts';
import { endpoint } from '#lib/web/endpoint.ts';
import { streamEvents } from '#lib/web/events.ts';

export const GET = endpoint(eventsApi, ({ ctx, request }) => streamEvents(ctx, request));
