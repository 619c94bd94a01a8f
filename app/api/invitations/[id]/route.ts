import { revokeInvitation } from '#lib/domain/people/revoke-invitation.ts';
import { revokeInvitationApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const DELETE = endpoint(revokeInvitationApi, ({ ctx, params }) => revokeInvitation(ctx, params.id));
