import { AppError } from '#lib/kernel/errors.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { SaveMappingsAnswer, SaveMappingsInput } from './schemas.ts';

export async function saveMappings(
  _ctx: Ctx,
  _provider: ProviderName,
  _connectionId: string | null,
  _input: SaveMappingsInput,
): Promise<SaveMappingsAnswer> {
  throw new AppError('unavailable', 'Mappings come with the next change.');
}

/** The shape that `sync` takes too: external ids of listings to ids of units, each made active. */
export async function savePropertyMapping(
  _ctx: Ctx,
  _connectionId: string,
  _mapping: Readonly<Record<string, string>>,
): Promise<SaveMappingsAnswer> {
  throw new AppError('unavailable', 'Mappings come with the next change.');
}
