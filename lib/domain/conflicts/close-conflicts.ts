import { and, eq, inArray, or } from 'drizzle-orm';
import { conflicts } from '#db/schema/reservations.ts';
import type { Ctx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import type { Cause } from './open-conflict.ts';

export type Resolution = 'gone' | 'moved' | 'cancelled' | 'accepted' | 'same_booking';

/**
 * Resolves the open conflicts in which one of the claims stands; with `pair`, only those between two of them. None
 * open: nothing happens. In the caller's transaction, under its lock of the unit.
 * @returns ids of the conflicts it resolved
 */
export async function closeConflictsOf(
  tx: Ctx,
  claimIds: readonly string[],
  resolution: Resolution,
  options: { readonly pair?: boolean; readonly note?: string | null; readonly cause?: Cause } = {},
): Promise<string[]> {
  if (claimIds.length === 0) return [];
  const ids = [...claimIds];
  const join = options.pair ? and : or;
  return closeWhere(
    tx,
    join(inArray(conflicts.claimA, ids), inArray(conflicts.claimB, ids)),
    resolution,
    options,
  );
}

/** Resolves these conflicts, where they are still open. @returns ids of those it resolved */
export function closeConflicts(
  tx: Ctx,
  conflictIds: readonly string[],
  resolution: Resolution,
  options: { readonly note?: string | null; readonly cause?: Cause } = {},
): Promise<string[]> {
  if (conflictIds.length === 0) return Promise.resolve([]);
  return closeWhere(tx, inArray(conflicts.id, [...conflictIds]), resolution, options);
}

async function closeWhere(
  tx: Ctx,
  which: ReturnType<typeof and>,
  resolution: Resolution,
  options: { readonly note?: string | null; readonly cause?: Cause },
): Promise<string[]> {
  const closed = await tx.db
    .update(conflicts)
    .set({
      status: 'resolved',
      resolution,
      resolvedAt: tx.clock.now(),
      // What is gone ended by itself, whoever set it going.
      resolvedBy: resolution === 'gone' ? null : tx.actor.id,
      ...(options.note === undefined ? {} : { note: options.note }),
    })
    .where(and(eq(conflicts.orgId, tx.org), eq(conflicts.status, 'open'), which))
    .returning();
  await recordAll(
    tx,
    closed.map((row) => ({
      action: 'conflict.resolved',
      subject: { kind: 'conflict', id: row.id },
      unitId: row.unitId,
      before: { kind: row.kind, claims: [row.claimA, row.claimB], ...row.nights },
      after: { resolution },
      ...options.cause,
    })),
  );
  if (closed.length > 0) await announce(tx, 'conflicts');
  return closed.map((row) => row.id);
}
