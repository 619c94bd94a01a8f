import { lengthOf } from '#lib/kernel/nights.ts';
import type { Account, Booking, Item } from './world.ts';

/** Every shape that leaves for the partner, written here and nowhere else. */
type Json = Record<string, unknown>;

// TypeScript does not know it yet: a number written digit by digit, however long.
const { rawJSON } = JSON as JSON & { rawJSON: (text: string) => unknown };

/** An id, always a JSON number: those of bookings have more digits than a JavaScript number keeps. */
export const idOut = (id: string): unknown => rawJSON(id);

export function accountOut(account: Account): Json {
  return {
    id: idOut(account.id),
    name: account.name,
    email: account.email,
    phone: `7${account.phone}`,
    phones: [`7${account.phone}`],
    profile_url: `https://www.avito.ru/user/${account.id}/profile`,
  };
}

/** One of the adverts' list. */
export function listedOut(item: Item): Json {
  return {
    id: idOut(item.id),
    title: item.title,
    address: item.address,
    price: item.base.nightPrice,
    status: item.status,
    url: urlOf(item),
    category: { id: 24, name: 'Квартиры' },
  };
}

/** An advert by itself says how it is, not what it is called. */
export function itemOut(item: Item): Json {
  return { status: item.status, url: urlOf(item), start_time: null, finish_time: null, vas: [] };
}

function urlOf(item: Item): string {
  return `https://www.avito.ru/sankt-peterburg/kvartiry/${item.id}`;
}

export function bookingOut(booking: Booking): Json {
  const { deposit, phone } = booking;
  return {
    avito_booking_id: idOut(booking.id),
    status: booking.status,
    check_in: booking.checkIn,
    check_out: booking.checkOut,
    nights: lengthOf(booking),
    guest_count: booking.guests,
    base_price: booking.basePrice,
    contact: { name: booking.name, email: booking.email, ...(phone === null ? {} : { phone }) },
    safe_deposit: { total_amount: deposit.total, owner_amount: deposit.owner, tax: deposit.tax },
  };
}

/** A booking that is in the way of a closing. */
export function inTheWayOut(booking: Booking): Json {
  return {
    avito_booking_id: idOut(booking.id),
    check_in: booking.checkIn,
    check_out: booking.checkOut,
  };
}
