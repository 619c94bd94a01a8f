import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { quarantine } from '#db/schema/connections.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Unreadable } from '#lib/providers/sales-contract.ts';
import type { Ctx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { keptText } from './incoming.ts';

const RAW_MAX = 256 * 1024;
/** Before the id of a message that names no booking. */
export const NAMELESS = 'message ';

/**
 * Keeps what cannot be read for a person, once for each booking until that is settled: told again it is only seen again.
 * What names no booking is known by its message.
 * @returns how many are new
 */
export async function quarantineAll(
  tx: Ctx,
  connectionId: string,
  unreadable: readonly Unreadable[],
  messageId: string | null,
): Promise<number> {
  let fresh = 0;
  for (const one of unreadable) if (await quarantineOne(tx, connectionId, one, messageId)) fresh += 1;
  if (fresh > 0) await announce(tx, 'inbox');
  return fresh;
}

async function quarantineOne(
  tx: Ctx,
  connectionId: string,
  one: Unreadable,
  messageId: string | null,
): Promise<boolean> {
  const now = tx.clock.now();
  const reason = keptText(one.reason, 500) ?? 'unreadable';
  const externalId = keptText(one.externalId, 200) ?? (messageId && `${NAMELESS}${messageId}`);
  const id = newId('quarantine');
  const [row] = await tx.db
    .insert(quarantine)
    .values({
      id,
      orgId: tx.org,
      connectionId,
      externalId,
      reason,
      raw: Buffer.from(one.raw.slice(0, RAW_MAX)),
      messageId,
      firstSeenAt: now,
      lastSeenAt: now,
    })
    .onConflictDoUpdate({
      target: [quarantine.connectionId, quarantine.externalId],
      targetWhere: sql`settled_at is null`,
      set: { lastSeenAt: now, reason, raw: sql`excluded.raw`, messageId },
    })
    .returning({ id: quarantine.id });
  if (row?.id !== id) return false;
  await record(tx, {
    action: 'booking.quarantined',
    subject: { kind: 'connection', id: connectionId },
    reason,
    after: { quarantineId: id, externalId },
    messageId,
  });
  return true;
}

/** A better answer has come: what was kept of these bookings is settled by itself. */
export async function releaseReadable(
  tx: Ctx,
  connectionId: string,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return;
  await tx.db
    .update(quarantine)
    .set({ settledAt: tx.clock.now() })
    .where(
      and(
        eq(quarantine.orgId, tx.org),
        eq(quarantine.connectionId, connectionId),
        inArray(quarantine.externalId, [...codes]),
        isNull(quarantine.settledAt),
      ),
    );
}
