import { getOrganization } from '#lib/domain/organizations/queries.ts';
import { renameOrganization } from '#lib/domain/organizations/rename-organization.ts';
import { getOrganizationApi, renameOrganizationApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getOrganizationApi, ({ ctx }) => getOrganization(ctx));
export const PATCH = endpoint(renameOrganizationApi, ({ ctx, body }) => renameOrganization(ctx, body));
