import { previewBlockMove } from '#lib/domain/explain/preview-move.ts';
import { previewBlockMoveApi } from '#lib/web/api/moves.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(previewBlockMoveApi, ({ ctx, params, body }) =>
  previewBlockMove(ctx, params.id, body),
);
