import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
beforeAll(async () => {
  browser = await openBrowser();
  someone = await visit(browser);
  await asOwner(someone);
  await newProperty(someone, 'Mill House');
});
afterAll(async () => {
  await leave(someone, /ERR_FAILED/);
  await browser.close();
});

it.each([
  ['/calendar', '**/api/timeline*'],
  ['/rates', '**/api/rates/grid*'],
])('%s says that it is behind, since when, and catches up by its button', async (path, asked) => {
  const { page, t } = someone;
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.route(asked, (route) => route.abort());
  // Somebody comes back to it: what it shows is asked for again.
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  const [, missing] = t('timeline.staleSince', { time: '|' }).split('|');
  const said = page.getByRole('alert').filter({ hasText: missing ?? '' });
  await said.waitFor();
  await page.unroute(asked);
  await said.getByRole('button', { name: t('timeline.retry') }).click();
  await expect.poll(() => said.count()).toBe(0);
});
