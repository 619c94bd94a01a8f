import { addNights, type NightRange, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import type { BookingHost } from './host.ts';
import { isPending } from './messages.ts';
import { roomOffers } from './selling.ts';
import type { Hotel, Message, Reservation } from './world.ts';

const DAYS_SHOWN = 365;
const DAYS_MOST = 1_200;

/** A reservation as the control calls answer it. Money is minor units. */
export function reservationOut(host: BookingHost, one: Reservation) {
  const stays = one.stays.map((stay) => stay.checkIn).sort();
  const ends = one.stays.map((stay) => stay.checkOut).sort();
  return {
    id: one.id,
    code: one.id,
    listing: one.hotelId,
    status: one.status,
    checkIn: stays[0] ?? null,
    checkOut: ends.at(-1) ?? null,
    rooms: one.stays,
    booker: one.booker,
    total: one.total,
    currency: host.store.findHotel(one.hotelId)?.currency ?? null,
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
  };
}

/**
 * What Booking.com believes: machine accounts with every token ever issued (so that a test can look for them), hosts,
 * hotels with room types, rates, and each night as it would be sold and when it was told, reservations, the messages that
 * nobody has acknowledged with their age, and the mails sent because a partner was late. `hotel` (or `listing`), `room`,
 * `from` and `to` (exclusive) narrow the nights; without `from` they begin today at the hotel.
 */
export function describe(
  host: BookingHost,
  query: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { state } = host.store;
  const key = query.hotel ?? query.listing;
  const hotels = key ? [host.store.hotel(key)] : state.hotels;
  const isShown = ({ hotelId }: { hotelId: string }) => !key || hotels.some((one) => one.id === hotelId);
  const messages = state.messages.filter(isShown);
  return {
    now: host.clock.now().toString(),
    settings: host.settings,
    machines: state.machines.map((machine) => ({
      ...machine,
      tokens: state.tokens.filter((one) => one.machineId === machine.id),
    })),
    accounts: state.accounts.map((account) => ({
      ...account,
      approvals: state.approvals.filter((one) => one.accountId === account.id),
    })),
    hotels: hotels.map((hotel) => hotelOut(host, hotel, query)),
    reservations: state.reservations.filter(isShown).map((one) => reservationOut(host, one)),
    unacknowledged: messages.filter(isPending).map((one) => ({ ...one, ageSeconds: ageOf(host, one) })),
    messages,
    mails: state.mails.filter(isShown),
    faults: host.faults.list(),
  };
}

function hotelOut(host: BookingHost, hotel: Hotel, query: Readonly<Record<string, string>>) {
  const range = nightsShown(host, hotel, query);
  const { state } = host.store;
  return {
    ...hotel,
    rates: state.rates.filter((one) => one.hotelId === hotel.id),
    rooms: host.store
      .roomsOf(hotel.id)
      .filter((room) => !query.room || room.id === query.room)
      .map((room) => ({
        ...room,
        rates: host.store.ratesOf(room.id),
        nights: roomOffers(host.store, hotel, room, range, host.clock.now()).map((offer) => ({
          ...offer,
          sells: offer.rates.some((one) => one.shut === null),
          currency: hotel.currency,
        })),
      })),
  };
}

function ageOf(host: BookingHost, message: Message): number {
  return Math.round(Temporal.Instant.from(message.createdAt).until(host.clock.now()).total('seconds'));
}

function nightsShown(host: BookingHost, hotel: Hotel, query: Readonly<Record<string, string>>): NightRange {
  const from = readNight(query.from) ?? todayIn(hotel.timeZone, host.clock.now());
  const [wanted, most] = [readNight(query.to) ?? addNights(from, DAYS_SHOWN), addNights(from, DAYS_MOST)];
  return { checkIn: from, checkOut: wanted < most ? wanted : most };
}

function readNight(text: string | undefined) {
  if (text === undefined) return null;
  const night = parseNight(text);
  if (!night) throw new ControlError(400, `"${text}" is not a date.`);
  return night;
}
