import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { listingPolls } from '#db/schema/steps.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ChannelReservation, Page } from '#lib/providers/sales-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyReservations } from './apply-reservations.ts';
import type { ClaimedListing } from './claim-listings.ts';
import { inboundKey } from './read-pages.ts';

/** More than one listing has; a channel that never comes to an end is stopped here. */
const PAGES_MAX = 20;

export type Asking = {
  readonly connection: { readonly id: string; readonly provider: ChannelProvider['id'] };
  readonly port: ChannelProvider['reservations'];
  readonly access: Access;
  readonly until: Temporal.Instant;
};

/**
 * Asks for the bookings of one listing. The bytes of last time again: nothing is written. Others are stored, then applied,
 * and in that transaction remembered: dying between leaves an answer that is read once more. What an answer leaves out stands
 * as it is.
 * @throws ChannelError
 */
export async function pollListing(ctx: Ctx, asking: Asking, listing: ClaimedListing): Promise<void> {
  const { connection, access } = asking;
  let pages: Page<ChannelReservation>[];
  try {
    pages = await readAll(ctx, asking, access, listing.externalId);
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== 'auth') throw error;
    // New tokens are asked for, once for all; refused again, the account has expired.
    const { signal } = access;
    pages = await withAccess(ctx, connection.id, (fresh) => readAll(ctx, asking, fresh, listing.externalId), {
      signal,
    });
  }
  const hash = hashOf(pages);
  if (hash === listing.bodyHash) return;
  const told: { page: Page<ChannelReservation>; messageId: string }[] = [];
  for (const page of pages) {
    const key = inboundKey(`reservations ${listing.externalId}`, null, hashOf([page]));
    const messageId = await storeInbound(ctx, { kind: 'poll', id: connection.id }, page.bytes, key);
    told.push({ page, messageId });
  }
  await inTx(ctx, async (tx) => {
    for (const { page, messageId } of told)
      await applyReservations(tx, connection, page, { reason: 'poll', messageId });
    await tx.db
      .update(listingPolls)
      .set({ bodyHash: hash })
      .where(
        and(
          eq(listingPolls.orgId, tx.org),
          eq(listingPolls.listingId, listing.listingId),
          eq(listingPolls.claimedUntil, asking.until),
        ),
      );
  });
}

async function readAll(
  ctx: Ctx,
  { port }: Asking,
  access: Access,
  listingId: string,
): Promise<Page<ChannelReservation>[]> {
  const from = todayIn('UTC', ctx.clock.now());
  const pages: Page<ChannelReservation>[] = [];
  let at: string | null = null;
  while (pages.length < PAGES_MAX) {
    const page: Page<ChannelReservation> = await port.list(access, { listingId, from, page: at });
    pages.push(page);
    if (page.next === null || page.next === at) break;
    at = page.next;
  }
  return pages;
}

function hashOf(pages: readonly Page<ChannelReservation>[]): string {
  const hash = createHash('sha256');
  for (const page of pages) hash.update(page.bytes);
  return hash.digest('hex');
}
