import { createInvitation } from '#lib/domain/people/create-invitation.ts';
import { listInvitations } from '#lib/domain/people/queries.ts';
import { createInvitationApi, listInvitationsApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listInvitationsApi, ({ ctx, query }) => listInvitations(ctx, query));
export const POST = endpoint(createInvitationApi, ({ ctx, body }) => createInvitation(ctx, body));
