import { and, eq } from 'drizzle-orm';
import { conflicts } from '#db/schema/reservations.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type NightRange, sameNights } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { isNews, pairOf } from './rules.ts';

/** Why something changed, for the journal. */
export type Cause = {
  readonly reason: string;
  readonly messageId?: string | null;
  readonly runId?: string | null;
};

/**
 * Opens the conflict of two claims (ids of stays or of calendar events, in either order), in the caller's transaction
 * and under its lock of the unit. One that is open already follows its nights.
 * @returns its id, or null where it is open already, or a person accepted it or called it one booking on these nights
 */
export async function openConflict(
  tx: Ctx,
  input: {
    readonly unitId: string;
    readonly kind: 'double_booking' | 'possible_double_booking';
    readonly claims: readonly [string, string];
    readonly nights: NightRange;
  },
  cause?: Cause,
): Promise<string | null> {
  const [claimA, claimB] = pairOf(...input.claims);
  const pair = and(eq(conflicts.orgId, tx.org), eq(conflicts.claimA, claimA), eq(conflicts.claimB, claimB));
  const earlier = await tx.db.select().from(conflicts).where(pair);
  if (!isNews(earlier, input.nights)) {
    const open = earlier.find((one) => one.status === 'open');
    if (open && !sameNights(open.nights, input.nights))
      await tx.db.update(conflicts).set({ nights: input.nights }).where(eq(conflicts.id, open.id));
    return null;
  }
  const id = newId('conflict');
  await tx.db.insert(conflicts).values({
    id,
    orgId: tx.org,
    unitId: input.unitId,
    kind: input.kind,
    status: 'open',
    claimA,
    claimB,
    nights: input.nights,
    openedAt: tx.clock.now(),
  });
  await record(tx, {
    action: 'conflict.opened',
    subject: { kind: 'conflict', id },
    unitId: input.unitId,
    after: { kind: input.kind, claims: [claimA, claimB], ...input.nights },
    ...cause,
  });
  await announce(tx, 'conflicts');
  return id;
}
