import { addNights, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import type { AirbnbHost } from './host.ts';
import { offers } from './selling.ts';
import { reservationOut } from './wire.ts';
import type { Listing } from './world.ts';

const DAYS_SHOWN = 365;
const DAYS_MOST = 1_200;

/**
 * What Airbnb believes: hosts and what they granted (with every token ever issued, so that a test can look for them),
 * listings with each night as it would be sold and when it was told, reservations, notifications, gate calls.
 * `listing`, `from` and `to` (exclusive) narrow the nights; without `from` they begin today at the listing.
 */
export function describe(host: AirbnbHost, query: Readonly<Record<string, string>>): Record<string, unknown> {
  const { store, settings, clock } = host;
  const { state } = store;
  const listings = query.listing ? [store.listing(query.listing)] : state.listings;
  return {
    now: clock.now().toString(),
    settings,
    accounts: state.accounts.map((account) => ({
      ...account,
      authorizations: state.authorizations.filter((one) => one.accountId === account.id),
    })),
    listings: listings.map((listing) => ({
      ...listing,
      calendarPath: `/ical/airbnb-${listing.id}.ics`,
      nights: nightsShown(host, listing, query),
    })),
    reservations: state.reservations
      .filter((one) => !query.listing || listings.some((listing) => listing.id === one.listingId))
      .map((one) => ({
        id: one.code,
        listing: one.listingId,
        checkIn: one.checkIn,
        checkOut: one.checkOut,
        status: one.status,
        hidden: one.hidden,
        wire: reservationOut(settings, store.listing(one.listingId), one),
      })),
    deliveries: state.deliveries,
    gateCalls: state.gateCalls,
    faults: host.faults.list(),
  };
}

function nightsShown(host: AirbnbHost, listing: Listing, query: Readonly<Record<string, string>>) {
  const now = host.clock.now();
  const from = readNight(query.from) ?? todayIn(listing.timeZone, now);
  const [wanted, most] = [readNight(query.to) ?? addNights(from, DAYS_SHOWN), addNights(from, DAYS_MOST)];
  const range = { checkIn: from, checkOut: wanted < most ? wanted : most };
  return offers(host.store.state, listing, range, now).map(({ holder, shut, ...offer }) => ({
    ...offer,
    sells: shut === null,
    shut,
    reservation: holder?.code ?? null,
    currency: listing.currency,
  }));
}

function readNight(text: string | undefined) {
  if (text === undefined) return null;
  const night = parseNight(text);
  if (!night) throw new ControlError(400, `"${text}" is not a date.`);
  return night;
}
