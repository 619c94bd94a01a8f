import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { CONNECTED, CONSENT, card, connect, decide, hostWithHouse, toConsent } from './airbnb.ts';
import { ask, asOwner, leave, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The page where a connect that failed ends, by its reason. */
async function failedWith({ page, t }: Visit, reason: string): Promise<void> {
  await page.waitForURL(/\/channels\/airbnb\/failed\?/);
  const title = t(`connectResult.reason.${reason}.title`, { channel: 'Airbnb' });
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByText(t(`connectResult.reason.${reason}.means`, { channel: 'Airbnb' })).waitFor();
}

/** Accounts that are connected. */
async function accounts(someone: Visit): Promise<number> {
  const { items } = await (await ask(someone, 'GET', '/api/integrations/status')).json();
  return items.filter((one: { id: string | null }) => one.id !== null).length;
}

it('who refuses reads what Airbnb said, that nothing changed, and begins again by a button', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host } = await hostWithHouse(someone);
  await page.goto('/channels');
  await toConsent(someone, card(someone), 'connections.action.connect');
  await decide(page, host, 'Refuse');
  await failedWith(someone, 'refused');
  await page.getByText(t('connectResult.nothingConnected')).waitFor();
  await page.getByText('The host did not allow the connection.').waitFor();
  expect(await accounts(someone)).toBe(0);

  await toConsent(someone, page.getByRole('main'), 'connectResult.again');
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  expect(await accounts(someone)).toBe(1);
  await leave(someone);
});

it('who goes back and agrees once more is told that it was used, and so is who opens the address again', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host } = await hostWithHouse(someone);
  const called: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/integrations/airbnb/callback') called.push(request.url());
  });
  await connect(someone, host);
  await page.goBack();
  await page.waitForURL(CONSENT);
  await decide(page, host, 'Approve');
  await failedWith(someone, 'used');
  await page.getByText(t('connectResult.perhapsConnected')).waitFor();

  await page.goto(called[0] ?? '');
  await failedWith(someone, 'used');
  await page.getByRole('link', { name: t('connectResult.toChannels') }).click();
  await card(someone).getByText(host.name).waitFor();
  expect(await accounts(someone)).toBe(1);
  await leave(someone);
});

it('nobody else finishes what one person began, whether signed in or not; that person still can', async () => {
  const [ada, other, stranger] = [await visit(browser), await visit(browser), await visit(browser)];
  const { host } = await hostWithHouse(ada);
  await ada.page.goto('/channels');
  await toConsent(ada, card(ada), 'connections.action.connect');
  const began = ada.page.url();

  await asOwner(other);
  await other.page.goto(began);
  await decide(other.page, host, 'Approve');
  await failedWith(other, 'other_user');
  await stranger.page.goto(began);
  await decide(stranger.page, host, 'Approve');
  await stranger.page.waitForURL(/\/sign-in/);
  expect([await accounts(ada), await accounts(other)]).toEqual([0, 0]);

  await decide(ada.page, host, 'Approve');
  await ada.page.waitForURL(CONNECTED);
  expect([await accounts(ada), await accounts(other)]).toEqual([1, 0]);
  for (const one of [ada, other, stranger]) await leave(one);
});
