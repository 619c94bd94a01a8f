import { z } from 'zod';
import { ROLE_ORDER } from '../access/labels.ts';
import { OrganizationId, OrganizationName } from '../organizations/schemas.ts';
import { isPlainEmail, normaliseEmail } from './rules.ts';

export const UserId = z.string().regex(/^usr_[0-9a-z]{24}$/);
export const MemberId = z.string().regex(/^mem_[0-9a-z]{24}$/);
export const InvitationId = z.string().regex(/^inv_[0-9a-z]{24}$/);
export const SessionId = z.string().regex(/^ses_[0-9a-z]{24}$/);
export const ApiKeyId = z.string().regex(/^key_[0-9a-z]{24}$/);

export const RoleName = z.enum(ROLE_ORDER);
export const LOCALES = ['en', 'fr', 'ru'] as const;
export const LocaleName = z.enum(LOCALES);

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** Checked after normalising, so that what was checked is what is stored and written to. */
export const Email = z
  .string()
  .max(320, 'at most 320 characters')
  .transform(normaliseEmail)
  .refine(isPlainEmail, 'an e-mail address, such as name@example.com');

export const NewPassword = z
  .string()
  .min(PASSWORD_MIN, `at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `at most ${PASSWORD_MAX} characters`);
/** One to be compared: any text that is not absurdly long, so that an older rule locks nobody out. */
export const GivenPassword = z.string().min(1, 'the password').max(PASSWORD_MAX, 'at most 200 characters');

const PersonName = z.string().trim().min(1, 'a name').max(120, 'at most 120 characters');
/** 32 bytes as hex. */
export const InvitationToken = z.string().regex(/^[0-9a-f]{64}$/, 'the token of an invitation');

export const SignUpInput = z.object({
  organization: OrganizationName,
  name: PersonName,
  email: Email,
  password: NewPassword,
});
export const SignedUp = z.object({ id: UserId, organizationId: OrganizationId });

export const MePatch = z.object({ name: PersonName.optional(), locale: LocaleName.optional() });
export const PasswordChange = z.object({ currentPassword: GivenPassword, newPassword: NewPassword });
export const Me = z.object({
  /** Null for an API key. */
  user: z.object({ id: UserId, name: z.string(), email: z.string(), locale: LocaleName }).nullable(),
  role: RoleName,
  organization: z.object({ id: OrganizationId, name: z.string() }),
  organizations: z.array(z.object({ id: OrganizationId, name: z.string(), role: RoleName })),
});

export const Member = z.object({
  id: MemberId,
  userId: UserId,
  name: z.string(),
  email: z.string(),
  role: RoleName,
  isSelf: z.boolean(),
  createdAt: z.string(),
});
export const RoleChange = z.object({ role: RoleName });

export const InvitationInput = z.object({ email: Email, role: RoleName });
export const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  role: RoleName,
  state: z.enum(['open', 'expired']),
  createdAt: z.string(),
  expiresAt: z.string(),
});
/** `url` is shown once: only its hash is kept. */
export const NewInvitation = Invitation.extend({ url: z.string() });
export const InvitationPreview = z.object({
  organization: z.string(),
  email: z.string(),
  role: RoleName,
  expiresAt: z.string(),
  /** Then its password is asked for, or a sign-in; otherwise a name and a new password. */
  hasAccount: z.boolean(),
});
export const AcceptInput = z.object({
  token: InvitationToken,
  name: PersonName.optional(),
  password: GivenPassword.optional(),
});
export const Accepted = z.object({ id: MemberId, organizationId: OrganizationId, email: z.string() });

export const SessionInfo = z.object({
  id: SessionId,
  isCurrent: z.boolean(),
  userAgent: z.string(),
  ip: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
});

export const ApiKeyInput = z.object({ name: PersonName, role: RoleName });
export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  role: RoleName,
  /** First characters, to tell keys apart. */
  prefix: z.string(),
  /** Who made it, and whether they are still a member: a key outlives its maker. */
  createdBy: z.object({ id: UserId, name: z.string(), isMember: z.boolean() }).nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
/** `key` is shown once: only its hash is kept. */
export const NewApiKey = ApiKey.extend({ key: z.string() });

export type SignUpInput = z.infer<typeof SignUpInput>;
export type SignedUp = z.infer<typeof SignedUp>;
export type MePatch = z.infer<typeof MePatch>;
export type PasswordChange = z.infer<typeof PasswordChange>;
export type Me = z.infer<typeof Me>;
export type Member = z.infer<typeof Member>;
export type InvitationInput = z.infer<typeof InvitationInput>;
export type Invitation = z.infer<typeof Invitation>;
export type NewInvitation = z.infer<typeof NewInvitation>;
export type InvitationPreview = z.infer<typeof InvitationPreview>;
export type AcceptInput = z.infer<typeof AcceptInput>;
export type Accepted = z.infer<typeof Accepted>;
export type SessionInfo = z.infer<typeof SessionInfo>;
export type ApiKeyInput = z.infer<typeof ApiKeyInput>;
export type ApiKey = z.infer<typeof ApiKey>;
export type NewApiKey = z.infer<typeof NewApiKey>;
export type LocaleName = z.infer<typeof LocaleName>;
