import { type Night, type NightRange, nightRange, nightsOf } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import type { AvitoHost } from './host.ts';
import { priceOf, refusal } from './selling.ts';
import type { Booking, Item } from './world.ts';

/* What guests and hosts do on the site. Avito tells nobody of it: a partner has to ask. */

export type BookingWish = NightRange & {
  readonly listing: string;
  readonly guest?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly guests?: number | undefined;
  /** active (paid), or pending (not yet). */
  readonly status?: string | undefined;
  /** Roubles for the whole stay, where not what the advert asks. */
  readonly total?: number | undefined;
  /** Sells what is not for sale: a booking that was already on its way. */
  readonly force?: boolean | undefined;
};

/** Throws ControlError 404 for an unknown advert, 409 where it does not sell the stay. */
export function book(host: AvitoHost, wish: BookingWish): Booking {
  const item = host.store.item(wish.listing);
  const range = rangeOf(wish.checkIn, wish.checkOut);
  if (!wish.force) refuseUnsold(host, item, range, wish.guests ?? 1, null);
  const { listing, force, total, status = 'active', ...rest } = wish;
  return host.store.addBooking(item, { ...rest, status, basePrice: total ?? priceOf(host, item, range) });
}

export type Alteration = {
  readonly checkIn?: Night | undefined;
  readonly checkOut?: Night | undefined;
  readonly guests?: number | undefined;
  readonly total?: number | undefined;
  readonly force?: boolean | undefined;
};

/** Throws ControlError 404, 400 for dates in the wrong order, 409 as a booking does. The id stays. */
export function modify(host: AvitoHost, id: string, wish: Alteration): Booking {
  const booking = host.store.booking(id);
  const item = host.store.item(booking.itemId);
  const range = rangeOf(wish.checkIn ?? booking.checkIn, wish.checkOut ?? booking.checkOut);
  const guests = wish.guests ?? booking.guests;
  if (!wish.force) refuseUnsold(host, item, range, guests, booking);
  Object.assign(booking, { ...range, guests, basePrice: wish.total ?? priceOf(host, item, range) });
  host.store.touch(booking);
  return booking;
}

/** Throws ControlError 404, and 409 for one that is cancelled already. */
export function cancel(host: AvitoHost, id: string): Booking {
  if (host.store.booking(id).status === 'canceled') throw new ControlError(409, `${id} is canceled already.`);
  return setStatus(host, id, 'canceled');
}

/** Any status, known or not; active is paid. Throws ControlError 404. */
export function setStatus(host: AvitoHost, id: string, status: string): Booking {
  const booking = host.store.booking(id);
  booking.status = status;
  booking.paid ||= status === 'active';
  host.store.touch(booking);
  return booking;
}

/** The host closes nights on the site, or opens what was closed by whomever. Throws ControlError 400. */
export function closeByHand(host: AvitoHost, item: Item, wish: NightRange, closed: boolean): void {
  for (const night of nightsOf(rangeOf(wish.checkIn, wish.checkOut))) {
    const day = host.store.day(item.id, night);
    day.closedByHand = closed;
    if (closed) continue;
    day.closed = null;
    if (day.open === 0) day.open = null;
  }
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
  host: AvitoHost,
  item: Item,
  range: NightRange,
  guests: number,
  except: Booking | null,
): void {
  if (guests > item.sleeps) throw new ControlError(409, `${item.title} sleeps ${item.sleeps}.`);
  const why = refusal(host, item, range, except);
  if (why) throw new ControlError(409, why);
}
