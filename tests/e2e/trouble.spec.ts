import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, nightsBetween } from './feeds.ts';
import { asOwner, follow, leave, newProperty, takenNights, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const WEB_PAGE = '<!doctype html><html><body>Please sign in</body></html>';

it('a calendar that answers with a web page says so, keeps its nights, and is well again by a button', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const platform = newPlatform('airbnb');
  await platform.book(4, 7);
  await follow(someone, property, platform.link, 'Airbnb');

  await platform.answer(WEB_PAGE);
  await page.goto(`/properties/${property}`);
  const button = page.getByRole('button', { name: t('calendars.syncNow') });
  await button.click();
  await page.getByText(t('health.failing.word'), { exact: true }).waitFor();
  await page.getByText(t('reason.html')).waitFor();
  expect(await takenNights(someone, property, inDays(0), inDays(14))).toEqual(nightsBetween(4, 7));
  await page.goto('/channels');
  await page.getByText(t('reason.html')).first().waitFor();

  await platform.recover();
  await page.goto(`/properties/${property}`);
  await button.click();
  await page.getByText(t('health.healthy.word'), { exact: true }).waitFor();
  await leave(someone);
});

it('a link that is no calendar is refused before it is saved, with the reason', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const platform = newPlatform('airbnb');
  await platform.answer(WEB_PAGE);
  await page.goto(`/properties/${property}`);
  await page.getByRole('button', { name: t('calendars.import') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('calendars.link')).fill(platform.link);
  await dialog.getByText(t('preview.refused')).waitFor();
  await dialog.getByText(t('reason.html')).waitFor();
  await leave(someone, /status of 4\d\d/);
});

it('says that nothing answers, and goes on by itself once something does', async () => {
  const someone = await visit(browser);
  const { page, context, t } = someone;
  await asOwner(someone);
  await page.goto('/properties');
  await context.setOffline(true);
  await page.getByText(t('frame.offline')).waitFor();
  await context.setOffline(false);
  await page.getByText(t('frame.offline')).waitFor({ state: 'detached' });
  await leave(someone, /ERR_INTERNET_DISCONNECTED/);
});
