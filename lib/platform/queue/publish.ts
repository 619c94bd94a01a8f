import type { Client } from '@upstash/qstash';
import { type Clock, systemClock } from '#lib/kernel/clock.ts';
import type { Logger } from '#lib/platform/log.ts';
import { type QstashSettings, qstashClient, within } from './client.ts';
import { clockHook } from './clock-hook.ts';
import { deliveryUrl } from './paths.ts';
import { ownOrigin, type RingSettings, ringOnce } from './ring.ts';

export type BellSettings = QstashSettings & RingSettings;

/** A change waits this long for its bell and no longer. */
const PUBLISH_MS = 3_000;
const HAND_OVER_MS = 1_000;
const SLOT_SECONDS = 10;

/**
 * Rings the bell: work may be due now. Through QStash where it is configured, else the built-in clock of this process,
 * else (a command beside a running app) the app's own route. Never throws: a lost ring costs time, not truth.
 */
export async function wake(settings: BellSettings, log: Logger, clock: Clock = systemClock): Promise<void> {
  const client = qstashClient(settings);
  if (client) return ring(client, settings, log, clock.now());
  const poke = clockHook();
  if (poke) return poke();
  // The app works on after this caller has hung up: nobody waits for the work itself.
  await ringOnce(settings, { origin: ownOrigin(settings), timeoutMs: HAND_OVER_MS }).catch((error: unknown) =>
    log.debug({ err: error }, 'rung without an answer'),
  );
}

/** Rings for work due at a later time. Does nothing without QStash: the built-in clock reads the next due time itself. */
export async function publishAt(settings: BellSettings, log: Logger, at: Temporal.Instant): Promise<void> {
  const client = qstashClient(settings);
  if (client) await ring(client, settings, log, at);
}

/**
 * One message per slot of ten seconds: the deduplication id names the slot, since QStash remembers ids for ten minutes
 * and a constant one would silence the bell. Where the slot's message exists already it may have rung before this work
 * was there, so one more is published for the next full second, which nothing due by then can miss.
 */
async function ring(
  client: Client,
  settings: BellSettings,
  log: Logger,
  at: Temporal.Instant,
): Promise<void> {
  const due = seconds(at);
  try {
    const slot = Math.floor(due / SLOT_SECONDS);
    if (await publish(client, settings, { id: `tick-${slot}`, notBefore: due })) return;
    await publish(client, settings, { id: `tick-s${due + 1}`, notBefore: due + 1 });
  } catch (error) {
    log.warn({ err: error }, 'the bell could not be rung through QStash');
    clockHook()?.(); // here and now, where there is a clock; elsewhere the schedule finds the work
  }
}

/** @returns false where QStash has had this id already */
async function publish(
  client: Client,
  settings: BellSettings,
  message: { id: string; notBefore: number },
): Promise<boolean> {
  const answer = await within(
    PUBLISH_MS,
    client.publish({
      url: deliveryUrl(settings.APP_URL, 'tick'),
      body: '{}',
      headers: { 'content-type': 'application/json' },
      deduplicationId: message.id,
      notBefore: message.notBefore,
      retries: 0, // the schedule is the retry
    }),
  );
  return !('deduplicated' in answer && answer.deduplicated === true);
}

function seconds(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / 1000);
}
