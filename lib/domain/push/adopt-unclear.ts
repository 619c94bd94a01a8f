import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { deliveries } from '#db/schema/push.ts';
import { nightRange, nightsOf } from '#lib/kernel/nights.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { markMappingsDirty } from './mark-dirty.ts';
import { upsertNights } from './settle-answer.ts';

/**
 * Calls that were begun and of which nobody has written what became: their process died, or is so slow that we have taken
 * over. Whether the channel has applied them nobody knows, so their nights count as not known and are told again. One round
 * trip where there are none, as nearly always.
 * @returns how many calls there were
 */
export async function adoptUnclear(ctx: Ctx, connectionId: string): Promise<number> {
  const open = await ctx.db
    .select({ id: deliveries.id, records: deliveries.records, startedAt: deliveries.startedAt })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.orgId, ctx.org),
        eq(deliveries.connectionId, connectionId),
        isNull(deliveries.outcome),
        ne(deliveries.kind, 'read'),
      ),
    );
  for (const delivery of open) {
    await inTx(ctx, async (tx) => {
      const taken = await tx.db
        .update(deliveries)
        .set({ outcome: 'unclear', finishedAt: tx.clock.now(), error: 'no answer was written down' })
        .where(and(eq(deliveries.id, delivery.id), isNull(deliveries.outcome)))
        .returning({ id: deliveries.id });
      // Zero rows: its answer came just now.
      if (taken.length === 0) return;
      const rows = delivery.records.flatMap(({ mappingId, from, to, set }) =>
        [...nightsOf(nightRange(from, to))].map((night) => ({
          mappingId,
          night,
          values: {},
          // Nulls are never sent, so there are none in it.
          sent: Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null)),
          sentState: 'sent' as const,
          sentError: 'unclear',
        })),
      );
      await tx.db.execute(
        upsertNights(tx, { rows, deliveryId: delivery.id, sentAt: delivery.startedAt }, sql`true`),
      );
      for (const { mappingId, from, to } of delivery.records) {
        const { checkIn, checkOut } = nightRange(from, to);
        await markMappingsDirty(tx, [mappingId], tx.clock.now(), { from: checkIn, to: checkOut });
      }
    });
  }
  return open.length;
}
