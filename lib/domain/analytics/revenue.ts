import type { Ctx } from '../ctx.ts';
import { type Asked, readGround } from './ground.ts';
import type { MoneyKind } from './ledger-rules.ts';
import { revenueOf } from './revenue-rules.ts';
import type { RevenueReport } from './schemas.ts';

/** What the nights slept in a time bring, currency by currency. @throws AppError forbidden, not_found */
export async function readRevenue(
  ctx: Ctx,
  asked: Asked & { readonly money: MoneyKind },
): Promise<RevenueReport> {
  const { now, before, grain } = await readGround(ctx, asked);
  return revenueOf(now, before, { grain, money: asked.money });
}
