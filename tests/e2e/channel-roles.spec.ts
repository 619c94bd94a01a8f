import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { card } from './airbnb.ts';
import { ask, enter, leave, personOf, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const CONFIGURES = ['configure', 'another', 'map', 'reconnect', 'connect'];

async function openMenu(someone: Visit): Promise<void> {
  const { items } = await (await ask(someone, 'GET', '/api/integrations/status')).json();
  const { name } = items.find((one: { provider: string }) => one.provider === 'airbnb').account;
  await card(someone)
    .getByRole('button', { name: someone.t('connections.action.more', { name }) })
    .click();
}

/** What the account's menu offers, in words. */
async function offered(someone: Visit): Promise<string[]> {
  const { page } = someone;
  await openMenu(someone);
  await page.getByRole('menuitem').first().waitFor();
  const offers = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  return offers;
}

describe.each(['viewer', 'manager'])('a %s', (role) => {
  it('sees how a channel stands, without the buttons that are for an admin', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await page.goto('/sign-in');
    await enter(someone, personOf(role));
    await page.goto('/channels');
    await card(someone).getByText(t('connections.fact.mapped')).waitFor();
    for (const action of CONFIGURES) {
      const name = t(`connections.action.${action}`);
      expect(await page.getByRole('button', { name, exact: true }).count(), action).toBe(0);
      expect(await page.getByRole('link', { name, exact: true }).count(), action).toBe(0);
    }
    const offers = await offered(someone);
    const syncs = offers.includes(t('connections.action.test'));
    expect(syncs).toBe(role === 'manager');
    expect(offers).toContain(t('connections.action.told'));
    expect(offers.includes(t('connections.action.force'))).toBe(role === 'manager');
    for (const action of ['interval', 'pause', 'pricing', 'disconnect']) {
      expect(offers).not.toContain(t(`connections.action.${action}`));
    }
    // What is not offered is not allowed either.
    expect((await ask(someone, 'POST', '/api/integrations/airbnb/connect', {})).status()).toBe(403);
    expect((await ask(someone, 'DELETE', '/api/integrations/airbnb')).status()).toBe(403);
    await page.goto('/channels/airbnb/mapping');
    await page.getByRole('listitem').filter({ hasText: 'Harbour Studio' }).first().waitFor();
    expect(await page.getByRole('main').getByRole('combobox').count()).toBe(0);
    await leave(someone);
  });
});

it('an admin is told what stays before disconnecting, and keeps it', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await page.goto('/sign-in');
  await enter(someone, personOf('admin'));
  await page.goto('/channels');
  await openMenu(someone);
  await page.getByRole('menuitem', { name: t('connections.action.disconnect') }).click();
  const dialog = page.getByRole('dialog');
  const preview = await ask(someone, 'GET', '/api/integrations/airbnb/disconnect');
  const { keptReservations, stoppedMappings } = await preview.json();
  expect(keptReservations).toBeGreaterThan(0);
  for (const [key, values] of [
    ['nights', {}],
    ['bookings', { count: keptReservations, channel: 'Airbnb' }],
    ['mappings', { count: stoppedMappings, channel: 'Airbnb' }],
    ['access', { channel: 'Airbnb' }],
    ['back', {}],
  ] as const) {
    await dialog.getByText(t(`connections.disconnect.${key}`, values)).waitFor();
  }
  await dialog.getByRole('button', { name: t('connections.disconnect.keep') }).click();
  await dialog.waitFor({ state: 'detached' });
  await card(someone).getByText(t('connections.fact.mapped')).waitFor();
  await leave(someone);
});
