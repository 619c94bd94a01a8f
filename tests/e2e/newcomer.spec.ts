import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, nightsBetween, nightsIn } from './feeds.ts';
import { type OwnApp, startOwnApp } from './own-app.ts';
import { addProperty, ask, type Language, leave, takenNights, type Visit, visit } from './person.ts';

let browser: Browser;
let app: OwnApp;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  app = await startOwnApp();
});
afterEach(() => app.stop());

describe.each<Language>(['en', 'ru'])('a newcomer, in %s', (language) => {
  it('signs up, pastes a link, sees the nights close, and hands out a link that works', async () => {
    const someone = await visit(browser, { language, appUrl: app.appUrl });
    const { page, t } = someone;
    await signUp(someone);
    const property = await addProperty(someone, 'Quay Loft');

    const airbnb = newPlatform('airbnb');
    await airbnb.book(4, 7);
    await airbnb.book(12, 14);
    await importByDialog(someone, airbnb.link, property);
    expect(await takenNights(someone, property, inDays(0), inDays(30))).toEqual([
      ...nightsBetween(4, 7),
      ...nightsBetween(12, 14),
    ]);

    await page.goto(`/calendar?from=${inDays(0)}&zoom=month`);
    await page.locator('[data-bar][data-channel=airbnb]').nth(1).waitFor();
    expect(await page.locator('[data-bar]').count()).toBe(2);
    for (const night of nightsBetween(4, 7)) {
      expect(await page.locator(`[data-night="${night}"]`).getAttribute('aria-label')).toContain('Airbnb');
    }

    // One of our own, for Airbnb to close: its own two are left out of what it reads.
    const stay = { unitId: property, checkIn: inDays(20), checkOut: inDays(22), guest: { name: 'Ines' } };
    expect((await ask(someone, 'POST', '/api/reservations', stay)).status()).toBe(201);
    const url = await exportByDialog(someone, property);
    const feed = await fetch(url);
    expect(feed.headers.get('content-type')).toContain('text/calendar');
    expect(nightsIn(await feed.text())).toEqual(nightsBetween(20, 22));

    await page.reload();
    await page.getByText(t('feeds.fetched'), { exact: false }).first().waitFor();
    await page.getByText(t('feeds.leavesOut', { name: 'Airbnb' }), { exact: false }).waitFor();
    await leave(someone);
  });
});

it('the door closes behind the first person', async () => {
  const first = await visit(browser, { appUrl: app.appUrl });
  await signUp(first);
  await leave(first);
  const second = await visit(browser, { appUrl: app.appUrl });
  await second.page.goto('/sign-in');
  await second.page.getByText(second.t('signIn.invitationsOnly')).waitFor();
  await second.page.goto('/sign-up');
  await second.page.getByRole('heading', { name: second.t('signUp.closedTitle') }).waitFor();
  await leave(second);
});

/** Through the form; afterwards the home page stands there. */
async function signUp({ page, t }: Visit): Promise<void> {
  await page.goto('/');
  await page.waitForURL(/\/sign-in/);
  await page.getByRole('link', { name: t('signIn.signUp') }).click();
  await page.getByLabel(t('signUp.organization')).fill('Harbour & Sons');
  await page.getByLabel(t('signUp.name'), { exact: true }).fill('Ada Byron');
  await page.getByLabel(t('signUp.email')).fill('ada@example.com');
  await page.getByLabel(t('signUp.password')).fill('a long enough password');
  await page.getByRole('button', { name: t('signUp.submit') }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('main').waitFor();
}

/** Pastes, looks at the preview, saves, and waits for the first sync to be told. */
async function importByDialog(someone: Visit, link: string, property: string): Promise<void> {
  const { page, t } = someone;
  await page.getByRole('button', { name: t('calendars.import') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('calendars.link')).fill(link);
  await dialog.getByText(t('preview.looksLike', { platform: 'Airbnb' })).waitFor();
  const reservations = dialog.getByRole('listitem').filter({ hasText: t('preview.kind.reservation') });
  expect(await reservations.count()).toBe(2);
  // Looked at, not saved.
  expect(await takenNights(someone, property, inDays(0), inDays(30))).toEqual([]);
  await dialog.getByRole('button', { name: t('calendars.add') }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(t('health.healthy.word'), { exact: true }).waitFor();
}

/** Makes Airbnb's link, with the calendar we follow as its counterpart. @returns what the copy button copied */
async function exportByDialog({ page, t }: Visit, property: string): Promise<string> {
  await page.goto(`/properties/${property}`);
  await page.getByRole('button', { name: t('feeds.export') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('tab', { name: 'Airbnb' }).click();
  const source = dialog.getByLabel(t('feeds.source'));
  expect(await source.locator('option:checked').textContent()).toBe('Airbnb');
  await dialog.getByRole('button', { name: t('feeds.make') }).click();
  await dialog.getByText(t('feeds.reach.loopback.title')).waitFor();
  await dialog
    .getByRole('button', { name: t('common.copy') })
    .first()
    .click();
  await dialog.getByText(t('common.copied')).waitFor();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(await dialog.getByLabel(t('feeds.https')).inputValue()).toBe(url);
  expect(await dialog.getByLabel(t('feeds.webcal')).inputValue()).toBe(url.replace(/^http:/, 'webcal:'));
  await dialog.getByRole('button', { name: t('feeds.done') }).click();
  return url;
}
