import { and, asc, eq } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { findConnection } from '../connections/find.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { describeListings } from './describe-listings.ts';
import type { ListingRow } from './facts.ts';
import type { Listing, ListingState, ListingsQuery } from './schemas.ts';
import { plainName } from './suggest-rules.ts';

/**
 * Listings of a channel by name, each with its mapping or a suggestion. All of the channel's are looked at for every page:
 * a unit is suggested for one listing, whichever page that is on.
 * @throws AppError forbidden, not_found for a connection that is not this organization's or not of this channel
 */
export async function listListings(
  ctx: Ctx,
  provider: ProviderName,
  asked: ListingsQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Listing[]; nextCursor: string | null }> {
  requireCan(ctx, 'connection.read');
  const connection = asked.connection ? await findConnection(ctx, provider, asked.connection) : null;
  const rows = await readListings(ctx, provider);
  const described = await describeListings(ctx, provider, rows);
  const matching = described.filter(
    (one) =>
      (!connection || one.connectionId === connection.id) &&
      (!asked.q || mentions(one, asked.q)) &&
      (!asked.state || isIn(one, asked.state)),
  );
  const at = asked.cursor ? matching.findIndex((one) => one.id === asked.cursor) : -1;
  if (asked.cursor && at < 0) throw new AppError('invalid_input', 'This cursor is not one of ours.');
  const items = matching.slice(at + 1, at + 1 + asked.limit);
  const hasMore = matching.length > at + 1 + asked.limit;
  return { items, nextCursor: hasMore ? (items.at(-1)?.id ?? null) : null };
}

async function readListings(ctx: Ctx, provider: ProviderName): Promise<ListingRow[]> {
  const rows = await ctx.db
    .select({ listing: listings })
    .from(listings)
    .innerJoin(connections, eq(connections.id, listings.connectionId))
    .where(and(eq(listings.orgId, ctx.org), eq(connections.provider, provider)))
    .orderBy(asc(listings.name), asc(listings.id));
  return rows.map((row) => row.listing);
}

/** As people search: without regard to case, accents and signs. */
function mentions(listing: Listing, text: string): boolean {
  const wanted = plainName(text);
  const { name, address, city, externalId } = listing;
  return [name, address, city, externalId].some((one) => one !== null && plainName(one).includes(wanted));
}

function isIn(listing: Listing, state: ListingState): boolean {
  if (state === 'mapped') return listing.mapping !== null;
  if (state === 'unmapped') return listing.mapping === null && listing.goneAt === null;
  if (state === 'suggested') return listing.suggestion !== null;
  // A unit out of use, a listing that vanished: also of a mapping that stands.
  return listing.guards.length > 0;
}
