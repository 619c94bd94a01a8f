import { AppError } from '#lib/kernel/errors.ts';
import { ChannelError } from '#lib/providers/errors.ts';

const AGAIN_SECONDS = 10;

/** Asks a channel while a person waits. What goes wrong there is told to them. @throws AppError */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ChannelError) throw toldToPerson(error);
    throw error;
  }
}

function toldToPerson(error: ChannelError): AppError {
  const { kind, message, retryAfterSeconds } = error;
  const told = { cause: error, details: { reason: `channel_${kind}` } };
  const again = { ...told, retryAfterSeconds: retryAfterSeconds ?? AGAIN_SECONDS };
  switch (kind) {
    case 'auth':
      return new AppError(
        'conflict',
        'The channel does not accept our access any more. Connect the account again.',
        {
          ...told,
          details: { reason: 'expired' },
        },
      );
    case 'limited':
      return new AppError('too_many_requests', message, again);
    case 'transient':
      return new AppError('unavailable', `The channel cannot be asked just now. ${message}`, again);
    case 'gone':
    case 'rejected':
    case 'malformed':
      return new AppError('unusable', message, told);
  }
}
