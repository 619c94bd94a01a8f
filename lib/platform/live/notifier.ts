import { type LiveMessage, liveText, mergeNews } from '#lib/kernel/live.ts';
import type { Logger } from '../log.ts';

export const LIVE_CHANNEL = 'latchkey_live';

/** While one message is sent, and for this long after it, what comes gathers: every NOTIFY takes a lock of the whole server. */
const GATHER_MS = 30;

/**
 * Sends what is announced, best effort. The first of a burst goes at once; the rest is one message per organization.
 * Never throws: a hint that is lost costs an open screen some seconds.
 * @param send one NOTIFY on LIVE_CHANNEL
 */
export function createNotifier(
  send: (payload: string) => Promise<unknown>,
  log: Logger,
): (message: LiveMessage) => Promise<void> {
  let isBusy = false;
  let gathered = new Map<string, LiveMessage>();

  const sendOne = (message: LiveMessage) =>
    send(liveText(message)).catch((error: unknown) =>
      log.debug({ err: error }, 'open screens were not told'),
    );

  function rest(): void {
    // Not unref'd: a command that ends right after its work tells of it first.
    setTimeout(async () => {
      const batch = [...gathered.values()];
      gathered = new Map();
      if (batch.length === 0) {
        isBusy = false;
        return;
      }
      for (const message of batch) await sendOne(message);
      rest();
    }, GATHER_MS);
  }

  return async (message) => {
    if (isBusy) {
      const known = gathered.get(message.org);
      gathered.set(message.org, known ? { org: message.org, ...mergeNews(known, message) } : message);
      return;
    }
    isBusy = true;
    await sendOne(message);
    rest();
  };
}
