import { and, eq } from 'drizzle-orm';
import { blocks } from '#db/schema/reservations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { BlockPlace } from './schemas.ts';

export type BlockRow = typeof blocks.$inferSelect;

/** @throws AppError not_found */
export async function findBlock(ctx: Ctx, id: string): Promise<BlockRow> {
  const [row] = await ctx.db
    .select()
    .from(blocks)
    .where(and(eq(blocks.orgId, ctx.org), eq(blocks.id, id)));
  if (!row) throw notFound('block');
  return row;
}

/** Whoever takes back a change means the block as they left it. @throws AppError conflict */
export function refuseMoved(row: BlockRow, was: Partial<BlockPlace>): void {
  const isThere =
    (was.unitId ?? row.unitId) === row.unitId &&
    (was.from ?? row.checkIn) === row.checkIn &&
    (was.to ?? row.checkOut) === row.checkOut;
  if (isThere) return;
  throw new AppError('conflict', 'Somebody has changed this block meanwhile. Nothing was changed.', {
    details: { reason: 'changed_meanwhile', unitId: row.unitId, from: row.checkIn, to: row.checkOut },
  });
}
