import { Client } from '@upstash/qstash';

export type QstashSettings = { readonly QSTASH_URL: string; readonly QSTASH_TOKEN?: string | undefined };

/** The library's client, or null where QStash is not configured. `devMode: false`: QSTASH_DEV must not redirect us. */
export function qstashClient(settings: QstashSettings): Client | null {
  if (!settings.QSTASH_TOKEN) return null;
  return new Client({
    baseUrl: settings.QSTASH_URL,
    token: settings.QSTASH_TOKEN,
    devMode: false,
    enableTelemetry: false,
    retry: { retries: 1, backoff: () => 200 },
  });
}

/** The library's calls have no time limit of their own, and a change must not wait for a bell. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer from QStash within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
