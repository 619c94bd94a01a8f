import { z } from 'zod';
import { ControlError } from '../core/problems.ts';
import { scopesOf } from './authorizations.ts';
import type { AirbnbHost } from './host.ts';
import { send } from './notifications.ts';
import { newListing } from './seeds.ts';
import { idOut } from './wire.ts';
import { type Account, type Listing, SYNC_CATEGORIES } from './world.ts';

const IdSchema = z.string().regex(/^[1-9]\d{0,18}$/, 'digits');
const TimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

export const ListingChangeSchema = z.strictObject({
  /** A known one is changed; otherwise it is added, under this id or a new one. */
  id: IdSchema.optional(),
  account: z.string().optional(),
  remove: z.boolean().optional(),
  /** The channel gives the listing another id, and says so. */
  becomes: IdSchema.optional(),
  name: z.string().min(1).max(200).optional(),
  street: z.string().optional(),
  city: z.string().optional(),
  countryCode: z.string().length(2).optional(),
  personCapacity: z.int().positive().optional(),
  bedrooms: z.int().nonnegative().optional(),
  beds: z.int().nonnegative().optional(),
  bathrooms: z.number().nonnegative().optional(),
  currency: z.string().length(3).optional(),
  timeZone: z.string().optional(),
  category: z.enum(SYNC_CATEGORIES).nullable().optional(),
  hasAvailability: z.boolean().optional(),
  instantBook: z.boolean().optional(),
  checkInTime: TimeSchema.optional(),
  checkOutTime: TimeSchema.optional(),
  pricing: z
    .strictObject({
      dailyPrice: z.int().positive(),
      weekendPrice: z.int().positive().nullable(),
      cleaningFee: z.int().nonnegative(),
    })
    .partial()
    .optional(),
  rules: z
    .strictObject({
      minNights: z.int().positive(),
      maxNights: z.int().positive(),
      leadHours: z.int().nonnegative(),
      maxDaysNotice: z.int().min(-1),
      turnoverDays: z.int().min(0).max(2),
    })
    .partial()
    .optional(),
});
type ListingChange = z.infer<typeof ListingChangeSchema>;

/** Another host, with nothing to sell yet. Throws ControlError 409 for an id that is taken. */
export function addAccount(host: AirbnbHost, wish: { id?: string | undefined; name: string }): Account {
  const { accounts } = host.store.state;
  const ids = accounts.map((one) => Number(one.id)).filter(Number.isSafeInteger);
  const id = wish.id ?? String(Math.max(600_000_000, ...ids) + 31);
  if (accounts.some((one) => one.id === id)) throw new ControlError(409, `Account ${id} exists.`);
  const [firstName = wish.name, ...rest] = wish.name.split(' ');
  const account = {
    id,
    name: wish.name,
    firstName,
    lastName: rest.join(' '),
    email: `host-${id}@harbour.example`,
    phone: '+351 910 000 009',
  };
  accounts.push(account);
  return account;
}

/** Adds, changes, renumbers or removes a listing. Throws ControlError 404 for an unknown account or listing. */
export function changeListing(host: AirbnbHost, wish: ListingChange): { made: boolean; listing: Listing } {
  const { id, account, remove, becomes, ...fields } = wish;
  const known = id === undefined ? null : host.store.findListing(id);
  if (!known) {
    if (remove || becomes) throw new ControlError(404, `There is no listing "${id}".`);
    const owner = account ?? host.store.state.accounts[0]?.id ?? '';
    const fresh = newListing({
      ...said(fields),
      id: id ?? freshId(host),
      accountId: host.store.account(owner).id,
    });
    host.store.state.listings.push(fresh);
    return { made: true, listing: fresh };
  }
  if (remove) removeListing(host, known);
  else if (becomes) renumber(host, known, becomes);
  else changeFields(host, known, fields);
  return { made: false, listing: known };
}

function changeFields(host: AirbnbHost, known: Listing, fields: Omit<ListingChange, 'id'>): void {
  const before = known.category;
  const { pricing, rules, ...plain } = said(fields);
  Object.assign(known, plain);
  Object.assign(known.pricing, said(pricing ?? {}));
  Object.assign(known.rules, said(rules ?? {}));
  if (known.category === before || !isConnected(host, known)) return;
  const action = known.category ? 'listing_synchronization_settings_updated' : 'listings_unlinked';
  send(host, { action, accountId: known.accountId, listing: known });
}

function removeListing(host: AirbnbHost, known: Listing): void {
  const { state } = host.store;
  if (isConnected(host, known)) {
    send(host, { action: 'listings_unlinked', accountId: known.accountId, listing: known });
  }
  state.listings = state.listings.filter((one) => one !== known);
  state.reservations = state.reservations.filter((one) => one.listingId !== known.id);
  delete state.days[known.id];
}

function renumber(host: AirbnbHost, known: Listing, id: string): void {
  if (host.store.findListing(id)) throw new ControlError(409, `Listing ${id} exists.`);
  const { state } = host.store;
  const before = known.id;
  known.id = id;
  for (const one of state.reservations) if (one.listingId === before) one.listingId = id;
  const days = state.days[before];
  if (days) state.days[id] = days;
  delete state.days[before];
  if (!isConnected(host, known)) return;
  const update = {
    listing_id: idOut(host.settings, before),
    synchronization_category: known.category,
    after_mapping_listing_id: idOut(host.settings, id),
  };
  send(host, {
    action: 'listing_synchronization_settings_updated',
    accountId: known.accountId,
    listing: known,
    body: { updates: [update] },
  });
}

function isConnected(host: AirbnbHost, listing: Listing): boolean {
  return scopesOf(host, listing.accountId) !== null;
}

function freshId(host: AirbnbHost): string {
  const taken = host.store.state.listings.map((one) => Number(one.id)).filter(Number.isSafeInteger);
  return String(Math.max(80_000_000, ...taken) + 17);
}

/** Only what was said: a field left out must not wipe one. */
function said<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> }; // keys of T, filtered
}
