import { and, eq, inArray } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import type { ChannelReservation, Unreadable } from '#lib/providers/sales-contract.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { applyTold } from '../mappings/apply-told.ts';
import { placeOn } from '../mappings/mapped-unit.ts';
import type { IncomingStay } from '../reservations/apply.ts';
import { isOutdated, type ReservationFacts } from '../reservations/rules.ts';
import { CHANGE_ROOM, releasesChange } from './gate-rules.ts';
import { type KnownBooking, refuseReservation, toIncoming, unreadableOf } from './incoming.ts';
import { type ListingUnits, readListingUnits } from './listing-units.ts';
import { quarantineAll, releaseReadable } from './quarantine.ts';

export type AppliedCounts = {
  readonly created: number;
  readonly updated: number;
  readonly cancelled: number;
  /** Told but not to be read; kept for a person. */
  readonly unreadable: number;
};

type Told = { readonly items: readonly ChannelReservation[]; readonly unreadable: readonly Unreadable[] };

/**
 * Brings our reservations to what a channel says of some of its own, and keeps for a person what cannot be read. In the
 * caller's transaction, after the raw answer was stored; told twice, late or in another order it ends the same.
 */
export async function applyReservations(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  told: Told,
  cause: Cause,
): Promise<AppliedCounts> {
  const usable = told.items.filter((one) => refuseReservation(one) === null);
  const refused = told.items.flatMap((one) => {
    const reason = refuseReservation(one);
    return reason === null ? [] : [unreadableOf(one, reason)];
  });
  const unreadable = [...told.unreadable, ...refused];
  const units = await readListingUnits(
    tx,
    connection.id,
    usable.map((one) => one.listingId),
  );
  await quarantineAll(tx, connection.id, unreadable, cause.messageId ?? null);
  await releaseReadable(
    tx,
    connection.id,
    usable.map((one) => one.externalId),
  );
  const incoming = await incomingOf(tx, connection, usable, units);
  const applied = await applyTold(tx, incoming, cause);
  const count = (...outcomes: string[]) => applied.filter((one) => outcomes.includes(one.outcome)).length;
  const changed = applied.length - count('unchanged');
  if (changed > 0) await announce(tx, 'inbox');
  return {
    created: count('created'),
    updated: count('updated', 'revived'),
    cancelled: count('cancelled'),
    unreadable: unreadable.length,
  };
}

async function incomingOf(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  usable: readonly ChannelReservation[],
  units: ReadonlyMap<string, ListingUnits>,
): Promise<IncomingStay[]> {
  if (usable.length === 0) return [];
  const known = await readKnown(tx, connection.provider, usable);
  const now = tx.clock.now();
  return usable.flatMap((one) => {
    const before = known.get(one.externalId) ?? null;
    const unit = units.get(one.listingId);
    const place = {
      provider: connection.provider,
      connectionId: connection.id,
      listingId: unit?.listingId ?? null,
      ...placeOn(unit?.unitIds ?? []),
      now,
    };
    const stay = toIncoming(one, place, before);
    if (!stay) return [];
    if (!before || before.changes.length === 0 || isOutdated(before, stay)) return [stay];
    if (!releasesChange(stay, before, now)) return [{ ...stay, gateAskedAt: before.gateAskedAt }];
    const ended = before.changes.map((room) => ({
      ...room,
      channel: stay.channel,
      externalId: stay.externalId,
      reservationStatus: 'cancelled' as const,
    }));
    return [...ended, stay];
  });
}

type Room = Pick<IncomingStay, 'roomRef' | 'unitId' | 'checkIn' | 'checkOut'>;
/** `changes`: nights held for a change that the channel has not confirmed; `base`: the booking's own. */
type KnownRooms = KnownBooking &
  Pick<ReservationFacts, 'channelChangedAt'> & {
    readonly base: Room | null;
    readonly changes: readonly Room[];
  };

async function readKnown(
  tx: Ctx,
  provider: ConnectionRow['provider'],
  told: readonly ChannelReservation[],
): Promise<Map<string, KnownRooms>> {
  const rows = await tx.db
    .select({ row: reservations, room: stays })
    .from(reservations)
    .leftJoin(stays, and(eq(stays.reservationId, reservations.id), eq(stays.status, 'active')))
    .where(
      and(
        eq(reservations.orgId, tx.org),
        eq(reservations.channel, provider),
        inArray(reservations.externalId, [...new Set(told.map((one) => one.externalId))]),
      ),
    );
  return new Map(
    [...Map.groupBy(rows, ({ row }) => row.externalId)].flatMap(([code, group]) => {
      const row = group[0]?.row;
      const rooms = group.flatMap(({ room }) => room ?? []);
      if (!row) return [];
      const changes = rooms.filter((room) => room.roomRef.startsWith(CHANGE_ROOM));
      const base = rooms.find((room) => !room.roomRef.startsWith(CHANGE_ROOM)) ?? null;
      return [[code, { ...row, base, changes }]];
    }),
  );
}
