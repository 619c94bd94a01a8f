import { plain } from '#lib/kernel/plain-text.ts';
import { all, attribute, every } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import { el } from '#lib/platform/xml/write.ts';
import type { Access, Account } from '../access-contract.ts';
import type { ChannelListing, Page, RatePlan, Unreadable } from '../sales-contract.ts';
import { currencyOf } from './amounts.ts';
import { callXml, needRoot, type Reach, type Told, told, urlOf } from './client.ts';
import { malformed } from './errors.ts';
import { claimsOf } from './machine.ts';

/*
 * roomrates: rooms × rates of a property, the call meant for mapping. One listing for each room type; its property is its
 * group. Asked property by property where they are named, so that an answer stays small and other hosts' stay out of it.
 */

const ID = /^[\x21-\x7e]{1,64}$/;

async function askRooms(reach: Reach, access: Access, groupId: string | null): Promise<Told> {
  const answer = await callXml(reach, access, {
    url: urlOf(reach.supplyUrl, '/hotels/xml/roomrates'),
    body: el('request', {}, groupId === null ? null : el('hotel_id', {}, groupId)),
  });
  const read = told(answer);
  needRoot(read, 'rooms');
  return read;
}

/**
 * The room types of the account, a page for each property where properties are named.
 * @param page the property that comes next, as the page before named it
 */
export async function bookingListings(
  reach: Reach,
  access: Access,
  page: string | null,
): Promise<Page<ChannelListing>> {
  const groups = access.groupIds ?? null;
  const at = placeIn(groups, page);
  if (groups !== null && groups[at] === undefined)
    return { items: [], unreadable: [], next: null, total: null, bytes: new Uint8Array(0) };
  const { root, bytes } = await askRooms(reach, access, groups?.[at] ?? null);
  const read = all(root, 'room').map((room) => readRoom(room, groups?.[at] ?? null));
  return {
    items: read.flatMap((one) => ('item' in one ? [one.item] : [])),
    unreadable: read.flatMap((one) => ('unreadable' in one ? [one.unreadable] : [])),
    next: groups?.[at + 1] ?? null,
    total: null,
    bytes,
  };
}

/** @throws ChannelError malformed where the place is not one of these properties any more */
export function placeIn(groups: readonly string[] | null, page: string | null): number {
  if (page === null) return 0;
  const at = groups?.indexOf(page) ?? -1;
  if (at === -1) throw malformed('cannot be gone on with: the place is lost');
  return at;
}

function readRoom(
  room: XmlElement,
  asked: string | null,
): { readonly item: ChannelListing } | { readonly unreadable: Unreadable } {
  const externalId = attribute(room, 'id');
  const groupId = attribute(room, 'hotel_id') ?? asked;
  if (externalId === null || !ID.test(externalId) || groupId === null || !ID.test(groupId)) {
    const reason = 'cannot be read: id, hotel_id';
    return { unreadable: { externalId, reason, raw: JSON.stringify(room.attributes) } };
  }
  const hotel = plain(attribute(room, 'hotel_name'), 200) ?? groupId;
  return {
    item: {
      externalId,
      name: plain(attribute(room, 'room_name'), 200) ?? externalId,
      group: { externalId: groupId, name: hotel },
      quantity: countOf(attribute(room, 'room_quantity')) ?? 1,
      ratePlans: every(room, 'rates', 'rate').flatMap(planOf),
      address: null,
      city: plain(attribute(room, 'hotel_city'), 200),
      timeZone: timeZoneOf(attribute(room, 'hotel_timezone')),
      currency: currencyOf(attribute(room, 'currencycode')),
      capacity: countOf(attribute(room, 'max_persons')),
      bedrooms: null,
      pictureUrl: null,
      isSold: every(room, 'rates', 'rate').some((rate) => attribute(rate, 'active') !== '0'),
      syncScope: null,
    },
  };
}

/** A child rate follows another one's price; one that is not active takes nothing. */
function planOf(rate: XmlElement): RatePlan[] {
  const externalId = attribute(rate, 'id');
  if (externalId === null || !ID.test(externalId) || attribute(rate, 'active') === '0') return [];
  const name = plain(attribute(rate, 'rate_name'), 200) ?? externalId;
  return [{ externalId, name, isDerived: attribute(rate, 'is_child_rate') === '1' }];
}

function countOf(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}

function timeZoneOf(text: string | null): string | null {
  if (text === null || !/^[A-Za-z][\w+/-]{1,60}$/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const NAMES_MAX = 3;

/**
 * A machine account has an id, in its token, and no name: the properties' names stand for it.
 * @throws ChannelError auth where the token is not accepted
 */
export async function bookingAccount(reach: Reach, access: Access): Promise<Account> {
  const externalId = access.accountId ?? claimsOf(access.accessToken).machine_account_id;
  const { root } = await askRooms(reach, access, access.groupIds?.[0] ?? null);
  if (externalId === null) throw malformed('does not say whose account this is');
  const hotels = all(root, 'room').map((room) => plain(attribute(room, 'hotel_name'), 60));
  const names = [...new Set(hotels)].filter((name) => name !== null);
  const shown = names.slice(0, NAMES_MAX).join(', ');
  return { externalId, name: shown === '' ? externalId : names.length > NAMES_MAX ? `${shown}, …` : shown };
}
