import { type NightRange, nightRange } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import { askAvailable, asksGate, tellAltered, tellPaid } from './gate.ts';
import type { AirbnbHost } from './host.ts';
import { type ReservationAction, tell } from './notifications.ts';
import { holders, priceOf, refusal } from './selling.ts';
import type { GateCall, Listing, Reservation } from './world.ts';

/*
 * What guests, hosts and Airbnb itself do. Nights are taken before the partner's gate is asked and given back where
 * it refuses, so that two guests at once cannot both pass.
 */

export type BookingWish = NightRange & {
  readonly listing: string;
  readonly guest?: string | undefined;
  readonly guests?: number | undefined;
  readonly status?: string | undefined;
  readonly skipGate?: boolean | undefined;
  /** Sells what is not for sale: a booking that was already on its way. */
  readonly force?: boolean | undefined;
  /** What comes after the gate said yes: the confirmation, a payment that fails, or nothing yet. */
  readonly afterGate?: 'accept' | 'void' | 'hang' | undefined;
};

/** Throws ControlError 404 for an unknown listing, 409 where the listing does not sell it or the gate refuses. */
export async function book(host: AirbnbHost, wish: BookingWish): Promise<Reservation> {
  const listing = host.store.listing(wish.listing);
  if (!wish.force) refuseUnsold(host, listing, wish, wish.guests ?? 1, null);
  const status = wish.status ?? (listing.instantBook ? 'accept' : 'pending');
  if (status !== 'accept' || wish.skipGate || !asksGate(host, listing)) {
    const made = host.store.addReservation(listing, { ...wish, status });
    tellStatus(host, made);
    return made;
  }
  const hidden = host.settings.duringGate === 'hidden';
  const made = host.store.addReservation(listing, { ...wish, status: 'at_checkpoint', hidden });
  await passGate(host, made);
  if (wish.afterGate === 'hang') return made;
  if (wish.afterGate === 'void') {
    drop(host, made);
    tell(host, 'reservation_request_voided', made);
    return made;
  }
  host.store.setStatus(made, 'accept');
  tellStatus(host, made);
  return made;
}

async function passGate(host: AirbnbHost, made: Reservation): Promise<void> {
  for (const ask of [() => askAvailable(host, made.listingId, made), () => tellPaid(host, made)]) {
    const outcome = await ask();
    if (passes(host, outcome)) continue;
    drop(host, made);
    throw new ControlError(409, GATE_WORDS[outcome]);
  }
}

const GATE_WORDS: Record<GateCall['outcome'], string> = {
  yes: 'The gate agreed.',
  no: "The host's system says these nights are taken.",
  unreachable: "The host's system did not answer in time.",
};

function passes(host: AirbnbHost, outcome: GateCall['outcome']): boolean {
  return outcome === 'yes' || (outcome === 'unreachable' && host.settings.gateDown === 'own_calendar');
}

/** A booking that never came to be: forgotten where nobody saw it, voided where the API showed it. */
function drop(host: AirbnbHost, made: Reservation): void {
  if (made.hidden) host.store.removeReservation(made);
  made.status = 'checkpoint_voided';
  host.store.touch(made);
}

export type Alteration = {
  readonly checkIn?: Reservation['checkIn'] | undefined;
  readonly checkOut?: Reservation['checkOut'] | undefined;
  readonly listing?: string | undefined;
  readonly guests?: number | undefined;
  readonly by?: 'guest' | 'host' | undefined;
  readonly skipGate?: boolean | undefined;
  readonly force?: boolean | undefined;
};

/** Throws ControlError 404, 400 for dates in the wrong order, 409 as a booking does. The code stays. */
export async function modify(host: AirbnbHost, code: string, wish: Alteration): Promise<Reservation> {
  const reservation = host.store.reservation(code);
  const listing = host.store.listing(wish.listing ?? reservation.listingId);
  if (listing.accountId !== reservation.accountId) {
    throw new ControlError(409, `${listing.name} belongs to another host.`);
  }
  const range = rangeOf(wish.checkIn ?? reservation.checkIn, wish.checkOut ?? reservation.checkOut);
  const guests = wish.guests ?? reservation.adults + reservation.children;
  const check = () => wish.force || refuseUnsold(host, listing, range, guests, reservation);
  check();
  const money = priceOf(host.store.state, listing, range, host.clock.now());
  const split = wish.guests === undefined ? {} : { adults: guests, children: 0 };
  const next = { ...reservation, ...range, ...split, listingId: listing.id, money };
  if (wish.by !== 'host' && !wish.skipGate && reservation.status === 'accept' && asksGate(host, listing)) {
    const outcome = await tellAltered(host, next);
    if (!passes(host, outcome)) throw new ControlError(409, GATE_WORDS[outcome]);
    // Someone else may have taken the nights while the gate was thinking.
    check();
  }
  Object.assign(reservation, { ...range, ...split, listingId: listing.id, money });
  host.store.touch(reservation);
  tell(host, 'reservation_alteration_confirmation', reservation);
  return reservation;
}

/** Throws ControlError 404, and 409 for one that holds no nights any more. */
export function cancel(host: AirbnbHost, code: string, by: 'guest' | 'host' | 'admin'): Reservation {
  const reservation = host.store.reservation(code);
  if (/^(cancelled_|deny|.*voided|timeout|timedout)/.test(reservation.status)) {
    throw new ControlError(409, `${code} is ${reservation.status} already.`);
  }
  return setStatus(host, code, `cancelled_by_${by}`);
}

/** Any status, known or not. Throws ControlError 404. */
export function setStatus(host: AirbnbHost, code: string, status: string, notify = true): Reservation {
  const reservation = host.store.reservation(code);
  host.store.setStatus(reservation, status);
  if (notify) tellStatus(host, reservation);
  return reservation;
}

/** Requests nobody answered in time are over. */
export function endOldRequests(host: AirbnbHost): void {
  const hours = host.settings.requestHours;
  const before = host.clock.now().subtract({ milliseconds: Math.round(hours * 3_600_000) });
  for (const one of host.store.state.reservations) {
    if (one.status !== 'pending') continue;
    if (Temporal.Instant.compare(Temporal.Instant.from(one.createdAt), before) > 0) continue;
    setStatus(host, one.code, host.settings.timeoutWord);
  }
}

function tellStatus(host: AirbnbHost, reservation: Reservation): void {
  const action = actionFor(reservation.status);
  if (action) tell(host, action, reservation);
}

function actionFor(status: string): ReservationAction | null {
  if (status === 'accept') return 'reservation_acceptance_confirmation';
  if (status === 'pending') return 'reservation_requested';
  if (status.startsWith('cancelled_')) return 'reservation_cancellation_confirmation';
  return /voided$|^timeout$|^timedout$/.test(status) ? 'reservation_request_voided' : null;
}

function rangeOf(checkIn: string, checkOut: string): NightRange {
  try {
    return nightRange(checkIn, checkOut);
  } catch (cause) {
    if (cause instanceof RangeError) throw new ControlError(400, 'Check-out must be after check-in.');
    throw cause;
  }
}

function refuseUnsold(
  host: AirbnbHost,
  listing: Listing,
  range: NightRange,
  guests: number,
  except: Reservation | null,
): void {
  if (guests > listing.personCapacity) {
    throw new ControlError(409, `${listing.name} sleeps ${listing.personCapacity}.`);
  }
  const why = refusal(host.store.state, listing, range, host.clock.now(), except);
  if (!why) return;
  const holder = holders(host.store.state, listing.id).find(
    (one) => one !== except && one.checkIn < range.checkOut && range.checkIn < one.checkOut,
  );
  throw new ControlError(409, holder ? `${why} (${holder.code})` : why);
}
