import { receiveTelegram } from '#lib/domain/notices/telegram-link.ts';
import { MediumError } from '#lib/platform/medium-error.ts';
import { instanceHandler } from './handler.ts';
import { again, cancel } from './outcome.ts';

/** Somebody looks at the screen and waits. */
const EVERY_SECONDS = 3;
const AFTER_FAILURE_SECONDS = 10;

/** Asks only while a code waits: a bot that nobody links costs nothing. */
export const telegramReceive = instanceHandler('telegram.receive', async (world) => {
  const wait = (seconds: number) => world.clock.now().add({ seconds });
  try {
    const isWaiting = await receiveTelegram(world);
    return isWaiting ? again(wait(EVERY_SECONDS)) : cancel('nobody is linking a chat');
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    const seconds = error.retryAfterSeconds ?? AFTER_FAILURE_SECONDS;
    return again(wait(seconds), { reason: error.message });
  }
});
