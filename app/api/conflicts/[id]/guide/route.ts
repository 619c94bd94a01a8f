import { getConflictGuide } from '#lib/domain/guide/get-guide.ts';
import { getConflictGuideApi } from '#lib/web/api/conflicts.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getConflictGuideApi, ({ ctx, params }) => getConflictGuide(ctx, params.id));
