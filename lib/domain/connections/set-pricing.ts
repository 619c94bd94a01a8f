import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import type { Ctx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { markConnectionDirty } from '../push/mark-dirty.ts';
import type { ConnectionRow } from './find.ts';
import type { UpdateConnectionInput } from './schemas.ts';

/** Changes what prices come to at the channel, and owes it the new ones. Under the connection's lock. */
export async function setPricing(
  tx: Ctx,
  row: ConnectionRow,
  input: Pick<UpdateConnectionInput, 'markupBp' | 'rounding'>,
): Promise<ConnectionRow> {
  const before = { markupBp: row.markupBp, rounding: row.rounding };
  const after = { markupBp: input.markupBp ?? row.markupBp, rounding: input.rounding ?? row.rounding };
  if (before.markupBp === after.markupBp && before.rounding === after.rounding) return row;
  const now = tx.clock.now();
  await tx.db
    .update(connections)
    .set({ ...after, updatedAt: now })
    .where(and(eq(connections.orgId, tx.org), eq(connections.id, row.id)));
  await record(tx, {
    action: 'connection.updated',
    subject: { kind: 'connection', id: row.id },
    before,
    after,
  });
  await markConnectionDirty(tx, row.id, now);
  await announce(tx, 'connections');
  return { ...row, ...after };
}
