import type { Money } from '#lib/kernel/money.ts';
import { lengthOf } from '#lib/kernel/nights.ts';
import type { ProviderId } from '#lib/providers/contract.ts';
import type { ChannelReservation, Unreadable } from '#lib/providers/sales-contract.ts';
import type { IncomingStay } from '../reservations/rules.ts';
import { LONGEST_STAY_NIGHTS } from '../reservations/schemas.ts';

const CODE_MAX = 200;
const TEXT_MAX = 300;
const COUNT_MAX = 10_000;

/** Where a booking of the channel stands with us: its listing, and the unit that the listing sells, where one is known. */
export type Place = {
  readonly provider: ProviderId;
  readonly connectionId: string;
  readonly listingId: string | null;
  readonly unitId: string | null;
  readonly pool?: readonly string[];
  readonly now: Temporal.Instant;
};

/** What we knew of it before, where it matters to how its status is read. */
export type KnownBooking = {
  readonly status: 'pending' | 'confirmed' | 'cancelled';
  readonly channelStatus: string | null;
  readonly hasUnknownStatus: boolean;
  readonly gateAskedAt: Temporal.Instant | null;
};

/** Why a booking cannot be kept as one, as a code; null where it can. */
export function refuseReservation(told: ChannelReservation): string | null {
  if (!isChannelId(told.externalId)) return 'bad_code';
  if (!isChannelId(told.roomRef)) return 'bad_room';
  if (told.checkIn >= told.checkOut) return 'no_nights';
  if (lengthOf(told) > LONGEST_STAY_NIGHTS) return 'too_long';
  return null;
}

export function unreadableOf(told: ChannelReservation, reason: string): Unreadable {
  const { externalId, roomRef, listingId, checkIn, checkOut, channelStatus } = told;
  return {
    externalId: externalId === '' ? null : keptText(externalId, CODE_MAX),
    reason,
    raw: JSON.stringify({ externalId, roomRef, listingId, checkIn, checkOut, channelStatus }),
  };
}

/**
 * A booking as the one place where stays change takes it; null where it changes nothing.
 * pending and unknown hold their nights, cancelled frees them. An inquiry takes none: one that nobody knew is not kept;
 * one that held nights ends, since the channel says that it is only a question; while the gate waits for the channel's
 * confirmation the same word means that it has not decided yet, and frees nothing.
 */
export function toIncoming(
  told: ChannelReservation,
  place: Place,
  known: KnownBooking | null,
): IncomingStay | null {
  if (told.status === 'inquiry' && (!known || known.gateAskedAt !== null)) return null;
  const { guest } = told;
  return {
    channel: place.provider,
    externalId: told.externalId,
    roomRef: told.roomRef,
    unitId: place.unitId,
    ...(place.pool ? { pool: place.pool } : {}),
    listingId: place.listingId,
    connectionId: place.connectionId,
    checkIn: told.checkIn,
    checkOut: told.checkOut,
    reservationStatus: STATUS[told.status],
    channelStatus: keptText(told.channelStatus, TEXT_MAX),
    hasUnknownStatus: told.status === 'unknown' && !wasDismissed(told, known),
    // Only its own word ends a hold of the gate; "not decided yet" is none.
    ...(told.status === 'pending' ? {} : { gateAskedAt: null }),
    guest: {
      name: keptText(guest.name, TEXT_MAX),
      email: keptText(guest.email, TEXT_MAX),
      phone: keptText(guest.phone, TEXT_MAX),
    },
    guests: keptCount(told.guests),
    adults: keptCount(told.adults),
    children: keptCount(told.children),
    infants: keptCount(told.infants),
    total: keptMoney(told.total),
    payout: keptMoney(told.payout),
    bookedAt: told.bookedAt,
    channelChangedAt: notAhead(told.changedAt, place.now),
    ...(told.pricing ? { pricing: told.pricing } : {}),
  };
}

/** A change that has not been yet would outlast every later word: a channel's clock that is ahead counts as now. */
export function notAhead(at: Temporal.Instant | null, now: Temporal.Instant): Temporal.Instant | null {
  return at && at.epochMilliseconds > now.epochMilliseconds ? now : at;
}

const STATUS = {
  inquiry: 'cancelled',
  pending: 'pending',
  confirmed: 'confirmed',
  cancelled: 'cancelled',
  unknown: 'pending',
} as const;

/** A person has looked at this very word and said that it is dealt with. */
function wasDismissed(told: ChannelReservation, known: KnownBooking | null): boolean {
  return known !== null && !known.hasUnknownStatus && known.channelStatus === told.channelStatus;
}

/** Whether text can be an id of the channel's: one line that is not empty and not too long. */
export function isChannelId(text: string): boolean {
  return text !== '' && text.length <= CODE_MAX && text.isWellFormed() && /^\P{Cc}*$/u.test(text);
}

/** What Postgres can hold, cut; nothing left of it is nothing told. */
export function keptText(text: string | null, max: number): string | null {
  if (text === null) return null;
  const kept = text.toWellFormed().replaceAll('\u0000', '').trim().slice(0, max).toWellFormed();
  return kept === '' ? null : kept;
}

function keptCount(count: number | null): number | null {
  return count !== null && Number.isInteger(count) && count >= 0 && count <= COUNT_MAX ? count : null;
}

function keptMoney(money: Money | null): Money | null {
  return money && Number.isSafeInteger(money.amount) && /^[A-Z]{3}$/.test(money.currency) ? money : null;
}
