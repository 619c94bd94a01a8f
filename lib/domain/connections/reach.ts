import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { channelApps, connections, listings } from '#db/schema/connections.ts';
import type { Ctx } from '../ctx.ts';
import type { ConnectionRow } from './find.ts';

/** What a connection may take in of what the channel's machine account reaches. */
export type Reach = {
  /** To ask the channel for; null: all that the machine account has. */
  readonly groupIds: readonly string[] | null;
  /** Whether a property is this connection's. Null: the channel does not say which it is. */
  readonly has: (groupId: string | null) => boolean;
};

type Connection = Pick<ConnectionRow, 'id' | 'provider' | 'granted'>;

/**
 * A machine account may serve several hosts, of several organizations. A connection that was granted properties by name
 * has those; one without a grant has what the account reaches and nobody else was granted.
 */
export async function readReach(ctx: Ctx, connection: Connection): Promise<Reach> {
  const { granted } = connection;
  if (granted) {
    const own = new Set(granted);
    return { groupIds: [...own], has: (groupId) => groupId === null || own.has(groupId) };
  }
  const others = await readGrantedToOthers(ctx, connection);
  if (others.size === 0) return { groupIds: null, has: () => true };
  const known = await ctx.db
    .selectDistinct({ groupId: listings.groupId })
    .from(listings)
    .where(
      and(eq(listings.orgId, ctx.org), eq(listings.connectionId, connection.id), isNull(listings.goneAt)),
    );
  const own = known.flatMap(({ groupId }) => (groupId !== null && !others.has(groupId) ? [groupId] : []));
  return { groupIds: own, has: (groupId) => groupId === null || !others.has(groupId) };
}

async function readGrantedToOthers(ctx: Ctx, connection: Connection): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ granted: connections.granted })
    .from(connections)
    .where(
      and(
        eq(connections.provider, connection.provider),
        ne(connections.id, connection.id),
        ne(connections.status, 'disconnected'),
      ),
    );
  return new Set(rows.flatMap((row) => row.granted ?? []));
}

/**
 * The connections that ask by one machine account: those of the instance's key, in whatever organization, or all of one
 * organization that brought its own. The channel counts their questions together. Only what is asked at present.
 */
export async function listPeers(
  ctx: Ctx,
  connection: Pick<ConnectionRow, 'orgId' | 'provider'>,
): Promise<ConnectionRow[]> {
  const { orgId, provider } = connection;
  const apps = await ctx.db
    .select({ orgId: channelApps.orgId, key: channelApps.apiKeySealed, isActive: channelApps.isActive })
    .from(channelApps)
    .where(eq(channelApps.provider, provider));
  const bringers = new Set(apps.flatMap((app) => (app.key === null ? [] : [app.orgId])));
  const isOff = new Set(apps.flatMap((app) => (app.isActive ? [] : [app.orgId])));
  const rows = await ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.provider, provider),
        inArray(connections.status, ['connected', 'limited', 'error']),
        bringers.has(orgId) ? eq(connections.orgId, orgId) : undefined,
      ),
    )
    .orderBy(connections.id);
  return rows.filter(
    (row) => row.orgId === orgId || !(bringers.has(row.orgId) || bringers.has(orgId) || isOff.has(row.orgId)),
  );
}
