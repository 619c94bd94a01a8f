import { previewNewNights } from '#lib/domain/explain/preview-move.ts';
import { previewNightsApi } from '#lib/web/api/moves.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(previewNightsApi, ({ ctx, body }) => previewNewNights(ctx, body));
