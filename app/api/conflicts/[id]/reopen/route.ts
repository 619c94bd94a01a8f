import { reopenConflict } from '#lib/domain/reservations/reopen-conflict.ts';
import { reopenConflictApi } from '#lib/web/api/conflicts.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(reopenConflictApi, ({ ctx, params }) => reopenConflict(ctx, params.id));
