import type { Locator } from 'playwright-core';
import { expect, inject } from 'vitest';
import { z } from 'zod';
import { type Host, newHost } from '#tests/support/at-airbnb.ts';
import { atBooking, type Hotel } from '#tests/support/at-booking.ts';
import { connect, decide, newListing, syncAccount } from './airbnb.ts';
import { ask, newProperty, type Visit } from './person.ts';

export const CONSENT = /\/booking\/oauth\/authorize/;
export const CONNECTED = /\/channels\/booking\/connected\?/;
/** Booking.com's queues are asked after the nights were read, at most every 20 seconds by all who share a machine account. */
const READ_MS = 45_000;
type Provider = 'airbnb' | 'booking';

/** All journeys share one machine account: none waits for another's question, as an account of one's own would not. */
export async function askAtWill(): Promise<void> {
  await atBooking('settings', { intervals: false }, 'PUT');
}

export function bookingCard({ page }: Visit): Locator {
  return page.getByRole('region', { name: 'Booking.com', exact: true });
}

/** From the channels' page over the consent page to the page that says it is connected. @returns the connection's id */
export async function connectBooking(someone: Visit, { host }: Hotel): Promise<string> {
  const { page, t } = someone;
  await page.goto('/channels');
  await bookingCard(someone)
    .getByRole('button', { name: t('connections.action.connect'), exact: true })
    .click();
  await page.waitForURL(CONSENT);
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  return new URL(page.url()).searchParams.get('connection') ?? '';
}

/** Connects an account at Airbnb with a listing for each unit, mapped to it. @returns the listings' ids there, in order */
export async function withAirbnb(
  someone: Visit,
  units: readonly { id: string; name: string }[],
): Promise<{ host: Host; listings: string[] }> {
  const host = await newHost();
  const listings: string[] = [];
  for (const { name } of units) listings.push(await newListing(host, name));
  const connection = await connect(someone, host);
  const unitsOf = Object.fromEntries(units.map(({ id, name }) => [name, [id]]));
  await mapByApi(someone, 'airbnb', connection, unitsOf);
  return { host, listings };
}

const Listings = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Maps listings by their names to units, by the API, and waits until the channel's own calendar was read. */
export async function mapByApi(
  someone: Visit,
  provider: Provider,
  connection: string,
  unitsOf: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await syncAccount(someone, connection, 'success', provider);
  const answer = await ask(someone, 'GET', `/api/integrations/${provider}/listings?connection=${connection}`);
  const mappings = Listings.parse(await answer.json()).items.flatMap(({ id: listingId, name }) => {
    const units = unitsOf[name];
    return units ? [{ listingId, unitIds: units, stage: 'active' }] : [];
  });
  expect(mappings.length).toBe(Object.keys(unitsOf).length);
  const path = `/api/integrations/${provider}/mappings?connection=${connection}`;
  expect((await ask(someone, 'PUT', path, { mappings })).status()).toBe(200);
  for (const unit of Object.values(unitsOf).flat()) await untilRead(someone, unit, provider);
}

const Explained = z.object({
  channels: z.array(z.object({ provider: z.string(), observed: z.object({ at: z.string() }).nullable() })),
});

/** Waits until what a channel shows of a unit was read: before that it is told nothing. */
export async function untilRead(someone: Visit, unit: string, provider: Provider): Promise<void> {
  const isRead = async () => {
    const night = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 1 });
    const answer = await ask(someone, 'GET', `/api/availability/explain?unit=${unit}&night=${night}`);
    const channel = Explained.parse(await answer.json()).channels.find((one) => one.provider === provider);
    return channel?.observed != null;
  };
  await expect.poll(isRead, { timeout: READ_MS }).toBe(true);
}

const Property = z.object({ units: z.array(z.object({ id: z.string(), name: z.string() })) });
export type Unit = z.infer<typeof Property>['units'][number];

/** A property of two rooms, by the API. */
export async function withTwoRooms(someone: Visit, name: string): Promise<[Unit, Unit]> {
  const property = await newProperty(someone, name);
  const one = await onlyUnit(someone, property);
  expect((await ask(someone, 'PATCH', `/api/units/${one.id}`, { name: 'Room 1' })).status()).toBe(200);
  const added = await ask(someone, 'POST', `/api/properties/${property}/units`, { name: 'Room 2' });
  const other = z.object({ id: z.string() }).parse(await added.json());
  return [
    { id: one.id, name: 'Room 1' },
    { id: other.id, name: 'Room 2' },
  ];
}

export async function onlyUnit(someone: Visit, property: string): Promise<Unit> {
  const answer = await ask(someone, 'GET', `/api/properties/${property}`);
  const [unit] = Property.parse(await answer.json()).units;
  if (!unit) throw new Error(`${property} has no unit`);
  return unit;
}

/** A guest's page of a hotel, filled in; booking is pressed by the test. */
export async function guestAtBooking(
  { context }: Visit,
  hotel: Hotel,
  nights: { from: string; to: string; guest: string },
) {
  const page = await context.newPage();
  await page.goto(`${inject('world').sandboxUrl}/booking/stay/${hotel.id}`);
  await page.getByLabel('Check-in').first().fill(nights.from);
  await page.getByLabel('Check-out').first().fill(nights.to);
  await page.getByLabel('Your name').fill(nights.guest);
  return page;
}
