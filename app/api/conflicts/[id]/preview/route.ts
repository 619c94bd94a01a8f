import { previewAnswer } from '#lib/domain/guide/preview-answer.ts';
import { previewConflictApi } from '#lib/web/api/conflicts.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(previewConflictApi, ({ ctx, params, body }) =>
  previewAnswer(ctx, params.id, body),
);
