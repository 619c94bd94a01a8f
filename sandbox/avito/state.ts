import { addNights, parseNight } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import { type AvitoHost, today } from './host.ts';
import { calendarPath } from './ical.ts';
import { offers } from './selling.ts';
import { bookingOut } from './wire.ts';
import type { Item } from './world.ts';

const DAYS_SHOWN = 365;
const DAYS_MOST = 1_200;

/**
 * What Avito believes: accounts and what they granted (with every token ever issued, so that a test can look for them),
 * adverts with each night as it would be sold and when it was told, and bookings. `listing`, `from` and `to` (exclusive)
 * narrow the nights; without `from` they begin today.
 */
export function describe(host: AvitoHost, query: Readonly<Record<string, string>>): Record<string, unknown> {
  const { store, settings, clock } = host;
  const { state } = store;
  const items = query.listing ? [store.item(query.listing)] : state.items;
  return {
    now: clock.now().toString(),
    today: today(host),
    settings,
    accounts: state.accounts.map((account) => ({
      ...account,
      authorizations: state.authorizations.filter((one) => one.accountId === account.id),
    })),
    listings: items.map((item) => ({
      ...item,
      name: item.title,
      calendarPath: calendarPath(item),
      nights: nightsShown(host, item, query),
    })),
    reservations: state.bookings
      .filter((one) => items.some((item) => item.id === one.itemId))
      .map((one) => ({
        id: one.id,
        listing: one.itemId,
        checkIn: one.checkIn,
        checkOut: one.checkOut,
        status: one.status,
        paid: one.paid,
        wire: bookingOut(one),
      })),
    faults: host.faults.list(),
  };
}

function nightsShown(host: AvitoHost, item: Item, query: Readonly<Record<string, string>>) {
  const from = readNight(query.from) ?? today(host);
  const [wanted, most] = [readNight(query.to) ?? addNights(from, DAYS_SHOWN), addNights(from, DAYS_MOST)];
  const range = { checkIn: from, checkOut: wanted < most ? wanted : most };
  return offers(host, item, range).map((offer) => ({
    night: offer.night,
    sells: offer.shut === null,
    shut: offer.shut,
    left: offer.left,
    reservation: offer.holders[0]?.id ?? null,
    price: offer.price,
    currency: 'RUB',
    minNights: offer.minNights,
    /** What was told, as against what is sold by default. */
    open: offer.day?.open ?? null,
    closed: offer.day?.closed ?? null,
    closedByHand: offer.day?.closedByHand ?? false,
    toldPrice: offer.day?.price ?? null,
    toldMinNights: offer.day?.minNights ?? null,
    toldAt: offer.day?.toldAt ?? null,
  }));
}

function readNight(text: string | undefined) {
  if (text === undefined) return null;
  const night = parseNight(text);
  if (!night) throw new ControlError(400, `"${text}" is not a date.`);
  return night;
}
