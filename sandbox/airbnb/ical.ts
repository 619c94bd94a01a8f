import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import { type Calendar, type Entry, emptyCalendar } from '../ical/calendar.ts';
import { digest } from '../ical/text.ts';
import type { AirbnbHost } from './host.ts';
import { holders, offers } from './selling.ts';
import type { Listing } from './world.ts';

const NAME = /^airbnb-(\d+)$/;
const HORIZON_NIGHTS = 365;

/**
 * The listing's own export, `airbnb-{listing id}`, in Airbnb's dialect and with the same codes as the API; null for
 * any other name.
 */
export function listingCalendar(host: AirbnbHost, name: string): Calendar | null {
  const id = NAME.exec(name)?.[1];
  const listing = id === undefined ? null : host.store.findListing(id);
  if (listing?.id !== id || !listing) return null;
  const calendar = emptyCalendar(name, 'airbnb');
  const { maxDaysNotice } = listing.rules;
  calendar.settings.timeZone = listing.timeZone;
  calendar.settings.windowDays = maxDaysNotice < 0 ? 10_000 : maxDaysNotice;
  calendar.entries = [...booked(host, listing), ...closed(host, listing)].sort((a, b) =>
    a.checkIn < b.checkIn ? -1 : 1,
  );
  return calendar;
}

function booked(host: AirbnbHost, listing: Listing): Entry[] {
  return holders(host.store.state, listing.id)
    .filter((one) => !one.hidden)
    .map((one) =>
      entry('reservation', one.code, `1418fb94e984-${digest('airbnb', one.code)}@airbnb.com`, one),
    );
}

/** Nights the host closed, or a partner for it, in runs. */
function closed(host: AirbnbHost, listing: Listing): Entry[] {
  const today = todayIn(listing.timeZone, host.clock.now());
  const range = { checkIn: today, checkOut: addNights(today, HORIZON_NIGHTS) };
  const runs: { checkIn: Night; checkOut: Night }[] = [];
  for (const offer of offers(host.store.state, listing, range, host.clock.now())) {
    if (offer.shut !== 'closed' && offer.shut !== 'turnover' && offer.shut !== 'too_soon') continue;
    const last = runs.at(-1);
    if (last?.checkOut === offer.night) last.checkOut = addNights(offer.night, 1);
    else runs.push({ checkIn: offer.night, checkOut: addNights(offer.night, 1) });
  }
  return runs.map((run) => entry('block', run.checkIn, `${run.checkIn}@airbnb.com`, run));
}

function entry(
  kind: Entry['kind'],
  id: string,
  uid: string,
  { checkIn, checkOut }: Pick<Entry, 'checkIn' | 'checkOut'>,
): Entry {
  return { id, uid, kind, checkIn, checkOut, guest: null, sequence: 0, changedAt: '', weekly: null };
}
