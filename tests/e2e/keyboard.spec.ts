import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, leave, newProperty, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('one signs in without a pointer', async () => {
  const someone = await visit(browser);
  const { page, context, t } = someone;
  const { email, password } = await asOwner(someone);
  // An open page would be told that its session is over.
  await page.goto('about:blank');
  await context.clearCookies({ name: /session-token/ });
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  await page.getByLabel(t('signIn.email')).focus();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  await leave(someone);
});

it('the calendar is walked night by night, opened, booked and left by keys', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const stay = { unitId: property, checkIn: inDays(3), checkOut: inDays(5), guest: { name: 'Ines Diaz' } };
  await ask(someone, 'POST', '/api/reservations', stay);
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-night') ?? null);

  // One cell of the grid is in the order of Tab.
  expect(await page.locator('[role=gridcell][tabindex="0"]').count()).toBe(1);
  await page.locator('[role=gridcell][tabindex="0"]').focus();
  expect(await focused()).toBe(inDays(0));
  for (let day = 1; day <= 3; day++) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe(inDays(day));
  }
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Ines Diaz' });
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await expect.poll(focused).toBe(inDays(3));

  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('timeline.arrival')).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // A dialog gives the focus back a moment after it is gone.
  await expect.poll(focused).toBe(inDays(3));

  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.locator(`[data-night="${inDays(0)}"]`).waitFor({ state: 'detached' });
  await page.keyboard.press('t');
  await page.locator(`[data-night="${inDays(0)}"]`).waitFor();
  await leave(someone);
});

it('the palette goes anywhere from anywhere', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  await page.goto('/settings', { waitUntil: 'networkidle' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(t('nav.inbox'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/inbox$/);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('mill');
  await page
    .getByRole('option', { name: /Mill House/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.includes(property) || url.pathname.startsWith('/units/'));
  await leave(someone);
});
