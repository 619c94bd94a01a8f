import { and, eq, inArray, max } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';

/** When each of these reservations of a channel last changed here, itself or a stay of it, by the channel's ids. */
export async function readKnownTimes(
  tx: Ctx,
  provider: ConnectionRow['provider'],
  codes: readonly string[],
): Promise<Map<string, Temporal.Instant>> {
  if (codes.length === 0) return new Map();
  const rows = await tx.db
    .select({
      code: reservations.externalId,
      changedAt: reservations.updatedAt,
      stayChangedAt: max(stays.updatedAt),
    })
    .from(reservations)
    .leftJoin(stays, eq(stays.reservationId, reservations.id))
    .where(
      and(
        eq(reservations.orgId, tx.org),
        eq(reservations.channel, provider),
        inArray(reservations.externalId, [...new Set(codes)]),
      ),
    )
    .groupBy(reservations.id);
  return new Map(
    rows.map(({ code, changedAt, stayChangedAt }) => {
      const isLater = stayChangedAt && Temporal.Instant.compare(stayChangedAt, changedAt) > 0;
      return [code, isLater ? stayChangedAt : changedAt];
    }),
  );
}
