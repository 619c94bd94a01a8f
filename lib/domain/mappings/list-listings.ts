import { AppError } from '#lib/kernel/errors.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { Listing, ListingsQuery } from './schemas.ts';

export async function listListings(
  _ctx: Ctx,
  _provider: ProviderName,
  _asked: ListingsQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Listing[]; nextCursor: string | null }> {
  throw new AppError('unavailable', 'Listings come with the next change.');
}
