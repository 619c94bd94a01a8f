import type { Access } from '../access-contract.ts';
import { sorted } from '../entries.ts';
import type { ChannelListing, Page } from '../sales-contract.ts';
import { getItems, nextPlace, type Reach, readAs, readPlace } from './client.ts';
import { readItem } from './map.ts';
import { WireItems } from './wire.ts';

/** One page of the account's adverts, of every kind: which are let by the night is told nowhere. @throws ChannelError */
export async function listItems(
  reach: Reach,
  access: Access,
  page: string | null,
): Promise<Page<ChannelListing>> {
  const place = readPlace(page);
  const { json, bytes } = await getItems(reach, access, place.page);
  const { resources, meta } = readAs(WireItems, json);
  const next = nextPlace(place, resources, meta.per_page);
  return { ...sorted(resources.map(readItem)), next, total: null, bytes };
}
