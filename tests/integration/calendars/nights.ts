import { readNights } from '#lib/domain/availability/queries.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { night } from '#lib/kernel/nights.ts';

/** Nights of the unit that are not free. */
export async function takenNights(
  ctx: Ctx,
  unitId: string,
  from = '2026-01-01',
  to = '2028-01-01',
): Promise<string[]> {
  const nights = await readNights(ctx, { unitIds: [unitId], from: night(from), to: night(to) });
  return (nights.get(unitId) ?? []).filter((one) => one.state !== 'free').map((one) => one.night);
}
