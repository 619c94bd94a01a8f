import { previewInvitation } from '#lib/domain/people/accept-invitation.ts';
import { previewInvitationApi } from '#lib/web/api/people.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const GET = publicEndpoint(previewInvitationApi, ({ deps, query }) =>
  previewInvitation(deps, query.token),
);
