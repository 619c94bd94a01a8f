import type { WholeReservation } from '#lib/providers/sales-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { placeOn } from '../mappings/mapped-unit.ts';
import type { IncomingStay } from '../reservations/rules.ts';
import { keptText, notAhead } from './incoming.ts';
import type { ListingUnits } from './listing-units.ts';
import type { KnownWhole } from './read-wholes.ts';
import {
  changedAtOf,
  endedRoom,
  keptWarnings,
  refusalOf,
  refuseWhole,
  roomIncoming,
  roomsOf,
  statusOf,
  type WholeRefusal,
} from './whole-rules.ts';

/** Where its rooms may stand. */
type Placing = {
  readonly connection: Pick<ConnectionRow, 'id' | 'provider'>;
  readonly units: ReadonlyMap<string, ListingUnits>;
  readonly now: Temporal.Instant;
};
export type WholePlan = {
  readonly known: KnownWhole | null;
  readonly refusal: WholeRefusal | null;
  readonly incoming: readonly IncomingStay[];
  /** Nobody knew it, and it names no room that could be kept as cancelled. */
  readonly isCancelledUnknown: boolean;
};

/** What a reservation that is told as a whole comes to, room by room. @param known under the lock of its name */
export function planWhole(place: Placing, whole: WholeReservation, known: KnownWhole | null): WholePlan {
  const none = { known, refusal: null, incoming: [], isCancelledUnknown: false };
  const refusal = refuseWhole(whole) ?? refuseOther(place, whole, known);
  if (refusal) return { ...none, refusal };
  const { now } = place;
  const status = statusOf(whole);
  const told = notAhead(changedAtOf(whole), now);
  const latest = known?.row.channelChangedAt ?? null;
  if (told && latest && told.epochMilliseconds < latest.epochMilliseconds) return none;
  if (whole.rooms.length === 0 && !known) {
    return status === 'unknown'
      ? { ...none, refusal: refusalOf('no_rooms') }
      : { ...none, isCancelledUnknown: true };
  }
  const isEnded = known?.row.status === 'cancelled' && known.row.channelStatus === whole.channelStatus;
  if (whole.rooms.length === 0 && isEnded) return none;
  const listed = roomsOf(whole).flatMap((room) => incomingOf(place, room, whole, known) ?? []);
  const refs = new Set(whole.rooms.map((room) => room.roomRef));
  const missing = known?.stays.filter((stay) => stay.status === 'active' && !refs.has(stay.roomRef)) ?? [];
  const of = {
    channel: place.connection.provider,
    externalId: whole.externalId,
    connectionId: place.connection.id,
    channelStatus: keptText(whole.channelStatus, 300),
    // Without a date a cancellation is as old as our hearing of it: nothing older revives the booking.
    channelChangedAt: told ?? (status === 'cancelled' ? now : null),
    warnings: keptWarnings(whole),
  };
  // What a status means that nobody knows, and so whether a room has ended, is for a person to say.
  const ended = missing.map((stay) =>
    status === 'unknown'
      ? { ...endedRoom(stay, of), reservationStatus: 'pending' as const, hasUnknownStatus: true }
      : { ...endedRoom(stay, of), hasUnknownStatus: false, gateAskedAt: null },
  );
  return { ...none, incoming: [...ended, ...listed] };
}

function incomingOf(
  { connection, units, now }: Placing,
  room: WholeReservation['rooms'][number],
  whole: WholeReservation,
  known: KnownWhole | null,
): IncomingStay | null {
  const listing = units.get(room.listingId);
  const place = {
    provider: connection.provider,
    connectionId: connection.id,
    listingId: listing?.listingId ?? null,
    ...placeOn(listing?.unitIds ?? []),
    now,
  };
  return roomIncoming(room, place, known?.row ?? null, keptWarnings(whole));
}

/** The same id from a property that is not the one it was booked at: not the same booking, and none that can be kept. */
function refuseOther(
  { units }: Placing,
  whole: WholeReservation,
  known: KnownWhole | null,
): WholeRefusal | null {
  const said = [whole.groupId, ...whole.rooms.map((room) => units.get(room.listingId)?.groupId ?? null)];
  const groups = new Set([...said, ...(known?.groupIds ?? [])].filter((id) => id !== null));
  return groups.size > 1 ? refusalOf('other_property') : null;
}
