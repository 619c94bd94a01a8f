import { z } from 'zod';
import { bellRang, deliveryGivenUp } from '#lib/domain/runs/bells.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { type DeliveryName, deliveryUrl } from '#lib/platform/queue/paths.ts';
import { verifyDelivery } from '#lib/platform/queue/verify.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { deliveryDone, releaseDelivery, takeDelivery } from './deliveries.ts';
import type { Registry } from './handler.ts';
import { oweOwnWork } from './housekeeping.ts';
import { tick } from './tick.ts';

export type IncomingDelivery = {
  readonly name: DeliveryName;
  readonly headers: Headers;
  /** As it came: the signature is over these bytes. */
  readonly body: Uint8Array;
};

export type DeliveryAnswer = {
  /** True for the second delivery of a message that was done: it had no effect. */
  readonly repeated: boolean;
  readonly worked: number;
  readonly failed: number;
  readonly moreDue: boolean;
  readonly nextDueAt: string | null;
};

const NOTHING: DeliveryAnswer = { repeated: false, worked: 0, failed: 0, moreDue: false, nextDueAt: null };
/** A twin that comes while the first is worked waits about as long as a tick takes. */
const TWIN_WAIT_MS = 25_000;

/**
 * Takes one delivery of QStash or of the built-in clock: proves it, works it once, answers. A job that failed is no
 * failure of the delivery, since its row says when it is tried again.
 * @throws AppError unauthenticated; unavailable where a twin is still being worked; what the database throws, so that
 *   the sender comes again
 */
export async function deliver(
  world: Runtime,
  incoming: IncomingDelivery,
  options: { registry: Registry; twinWaitMs?: number; budgetMs?: number },
): Promise<DeliveryAnswer> {
  const { bell, tokenId } = await prove(world, incoming);
  const message = { id: `${bell}:${messageIdOf(incoming.headers) ?? tokenId}`, bell };
  if (incoming.name === 'tick') await bellRang(world, bell);
  const claim = await takeDelivery(world, message, options.twinWaitMs ?? TWIN_WAIT_MS);
  if (claim === 'done') return { ...NOTHING, repeated: true };
  if (claim === 'busy') {
    throw new AppError('unavailable', 'This delivery is being worked already.', { retryAfterSeconds: 30 });
  }
  try {
    // Dying in here leaves the message undone: a retry works it, and what was worked so far is settled in its rows.
    const answer =
      incoming.name === 'tick' ? await ring(world, options) : await noteGivenUp(world, incoming.body);
    await deliveryDone(world, message.id);
    return answer;
  } catch (error) {
    await releaseDelivery(world, message.id).catch((second: unknown) =>
      world.log.warn({ err: second }, 'a failed delivery could not be released; it is after its time'),
    );
    throw error;
  }
}

async function prove(
  world: Runtime,
  incoming: IncomingDelivery,
): Promise<Awaited<ReturnType<typeof verifyDelivery>>> {
  try {
    return await verifyDelivery(world.env, {
      signature: incoming.headers.get('upstash-signature'),
      body: incoming.body,
      url: deliveryUrl(world.appUrl, incoming.name),
      region: incoming.headers.get('upstash-region'),
    });
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : 'unknown';
    // A rotation of the keys without a new configuration shows here first.
    world.log.warn({ why, name: incoming.name }, 'a delivery was refused');
    throw error;
  }
}

/** The sender's name for the message, the same in each of its retries. */
function messageIdOf(headers: Headers): string | null {
  const id = headers.get('upstash-message-id');
  return id && /^[\x21-\x7e]{1,200}$/.test(id) ? id : null;
}

async function ring(
  world: Runtime,
  options: { registry: Registry; budgetMs?: number },
): Promise<DeliveryAnswer> {
  for (const kind of ['housekeeping', 'notices.scan'] as const) {
    if (kind in options.registry) await oweOwnWork(world, kind);
  }
  const result = await tick(world, options);
  return { repeated: false, ...result, nextDueAt: result.nextDueAt?.toString() ?? null };
}

/** What QStash says when it has given up; facts beyond these are not needed, and its bodies are not kept. */
const GivenUp = z.object({
  status: z.number().optional(),
  sourceMessageId: z.string().max(200).optional(),
  retried: z.number().optional(),
});

async function noteGivenUp(world: Runtime, body: Uint8Array): Promise<DeliveryAnswer> {
  const told = GivenUp.safeParse(readJson(body));
  const facts = told.success ? told.data : {};
  world.log.error({ givenUp: facts }, 'QStash gave up a delivery');
  await deliveryGivenUp(
    world,
    `QStash gave up a delivery after ${facts.retried ?? 0} retries; the app answered ${facts.status ?? 'nothing'}.`,
  );
  return NOTHING;
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null; // signed by QStash all the same: the alarm is worth more than its details
  }
}
