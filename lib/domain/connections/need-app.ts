import { AppError } from '#lib/kernel/errors.ts';
import { SealError } from '#lib/platform/seal.ts';
import type { AppCredentials } from '#lib/providers/access-contract.ts';
import type { Ctx } from '../ctx.ts';
import { channelName, findApp } from './app.ts';
import type { ProviderName } from './schemas.ts';

/** @throws AppError conflict with details.reason not_configured or unreadable */
export async function needApp(ctx: Ctx, provider: ProviderName): Promise<AppCredentials> {
  const name = channelName(ctx, provider);
  const app = await findApp(ctx, provider).catch((error: unknown) => {
    if (!(error instanceof SealError)) throw error;
    throw new AppError(
      'conflict',
      `The saved credentials for ${name} cannot be opened any more. An admin has to enter them again.`,
      { details: { reason: 'unreadable' }, cause: error },
    );
  });
  if (app) return app;
  const who = provider === 'avito' ? "The installation's operator sets them" : 'An admin can enter them';
  throw new AppError(
    'conflict',
    `${name} has no credentials here, or was switched off. ${who}; until then its calendar link can be followed.`,
    { details: { reason: 'not_configured' } },
  );
}
