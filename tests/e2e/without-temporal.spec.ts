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

it('a browser without Temporal shows the same nights and complains of nothing', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'Temporal');
  });
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const stay = { unitId: property, checkIn: inDays(3), checkOut: inDays(5), guest: { name: 'Ines Diaz' } };
  expect((await ask(someone, 'POST', '/api/reservations', stay)).status()).toBe(201);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'UTC' }).format(
    new Date(inDays(3)),
  );

  for (const path of [
    '/',
    '/reservations',
    '/inbox',
    '/channels',
    '/channels/history',
    '/properties',
    '/settings/you',
  ]) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.getByRole('main').waitFor();
  }
  await page.goto('/reservations');
  expect(await page.getByRole('listitem').filter({ hasText: 'Ines Diaz' }).textContent()).toContain(day);

  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  const bar = page.locator('[data-bar]');
  await bar.click();
  await page
    .getByRole('complementary', { name: 'Ines Diaz' })
    .getByText(day, { exact: false })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  // A week beyond what is in sight stays drawn: three weeks on it is gone.
  for (let week = 0; week < 3; week++) await page.getByRole('button', { name: t('timeline.later') }).click();
  await bar.waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('timeline.arrival')).fill(inDays(29));
  await dialog.getByLabel(t('timeline.departure')).fill(inDays(31));
  await dialog.getByLabel(t('timeline.guestName'), { exact: true }).fill('Camille Moreau');
  await dialog.getByRole('button', { name: t('timeline.book'), exact: true }).click();
  await bar.waitFor();
  await leave(someone);
});
