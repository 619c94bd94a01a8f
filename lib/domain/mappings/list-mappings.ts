import { AppError } from '#lib/kernel/errors.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { MappedListing } from './schemas.ts';

export async function listMappings(
  _ctx: Ctx,
  _provider: ProviderName,
  _asked: { connection?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<{ items: MappedListing[]; nextCursor: string | null }> {
  throw new AppError('unavailable', 'Mappings come with the next change.');
}
