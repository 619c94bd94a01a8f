import { plain } from '#lib/kernel/plain-text.ts';
import type { Access } from '../access-contract.ts';
import type { ChannelProvider } from '../contract.ts';
import { sorted } from '../entries.ts';
import { ChannelError } from '../errors.ts';
import type { ChannelListing, ChannelReservation, GetReservation, Page, Reread } from '../sales-contract.ts';
import { airbnbOAuth } from './auth.ts';
import * as client from './client.ts';
import { malformed } from './errors.ts';
import { airbnbGate } from './gate.ts';
import { readListing, readReservation } from './map.ts';
import { airbnbPush, CALLS_PER_MINUTE } from './push.ts';
import { airbnbWebhook } from './webhook.ts';
import { Id, readAs, readJson, unwrapped, WireListings, WireReservations, WireUser } from './wire.ts';

export type AirbnbSettings = client.Reach & {
  readonly authorizeUrl: string;
  readonly scopes: string;
  /** Calls that change a calendar, for each account. */
  readonly pushPerMinute?: number;
};

/** Airbnb's partner API for homes, as far as it is publicly known. */
export function createAirbnb(settings: AirbnbSettings): ChannelProvider {
  const reach: client.Reach = settings;
  return {
    id: 'airbnb',
    name: 'Airbnb',
    oauth: airbnbOAuth(settings),
    account: (access) => account(reach, access),
    listings: (access, page) => listings(reach, access, page),
    reservations: {
      isWhole: false,
      list: (access, request) => reservations(reach, access, request),
      get: (access, code) => reservation(reach, access, code),
      reread,
    },
    webhook: airbnbWebhook,
    gate: airbnbGate,
    push: airbnbPush(reach, settings.pushPerMinute ?? CALLS_PER_MINUTE),
    machine: null,
    pick: null,
    queues: null,
    door: null,
  };
}

async function account(reach: client.Reach, access: Access): ReturnType<ChannelProvider['account']> {
  const { json } = await client.getMe(reach, access);
  const user = readAs(WireUser, unwrapped(json, 'user'));
  // The user's own answer is not known to carry an id; the tokens' is.
  const externalId = access.accountId ?? user.id;
  if (externalId === null) throw malformed('does not say whose account this is');
  const name = plain(`${user.first_name ?? ''} ${user.last_name ?? ''}`, 200);
  return { externalId, name: name ?? externalId };
}

async function listings(
  reach: client.Reach,
  access: Access,
  page: string | null,
): Promise<Page<ChannelListing>> {
  const place = client.readPlace(page);
  const { json, bytes } = await client.getListings(reach, access, place.offset);
  const wire = readAs(WireListings, json);
  const total = wire.metadata.record_count ?? wire.metadata.listing_count;
  return {
    ...sorted(wire.listings.map(readListing)),
    next: client.nextPlace(place, wire.listings, total),
    total,
    bytes,
  };
}

async function reservations(
  reach: client.Reach,
  access: Access,
  { page, ...wish }: Parameters<ChannelProvider['reservations']['list']>[1],
): Promise<Page<ChannelReservation>> {
  const place = client.readPlace(page);
  const { json, bytes } = await client.getReservations(reach, access, { ...wish, offset: place.offset });
  const wire = readAs(WireReservations, json);
  const total = wire.metadata.record_count;
  const next = client.nextPlace(place, wire.reservations, total);
  return { ...sorted(wire.reservations.map(readReservation)), next, total, bytes };
}

function reread(bytes: Uint8Array): Reread {
  const json = readJson(bytes);
  const isList = json !== null && typeof json === 'object' && 'reservations' in json;
  const entries = isList ? readAs(WireReservations, json).reservations : [unwrapped(json, 'reservation')];
  return sorted(entries.map(readReservation));
}

async function reservation(reach: client.Reach, access: Access, code: string): ReturnType<GetReservation> {
  if (!Id.safeParse(code).success)
    throw new ChannelError('gone', 'Airbnb has no reservation of such a code.');
  const { json, bytes } = await client.getReservation(reach, access, code);
  const read = readReservation(unwrapped(json, 'reservation'));
  const named = 'item' in read ? read.item.externalId : read.unreadable.externalId;
  if (named !== null && named !== code) throw malformed('is about another reservation');
  if ('item' in read) return { reservation: read.item, unreadable: null, bytes };
  return { reservation: null, unreadable: { ...read.unreadable, externalId: code }, bytes };
}
