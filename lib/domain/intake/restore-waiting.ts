import { and, desc, eq, gt, isNotNull } from 'drizzle-orm';
import { quarantine } from '#db/schema/connections.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { applyStays } from '../reservations/apply.ts';
import { getForChange } from '../reservations/get-for-change.ts';
import { restate } from '../reservations/rules.ts';
import type { RestoredWaiting } from './schemas.ts';
import { DISMISSED } from './waiting-rules.ts';

/**
 * Takes a dismissal back: it waits again, and alarms as before. Where anything has become of the booking since, that stands
 * and nothing is changed.
 * @throws AppError forbidden, not_found, conflict (it waits already; a booking without a unit; `changed_meanwhile`)
 */
export async function restoreWaiting(ctx: Ctx, id: string): Promise<RestoredWaiting> {
  requireCan(ctx, 'reservation.write');
  return inTx(ctx, async (tx) => {
    if (id.startsWith('qua_')) await restoreUnreadable(tx, id);
    else if (id.startsWith('rsv_')) await restoreStatus(tx, id);
    else await refuseUnplaced(tx, id);
    await announce(tx, 'inbox');
    return { id };
  });
}

async function refuseUnplaced(tx: Ctx, id: string): Promise<never> {
  if ((await tx.db.$count(stays, and(eq(stays.orgId, tx.org), eq(stays.id, id)))) === 0)
    throw notFound('booking');
  throw new AppError(
    'conflict',
    'A booking without a unit cannot be dismissed, so there is nothing to take back.',
  );
}

async function restoreStatus(tx: Ctx, id: string): Promise<void> {
  const { row, stays: rooms } = await getForChange(tx, id);
  if (row.hasUnknownStatus) throw waitsAlready();
  if (!(await wasDismissedLast(tx, id))) throw changedMeanwhile();
  const told = rooms.map((stay) => ({ ...restate(row, stay), hasUnknownStatus: true }));
  await applyStays(tx, told, { reason: 'dismissal taken back' });
}

/** Whether the last that happened to a booking was that somebody dismissed its status. */
async function wasDismissedLast(tx: Ctx, id: string): Promise<boolean> {
  const [last] = await tx.db
    .select({ reason: journal.reason })
    .from(journal)
    .where(and(eq(journal.orgId, tx.org), eq(journal.subjectId, id)))
    .orderBy(desc(journal.at), desc(journal.id))
    .limit(1);
  return last?.reason?.startsWith(DISMISSED) === true;
}

async function restoreUnreadable(tx: Ctx, id: string): Promise<void> {
  const mine = and(eq(quarantine.orgId, tx.org), eq(quarantine.id, id));
  const [row] = await tx.db
    .delete(quarantine)
    .where(and(mine, isNotNull(quarantine.settledAt)))
    .returning();
  if (!row) throw (await tx.db.$count(quarantine, mine)) > 0 ? waitsAlready() : notFound('message');
  const { connectionId, externalId, reason, messageId } = row;
  if (await wasReadSince(tx, row)) throw changedMeanwhile();
  // Written anew and not changed: the same may be told again in this very moment, and then waits already by itself.
  const back = await tx.db
    .insert(quarantine)
    .values({ ...row, settledAt: null })
    .onConflictDoNothing()
    .returning({ id: quarantine.id });
  if (back.length === 0) throw changedMeanwhile();
  await record(tx, {
    action: 'booking.restored',
    subject: { kind: 'connection', id: connectionId },
    after: { quarantineId: id, externalId, reason },
    messageId,
  });
}

/** Whether its booking has been read, and changed, since this was put away: then nothing is missing any more. */
async function wasReadSince(tx: Ctx, row: typeof quarantine.$inferSelect): Promise<boolean> {
  if (row.externalId === null || row.settledAt === null) return false;
  const read = and(
    eq(reservations.orgId, tx.org),
    eq(reservations.connectionId, row.connectionId),
    eq(reservations.externalId, row.externalId),
    gt(reservations.updatedAt, row.settledAt),
  );
  return (await tx.db.$count(reservations, read)) > 0;
}

const waitsAlready = () => new AppError('conflict', 'It waits for somebody already. Nothing was changed.');

const changedMeanwhile = () =>
  new AppError('conflict', 'Something else has become of it since. Nothing was changed.', {
    details: { reason: 'changed_meanwhile' },
  });
