import type { ChannelProvider } from '#lib/providers/contract.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { readReach } from '../connections/reach.ts';
import type { Ctx } from '../ctx.ts';
import { storeListings } from '../mappings/store-listings.ts';
import { type Pass, type Tally, tellError } from './pass.ts';
import { readPages } from './read-pages.ts';

/**
 * Reads all listings of the account and stores them. Only a whole list says that one has vanished: where a page failed
 * or one could not be read, those that it left out stay as they are.
 * @throws ChannelError auth, limited, transient
 */
export async function syncListings(
  ctx: Ctx,
  pass: Pass,
  provider: Pick<ChannelProvider, 'listings'>,
  tally: Tally,
): Promise<void> {
  const { connection } = pass;
  // Of a machine account that serves several hosts those properties that are this connection's.
  const reach = await readReach(ctx, connection);
  const told: ChannelListing[] = [];
  const askedAt = ctx.clock.now();
  let unreadable = 0;
  const read = await readPages(
    ctx,
    connection.id,
    'listings',
    (access, page) => provider.listings(access, page),
    async (page) => {
      tally.pages += 1;
      told.push(...page.items.filter((one) => reach.has(one.group?.externalId ?? null)));
      unreadable += page.unreadable.length;
    },
  );
  for (const error of read.errors) tellError(tally, error);
  if (unreadable > 0) {
    tellError(tally, { code: 'listing_unreadable', message: `${unreadable} listings could not be read.` });
  }
  const isWhole = read.isWhole && unreadable === 0;
  await storeListings(ctx, { connectionId: connection.id, listings: told, isWhole, askedAt });
}
