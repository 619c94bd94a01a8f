import type { JsonText } from '#lib/kernel/lossless-json.ts';
import { addNights } from '#lib/kernel/nights.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import type { Access } from '../access-contract.ts';
import type { ChannelProvider } from '../contract.ts';
import { sorted } from '../entries.ts';
import { ChannelError } from '../errors.ts';
import type { FeedReader } from '../feed-contract.ts';
import type { ChannelReservation, Page, Reread } from '../sales-contract.ts';
import * as client from './client.ts';
import { malformed } from './errors.ts';
import { listItems } from './items.ts';
import { readBooking } from './map.ts';
import { avitoOAuth } from './oauth.ts';
import { avitoPick } from './pick.ts';
import { avitoPush } from './push.ts';
import { todayAtAvito } from './today.ts';
import { jsonOf, WireAccount, WireBookings } from './wire.ts';

export type AvitoSettings = client.Reach & {
  readonly authorizeUrl: string;
  readonly scopes: string;
  /** Calls a second of one account, of all kinds. */
  readonly perSecond: number;
  /** Reads the calendars that Avito publishes. */
  readonly feeds: FeedReader;
};

/** Avito's API of short-term rent, as its OpenAPI files of 2026 have it. It knows no webhook, and no call for one booking. */
export function createAvito(settings: AvitoSettings): ChannelProvider {
  const reach: client.Reach = settings;
  return {
    id: 'avito',
    name: 'Avito',
    oauth: avitoOAuth(settings),
    machine: null,
    account: (access) => account(reach, access),
    listings: (access, page) => listItems(reach, access, page),
    reservations: {
      isWhole: false,
      list: (access, request) => bookings(reach, access, request),
      get: null,
      reread: (bytes, listingId) => {
        if (listingId === null) throw malformed('does not say of which advert it is');
        return bookingsIn(jsonOf(bytes) ?? null, listingId);
      },
    },
    pick: avitoPick(reach),
    queues: null,
    door: null,
    webhook: null,
    gate: null,
    push: avitoPush(settings, settings.perSecond),
  };
}

async function account(reach: client.Reach, access: Access): ReturnType<ChannelProvider['account']> {
  const { json } = await client.getSelf(reach, access);
  const { id, name } = client.readAs(WireAccount, json);
  return { externalId: id, name: plain(name, 200) ?? id };
}

/** What is sold ahead of that is told; longer questions are not known to be answered. */
const AHEAD_NIGHTS = 365;

async function bookings(
  reach: client.Reach,
  access: Access,
  { listingId, from }: Parameters<ChannelProvider['reservations']['list']>[1],
): Promise<Page<ChannelReservation>> {
  if (listingId === null)
    throw new ChannelError('rejected', 'Avito is asked for the bookings of one advert at a time.');
  const today = todayAtAvito(reach.clock.now());
  const start = from > today ? from : today;
  const wish = { itemId: listingId, from: start, to: addNights(start, AHEAD_NIGHTS) };
  const { json, bytes } = await client.getBookings(reach, access, wish);
  const { total, ...told } = bookingsIn(json, listingId);
  return { ...told, next: null, total, bytes };
}

function bookingsIn(json: JsonText, listingId: string): Reread & { readonly total: number } {
  const wire = client.readAs(WireBookings, json);
  // An error that comes with 200: an empty list beside it says nothing.
  if (wire.error !== undefined && wire.error !== null) throw malformed('carries an error');
  // What is told twice in the same words is told once.
  const entries = new Map(wire.bookings.map((entry) => [JSON.stringify(entry), entry]));
  const reads = [...entries.values()].map((entry) => readBooking(entry, listingId));
  return { ...sorted(reads), total: entries.size };
}
