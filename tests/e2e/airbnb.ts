import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { atAirbnb, type Host, newHost } from '#tests/support/at-airbnb.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, newProperty, type Visit } from './person.ts';

export const CONSENT = /\/airbnb\/oauth2\/auth/;
export const CONNECTED = /\/channels\/airbnb\/connected\?/;

/** A listing in Paris, in euros, as `newProperty` makes its properties: no guard has anything to say. */
export async function newListing(host: Host, name: string): Promise<string> {
  const paris = { city: 'Paris', countryCode: 'FR', timeZone: 'Europe/Paris', currency: 'EUR' };
  return (await atAirbnb('listing', { account: host.id, name, ...paris })).id;
}

/** A guest books there, whatever we would have said. Days are counted from today. @returns its code */
export async function bookThere(listing: string, first: number, end: number, guest: string): Promise<string> {
  const nights = { checkIn: inDays(first), checkOut: inDays(end) };
  return (await atAirbnb('book', { listing, ...nights, guest, skipGate: true, force: true })).id;
}

/** Leaves for the consent page by a button of the page, and stands there. */
export async function toConsent({ page, t }: Visit, from: Page | Locator, button: string): Promise<void> {
  await from.getByRole('button', { name: t(button), exact: true }).click();
  await page.waitForURL(CONSENT);
}

/** Answers on the consent page, which is Airbnb's and English. */
export async function decide(page: Page, host: Host, answer: 'Approve' | 'Refuse'): Promise<void> {
  await page.getByRole('radio', { name: host.name }).check();
  await page.getByRole('button', { name: answer }).click();
}

export function card({ page }: Visit): Locator {
  return page.getByRole('region', { name: 'Airbnb', exact: true });
}

/** From the channels' page to the page that says it is connected. @returns the connection's id */
export async function connect(someone: Visit, host: Host): Promise<string> {
  const { page } = someone;
  await page.goto('/channels');
  await toConsent(someone, card(someone), 'connections.action.connect');
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  return new URL(page.url()).searchParams.get('connection') ?? '';
}

/** Chooses a unit for a listing in the wizard, where it stands. */
export async function chooseUnit({ page, t }: Visit, listing: string, unit: string): Promise<void> {
  await page.getByRole('combobox', { name: t('mapping.unitOf', { name: listing }) }).click();
  const search = page.getByPlaceholder(t('mapping.findUnit'));
  await search.fill(unit);
  await page.getByRole('option', { name: unit }).first().click();
  await search.waitFor({ state: 'detached' });
}

/** Past the preview; afterwards the wizard says that it is active. */
export async function activate({ page, t }: Visit, changes = 1): Promise<void> {
  const will = page.getByRole('region', { name: t('mapping.will.title') });
  await will.getByRole('button', { name: t('mapping.toPreview') }).click();
  await page.getByRole('heading', { name: t('mapping.preview.title') }).waitFor();
  await will.getByRole('button', { name: t('mapping.activate', { count: changes }) }).click();
  await page.getByText(t('mapping.done.title', { count: changes })).waitFor();
}

const Started = z.object({ runId: z.string() });
const Run = z.object({ status: z.string() });

/** Reads the account, by the API, and waits until that has ended. @param end how, by the run's word */
export async function syncAccount(
  someone: Visit,
  connection: string,
  end: 'success' | 'error' | 'partial' = 'success',
  provider: 'airbnb' | 'booking' = 'airbnb',
): Promise<void> {
  const path = `/api/integrations/${provider}/sync?connection=${connection}`;
  const asked = await ask(someone, 'POST', path, {});
  const { runId } = Started.parse(await asked.json());
  const status = async () => Run.parse(await (await ask(someone, 'GET', `/api/runs/${runId}`)).json()).status;
  await expect.poll(status, { timeout: 20_000 }).toBe(end);
}

/** An owner with a property of that name and an account with a listing of the same. */
export async function hostWithHouse(
  someone: Visit,
  name = 'Mill House',
  of?: { appUrl: string; databaseUrl: string },
): Promise<{ host: Host; listing: string; property: string }> {
  await asOwner(someone, of);
  const [property, host] = await Promise.all([newProperty(someone, name), newHost()]);
  return { host, property, listing: await newListing(host, name) };
}

const Reservations = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      status: z.string(),
      externalId: z.string(),
      guest: z.object({ name: z.string().nullable() }),
      stays: z.array(z.object({ id: z.string(), unitId: z.string().nullable() })),
    }),
  ),
});

/** Every reservation of the organization, cancelled ones too, in one order. */
export async function reservationsOf(someone: Visit) {
  const answer = await ask(someone, 'GET', '/api/reservations?limit=200');
  const { items } = Reservations.parse(await answer.json());
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** How many conflicts there ever were. */
export async function conflictsOf(someone: Visit): Promise<number> {
  const answer = await ask(someone, 'GET', '/api/conflicts?limit=200');
  return z.object({ items: z.array(z.unknown()) }).parse(await answer.json()).items.length;
}
