import { previewStayMove } from '#lib/domain/explain/preview-move.ts';
import { previewStayMoveApi } from '#lib/web/api/moves.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(previewStayMoveApi, ({ ctx, params, body }) =>
  previewStayMove(ctx, params.id, body),
);
