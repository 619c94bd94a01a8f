import { restoreWaiting } from '#lib/domain/intake/restore-waiting.ts';
import { restoreWaitingApi } from '#lib/web/api/intake.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(restoreWaitingApi, ({ ctx, params }) => restoreWaiting(ctx, params.id));
