import { createHash } from 'node:crypto';
import type { Clock } from '#lib/kernel/clock.ts';
import type { Night, NightRange } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import { lastFour } from '../ical/airbnb.ts';
import { priceOf } from './selling.ts';
import {
  type Account,
  type AirbnbState,
  type Day,
  EMPTY_STATE,
  type Listing,
  type Reservation,
} from './world.ts';

export type NewReservation = NightRange & {
  readonly status: string;
  readonly guest?: string | undefined;
  readonly guests?: number | undefined;
  readonly hidden?: boolean;
  /** When it was made, where not now. */
  readonly at?: Temporal.Instant;
};

const DELIVERIES_KEPT = 1_000;
const BOOKED = /^(accept|cancelled_.*)$/;

/** What Airbnb keeps, with the look-ups everything else shares. */
export class AirbnbStore {
  private readonly clock: Clock;
  state: AirbnbState = structuredClone(EMPTY_STATE);

  constructor(clock: Clock) {
    this.clock = clock;
  }

  clear(): void {
    this.replace(EMPTY_STATE);
  }

  replace(state: AirbnbState): void {
    this.state = structuredClone(state);
  }

  /** By id or name. Throws ControlError 404. */
  account(key: string): Account {
    const found = this.state.accounts.find((one) => one.id === key || one.name === key);
    if (!found) throw new ControlError(404, `There is no account "${key}".`);
    return found;
  }

  findListing(key: string): Listing | null {
    return this.state.listings.find((one) => one.id === key || one.name === key) ?? null;
  }

  /** By id or name. Throws ControlError 404. */
  listing(key: string): Listing {
    const found = this.findListing(key);
    if (!found) throw new ControlError(404, `There is no listing "${key}".`);
    return found;
  }

  listingsOf(accountId: string): Listing[] {
    return this.state.listings.filter((one) => one.accountId === accountId);
  }

  findReservation(code: string): Reservation | null {
    return this.state.reservations.find((one) => one.code === code) ?? null;
  }

  /** Throws ControlError 404. */
  reservation(code: string): Reservation {
    const found = this.findReservation(code);
    if (!found) throw new ControlError(404, `There is no reservation "${code}".`);
    return found;
  }

  /** The night as the host keeps it, made where nothing was said of it yet. */
  day(listingId: string, night: Night): Day {
    const days = this.state.days[listingId] ?? {};
    this.state.days[listingId] = days;
    const day = days[night] ?? emptyDay();
    days[night] = day;
    return day;
  }

  /** A short text that no other thing of this world has. */
  unique(...parts: readonly string[]): string {
    this.state.serial += 1;
    const seed = ['airbnb', this.state.serial, ...parts].join('\n');
    return BigInt(`0x${createHash('sha256').update(seed).digest('hex').slice(0, 24)}`)
      .toString(36)
      .toUpperCase()
      .padStart(12, '0');
  }

  addReservation(listing: Listing, wanted: NewReservation): Reservation {
    const now = this.clock.now();
    const at = (wanted.at ?? now).toString();
    const unique = this.unique(listing.id, at);
    const [firstName = 'Alex', ...rest] = (wanted.guest?.trim() || 'Alex Example').split(/\s+/);
    const number = String(BigInt(Number.parseInt(unique.slice(0, 6), 36)) + 100_000_000n);
    const code = `HM${unique.slice(-8)}`;
    const reservation: Reservation = {
      code,
      accountId: listing.accountId,
      listingId: listing.id,
      status: wanted.status,
      checkIn: wanted.checkIn,
      checkOut: wanted.checkOut,
      adults: wanted.guests ?? Math.min(2, listing.personCapacity),
      children: 0,
      infants: 0,
      guestId: number,
      threadId: `9${number}`,
      firstName,
      lastName: rest.join(' '),
      phone: `+351 91${number.slice(0, 3)}${lastFour(code)}`,
      locale: 'en',
      currency: listing.currency,
      money: priceOf(this.state, listing, wanted, now),
      createdAt: at,
      bookedAt: BOOKED.test(wanted.status) ? at : null,
      updatedAt: at,
      hidden: wanted.hidden ?? false,
    };
    this.state.reservations.push(reservation);
    return reservation;
  }

  /** Moves it to a status, with the time. */
  setStatus(reservation: Reservation, status: string): void {
    reservation.status = status;
    reservation.hidden = false;
    if (BOOKED.test(status)) reservation.bookedAt ??= this.clock.now().toString();
    this.touch(reservation);
  }

  touch(reservation: Reservation): void {
    reservation.updatedAt = this.clock.now().toString();
  }

  removeReservation(reservation: Reservation): void {
    this.state.reservations = this.state.reservations.filter((one) => one !== reservation);
  }

  keepFewDeliveries(): void {
    const { deliveries, gateCalls } = this.state;
    if (deliveries.length > DELIVERIES_KEPT) deliveries.splice(0, deliveries.length - DELIVERIES_KEPT);
    if (gateCalls.length > DELIVERIES_KEPT) gateCalls.splice(0, gateCalls.length - DELIVERIES_KEPT);
  }
}

function emptyDay(): Day {
  return {
    availability: null,
    price: null,
    minNights: null,
    maxNights: null,
    closedToArrival: false,
    closedToDeparture: false,
    notes: null,
    toldAt: null,
  };
}
