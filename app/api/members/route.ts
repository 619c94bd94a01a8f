import { listMembers } from '#lib/domain/people/queries.ts';
import { listMembersApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listMembersApi, ({ ctx, query }) => listMembers(ctx, query));
