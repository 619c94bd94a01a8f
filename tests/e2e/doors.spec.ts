import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { ask, asOwner, leave, newProperty, personOf, signIn, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('doors', () => {
  it('sends a stranger to sign in and afterwards to where they were going', async () => {
    const someone = await visit(browser);
    const account = await asOwner(someone);
    await newProperty(someone, 'Mill House');
    // An open page would be told that its session is over.
    await someone.page.goto('about:blank');
    await someone.context.clearCookies({ name: /session-token/ });
    await someone.page.goto('/calendar?zoom=2w');
    expect(new URL(someone.page.url()).pathname).toBe('/sign-in');
    await signIn(someone, account, someone.page.url());
    await someone.page.waitForURL((url) => url.pathname === '/calendar' && url.search.includes('zoom=2w'));
    await leave(someone);
  });

  it('says plainly that e-mail and password do not match, and lets nobody in', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await page.goto('/sign-in');
    await page.getByLabel(t('signIn.email')).fill('nobody@example.com');
    await page.getByLabel(t('signIn.password')).fill('not the password');
    await page.getByRole('button', { name: t('signIn.submit') }).click();
    await page.getByText(t('signIn.wrong.title')).waitFor();
    await page.goto('/properties');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await leave(someone, /status of 401/);
  });

  it('shows a viewer everything to read and nothing to change, and the API agrees', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await signIn(someone, personOf('viewer'));
    await page.goto('/properties');
    await page.getByRole('heading', { level: 1, name: t('properties.title') }).waitFor();
    expect(await page.getByRole('link', { name: t('properties.add') }).count()).toBe(0);
    const own = await page.locator('a[href^="/properties/prp_"]').first().getAttribute('href');
    await page.goto(own ?? '');
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const name of [t('calendars.import'), t('calendars.syncNow'), t('feeds.export'), t('units.add')]) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    await page.goto('/calendar');
    await page.locator('[data-bar]').first().waitFor();
    expect(await page.getByRole('button', { name: t('timeline.newBooking') }).count()).toBe(0);
    expect(await page.getByRole('button', { name: t('timeline.block'), exact: true }).count()).toBe(0);
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('option', { name: t('palette.light') }).waitFor();
    for (const name of [t('palette.booking'), t('palette.block'), t('palette.property')]) {
      expect(await page.getByRole('option', { name }).count(), name).toBe(0);
    }
    await page.keyboard.press('Escape');
    await page.goto('/properties/new');
    await page.getByText(t('forbidden.what')).waitFor();

    const house = { name: 'X', timezone: 'Europe/Paris', currency: 'EUR' };
    expect((await ask(someone, 'POST', '/api/properties', house)).status()).toBe(403);
    expect((await ask(someone, 'POST', '/api/calendar/sync-all')).status()).toBe(403);
    expect(
      (await ask(someone, 'POST', '/api/invitations', { email: 'a@b.example', role: 'viewer' })).status(),
    ).toBe(403);
    await leave(someone);
  });

  it('answers another organization’s property as one that is not there', async () => {
    const owner = await visit(browser);
    await asOwner(owner);
    const id = await newProperty(owner, 'Private House');
    const stranger = await visit(browser);
    await asOwner(stranger);
    await stranger.page.goto(`/properties/${id}`);
    await stranger.page.getByText(stranger.t('nothingHere.what')).waitFor();
    expect(await stranger.page.getByText('Private House').count()).toBe(0);
    expect((await ask(stranger, 'GET', `/api/properties/${id}`)).status()).toBe(404);
    await leave(owner);
    await leave(stranger, /status of 404/);
  });

  it('signs out for good', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await asOwner(someone);
    await page.goto('/properties');
    await page.getByRole('button', { name: /Harbour & Sons/ }).click();
    await page.getByRole('menuitem', { name: t('frame.signOut') }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto('/properties');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await leave(someone);
  });

  it('tells an ended session before anything is lost, and leads to sign in and back', async () => {
    const someone = await visit(browser);
    const { page, t, context } = someone;
    const account = await asOwner(someone);
    const property = await newProperty(someone, 'Mill House');
    await page.goto(`/properties/${property}`);
    await page.getByRole('button', { name: t('calendars.import') }).click();
    await context.clearCookies({ name: /session-token/ });
    await page.getByRole('dialog').getByLabel(t('calendars.link')).fill('https://example.org/a.ics');
    await page.getByText(t('problem.unauthenticated.title')).waitFor();
    await page.goto(`/properties/${property}`);
    await signIn(someone, account, page.url());
    await page.waitForURL(new RegExp(`/properties/${property}$`));
    await leave(someone, /status of 401/);
  });

  it('keeps a chosen language and appearance over a reload, without a flash of another', async () => {
    const someone = await visit(browser);
    const { page } = someone;
    await asOwner(someone);
    await page.goto('/properties');
    await page.getByRole('button', { name: someone.t('frame.language') }).click();
    await page.getByRole('menuitemradio', { name: 'Русский' }).click();
    await page.getByRole('link', { name: 'Календарь', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Оформление' }).click();
    await page.getByRole('menuitemradio', { name: 'Тёмное' }).click();
    const html = await (await page.request.get('/properties')).text();
    expect(html).toMatch(/<html[^>]+lang="ru"[^>]+data-theme="dark"/);
    await leave(someone);
  });
});
