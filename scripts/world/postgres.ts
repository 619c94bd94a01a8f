import { setTimeout as pause } from 'node:timers/promises';
import { ownCluster } from '#db/embedded/clusters.ts';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '#db/embedded/start.ts';
import { portFrom } from './settings.ts';

export type OwnDatabase = {
  readonly url: string;
  readonly stop: () => Promise<void>;
};

const LOOK_EVERY_MS = 1_000;

/**
 * DATABASE_URL where it is set; otherwise the embedded Postgres, started or adopted, and started again on the same
 * port should somebody kill it.
 */
export async function openOwnDatabase(): Promise<OwnDatabase> {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: async () => {} };
  const options = ownCluster(portFrom('PGPORT'));
  const first = await startEmbedded(options);
  const fixed = { ...options, port: Number(new URL(first.url).port), portIsFixed: true };
  const keeper = keepAlive(first, fixed);
  return { url: first.url, stop: keeper.stop };
}

/** A loop that looks whether the server lives, and ends with `stop`. */
function keepAlive(first: Embedded, options: EmbeddedOptions): { stop: () => Promise<void> } {
  const ending = new AbortController();
  let server = first;
  const look = async () => {
    if (await server.lives()) return;
    console.error('Postgres has ended; starting it again.');
    server = await startEmbedded(options);
  };
  const loop = (async () => {
    while (!ending.signal.aborted) {
      // A failed start is told and tried again: the app keeps trying too.
      await look().catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
      await pause(LOOK_EVERY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await loop;
      await server.stop();
    },
  };
}
