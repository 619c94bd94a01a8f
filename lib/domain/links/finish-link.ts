import { and, eq, isNull } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { AppError, invariant } from '#lib/kernel/errors.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { requireCan } from '../access/require.ts';
import { lockConnection } from '../connections/find.ts';
import { needFree } from '../connections/hold.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { startSync } from '../intake/start-sync.ts';
import { saveMappings } from '../mappings/save-mappings.ts';
import { storeListings } from '../mappings/store-listings.ts';
import { confirmItem, wantedBy } from './check-item.ts';
import { type FlowRow, findFlow, lockFlow, needAccount, ownFlow, pickOf } from './find-flow.ts';
import type { FinishAnswer, FinishInput } from './schemas.ts';

/**
 * Connects the listing: stored, mapped to the flow's unit, active, with its markup; its bookings, and what the channel
 * shows, are read from now on, before anything is told. Asked the channel once more first: minutes may lie between.
 *
 * All of it in one transaction, and the flow's end with it; of two for one listing or unit the second finds it taken. Once
 * more it answers the same. Dying after the transaction leaves a link that works, whose sync the next call begins.
 * @throws AppError forbidden, not_found, gone, conflict, item_taken, already_connected, item_unknown, item_not_yours
 */
export async function finishLink(
  ctx: Ctx,
  provider: ProviderName,
  input: FinishInput,
): Promise<FinishAnswer> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const flow = await findFlow(ctx, provider, input.flow);
  if (flow.finishedAt !== null) return answerAgain(ctx, provider, flow, input);
  const listing = await confirmItem(ctx, provider, flow, input);
  const done = await inTx(ctx, (tx) => linkIn(tx, provider, input, listing));
  return answerAgain(ctx, provider, done, input);
}

async function linkIn(
  tx: Ctx,
  provider: ProviderName,
  input: FinishInput,
  listing: ChannelListing,
): Promise<FlowRow> {
  const flow = await lockFlow(tx, provider, input.flow);
  if (flow.finishedAt !== null) return flow;
  const { connectionId, accountId } = needAccount(flow);
  const connection = await lockConnection(tx, connectionId);
  if (connection.status === 'disconnected' || accountId !== input.accountId) {
    throw new AppError('conflict', 'The account was disconnected meanwhile. Open its consent page again.', {
      details: { reason: 'not_authorized' },
    });
  }
  await needFree(tx, provider, [wantedBy(flow, input.itemId)]);
  const now = tx.clock.now();
  await storeListings(tx, { connectionId, listings: [listing], isWhole: false, askedAt: now });
  const listingId = await readListingId(tx, connectionId, input.itemId);
  const markupBp = Math.round(input.markup * 100);
  const saved = await saveMappings(tx, provider, connectionId, {
    mappings: [{ listingId, unitId: flow.unitId, stage: 'active', isSyncOn: true, markupBp }],
  });
  const mappingId = saved.listings[0]?.mapping?.id;
  invariant(mappingId, 'a listing that was mapped has a mapping');
  const end = {
    step: 'done' as const,
    mappingId,
    itemId: input.itemId,
    itemName: listing.name.slice(0, 300),
    markupBp,
    error: null,
    finishedAt: now,
    updatedAt: now,
  };
  await tx.db
    .update(connectSteps)
    .set(end)
    .where(ownFlow(tx, provider, flow.id));
  return { ...flow, ...end };
}

/** @throws AppError conflict where the flow was finished with something else */
async function answerAgain(
  ctx: Ctx,
  provider: ProviderName,
  flow: FlowRow,
  input: FinishInput,
): Promise<FinishAnswer> {
  const { mappingId, connectionId } = flow;
  if (flow.itemId !== input.itemId || mappingId === null || connectionId === null) {
    throw new AppError('conflict', 'This flow is done, with another listing. Begin a new one.', {
      details: { reason: 'done', itemId: flow.itemId },
    });
  }
  const runId = flow.runId ?? (await beginSync(ctx, provider, flow.id, connectionId));
  return { id: mappingId, connectionId, runId };
}

/** Two at once begin one each, which one sync answers; both are told of the one that was written down. */
async function beginSync(
  ctx: Ctx,
  provider: ProviderName,
  flowId: string,
  connectionId: string,
): Promise<string> {
  const { runId } = await startSync(ctx, provider, connectionId, {});
  await ctx.db
    .update(connectSteps)
    .set({ runId })
    .where(and(ownFlow(ctx, provider, flowId), isNull(connectSteps.runId)));
  const { runId: written } = await findFlow(ctx, provider, flowId);
  return written ?? runId;
}

async function readListingId(tx: Ctx, connectionId: string, externalId: string): Promise<string> {
  const [row] = await tx.db
    .select({ id: listings.id })
    .from(listings)
    .where(
      and(
        eq(listings.orgId, tx.org),
        eq(listings.connectionId, connectionId),
        eq(listings.externalId, externalId),
      ),
    );
  invariant(row, 'a listing that was stored is there');
  return row.id;
}
