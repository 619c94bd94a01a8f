import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, nightsBetween, nightsIn } from './feeds.ts';
import { ask, asOwner, leave, newProperty, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('a link that is rotated leaves the old one working; revoked, both end', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const stay = { unitId: property, checkIn: inDays(3), checkOut: inDays(5), guest: { name: 'Ines Diaz' } };
  expect((await ask(someone, 'POST', '/api/reservations', stay)).status()).toBe(201);

  await page.goto(`/properties/${property}`);
  await page.getByRole('button', { name: t('feeds.export') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'Google Calendar' }).click();
  await dialog.getByRole('button', { name: t('feeds.make') }).click();
  const first = await dialog.getByLabel(t('feeds.https')).inputValue();
  await dialog.getByRole('button', { name: t('feeds.done') }).click();
  await page.getByText(t('feeds.neverFetched')).waitFor();
  const text = await (await fetch(first)).text();
  expect(nightsIn(text)).toEqual(nightsBetween(3, 5));
  expect(text).not.toContain('Ines');

  const choose = async (action: string) => {
    await page.getByRole('button', { name: t('feeds.actions', { name: 'Google Calendar' }) }).click();
    await page.getByRole('menuitem', { name: t(action) }).click();
  };
  await choose('feeds.rotate');
  await dialog.getByRole('button', { name: t('feeds.rotate') }).click();
  const second = await dialog.getByLabel(t('feeds.https')).inputValue();
  await dialog.getByRole('button', { name: t('feeds.done') }).click();
  expect(second).not.toBe(first);
  expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([200, 200]);
  await page.reload();
  await page.getByText(t('feeds.oldStillUsed'), { exact: false }).waitFor();

  await choose('feeds.revoke');
  await dialog.getByRole('button', { name: t('feeds.revoke') }).click();
  await page.getByText(t('feeds.emptyTitle')).waitFor();
  expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 404]);
  await leave(someone);
});
