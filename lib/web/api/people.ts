import { z } from 'zod';
import { Organization, OrganizationId, OrganizationPatch } from '#lib/domain/organizations/schemas.ts';
import {
  Accepted,
  AcceptInput,
  ApiKey,
  ApiKeyId,
  ApiKeyInput,
  Invitation,
  InvitationId,
  InvitationInput,
  InvitationPreview,
  InvitationToken,
  Me,
  Member,
  MemberId,
  MePatch,
  NewApiKey,
  NewInvitation,
  PasswordChange,
  RoleChange,
  SessionId,
  SessionInfo,
  SignedUp,
  SignUpInput,
} from '#lib/domain/people/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'People';

export const signUpApi = define({
  method: 'POST',
  path: '/api/sign-up',
  summary: 'Make an account and its organization; signs nobody in',
  tag,
  can: 'public',
  body: SignUpInput,
  status: 201,
  answer: SignedUp,
});

export const getMeApi = define({
  method: 'GET',
  path: '/api/me',
  summary: 'Who asks, and in which organization',
  tag,
  can: 'signed_in',
  status: 200,
  answer: Me,
});

export const updateMeApi = define({
  method: 'PATCH',
  path: '/api/me',
  summary: 'Change your own name or language',
  tag,
  can: 'signed_in',
  body: MePatch,
  status: 200,
  answer: Me,
});

export const changePasswordApi = define({
  method: 'POST',
  path: '/api/me/password',
  summary: 'Change your own password and sign out your other browsers',
  tag,
  can: 'signed_in',
  body: PasswordChange,
  status: 204,
});

export const getOrganizationApi = define({
  method: 'GET',
  path: '/api/organization',
  summary: 'The organization you work in',
  tag,
  can: 'signed_in',
  status: 200,
  answer: Organization,
});

export const renameOrganizationApi = define({
  method: 'PATCH',
  path: '/api/organization',
  summary: 'Rename the organization',
  tag,
  can: 'organization.manage',
  body: OrganizationPatch,
  status: 200,
  answer: Organization,
});

export const switchOrganizationApi = define({
  method: 'POST',
  path: '/api/session/organization',
  summary: 'Work in another of your organizations, in this browser',
  tag,
  can: 'signed_in',
  body: z.object({ orgId: OrganizationId }),
  status: 204,
});

export const listMembersApi = define({
  method: 'GET',
  path: '/api/members',
  summary: 'Members and their roles',
  tag,
  can: 'member.read',
  query: Paging,
  status: 200,
  answer: page(Member),
});

export const changeRoleApi = define({
  method: 'PATCH',
  path: '/api/members/{id}',
  summary: 'Give a member another role',
  tag,
  can: 'member.manage',
  params: z.object({ id: MemberId }),
  body: RoleChange,
  status: 204,
});

export const removeMemberApi = define({
  method: 'DELETE',
  path: '/api/members/{id}',
  summary: 'Remove a member, or leave',
  tag,
  can: 'signed_in',
  params: z.object({ id: MemberId }),
  status: 204,
});

export const listInvitationsApi = define({
  method: 'GET',
  path: '/api/invitations',
  summary: 'Invitations that are open or have expired',
  tag,
  can: 'member.manage',
  query: Paging,
  status: 200,
  answer: page(Invitation),
});

export const createInvitationApi = define({
  method: 'POST',
  path: '/api/invitations',
  summary: 'Invite an address; the link is shown once',
  tag,
  can: 'member.manage',
  body: InvitationInput,
  status: 201,
  answer: NewInvitation,
});

export const revokeInvitationApi = define({
  method: 'DELETE',
  path: '/api/invitations/{id}',
  summary: 'Withdraw an invitation',
  tag,
  can: 'member.manage',
  params: z.object({ id: InvitationId }),
  status: 204,
});

export const previewInvitationApi = define({
  method: 'GET',
  path: '/api/invitations/preview',
  summary: 'What an invitation offers',
  tag,
  can: 'public',
  query: z.object({ token: InvitationToken }),
  status: 200,
  answer: InvitationPreview,
});

export const acceptInvitationApi = define({
  method: 'POST',
  path: '/api/invitations/accept',
  summary: 'Join by an invitation, with a new account or one that exists; signs nobody in',
  tag,
  can: 'public',
  body: AcceptInput,
  status: 201,
  answer: Accepted,
});

export const listApiKeysApi = define({
  method: 'GET',
  path: '/api/keys',
  summary: 'API keys',
  tag,
  can: 'key.manage',
  query: Paging,
  status: 200,
  answer: page(ApiKey),
});

export const createApiKeyApi = define({
  method: 'POST',
  path: '/api/keys',
  summary: 'Make an API key; it is shown once',
  tag,
  can: 'key.manage',
  body: ApiKeyInput,
  status: 201,
  answer: NewApiKey,
});

export const revokeApiKeyApi = define({
  method: 'DELETE',
  path: '/api/keys/{id}',
  summary: 'Revoke an API key',
  tag,
  can: 'key.manage',
  params: z.object({ id: ApiKeyId }),
  status: 204,
});

export const listSessionsApi = define({
  method: 'GET',
  path: '/api/sessions',
  summary: 'Your browsers that are signed in',
  tag,
  can: 'signed_in',
  query: Paging,
  status: 200,
  answer: page(SessionInfo),
});

export const revokeSessionApi = define({
  method: 'DELETE',
  path: '/api/sessions/{id}',
  summary: 'Sign out one of your browsers',
  tag,
  can: 'signed_in',
  params: z.object({ id: SessionId }),
  status: 204,
});

export const revokeOtherSessionsApi = define({
  method: 'POST',
  path: '/api/sessions/revoke-others',
  summary: 'Sign out all your browsers but this one',
  tag,
  can: 'signed_in',
  status: 200,
  answer: z.object({ revoked: z.int() }),
});
