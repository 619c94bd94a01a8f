import { sessionIdOf } from '#lib/auth/session.ts';
import { switchOrganization } from '#lib/domain/people/switch-organization.ts';
import { switchOrganizationApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(switchOrganizationApi, async ({ ctx, body, request }) =>
  switchOrganization(ctx, await sessionIdOf(request, ctx.appUrl), body.orgId),
);
