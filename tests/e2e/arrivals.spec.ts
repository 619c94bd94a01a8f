import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, type Platform } from './feeds.ts';
import { plainFaults, seriousFaults } from './look.ts';
import {
  ask,
  asOwner,
  follow,
  type Language,
  leave,
  newProperty,
  syncNow,
  type Visit,
  visit,
} from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

type House = { readonly property: string; readonly platform: Platform; readonly sync: () => Promise<void> };

/** A house that follows a calendar, which was read once: what comes from now on is new. */
async function houseOf(someone: Visit): Promise<House> {
  const property = await newProperty(someone, 'Mill House');
  const platform = newPlatform('airbnb');
  await platform.book(4, 6);
  const calendar = await follow(someone, property, platform.link, 'Airbnb');
  return { property, platform, sync: () => syncNow(someone, property, calendar) };
}

const toasts = (page: Page) => page.locator('[data-sonner-toast]:has([data-arrival])');

/** Stands on a page that is told of changes. */
async function listen(page: Page, path = '/properties'): Promise<void> {
  const opened = page.waitForResponse((response) => response.url().includes('/api/arrivals'));
  await page.goto(path);
  await opened;
}

describe.each<Language>(['en', 'ru'])('in %s', (language) => {
  it('a booking made elsewhere raises a toast within two seconds, here alone, and leads to its night', async () => {
    const [someone, stranger] = [await visit(browser, { language }), await visit(browser)];
    const { page, t } = someone;
    await asOwner(someone);
    await asOwner(stranger);
    const { platform, sync } = await houseOf(someone);
    await listen(page);
    await listen(stranger.page);
    await platform.book(40, 43);
    await sync();
    const toast = toasts(page);
    await toast.waitFor({ timeout: 2_000 });
    for (const text of [
      'Mill House',
      t('arrivals.booked', { channel: 'Airbnb' }),
      t('common.nights', { count: 3 }),
    ])
      await toast.getByText(text, { exact: false }).first().waitFor();
    expect([...(await seriousFaults(page)), ...(await plainFaults(page))]).toEqual([]);
    await toast.getByRole('link', { name: t('arrivals.show') }).click();
    await page.waitForURL(/\/calendar\?/);
    await page.locator('[data-bar][data-channel=airbnb]').waitFor();
    expect(await toasts(stranger.page).count()).toBe(0);
    await leave(someone);
    await leave(stranger);
  });
});

it('tabs share one stream; the one that is left takes over, misses nothing and repeats nothing', async () => {
  const someone = await visit(browser);
  const { page, context } = someone;
  await asOwner(someone);
  const { platform, sync } = await houseOf(someone);
  const streams: Page[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/events') streams.push(request.frame().page());
  });
  await listen(page);
  // The one that comes first leads: the other is opened once it does.
  await page.waitForFunction(async () => ((await navigator.locks.query()).held ?? []).length > 0);
  const second = await context.newPage();
  await second.goto('/properties', { waitUntil: 'networkidle' });
  // The page before this one may have had a stream of its own.
  expect(streams).toContain(page);
  expect(streams).not.toContain(second);
  await platform.book(10, 12);
  await sync();
  await toasts(second).waitFor();
  const takenOver = second.waitForRequest('**/api/events');
  await page.close();
  await takenOver;
  await platform.book(20, 22);
  await sync();
  await toasts(second).nth(1).waitFor();
  await second.reload({ waitUntil: 'networkidle' });
  expect(await toasts(second).count()).toBe(0);
  await leave(someone);
});

it('a page that is not told asks by itself', async () => {
  const someone = await visit(browser);
  const { page, context } = someone;
  await asOwner(someone);
  const { platform, sync } = await houseOf(someone);
  await context.route('**/api/events', (route) => route.abort());
  await listen(page);
  await platform.book(10, 12);
  await sync();
  await toasts(page).waitFor({ timeout: 20_000 });
  await leave(someone, /ERR_FAILED/);
});

it('more than three at once are counted, and what a person books by hand is not told', async () => {
  const someone = await visit(browser, { phone: true, theme: 'dark' });
  const { page, t } = someone;
  await asOwner(someone);
  const { property, platform, sync } = await houseOf(someone);
  await listen(page);
  const nights = { checkIn: inDays(60), checkOut: inDays(62) };
  const byHand = await ask(someone, 'POST', '/api/reservations', {
    propertyId: property,
    ...nights,
    guest: { name: 'Ines' },
  });
  expect(byHand.ok()).toBe(true);
  await page.waitForTimeout(1_500);
  expect(await toasts(page).count()).toBe(0);
  for (const day of [10, 14, 18, 22]) await platform.book(day, day + 2);
  await sync();
  await toasts(page)
    .getByText(t('arrivals.counted', { count: 4 }))
    .waitFor();
  expect(await toasts(page).count()).toBe(1);
  expect([...(await seriousFaults(page)), ...(await plainFaults(page))]).toEqual([]);
  await leave(someone);
});

it('a toast is reached by keyboard, and stays as long as it has the focus', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const { platform, sync } = await houseOf(someone);
  await listen(page);
  await platform.book(10, 12);
  await sync();
  const toast = toasts(page);
  await toast.waitFor();
  await page.keyboard.press('Alt+t');
  const link = toast.getByRole('link', { name: t('arrivals.show') });
  for (let step = 0; step < 3 && !(await link.evaluate((one) => one === document.activeElement)); step++)
    await page.keyboard.press('Tab');
  await page.waitForTimeout(13_000);
  expect(await link.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter'); // its close button
  await toast.waitFor({ state: 'detached' });
  await leave(someone);
});

it('a sound is chosen in the settings, for this browser', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  await page.goto('/settings/notices', { waitUntil: 'networkidle' });
  const sound = page.getByRole('switch', { name: t('arrivals.setting.switch') });
  expect(await sound.getAttribute('aria-checked')).toBe('false');
  await sound.click();
  // A machine without a loudspeaker may not play it: then that is what is said.
  const said = page.getByText(t('arrivals.setting.played')).or(page.getByText(t('arrivals.setting.held')));
  await said.waitFor();
  await page.reload({ waitUntil: 'networkidle' });
  expect(await sound.getAttribute('aria-checked')).toBe('true');
  await leave(someone);
});
