import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm';
import {
  apiKeys,
  invitations,
  memberships,
  organizations,
  sessions,
  users,
} from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { getOrganization } from '../organizations/queries.ts';
import { requireUser } from './internal.ts';
import { invitationState } from './rules.ts';
import {
  type ApiKey,
  type Invitation,
  LocaleName,
  type Me,
  type Member,
  type SessionInfo,
} from './schemas.ts';

export type Page = { readonly limit: number; readonly cursor?: string | undefined };
export type Paged<T> = { items: T[]; nextCursor: string | null };

/** Who asks, in which organization, with which role; and for a person, what else they belong to. */
export async function getMe(ctx: Ctx): Promise<Me> {
  const { actor } = ctx;
  const organization = await getOrganization(ctx);
  const here = { id: organization.id, name: organization.name };
  if (actor.kind === 'api_key') {
    return {
      user: null,
      role: actor.role,
      organization: here,
      organizations: [{ ...here, role: actor.role }],
    };
  }
  const userId = requireUser(ctx);
  const [[user], joined] = await Promise.all([
    ctx.db.select().from(users).where(eq(users.id, userId)),
    listOrganizationsOf(ctx, userId),
  ]);
  const role = joined.find((one) => one.id === ctx.org)?.role;
  if (!user || !role) throw notFound('member');
  const locale = LocaleName.catch('en').parse(user.locale);
  return {
    user: { id: user.id, name: user.name, email: user.email, locale },
    role,
    organization: here,
    organizations: joined,
  };
}

/** What a person belongs to, by name. The one read that spans organizations: it is bound to the person instead. */
export async function listOrganizationsOf(
  ctx: Pick<Ctx, 'db'>,
  userId: string,
): Promise<Me['organizations']> {
  return ctx.db
    .select({ id: organizations.id, name: organizations.name, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.orgId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(organizations.name), asc(organizations.id));
}

/** @throws AppError forbidden */
export async function listMembers(ctx: Ctx, page: Page): Promise<Paged<Member>> {
  requireCan(ctx, 'member.read');
  const rows = await ctx.db
    .select({ member: memberships, user: { id: users.id, name: users.name, email: users.email } })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, ctx.org), page.cursor ? gt(memberships.id, page.cursor) : undefined))
    .orderBy(asc(memberships.id))
    .limit(page.limit + 1);
  return cut(rows, page, ({ member, user }) => ({
    id: member.id,
    userId: user.id,
    name: user.name,
    email: user.email,
    role: member.role,
    isSelf: ctx.actor.kind === 'user' && ctx.actor.id === user.id,
    createdAt: member.createdAt.toString(),
  }));
}

/** Those still open or just expired; what was accepted or revoked is in the journal. @throws AppError forbidden */
export async function listInvitations(ctx: Ctx, page: Page): Promise<Paged<Invitation>> {
  requireCan(ctx, 'member.manage');
  const rows = await ctx.db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.orgId, ctx.org),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        page.cursor ? gt(invitations.id, page.cursor) : undefined,
      ),
    )
    .orderBy(asc(invitations.id))
    .limit(page.limit + 1);
  return cut(rows, page, (row) => toInvitation(row, ctx.clock.now()));
}

export function toInvitation(row: typeof invitations.$inferSelect, now: Temporal.Instant): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: invitationState(row, now) === 'expired' ? 'expired' : 'open',
    createdAt: row.createdAt.toString(),
    expiresAt: row.expiresAt.toString(),
  };
}

/** The person's own living sessions, in all their browsers. @throws AppError forbidden for an API key */
export async function listSessions(
  ctx: Ctx,
  currentSessionId: string | null,
  page: Page,
): Promise<Paged<SessionInfo>> {
  const userId = requireUser(ctx);
  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, ctx.clock.now()),
        page.cursor ? gt(sessions.id, page.cursor) : undefined,
      ),
    )
    .orderBy(asc(sessions.id))
    .limit(page.limit + 1);
  return cut(rows, page, (row) => ({
    id: row.id,
    isCurrent: row.id === currentSessionId,
    userAgent: row.userAgent,
    ip: row.ip,
    createdAt: row.createdAt.toString(),
    lastSeenAt: row.lastSeenAt.toString(),
    expiresAt: row.expiresAt.toString(),
  }));
}

/** The keys that open something. @throws AppError forbidden */
export async function listApiKeys(ctx: Ctx, page: Page): Promise<Paged<ApiKey>> {
  requireCan(ctx, 'key.manage');
  const after = page.cursor ? gt(apiKeys.id, page.cursor) : undefined;
  const rows = await readApiKeys(ctx, and(isNull(apiKeys.revokedAt), after), page.limit + 1);
  return cut(rows, page, (row) => row);
}

/** @throws AppError forbidden, not_found */
export async function getApiKey(ctx: Ctx, id: string): Promise<ApiKey> {
  requireCan(ctx, 'key.manage');
  const [row] = await readApiKeys(ctx, eq(apiKeys.id, id), 1);
  if (!row) throw notFound('key');
  return row;
}

async function readApiKeys(ctx: Ctx, which: SQL | undefined, limit: number): Promise<ApiKey[]> {
  const rows = await ctx.db
    .select({ key: apiKeys, maker: { id: users.id, name: users.name }, membership: memberships.id })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .leftJoin(memberships, and(eq(memberships.userId, apiKeys.createdBy), eq(memberships.orgId, ctx.org)))
    .where(and(eq(apiKeys.orgId, ctx.org), which))
    .orderBy(asc(apiKeys.id))
    .limit(limit);
  return rows.map(({ key, maker, membership }) => ({
    id: key.id,
    name: key.name,
    role: key.role,
    prefix: key.prefix,
    createdBy: maker ? { ...maker, isMember: membership !== null } : null,
    createdAt: key.createdAt.toString(),
    lastUsedAt: key.lastUsedAt?.toString() ?? null,
  }));
}

function cut<Row, Item extends { id: string }>(
  rows: readonly Row[],
  page: Page,
  toItem: (row: Row) => Item,
): Paged<Item> {
  const items = rows.slice(0, page.limit).map(toItem);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}
