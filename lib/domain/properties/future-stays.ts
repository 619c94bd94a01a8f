import { and, eq, gt, inArray } from 'drizzle-orm';
import { stays } from '#db/schema/reservations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';

/**
 * Refuses while guests are still to come to these units, or are there. Under the units' lock nobody can book meanwhile.
 * @param consequence what would befall them: "… cannot be archived"
 * @throws AppError conflict with the reservations in the way
 */
export async function refuseWithFutureStays(
  tx: Ctx,
  where: { unitIds: readonly string[]; timezone: string },
  consequence: string,
): Promise<void> {
  if (where.unitIds.length === 0) return;
  const coming = await tx.db
    .selectDistinct({ reservationId: stays.reservationId })
    .from(stays)
    .where(
      and(
        eq(stays.orgId, tx.org),
        inArray(stays.unitId, [...where.unitIds]),
        eq(stays.status, 'active'),
        gt(stays.checkOut, todayIn(where.timezone, tx.clock.now())),
      ),
    );
  if (coming.length === 0) return;
  const guests = coming.length === 1 ? '1 reservation is' : `${coming.length} reservations are`;
  throw new AppError(
    'conflict',
    `${guests} still to come or under way, so ${consequence}. Move or cancel them first.`,
    {
      details: { reservationIds: coming.slice(0, 20).map((row) => row.reservationId) },
    },
  );
}
