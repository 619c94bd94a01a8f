import { and, eq } from 'drizzle-orm';
import { connectSteps } from '#db/schema/steps.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import type { Channel, ChannelProvider } from '#lib/providers/contract.ts';
import type { PickPort } from '#lib/providers/sales-contract.ts';
import { CHANNEL_NAMES } from '../connections/labels.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { Flow } from './schemas.ts';

export type FlowRow = typeof connectSteps.$inferSelect;

const LIFE_MINUTES = 60;

/** When a flow runs out that takes a step now. */
export const flowEnd = (ctx: Pick<Ctx, 'clock'>) => ctx.clock.now().add({ minutes: LIFE_MINUTES });

/** A channel of which a person connects one listing at a time. @throws AppError not_found for every other */
export function pickOf(
  ctx: Pick<Ctx, 'channels'>,
  provider: ProviderName,
): { channel: Channel; provider: ChannelProvider; pick: PickPort } {
  const channel = ctx.channels[provider];
  if (!channel?.provider.pick)
    throw new AppError(
      'not_found',
      `Listings of ${CHANNEL_NAMES[provider]} are not connected one at a time.`,
    );
  return { channel, provider: channel.provider, pick: channel.provider.pick };
}

/** One of this person's flows. @throws AppError not_found, also for another person's; gone where it has run out */
export async function findFlow(ctx: Ctx, provider: ProviderName, id: string): Promise<FlowRow> {
  const [row] = await ctx.db
    .select()
    .from(connectSteps)
    .where(ownFlow(ctx, provider, id));
  return usable(ctx, row);
}

/** The same, locked for the transaction. */
export async function lockFlow(tx: Ctx, provider: ProviderName, id: string): Promise<FlowRow> {
  const [row] = await tx.db
    .select()
    .from(connectSteps)
    .where(ownFlow(tx, provider, id))
    .for('update');
  return usable(tx, row);
}

function usable(ctx: Ctx, row: FlowRow | undefined): FlowRow {
  if (!row) throw notFound('flow');
  if (row.finishedAt === null && Temporal.Instant.compare(row.expiresAt, ctx.clock.now()) <= 0)
    throw new AppError('gone', 'More than an hour has passed since the last step. Begin again.');
  return row;
}

export function ownFlow(ctx: Ctx, provider: ProviderName, id: string) {
  return and(
    eq(connectSteps.id, id),
    eq(connectSteps.orgId, ctx.org),
    eq(connectSteps.userId, ctx.actor.id ?? ''),
    eq(connectSteps.provider, provider),
  );
}

/** The account that the person agreed to. @throws AppError conflict before they have */
export function needAccount(row: FlowRow): { connectionId: string; accountId: string } {
  const { connectionId, accountId } = row;
  if (connectionId !== null && accountId !== null) return { connectionId, accountId };
  throw new AppError('conflict', 'Nobody has agreed at the channel yet. Open its consent page first.', {
    details: { reason: 'not_authorized' },
  });
}

export function toFlow(row: FlowRow): Flow {
  const { id, unitId, propertyId, mappingId, step, error, accountId, itemId, itemName } = row;
  const expiresAt = row.expiresAt.toString();
  const markup = row.markupBp / 100;
  return { id, unitId, propertyId, mappingId, step, error, accountId, itemId, itemName, markup, expiresAt };
}
