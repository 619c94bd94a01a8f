import { getMessage } from '#lib/domain/messages/queries.ts';
import { getMessageApi } from '#lib/web/api/messages.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getMessageApi, ({ ctx, params }) => getMessage(ctx, params.id));
