import { and, eq, ne, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { memberships, organizations } from '#db/schema/organizations.ts';
import type { Tokens } from '#lib/providers/access-contract.ts';
import { can } from '../access/rules.ts';
import type { Ctx } from '../ctx.ts';
import type { ProviderName } from './schemas.ts';

/**
 * The person may have lost the right, or the organization its existence, while the channel was asked. The membership stays
 * locked until the end, so that neither can happen any more: no row of a deleted organization is left behind.
 */
export async function findObstacle(tx: Ctx): Promise<'not_allowed' | 'gone' | null> {
  if (tx.actor.kind === 'api_key') return (await hasOrganization(tx)) ? null : 'gone';
  const [membership] = await tx.db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.orgId, tx.org), eq(memberships.userId, tx.actor.id ?? '')))
    .for('share');
  if (membership) return can(membership.role, 'connection.configure') ? null : 'not_allowed';
  return (await hasOrganization(tx)) ? 'not_allowed' : 'gone';
}

async function hasOrganization(tx: Ctx): Promise<boolean> {
  const [organization] = await tx.db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, tx.org))
    .for('share');
  return organization !== undefined;
}

/**
 * A property that another live account has been granted: two would each take its bookings from the same queue. In the
 * way of one at a time for each channel, so that two who connect it at once do not both find it free.
 */
export async function findOtherHolder(
  tx: Ctx,
  link: { readonly provider: ProviderName; readonly tokens: Pick<Tokens, 'granted'> | null },
  accountId: string,
): Promise<'taken' | null> {
  const granted = link.tokens?.granted ?? [];
  if (granted.length === 0) return null;
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`granted ${link.provider}`}, 0))`);
  const live = await tx.db
    .select({ orgId: connections.orgId, accountId: connections.accountId, granted: connections.granted })
    .from(connections)
    .where(and(eq(connections.provider, link.provider), ne(connections.status, 'disconnected')));
  const others = live.filter((row) => row.orgId !== tx.org || row.accountId !== accountId);
  return others.some((row) => row.granted?.some((id) => granted.includes(id))) ? 'taken' : null;
}
