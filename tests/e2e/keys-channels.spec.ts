import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import {
  bookThere,
  CONNECTED,
  card,
  decide,
  hostWithHouse,
  newListing,
  syncAccount,
  toConsent,
} from './airbnb.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { fromMenu, press, reach } from './keys.ts';
import { leave, newProperty, takenNights, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('an account is connected, its listings mapped and switched on, and a booking that waited lands, without a pointer', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host } = await hostWithHouse(someone);
  const [attic, listing] = await Promise.all([
    newProperty(someone, 'Attic'),
    newListing(host, 'Charming place under the roof'),
  ]);
  await page.goto('/channels', { waitUntil: 'networkidle' });
  await reach(
    page,
    card(someone).getByRole('button', { name: t('connections.action.connect'), exact: true }),
  );
  // The consent page is the channel's own.
  await toConsent(someone, card(someone), 'connections.action.connect');
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  const connection = new URL(page.url()).searchParams.get('connection') ?? '';
  await bookThere(listing, 4, 7, 'Ines Diaz');
  await syncAccount(someone, connection);

  await page.goto('/inbox', { waitUntil: 'networkidle' });
  const row = page.getByRole('listitem').filter({ hasText: 'Ines' });
  await press(page, row.getByRole('link', { name: t('waiting.map') }));
  await page.waitForURL(/\/channels\/airbnb\/mapping/);
  await page.waitForLoadState('networkidle');
  const unit = page.getByRole('combobox', {
    name: t('mapping.unitOf', { name: 'Charming place under the roof' }),
  });
  await press(page, unit);
  await page.getByPlaceholder(t('mapping.findUnit')).waitFor();
  await page.keyboard.type('Attic');
  await page.getByRole('option', { name: 'Attic' }).first().waitFor();
  await page.keyboard.press('Enter');
  const will = page.getByRole('region', { name: t('mapping.will.title') });
  await press(page, will.getByRole('button', { name: t('mapping.toPreview') }));
  await page.getByRole('heading', { name: t('mapping.preview.title') }).waitFor();
  const go = will.getByRole('button', { name: t('mapping.activate', { count: 2 }) });
  await expect.poll(() => go.isEnabled()).toBe(true);
  await press(page, go);
  await page.getByText(t('mapping.done.title', { count: 2 })).waitFor();
  await expect
    .poll(() => takenNights(someone, attic, inDays(0), inDays(20)), { timeout: 10_000 })
    .toEqual(nightsBetween(4, 7));

  await page.goto('/channels', { waitUntil: 'networkidle' });
  await fromMenu(
    page,
    card(someone).getByRole('button', { name: t('connections.action.more', { name: host.name }) }),
    page.getByRole('menuitem', { name: t('connections.action.pause') }),
  );
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: t('connections.pause.confirm') }));
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(t('connections.phase.paused.word'), { exact: true }).first().waitFor();
  await leave(someone);
});
