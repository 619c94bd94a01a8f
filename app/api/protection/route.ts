import { readProtections } from '#lib/domain/protection/read-protection.ts';
import { readProtectionApi } from '#lib/web/api/protection.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(readProtectionApi, ({ ctx }) => readProtections(ctx));
