import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, nightsBetween } from './feeds.ts';
import { fromMenu, press, write } from './keys.ts';
import { asOwner, leave, takenNights, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('a property is added, a calendar followed, paused and handed out without a pointer', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  await page.goto('/properties', { waitUntil: 'networkidle' });
  await press(page, page.getByRole('link', { name: t('properties.add') }).first());
  await page.waitForURL(/\/properties\/new$/);
  await write(page, page.getByLabel(t('property.name'), { exact: true }), 'Quay Loft');
  await press(page, page.getByRole('button', { name: t('property.create') }));
  await page.waitForURL(/\/properties\/prp_[0-9a-z]{24}$/);
  const property = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  const platform = newPlatform('airbnb');
  await platform.book(4, 7);
  await press(page, page.getByRole('button', { name: t('calendars.import') }).first());
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel(t('calendars.link')), platform.link);
  await dialog.getByText(t('preview.looksLike', { platform: 'Airbnb' })).waitFor();
  await press(page, dialog.getByRole('button', { name: t('calendars.add') }));
  await expect
    .poll(() => takenNights(someone, property, inDays(0), inDays(20)), { timeout: 15_000 })
    .toEqual(nightsBetween(4, 7));
  await page.goto(`/properties/${property}`, { waitUntil: 'networkidle' });

  await fromMenu(
    page,
    page.getByRole('button', { name: t('calendars.actions', { name: 'Airbnb' }) }),
    page.getByRole('menuitem', { name: t('calendars.pause') }),
  );
  await page.getByText(t('health.paused.word'), { exact: true }).waitFor();

  await press(page, page.getByRole('button', { name: t('feeds.export') }));
  await press(page, dialog.getByRole('button', { name: t('feeds.make') }));
  const link = await dialog.getByLabel(t('feeds.https')).inputValue();
  await press(page, dialog.getByRole('button', { name: t('feeds.done') }));
  await dialog.waitFor({ state: 'detached' });
  expect((await fetch(link)).status).toBe(200);
  await leave(someone);
});
