import { request } from 'undici';
import { z } from 'zod';
import { systemClock } from '#lib/kernel/clock.ts';
import { clockKey, signClockDelivery } from './clock-token.ts';
import { deliveryUrl } from './paths.ts';

const RingAnswer = z.object({ moreDue: z.boolean().optional(), nextDueAt: z.string().nullable().optional() });
export type RingAnswer = z.infer<typeof RingAnswer>;

export type RingSettings = {
  readonly NEXTAUTH_SECRET: string;
  readonly APP_URL: string;
  readonly HOST: string;
  readonly PORT: number;
};

/** Where this machine reaches the app itself: a public name may not lead back in (hairpin), loopback does. */
export function ownOrigin(settings: RingSettings): string {
  const host = ['0.0.0.0', '::', ''].includes(settings.HOST) ? '127.0.0.1' : settings.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${settings.PORT}`;
}

/**
 * One delivery of the built-in clock, through the same signed route that QStash rings.
 * Signed with the wall's time, since that is what the library that verifies signatures goes by.
 * @throws Error where the app does not answer, or not with 2xx
 */
export async function ringOnce(
  settings: RingSettings,
  to: { origin: string; timeoutMs: number },
): Promise<RingAnswer> {
  const url = deliveryUrl(settings.APP_URL, 'tick');
  const body = new TextEncoder().encode('{}');
  const signed = await signClockDelivery(clockKey(settings.NEXTAUTH_SECRET), {
    url,
    body,
    at: Math.floor(systemClock.now().epochMilliseconds / 1000),
  });
  const answer = await request(`${to.origin}${new URL(url).pathname}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'upstash-signature': signed.signature,
      'upstash-message-id': signed.messageId,
      'user-agent': 'Latchkey-Clock',
    },
    body,
    headersTimeout: to.timeoutMs,
    bodyTimeout: to.timeoutMs,
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`the app answered its clock with ${answer.statusCode}`);
  return RingAnswer.parse(JSON.parse(text));
}
