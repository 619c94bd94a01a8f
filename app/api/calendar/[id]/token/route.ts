import { ensurePlainToken } from '#lib/domain/feeds/ensure-plain-token.ts';
import { regeneratePlainToken } from '#lib/domain/feeds/regenerate-plain-token.ts';
import { readTokenApi, regenerateTokenApi } from '#lib/web/api/feeds.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(readTokenApi, ({ ctx, params }) => ensurePlainToken(ctx, params.id));
export const POST = endpoint(regenerateTokenApi, ({ ctx, params }) => regeneratePlainToken(ctx, params.id));
