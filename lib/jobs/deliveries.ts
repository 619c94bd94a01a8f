import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { queueDeliveries } from '#db/schema/work.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import type { BellName } from '#lib/domain/runs/bells.ts';

type World = Pick<Deps, 'db' | 'clock'>;

/** Longer than a tick: a delivery that is not done after it belongs to a process that died. */
const TAKEN_SECONDS = 90;
const LOOK_EVERY_MS = 100;

export type DeliveryClaim = 'ours' | 'done' | 'busy';

/**
 * Takes one message of the queue for this process. At-least-once delivery may bring it again, later or at the same time:
 * one that is done has no second effect, and beside one that is being worked the second waits for its end.
 * @returns 'busy' where the first is still at it after `waitMs`: the sender should come again
 */
export async function takeDelivery(
  world: World,
  message: { id: string; bell: BellName },
  waitMs: number,
): Promise<DeliveryClaim> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    if (await insertOrTakeOver(world, message)) return 'ours';
    const [row] = await world.db
      .select({ doneAt: queueDeliveries.doneAt })
      .from(queueDeliveries)
      .where(eq(queueDeliveries.messageId, message.id));
    if (row?.doneAt) return 'done';
    if (waited >= waitMs) return 'busy';
    await pause(LOOK_EVERY_MS);
  }
}

/** One statement: of two at once, one gets the row. */
async function insertOrTakeOver(world: World, message: { id: string; bell: BellName }): Promise<boolean> {
  const now = world.clock.now();
  const abandoned = now.subtract({ seconds: TAKEN_SECONDS }).toString({ fractionalSecondDigits: 3 });
  const taken = await world.db
    .insert(queueDeliveries)
    .values({ messageId: message.id, source: message.bell, receivedAt: now })
    .onConflictDoUpdate({
      target: queueDeliveries.messageId,
      set: { receivedAt: now },
      setWhere: sql`${queueDeliveries.doneAt} is null and ${queueDeliveries.receivedAt} < ${abandoned}::timestamptz`,
    })
    .returning({ id: queueDeliveries.messageId });
  return taken.length === 1;
}

/** Only after success: from here on the message has no second effect. */
export async function deliveryDone(world: World, id: string): Promise<void> {
  await world.db
    .update(queueDeliveries)
    .set({ doneAt: world.clock.now() })
    .where(eq(queueDeliveries.messageId, id));
}

/** It failed: the sender's retry is worked at once. Dying before this costs that retry TAKEN_SECONDS. */
export async function releaseDelivery(world: World, id: string): Promise<void> {
  await world.db
    .delete(queueDeliveries)
    .where(and(eq(queueDeliveries.messageId, id), isNull(queueDeliveries.doneAt)));
}
