import { getMe } from '#lib/domain/people/queries.ts';
import { updateMe } from '#lib/domain/people/update-me.ts';
import { getMeApi, updateMeApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getMeApi, ({ ctx }) => getMe(ctx));
export const PATCH = endpoint(updateMeApi, ({ ctx, body }) => updateMe(ctx, body));
