import { and, desc, eq, isNull } from 'drizzle-orm';
import { properties } from '#db/schema/properties.ts';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import type { TurnoverLink } from './schemas.ts';

/** Every link that was not revoked, the newest first; those that have run out are said to have. @throws AppError forbidden */
export async function listShares(ctx: Ctx): Promise<{ items: TurnoverLink[]; nextCursor: null }> {
  requireCan(ctx, 'feed.read');
  const [rows, names] = await Promise.all([
    ctx.db
      .select()
      .from(turnoverLinks)
      .where(and(eq(turnoverLinks.orgId, ctx.org), isNull(turnoverLinks.revokedAt)))
      .orderBy(desc(turnoverLinks.id)),
    ctx.db
      .select({ id: properties.id, name: properties.name })
      .from(properties)
      .where(eq(properties.orgId, ctx.org)),
  ]);
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const now = ctx.clock.now();
  return {
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      properties: row.propertyIds?.map((id) => ({ id, name: nameOf.get(id) ?? '' })) ?? null,
      createdAt: row.createdAt.toString(),
      expiresAt: row.expiresAt?.toString() ?? null,
      isExpired: row.expiresAt !== null && Temporal.Instant.compare(row.expiresAt, now) <= 0,
      lastOpenedAt: row.lastOpenedAt?.toString() ?? null,
    })),
    nextCursor: null,
  };
}
