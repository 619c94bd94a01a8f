import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { listWaitingApi } from '#lib/web/api/intake.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listWaitingApi, ({ ctx, query }) => listWaiting(ctx, query));
