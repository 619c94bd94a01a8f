import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { reservations } from '#db/schema/reservations.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { GetReservation } from '#lib/providers/sales-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyStays, type IncomingStay } from '../reservations/apply.ts';
import { getForChange } from '../reservations/get-for-change.ts';
import { restate } from '../reservations/rules.ts';
import { type AppliedCounts, applyReservations } from './apply-reservations.ts';
import { applyWhole } from './apply-whole.ts';
import { countsOf } from './whole-counts.ts';

/** Stands as the channel's word where it does not know a booking any more that it told us of. */
export const GONE = '(gone)';

type Connection = Pick<ConnectionRow, 'id' | 'provider'>;
/** A channel that can be asked for one. */
export type OnePort = { readonly isWhole: boolean; readonly get: GetReservation };
export type AskedForOne =
  | { readonly kind: 'applied'; readonly counts: AppliedCounts }
  /** The channel does not know it. */
  | { readonly kind: 'gone' };

/**
 * Fetches one reservation by its code, stores the answer as it came, and applies it. One that the channel does not know
 * keeps its nights and is shown to a person, unless it was only held for the gate: then this is the channel's word that
 * nothing came of it.
 * @throws ChannelError of every kind; gone means that the account was disconnected meanwhile
 */
export async function askForOne(
  ctx: Ctx,
  connection: Connection,
  port: OnePort,
  code: string,
  cause: Cause,
): Promise<AskedForOne> {
  let wasAsked = false;
  const answer = await withAccess(ctx, connection.id, (access) => {
    wasAsked = true;
    return port.get(access, code);
  }).catch((error: unknown) => {
    // Before the channel was asked it is our connection that is gone.
    if (wasAsked && error instanceof ChannelError && error.kind === 'gone') return null;
    throw error;
  });
  if (answer === null) {
    await keepGone(ctx, connection, code, cause);
    return { kind: 'gone' };
  }
  const { bytes, reservation, unreadable, whole } = answer;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const answerId = await storeInbound(
    ctx,
    { kind: 'poll', id: connection.id },
    bytes,
    `reservation ${code} ${hash}`,
  );
  const told = { items: reservation ? [reservation] : [], unreadable: unreadable ? [unreadable] : [] };
  const because = { messageId: answerId, ...withoutNothing(cause) };
  const counts = await inTx(ctx, async (tx) =>
    port.isWhole && whole
      ? countsOf(await applyWhole(tx, connection, [whole], because))
      : applyReservations(tx, connection, told, because),
  );
  return { kind: 'applied', counts };
}

/** What set it going is the cause where it is known, else the answer. */
function withoutNothing(cause: Cause): Cause {
  const { messageId, ...rest } = cause;
  return messageId ? cause : rest;
}

async function keepGone(ctx: Ctx, connection: Connection, code: string, cause: Cause): Promise<void> {
  await inTx(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ id: reservations.id })
      .from(reservations)
      .where(
        and(
          eq(reservations.orgId, tx.org),
          eq(reservations.channel, connection.provider),
          eq(reservations.externalId, code),
        ),
      );
    if (!found) return;
    const { row, stays } = await getForChange(tx, found.id);
    if (row.status === 'cancelled' || row.channelStatus === GONE) return;
    const isOnlyHeld = row.gateAskedAt !== null && row.status === 'pending';
    const told = stays.map((stay): IncomingStay => {
      const said = { ...restate(row, stay), connectionId: connection.id, channelStatus: GONE };
      return isOnlyHeld
        ? { ...said, reservationStatus: 'cancelled', gateAskedAt: null }
        : { ...said, hasUnknownStatus: true };
    });
    await applyStays(tx, told, { ...cause, reason: `${cause.reason}: the channel does not know it` });
  });
}
