import { listFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { listFoundClosuresApi } from '#lib/web/api/found-closures.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listFoundClosuresApi, ({ ctx, query }) => listFoundClosures(ctx, query));
