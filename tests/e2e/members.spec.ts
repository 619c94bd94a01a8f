import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { ask, asOwner, enter, leave, newProperty, signIn, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** An open page whose session ended may ask for news once more before it goes to the door. */
const ASKED_ONCE_MORE = /401 \(Unauthorized\) .*\/api\/arrivals/;

const isAtSignIn = ({ page }: Visit) => new URL(page.url()).pathname === '/sign-in';

it('a manager is invited, joins from another browser, may book but not configure, and is out once removed', async () => {
  const owner = await visit(browser);
  await asOwner(owner);
  await newProperty(owner, 'Mill House');
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  const link = await invite(owner, email);

  const manager = await visit(browser);
  const { page, t } = manager;
  await page.goto(link);
  expect(await page.getByLabel(t('invite.email')).inputValue()).toBe(email);
  await page.getByLabel(t('invite.name'), { exact: true }).fill('Nadia Benali');
  await page.getByLabel(t('invite.password')).fill('another long password');
  await page.getByRole('button', { name: t('invite.submit') }).click();
  await page.waitForURL((url) => url.pathname === '/');

  await page.goto('/properties');
  await page.getByText('Mill House').first().waitFor();
  expect(await page.getByRole('link', { name: t('properties.add') }).count()).toBe(0);
  await page.goto('/calendar');
  await page.getByRole('button', { name: t('timeline.newBooking') }).waitFor();
  await page.goto('/settings/keys');
  await page.getByText(t('settingsPages.keys.forbidden')).waitFor();
  const house = { name: 'X', timezone: 'Europe/Paris', currency: 'EUR' };
  expect((await ask(manager, 'POST', '/api/properties', house)).status()).toBe(403);

  // The link worked once.
  const late = await visit(browser);
  await late.page.goto(link);
  await late.page.getByText(late.t('invite.goneTitle')).waitFor();

  await owner.page.goto('/settings/members');
  await owner.page
    .getByRole('button', { name: t('settingsPages.members.actions', { name: 'Nadia Benali' }) })
    .click();
  await owner.page.getByRole('menuitem', { name: t('settingsPages.members.remove') }).click();
  const dialog = owner.page.getByRole('dialog');
  await dialog.getByRole('button', { name: t('settingsPages.members.remove') }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto('/properties');
  expect(isAtSignIn(manager)).toBe(true);
  await leave(owner);
  await leave(manager);
  await leave(late);
});

it('a browser that is signed out from another one is out at its next request', async () => {
  const here = await visit(browser);
  const account = await asOwner(here);
  const there = await visit(browser);
  await signIn(there, account);
  await there.page.goto('/properties');
  expect(isAtSignIn(there)).toBe(false);

  const { page, t } = here;
  await page.goto('/settings/you');
  await page.getByRole('button', { name: t('settingsPages.you.signOutOthers') }).click();
  await page
    .getByRole('button', { name: t('settingsPages.you.signOutOthers') })
    .waitFor({ state: 'detached' });
  await there.page.goto('/properties');
  expect(isAtSignIn(there)).toBe(true);
  expect((await ask(there, 'GET', '/api/me')).status()).toBe(401);
  await page.goto('/properties');
  expect(isAtSignIn(here)).toBe(false);
  await leave(here);
  await leave(there, ASKED_ONCE_MORE);
});

it('a new password ends the other browsers and opens the door from now on', async () => {
  const here = await visit(browser);
  const account = await asOwner(here);
  const there = await visit(browser);
  await enter(there, account);
  const { page, t } = here;
  await page.goto('/settings/you');
  await page.getByLabel(t('settingsPages.you.currentPassword')).fill(account.password);
  await page.getByLabel(t('settingsPages.you.newPassword')).fill('a new and longer password');
  await page.getByRole('button', { name: t('settingsPages.you.changePassword') }).click();
  await page.getByText(t('settingsPages.you.passwordChanged')).waitFor();
  await there.page.goto('/properties');
  expect(isAtSignIn(there)).toBe(true);
  await signIn(there, { ...account, password: 'a new and longer password' });
  await leave(here);
  await leave(there, ASKED_ONCE_MORE);
});

/** Through the dialog. @returns the link that is shown once */
async function invite({ page, t }: Visit, email: string): Promise<string> {
  await page.goto('/settings/members');
  await page.getByRole('button', { name: t('settingsPages.members.invite'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('settingsPages.members.email')).fill(email);
  await dialog.getByRole('radio', { name: t('frame.role.manager') }).check({ force: true });
  await dialog.getByRole('button', { name: t('settingsPages.members.makeLink') }).click();
  const link = await dialog.getByLabel(t('settingsPages.members.link')).inputValue();
  await dialog.getByRole('button', { name: t('settingsPages.members.linkDone') }).click();
  await page.getByText(email).first().waitFor();
  return link;
}
