import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProperty, openBrowser, PASSWORD, personOf, signIn, signUp, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('doors', () => {
  it('sends a stranger to sign in and afterwards to where they were going', async () => {
    const someone = await visit(browser);
    const { email } = await signUp(someone);
    await someone.context.clearCookies({ name: /session-token/ });
    await someone.page.goto('/calendar?zoom=2w');
    expect(new URL(someone.page.url()).pathname).toBe('/sign-in');
    await signIn(someone, { email, password: PASSWORD }, someone.page.url());
    await someone.page.waitForURL(/\/calendar\?zoom=2w$/);
    await someone.context.close();
  });

  it('says plainly that e-mail and password do not match, and lets nobody in', async () => {
    const { page, t, context } = await visit(browser);
    await page.goto('/sign-in');
    await page.getByLabel(t('signIn.email')).fill('nobody@example.com');
    await page.getByLabel(t('signIn.password')).fill('not the password');
    await page.getByRole('button', { name: t('signIn.submit') }).click();
    await page.getByText(t('signIn.wrong.title')).waitFor();
    await page.goto('/properties');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await context.close();
  });

  it('shows a viewer everything to read and nothing to change', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await signIn(someone, personOf('viewer'));
    await page.goto('/properties');
    await page.getByRole('heading', { level: 1, name: t('properties.title') }).waitFor();
    expect(await page.getByRole('link', { name: t('properties.add') }).count()).toBe(0);
    await page.goto('/calendar');
    await page.locator('[data-bar]').first().waitFor();
    expect(await page.getByRole('button', { name: t('calendar.new'), exact: true }).count()).toBe(0);
    await page.goto('/properties/new');
    await page.getByText(t('forbidden.what')).waitFor();
    await someone.context.close();
  });

  it('answers another organization’s property as one that is not there', async () => {
    const owner = await visit(browser);
    await signUp(owner);
    const id = await addProperty(owner, 'Private House');
    const stranger = await visit(browser);
    await signUp(stranger);
    await stranger.page.goto(`/properties/${id}`);
    await stranger.page.getByText(stranger.t('nothingHere.what')).waitFor();
    expect(await stranger.page.getByText('Private House').count()).toBe(0);
    await Promise.all([owner.context.close(), stranger.context.close()]);
  });

  it('signs out for good', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await signUp(someone);
    await page.getByRole('button', { name: /Harbour & Sons/ }).click();
    await page.getByRole('menuitem', { name: t('frame.signOut') }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto('/properties');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await someone.context.close();
  });

  it('keeps a chosen language and appearance over a reload, without a flash of another', async () => {
    const someone = await visit(browser);
    const { page } = someone;
    await signUp(someone);
    await page.getByRole('button', { name: someone.t('frame.language') }).click();
    await page.getByRole('menuitemradio', { name: 'Русский' }).click();
    await page.getByRole('link', { name: 'Календарь', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Оформление' }).click();
    await page.getByRole('menuitemradio', { name: 'Тёмное' }).click();
    const html = await (await page.request.get('/properties')).text();
    expect(html).toMatch(/<html[^>]+lang="ru"[^>]+data-theme="dark"/);
    await someone.context.close();
  });
});
