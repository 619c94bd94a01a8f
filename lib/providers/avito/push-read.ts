import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { Access } from '../access-contract.ts';
import type { FeedEvent, FeedReader, FeedWarningCode } from '../feed-contract.ts';
import type { ObservedNight, PushPort } from '../push-contract.ts';
import { exportPath, getExport, type Reach } from './client.ts';
import { malformed } from './errors.ts';
import { todayAtAvito } from './today.ts';

/** With one of these something busy may have been left out, and would be taken for free. */
const LEFT_OUT: ReadonlySet<FeedWarningCode> = new Set([
  'event_skipped_dates',
  'event_skipped_limit',
  'end_not_after_start',
  'recurrence_truncated',
  'recurrence_ignored',
  'method_cancel',
]);

/**
 * The calendar as Avito publishes it: the API shows none. It knows busy and free nights; of prices nothing, and of the
 * busy ones whether a guest has them where their summary says so ("Avito (Booked)", "Avito (Closed)").
 */
export async function readNights(
  { feeds, ...reach }: Reach & { readonly feeds: FeedReader },
  access: Access,
  { listing, from, to }: Parameters<PushPort['read']>[1],
): ReturnType<PushPort['read']> {
  const path = exportPath(listing.externalId);
  const response = await getExport(reach, access, listing.externalId);
  const busy = await busyIn(feeds, response, todayAtAvito(reach.clock.now()));
  return {
    nights: [...nightsOf({ checkIn: from, checkOut: to })].map((night) => observed(night, busy)),
    request: new TextEncoder().encode(`GET calendars-export/${path}`),
    response,
  };
}

/** @throws ChannelError malformed where it is no calendar, or not all of it can be read */
async function busyIn(feeds: FeedReader, bytes: Uint8Array, today: Night): Promise<readonly FeedEvent[]> {
  const feed = await feeds.read(bytes, {
    timeZone: 'Europe/Moscow',
    today,
    // Nothing is an echo here: a night that Avito closed because we said so is closed.
    unitIds: [],
    instanceId: '',
    host: 'www.avito.ru',
  });
  if (feed.verdict === 'rejected') throw malformed(`is no calendar (${feed.code})`);
  const left = feed.warnings.find(({ code }) => LEFT_OUT.has(code));
  if (left) throw malformed(`has an event that cannot be read (${left.code})`);
  return feed.events.filter(({ kind }) => kind !== 'transparent' && kind !== 'cancelled');
}

function observed(night: Night, busy: readonly FeedEvent[]): ObservedNight {
  const here = busy.filter((event) => event.checkIn <= night && night < event.checkOut);
  return {
    night,
    units: here.length > 0 ? 0 : 1,
    isBooked: here.length > 0 ? isBooked(here.map(({ summary }) => summary)) : false,
    priceMinor: null,
    minStay: null,
    maxStay: null,
    closedToArrival: null,
    closedToDeparture: null,
  };
}

function isBooked(summaries: readonly string[]): boolean | null {
  if (summaries.some((summary) => /\bbooked\b/i.test(summary))) return true;
  return summaries.every((summary) => /\bclosed\b/i.test(summary)) ? false : null;
}
