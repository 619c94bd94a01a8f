import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function choose(someone: Visit, what: 'palette.booking' | 'palette.block'): Promise<void> {
  const { page, t } = someone;
  await page.goto('/settings', { waitUntil: 'networkidle' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(t(what));
  await page.keyboard.press('Enter');
}

it('a booking is entered from anywhere by keys alone, refused where a guest is, and leads to its own page', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const unitId = await newProperty(someone, 'Mill House');
  const taken = { unitId, checkIn: inDays(3), checkOut: inDays(5), guest: { name: 'Ines Diaz' } };
  await ask(someone, 'POST', '/api/reservations', taken);
  await choose(someone, 'palette.booking');
  await page.waitForURL('**/reservations/new');
  // Tonight, where nobody chose otherwise.
  const arrival = page.getByLabel(t('timeline.arrival'));
  await arrival.waitFor();
  expect(await arrival.inputValue()).toBe(inDays(0));
  await arrival.fill(inDays(4));
  await page.getByLabel(t('timeline.departure')).fill(inDays(7));
  await page.getByLabel(t('timeline.guestName'), { exact: true }).focus();
  await page.keyboard.type('Camille Moreau');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .filter({ hasText: t('timeline.taken.title') })
    .waitFor();

  await arrival.fill(inDays(5));
  await page.getByLabel(t('timeline.guestName'), { exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/reservations\/(?!new)[^/]+$/);
  await page.getByRole('heading', { level: 1, name: 'Camille Moreau' }).waitFor();
  await leave(someone, /409/);
});

it('nights are closed from anywhere by keys alone, seen in the calendar, and opened again', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  await newProperty(someone, 'Mill House');
  await choose(someone, 'palette.block');
  await page.waitForURL('**/blocks/new');
  await page.getByLabel(t('timeline.firstNight')).fill(inDays(2));
  await page.getByLabel(t('timeline.openFrom')).fill(inDays(4));
  await page.getByLabel(t('timeline.reason')).focus();
  await page.keyboard.type('New boiler');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/calendar');
  const block = page.locator('[data-bar^="block/"]');
  await block.waitFor();
  await page.keyboard.press('ControlOrMeta+z');
  await block.waitFor({ state: 'detached' });
  await leave(someone);
});

it('who cancels goes back to where the form was asked for, and from a tab of its own to where it belongs', async () => {
  const someone = await visit(browser);
  const { page, context, t } = someone;
  await asOwner(someone);
  await newProperty(someone, 'Mill House');
  await choose(someone, 'palette.booking');
  await page.waitForURL('**/reservations/new');
  await page.getByRole('button', { name: t('common.cancel') }).click();
  await page.waitForURL('**/settings');
  for (const [form, place] of [
    ['/reservations/new', '/reservations'],
    ['/blocks/new', '/calendar'],
    ['/properties/new', '/properties'],
  ] as const) {
    const tab = await context.newPage();
    await tab.goto(form, { waitUntil: 'networkidle' });
    await tab.getByRole('button', { name: t('common.cancel') }).click();
    await tab.waitForURL((url) => url.pathname === place);
    await tab.close();
  }
  await leave(someone);
});
