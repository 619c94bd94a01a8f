import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { connectFlows } from '#db/schema/connections.ts';
import { units } from '#db/schema/properties.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { findFlow, ownFlow, pickOf, toFlow } from './find-flow.ts';
import type { Flow } from './schemas.ts';

/** The flow of this person for this unit that can be gone on with; null where there is none. @throws AppError forbidden, not_found */
export async function findOpenFlow(
  ctx: Ctx,
  provider: ProviderName,
  unitId: string,
): Promise<{ flow: Flow | null }> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  await needUnit(ctx, unitId);
  const [row] = await ctx.db
    .select()
    .from(connectSteps)
    .where(
      and(
        eq(connectSteps.orgId, ctx.org),
        eq(connectSteps.userId, ctx.actor.id ?? ''),
        eq(connectSteps.provider, provider),
        eq(connectSteps.unitId, unitId),
        isNull(connectSteps.finishedAt),
        gt(connectSteps.expiresAt, ctx.clock.now()),
      ),
    )
    .orderBy(desc(connectSteps.createdAt))
    .limit(1);
  return { flow: row ? toFlow(row) : null };
}

async function needUnit(ctx: Ctx, id: string): Promise<void> {
  const [unit] = await ctx.db
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.orgId, ctx.org), eq(units.id, id)));
  if (!unit) throw notFound('unit');
}

/** @throws AppError forbidden, not_found, gone */
export async function getFlow(ctx: Ctx, provider: ProviderName, id: string): Promise<Flow> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  return toFlow(await findFlow(ctx, provider, id));
}

/**
 * Gives a flow up, with its ways to the consent page: who comes back from there finds that the link leads nowhere. An
 * account that was agreed to stays connected. @throws AppError forbidden, not_found
 */
export async function dropFlow(ctx: Ctx, provider: ProviderName, id: string): Promise<void> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  await inTx(ctx, async (tx) => {
    const dropped = await tx.db
      .delete(connectSteps)
      .where(ownFlow(tx, provider, id))
      .returning({ id: connectSteps.id });
    if (dropped.length === 0) throw notFound('flow');
    await tx.db.delete(connectFlows).where(and(eq(connectFlows.orgId, tx.org), eq(connectFlows.stepsId, id)));
  });
}
