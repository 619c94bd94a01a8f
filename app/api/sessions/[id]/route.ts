import { revokeSession } from '#lib/domain/people/revoke-session.ts';
import { revokeSessionApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const DELETE = endpoint(revokeSessionApi, ({ ctx, params }) => revokeSession(ctx, params.id));
