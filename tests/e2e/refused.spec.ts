import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { activate, connect, hostWithHouse } from './airbnb.ts';
import { inDays } from './feeds.ts';
import { ask, leave, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Airbnb takes whole amounts up to 25,000. @param euros of each of two nights, the first in so many days */
async function price(someone: Visit, unitId: string, days: number, euros: number) {
  const set = { price: { amount: euros * 100, currency: 'EUR' } };
  const ranges = [{ from: inDays(days), to: inDays(days + 2) }];
  const answer = await ask(someone, 'PUT', '/api/rates', { unitIds: [unitId], ranges, set });
  expect(answer.status()).toBe(200);
}

it('nights that a channel refuses wait on home, lead to its answer, and are gone once they are mended', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, property } = await hostWithHouse(someone);
  await connect(someone, host);
  await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();
  await activate(someone);
  const trip = page.getByRole('region', { name: t('mapping.trip.title') });
  await trip.getByText(t('mapping.trip.back', { count: 30 })).waitFor();

  await price(someone, property, 5, 90);
  await price(someone, property, 8, 30_000);
  await page.goto('/');
  const needs = page.getByRole('region', { name: t('home.needsLabel') });
  const refused = needs
    .getByRole('listitem')
    .filter({ hasText: t('home.refused.title', { name: 'Airbnb', count: 2 }) });
  await expect
    .poll(async () => {
      await page.reload({ waitUntil: 'networkidle' });
      return refused.count();
    })
    .toBe(1);
  await refused.getByRole('link', { name: t('home.refused.look') }).click();
  await page.waitForURL('**/channels/deliveries?outcome=refused*');
  await page.getByRole('main').getByRole('link').filter({ hasText: host.name }).first().click();
  await page.getByText('Airbnb refuses this (400).', { exact: false }).first().waitFor();

  await price(someone, property, 8, 100);
  await page.goto('/');
  await expect
    .poll(async () => {
      await page.reload({ waitUntil: 'networkidle' });
      return refused.count();
    })
    .toBe(0);
  await leave(someone);
});
