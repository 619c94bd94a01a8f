import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { choose, fromMenu, press, write } from './keys.ts';
import { ask, asOwner, leave, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('somebody is invited, joins and is sent away again without a pointer', async () => {
  const owner = await visit(browser);
  const { page, t } = owner;
  await asOwner(owner);
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  await page.goto('/settings/members', { waitUntil: 'networkidle' });
  await press(page, page.getByRole('button', { name: t('settingsPages.members.invite'), exact: true }));
  const dialog = page.getByRole('dialog');
  await write(page, dialog.getByLabel(t('settingsPages.members.email')), email);
  await choose(page, dialog.getByRole('radio', { name: t('frame.role.manager') }));
  await press(page, dialog.getByRole('button', { name: t('settingsPages.members.makeLink') }));
  const link = await dialog.getByLabel(t('settingsPages.members.link')).inputValue();
  await press(page, dialog.getByRole('button', { name: t('settingsPages.members.linkDone') }));
  await dialog.waitFor({ state: 'detached' });

  const guest = await visit(browser);
  await guest.page.goto(link, { waitUntil: 'networkidle' });
  await write(guest.page, guest.page.getByLabel(t('invite.name'), { exact: true }), 'Nadia Benali');
  await write(guest.page, guest.page.getByLabel(t('invite.password')), 'another long password');
  await guest.page.keyboard.press('Enter');
  await guest.page.waitForURL((url) => url.pathname === '/');

  await page.goto('/settings/members', { waitUntil: 'networkidle' });
  await fromMenu(
    page,
    page.getByRole('button', { name: t('settingsPages.members.actions', { name: 'Nadia Benali' }) }),
    page.getByRole('menuitem', { name: t('settingsPages.members.remove') }),
  );
  await press(page, dialog.getByRole('button', { name: t('settingsPages.members.remove') }));
  await dialog.waitFor({ state: 'detached' });
  expect((await ask(guest, 'GET', '/api/me')).status()).toBe(401);
  await leave(guest, /401/);
  await leave(owner);
});

it('a password is changed without a pointer', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const account = await asOwner(someone);
  await page.goto('/settings/you', { waitUntil: 'networkidle' });
  await write(page, page.getByLabel(t('settingsPages.you.currentPassword')), account.password);
  await write(page, page.getByLabel(t('settingsPages.you.newPassword')), 'a new and longer password');
  await page.keyboard.press('Enter');
  await page.getByText(t('settingsPages.you.passwordChanged')).waitFor();
  await leave(someone);
});
