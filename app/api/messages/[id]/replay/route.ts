import { replayMessage } from '#lib/domain/messages/replay.ts';
import { replayMessageApi } from '#lib/web/api/messages.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(replayMessageApi, ({ ctx, params, body }) =>
  replayMessage(ctx, params.id, body.mode),
);
