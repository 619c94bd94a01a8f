import type { Ctx } from '../ctx.ts';
import { channelMixOf } from './channel-mix-rules.ts';
import { type Asked, readGround } from './ground.ts';
import type { MoneyKind } from './ledger-rules.ts';
import type { ChannelMixReport } from './schemas.ts';

/** Which channels bring the nights, and what they cancel. @throws AppError forbidden, not_found */
export async function readChannelMix(
  ctx: Ctx,
  asked: Asked & { readonly money: MoneyKind },
): Promise<ChannelMixReport> {
  const { now, before } = await readGround(ctx, asked);
  return channelMixOf(now, before, asked.money);
}
