import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import { units } from '#db/schema/properties.ts';
import { blocks } from '#db/schema/reservations.ts';
import type { Ctx } from '../ctx.ts';
import type { Block, BlockQuery } from './schemas.ts';

/** Blocks in the order they were made; with dates, those that share a night with [from, to). One round trip. */
export async function listBlocks(
  ctx: Ctx,
  asked: BlockQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Block[]; nextCursor: string | null }> {
  const ofProperty = ctx.db
    .select({ id: units.id })
    .from(units)
    .where(eq(units.propertyId, asked.unit ?? ''));
  const inUnits = asked.unit?.startsWith('prp_')
    ? inArray(blocks.unitId, ofProperty)
    : eq(blocks.unitId, asked.unit ?? '');
  const rows = await ctx.db
    .select()
    .from(blocks)
    .where(
      and(
        eq(blocks.orgId, ctx.org),
        asked.unit ? inUnits : undefined,
        asked.to ? lt(blocks.checkIn, asked.to) : undefined,
        asked.from ? gt(blocks.checkOut, asked.from) : undefined,
        asked.cursor ? gt(blocks.id, asked.cursor) : undefined,
      ),
    )
    .orderBy(asc(blocks.id))
    .limit(asked.limit + 1);
  const shown = rows.slice(0, asked.limit);
  return {
    items: shown.map(toBlock),
    nextCursor: rows.length > asked.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export function toBlock(row: typeof blocks.$inferSelect): Block {
  return {
    id: row.id,
    unitId: row.unitId,
    from: row.checkIn,
    to: row.checkOut,
    kind: row.kind,
    reason: row.reason,
    createdAt: row.createdAt.toString(),
  };
}
