import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { mappings } from '#db/schema/mappings.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { requireCan } from '../access/require.ts';
import { disconnect } from '../connections/disconnect.ts';
import { getConnectionRow, lockConnection } from '../connections/find.ts';
import { needFree } from '../connections/hold.ts';
import { DEAD_CODES } from '../connections/rules.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { saveMappings } from '../mappings/save-mappings.ts';
import { beginFlow } from './begin-link.ts';
import { pickOf } from './find-flow.ts';
import { findLink, getLink, type LinkRow } from './list-links.ts';
import type { Link, RelinkAnswer } from './schemas.ts';

/** Sets what is added to every price of a link, in percent; the channel is told. @throws AppError forbidden, not_found */
export async function changeLink(
  ctx: Ctx,
  provider: ProviderName,
  mappingId: string,
  { markup }: { readonly markup: number },
): Promise<Link> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const link = await findLink(ctx, provider, mappingId);
  await save(ctx, provider, link, { markupBp: Math.round(markup * 100) });
  return getLink(ctx, provider, mappingId);
}

/**
 * Ends a link: nothing is asked or told any more, its listing and unit are free for others; its row, its markup and its
 * bookings stay. The account goes with its last link, unless somebody is on the way to another one of it. Twice is once.
 * Dying between the two leaves an account without links, which the next call ends.
 * @throws AppError forbidden, not_found
 */
export async function unlink(ctx: Ctx, provider: ProviderName, mappingId: string): Promise<void> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const link = await findLink(ctx, provider, mappingId);
  // A draft, not only switched off: what does not work keeps no other listing of the account from the unit.
  if (link.isOn) await save(ctx, provider, link, { stage: 'draft' });
  await disconnect(ctx, provider, link.connectionId, (tx) => isUnused(tx, link.connectionId));
}

/** In a transaction that holds the connection's row: none can come meanwhile. */
async function isUnused(tx: Ctx, connectionId: string): Promise<boolean> {
  const [working] = await tx.db
    .select({ one: sql`1` })
    .from(mappings)
    .where(
      and(
        eq(mappings.orgId, tx.org),
        eq(mappings.connectionId, connectionId),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
      ),
    )
    .limit(1);
  if (working) return false;
  const [onTheWay] = await tx.db
    .select({ one: sql`1` })
    .from(connectSteps)
    .where(
      and(
        eq(connectSteps.orgId, tx.org),
        eq(connectSteps.connectionId, connectionId),
        isNull(connectSteps.finishedAt),
        gt(connectSteps.expiresAt, tx.clock.now()),
      ),
    )
    .limit(1);
  return onTheWay === undefined;
}

/**
 * Lets a link work again, under its own name and with its markup: at once where its account is still connected, else by way
 * of the channel's consent page. So does one that works by an access that cannot be renewed: a person may go there before it
 * ends. What it would bring in that is here already stays as it is.
 * @throws AppError forbidden, not_found; item_taken, already_connected where its listing or unit has another meanwhile
 */
export async function relink(
  ctx: Ctx,
  provider: ProviderName,
  mappingId: string,
  here: { readonly sessionId: string | null },
): Promise<RelinkAnswer> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const link = await findLink(ctx, provider, mappingId);
  const access = await accessOf(ctx, link.connectionId);
  if (access !== 'none' && !link.isOn) await linkAgain(ctx, provider, link);
  if (access === 'renewed' || (access === 'ending' && !link.isOn)) return { reconnected: true };
  const unit = { id: link.unitId, propertyId: link.propertyId };
  return beginFlow(ctx, provider, { unit, mappingId, markupBp: link.markupBp }, here);
}

/** Where listing and unit are free. @throws AppError item_taken, already_connected */
export async function linkAgain(ctx: Ctx, provider: ProviderName, link: LinkRow): Promise<void> {
  await inTx(ctx, async (tx) => {
    await lockConnection(tx, link.connectionId);
    await needFree(tx, provider, [link]);
    await save(tx, provider, link, { stage: 'active', isSyncOn: true });
  });
}

/** Whether an account can be asked, and whether that goes on by itself. */
async function accessOf(ctx: Ctx, connectionId: string): Promise<'none' | 'ending' | 'renewed'> {
  const row = await getConnectionRow(ctx, connectionId);
  const { tokenExpiresAt, lastErrorCode } = row;
  const isDead = row.status === 'expired' || DEAD_CODES.includes(lastErrorCode ?? '');
  if (row.status === 'disconnected' || isDead) return 'none';
  if (row.refreshTokenSealed !== null) return 'renewed';
  const isOver = tokenExpiresAt === null || Temporal.Instant.compare(tokenExpiresAt, ctx.clock.now()) <= 0;
  return isOver ? 'none' : 'ending';
}

async function save(
  ctx: Ctx,
  provider: ProviderName,
  { listingId, unitIds, connectionId }: LinkRow,
  change: { stage?: 'active' | 'draft'; isSyncOn?: boolean; markupBp?: number },
): Promise<void> {
  await saveMappings(ctx, provider, connectionId, {
    mappings: [{ listingId, unitIds: [...unitIds], ...change }],
  });
}
