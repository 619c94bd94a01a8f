import type { Clock } from '#lib/kernel/clock.ts';
import type { Night, NightRange } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import { type Account, type AvitoState, type Booking, type Day, EMPTY_STATE, type Item } from './world.ts';

export type NewBooking = NightRange & {
  readonly status: string;
  readonly guest?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly guests?: number | undefined;
  readonly basePrice: number;
  /** When it was made, where not now. */
  readonly at?: Temporal.Instant;
};

const FIRST_BOOKING = 2_784_000_000_000_000_001n;
const BETWEEN_BOOKINGS = 7_919n;
const DEPOSIT_SHARE = 0.2;
const TAX_SHARE = 0.1;

/** What Avito keeps, with the look-ups everything else shares. */
export class AvitoStore {
  private readonly clock: Clock;
  state: AvitoState = structuredClone(EMPTY_STATE);

  constructor(clock: Clock) {
    this.clock = clock;
  }

  clear(): void {
    this.replace(EMPTY_STATE);
  }

  replace(state: AvitoState): void {
    this.state = structuredClone(state);
  }

  /** By id or name. Throws ControlError 404. */
  account(key: string): Account {
    const found = this.state.accounts.find((one) => one.id === key || one.name === key);
    if (!found) throw new ControlError(404, `There is no account "${key}".`);
    return found;
  }

  findItem(key: string): Item | null {
    return this.state.items.find((one) => one.id === key || one.title === key) ?? null;
  }

  /** By id or title. Throws ControlError 404. */
  item(key: string): Item {
    const found = this.findItem(key);
    if (!found) throw new ControlError(404, `There is no advert "${key}".`);
    return found;
  }

  itemsOf(accountId: string): Item[] {
    return this.state.items.filter((one) => one.accountId === accountId);
  }

  bookingsOf(itemId: string): Booking[] {
    return this.state.bookings
      .filter((one) => one.itemId === itemId)
      .sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1));
  }

  /** Throws ControlError 404. */
  booking(id: string): Booking {
    const found = this.state.bookings.find((one) => one.id === id);
    if (!found) throw new ControlError(404, `There is no booking "${id}".`);
    return found;
  }

  /** The night as it was told, made where nothing was said of it yet. */
  day(itemId: string, night: Night): Day {
    const days = this.state.days[itemId] ?? {};
    this.state.days[itemId] = days;
    const day = days[night] ?? emptyDay();
    days[night] = day;
    return day;
  }

  serial(): number {
    this.state.serial += 1;
    return this.state.serial;
  }

  addBooking(item: Item, wanted: NewBooking): Booking {
    const at = (wanted.at ?? this.clock.now()).toString();
    const serial = this.serial();
    const total = Math.round(wanted.basePrice * DEPOSIT_SHARE);
    const tax = Math.round(total * TAX_SHARE);
    const booking: Booking = {
      id: String(FIRST_BOOKING + BigInt(serial) * BETWEEN_BOOKINGS),
      itemId: item.id,
      status: wanted.status,
      paid: wanted.status !== 'pending',
      checkIn: wanted.checkIn,
      checkOut: wanted.checkOut,
      guests: wanted.guests ?? Math.min(2, item.sleeps),
      name: wanted.guest?.trim() ?? '',
      email: wanted.email ?? '',
      phone:
        wanted.phone === undefined
          ? `999${String(serial * 101)
              .padStart(7, '0')
              .slice(-7)}`
          : wanted.phone,
      basePrice: wanted.basePrice,
      deposit: { total, owner: total - tax, tax },
      createdAt: at,
      updatedAt: at,
    };
    this.state.bookings.push(booking);
    return booking;
  }

  touch(booking: Booking): void {
    booking.updatedAt = this.clock.now().toString();
  }
}

function emptyDay(): Day {
  return {
    open: null,
    bookedThen: 0,
    closed: null,
    closedByHand: false,
    price: null,
    minNights: null,
    toldAt: null,
  };
}
