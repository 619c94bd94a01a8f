import { and, eq, isNull } from 'drizzle-orm';
import { connectSteps } from '#db/schema/steps.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { requireCan } from '../access/require.ts';
import { type Holding, needFree } from '../connections/hold.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { asking } from './channel-trouble.ts';
import { type FlowRow, findFlow, flowEnd, needAccount, ownFlow, pickOf } from './find-flow.ts';
import type { CheckItemAnswer, CheckItemInput } from './schemas.ts';

/**
 * Whether a listing can be connected to the flow's unit: by what we know, then by what the channel says. It can be: the flow
 * goes on to the markup. Two who check one listing at once may both be told so; finishing decides.
 * @throws AppError forbidden, not_found, gone, conflict, item_taken (details.where), item_unknown, item_not_yours
 */
export async function checkItem(
  ctx: Ctx,
  provider: ProviderName,
  input: CheckItemInput,
): Promise<CheckItemAnswer> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const flow = await findFlow(ctx, provider, input.flow);
  if (flow.finishedAt !== null)
    throw new AppError('conflict', 'This flow is done.', { details: { reason: 'done' } });
  const listing = await confirmItem(ctx, provider, flow, input);
  const { externalId: id, name, address } = listing;
  const moved = await ctx.db
    .update(connectSteps)
    .set({
      step: 'markup',
      itemId: id,
      itemName: name.slice(0, 300),
      error: null,
      expiresAt: flowEnd(ctx),
      updatedAt: ctx.clock.now(),
    })
    .where(
      and(
        ownFlow(ctx, provider, flow.id),
        isNull(connectSteps.finishedAt),
        eq(connectSteps.connectionId, flow.connectionId ?? ''),
      ),
    )
    .returning({ id: connectSteps.id });
  // Begun anew in another tab, or finished there.
  if (moved.length === 0)
    throw new AppError('conflict', 'This flow has gone on elsewhere. Look at it again.');
  return { available: true, item: { id, name, address } };
}

/** The listing as the channel tells it, found free here. Outside of a transaction: it asks the channel. */
export async function confirmItem(
  ctx: Ctx,
  provider: ProviderName,
  flow: FlowRow,
  { accountId, itemId }: { readonly accountId: string; readonly itemId: string },
): Promise<ChannelListing> {
  const agreed = needAccount(flow);
  if (agreed.accountId !== accountId) throw notYours();
  await inTx(ctx, (tx) => needFree(tx, provider, [wantedBy(flow, itemId)]));
  const { pick } = pickOf(ctx, provider);
  const listing = await asking(() =>
    withAccess(ctx, agreed.connectionId, async (access) => {
      try {
        return await pick.check(access, itemId);
      } catch (error) {
        throw refused(error, itemId) ?? error;
      }
    }),
  );
  if (listing.externalId !== itemId)
    throw new AppError('unusable', 'The channel answered for another listing than was asked for.');
  return listing;
}

/** A new one has no mapping yet. */
export const wantedBy = (flow: FlowRow, itemId: string): Holding => ({
  mappingId: flow.mappingId ?? '',
  itemId,
  unitIds: [flow.unitId],
});

const notYours = () =>
  new AppError('item_not_yours', 'This listing belongs to another account of the channel.');

/** What a channel's refusal says of the listing; null for what says nothing of it. */
function refused(error: unknown, itemId: string): AppError | null {
  if (!(error instanceof ChannelError)) return null;
  if (error.kind === 'gone')
    return new AppError('item_unknown', 'The channel knows no listing of this id.', { cause: error });
  if (error.kind !== 'rejected') return null;
  if (error.status === 409)
    return new AppError('item_taken', 'The channel says that another system holds this listing.', {
      cause: error,
      details: { where: 'channel', itemId },
    });
  return error.status === 403 ? notYours() : null;
}
