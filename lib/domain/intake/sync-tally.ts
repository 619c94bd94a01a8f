import { and, eq, inArray } from 'drizzle-orm';
import { runs } from '#db/schema/work.ts';
import type { Ctx } from '../ctx.ts';
import type { AppliedCounts } from './apply-reservations.ts';
import { type Pass, type Tally, tellError } from './pass.ts';

export function addCounts(tally: Tally, counts: AppliedCounts): void {
  tally.created += counts.created;
  tally.updated += counts.updated;
  tally.cancelled += counts.cancelled;
  if (counts.unreadable > 0) {
    tellError(tally, {
      code: 'booking_unreadable',
      message: `${counts.unreadable} bookings could not be read. They wait in the inbox.`,
    });
  }
}

/** So that whoever looks at the run while it goes on sees it move. */
export async function showProgress(tx: Ctx, pass: Pass, tally: Tally): Promise<void> {
  const { created, updated, cancelled } = tally;
  if (created + updated + cancelled === 0) return;
  await tx.db
    .update(runs)
    .set({ created, updated, cancelled })
    .where(and(eq(runs.orgId, tx.org), inArray(runs.id, [...pass.runIds]), eq(runs.status, 'running')));
}
