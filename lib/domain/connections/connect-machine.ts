import { AppError } from '#lib/kernel/errors.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { Ctx } from '../ctx.ts';
import { channelName } from './app.ts';
import { needApp } from './need-app.ts';
import { saveConnection } from './save-connection.ts';
import type { ProviderName } from './schemas.ts';

/**
 * Links a machine account, the instance's or the organization's own: nobody is asked for consent, its key and secret are
 * enough. Again is the same link, revived with its mappings. Dying after the channel's answer costs one more click.
 * @returns the connection's id
 * @throws AppError conflict: details.reason not_configured, unreadable, key_refused, taken (the
 *   account works for another organization of this installation), unreachable
 */
export async function connectMachine(ctx: Ctx, provider: ProviderName): Promise<string> {
  const app = await needApp(ctx, provider);
  const name = channelName(ctx, provider);
  try {
    const saved = await saveConnection(ctx, { provider, app, tokens: null, limit: null });
    if (saved.kind === 'saved') return saved.connectionId;
    throw conflict(
      saved.reason,
      saved.reason === 'taken'
        ? `This machine account of ${name} is connected to another organization of this installation.`
        : 'Your right to connect accounts was taken away meanwhile.',
    );
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw error.kind === 'auth'
      ? conflict('key_refused', `${name} refuses this key and secret. An admin has to enter others.`, error)
      : conflict('unreachable', `${name} could not be asked: ${error.message} Try again later.`, error);
  }
}

function conflict(reason: string, message: string, cause?: unknown): AppError {
  return new AppError('conflict', message, { details: { reason }, cause });
}
