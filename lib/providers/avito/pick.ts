import { addNights } from '#lib/kernel/nights.ts';
import type { Access } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import type { ChannelListing, PickPort } from '../sales-contract.ts';
import { getBookings, getItem, type Reach, readAs } from './client.ts';
import { malformed } from './errors.ts';
import { listItems } from './items.ts';
import { listingOf } from './map.ts';
import { todayAtAvito } from './today.ts';
import { WireBookings, WireItemInfo } from './wire.ts';

/** One advert at a time; without `items:info` the account's adverts cannot be listed, and the person types the id. */
export function avitoPick(reach: Reach): PickPort {
  return { listScopes: ['items:info'], check: (access, listingId) => check(reach, access, listingId) };
}

/** Statuses of an advert that are no advert of this account, told with 200 (OpenAPI of adverts, 2026). */
const NOT_HERE = new Map<string, () => ChannelError>([
  ['not_found', () => new ChannelError('gone', 'Avito has no advert of such an id.', { status: 404 })],
  [
    'another_user',
    () => new ChannelError('rejected', 'This advert belongs to another account at Avito.', { status: 403 }),
  ],
]);

/**
 * The advert, and whether its bookings may be read, which is what a connection lives by: an advert that is not let by the
 * night has none.
 */
async function check(reach: Reach, access: Access, itemId: string): Promise<ChannelListing> {
  const info = await infoOf(reach, access, itemId);
  const from = todayAtAvito(reach.clock.now());
  const { json } = await getBookings(reach, access, { itemId, from, to: addNights(from, 1) });
  readAs(WireBookings, json);
  if (info === null) return listingOf(itemId, { title: null, address: null, status: null });
  return info.title === null
    ? ((await listed(reach, access, itemId)) ?? listingOf(itemId, info))
    : listingOf(itemId, info);
}

const PAGES_MOST = 5;

/**
 * As the list of adverts tells it: of one asked by its id neither title nor address are documented. Null where it is not
 * found soon or the list is not to be had (it allows few calls): a name is no reason to refuse an advert.
 */
async function listed(reach: Reach, access: Access, itemId: string): Promise<ChannelListing | null> {
  let page: string | null = null;
  for (let count = 0; count < PAGES_MOST; count++) {
    try {
      const got = await listItems(reach, access, page);
      const found = got.items.find((item) => item.externalId === itemId);
      if (found || got.next === null) return found ?? null;
      page = got.next;
    } catch (error) {
      if (error instanceof ChannelError) return null;
      throw error;
    }
  }
  return null;
}

/** Null where the account does not let us see its adverts: whose it is, the bookings say. */
async function infoOf(reach: Reach, access: Access, itemId: string) {
  const told = await getItem(reach, access, itemId).catch((error: unknown) => {
    if (error instanceof ChannelError && error.status === 403 && error.kind === 'rejected') return null;
    throw error;
  });
  if (told === null) return null;
  const info = readAs(WireItemInfo, told.json);
  if (info.id !== null && info.id !== itemId) throw malformed('is about another advert');
  const why = NOT_HERE.get(info.status ?? '');
  if (why) throw why();
  return info;
}
