import type { Page } from 'playwright-core';
import { z } from 'zod';
import { ask, type Visit } from './person.ts';

const Ids = z.object({ items: z.array(z.object({ id: z.string() })) });
const Properties = z.object({
  items: z.array(z.object({ id: z.string(), units: z.array(z.object({ id: z.string() })) })),
});

const Accounts = z.object({ items: z.array(z.object({ id: z.string().nullable(), provider: z.string() })) });

/** The connection of the first account at Airbnb. */
async function accountOf(someone: Visit): Promise<string> {
  const { items } = Accounts.parse(await (await ask(someone, 'GET', '/api/integrations/status')).json());
  return items.find(({ provider }) => provider === 'airbnb')?.id ?? '';
}

/** The address of every page, with the demo's data on it; the visitor is one of its owners. */
export async function allPlaces(someone: Visit): Promise<string[]> {
  const first = async (path: string) =>
    Ids.parse(await (await ask(someone, 'GET', path)).json()).items[0]?.id;
  const { items } = Properties.parse(await (await ask(someone, 'GET', '/api/properties')).json());
  const delivery = await first('/api/deliveries');
  const house = items.find(({ units }) => units.length > 1);
  return [
    '/',
    '/calendar',
    '/calendar?zoom=quarter',
    '/calendar?new=booking',
    '/calendar/print',
    '/reservations',
    `/reservations/${await first('/api/reservations')}`,
    '/inbox',
    '/inbox/resolved',
    '/rates',
    '/rates?days=31',
    '/channels',
    '/channels/history',
    `/channels/runs/${await first('/api/runs')}`,
    '/channels/deliveries',
    '/channels/deliveries?outcome=refused',
    // Nothing may have been told yet.
    ...(delivery ? [`/channels/deliveries/${delivery}`] : []),
    '/channels/airbnb/mapping',
    `/channels/airbnb/connected?connection=${await accountOf(someone)}`,
    '/channels/airbnb/failed?reason=token_failed&kind=transient',
    '/properties',
    '/properties/new',
    `/properties/${house?.id}`,
    `/properties/${house?.id}/edit`,
    `/units/${house?.units[0]?.id}`,
    '/settings',
    '/settings/members',
    '/settings/notices',
    '/settings/keys',
    '/settings/you',
  ];
}

/** Opens each page in turn, at rest, and looks at it. */
export async function eachPlace(
  someone: Visit,
  look: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const { page } = someone;
  for (const path of await allPlaces(someone)) {
    await page.goto(path);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await look(page, path);
  }
}
