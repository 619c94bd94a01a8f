import { listMessages } from '#lib/domain/messages/queries.ts';
import { listMessagesApi } from '#lib/web/api/messages.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listMessagesApi, ({ ctx, query }) => listMessages(ctx, query));
