import { type Listening, listen } from '#db/listen.ts';
import { readLiveText } from '#lib/kernel/live.ts';
import { LiveHub } from '#lib/platform/live/hub.ts';
import { LIVE_CHANNEL } from '#lib/platform/live/notifier.ts';
import type { Runtime } from './runtime.ts';

type Live = { readonly hub: LiveHub; readonly listening: Listening };

// Next builds each entry as a module graph of its own: one connection listens for all of them.
const holder: { latchkeyLive?: Live | undefined } = globalThis as { latchkeyLive?: Live };

/** Where open screens of this process are told from. Begins to listen at first use. */
export function liveHub(world: Pick<Runtime, 'env' | 'log'>): LiveHub {
  holder.latchkeyLive ??= start(world);
  return holder.latchkeyLive.hub;
}

/** Ends every stream, then the connection: for a process that ends. */
export async function closeLive(): Promise<void> {
  const live = holder.latchkeyLive;
  holder.latchkeyLive = undefined;
  live?.hub.endAll();
  await live?.listening.close();
}

function start({ env, log }: Pick<Runtime, 'env' | 'log'>): Live {
  const hub = new LiveHub();
  const listening = listen(env.DATABASE_URL_DIRECT ?? env.DATABASE_URL, {
    channel: LIVE_CHANNEL,
    onMessage: (text) => {
      const message = readLiveText(text);
      if (message) hub.publish(message);
    },
    onUp: () => hub.up(),
    onDown: (error) => {
      log.warn(
        { err: error },
        'live updates lost their connection; open screens ask by themselves meanwhile',
      );
      hub.down();
    },
  });
  return { hub, listening };
}
