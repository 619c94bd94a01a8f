import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { channelEnv } from '#scripts/world/channels.ts';
import { atAirbnb, type Host, newHost } from '#tests/support/at-airbnb.ts';
import { openBrowser } from '#tests/support/browser.ts';
import {
  bookThere,
  CONNECTED,
  card,
  connect,
  decide,
  hostWithHouse,
  newListing,
  syncAccount,
  toConsent,
} from './airbnb.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { startOwnApp } from './own-app.ts';
import { ask, leave, newProperty, takenNights, type Visit, visit } from './person.ts';
import { PICTURES_MS, pictures } from './pictures.ts';

const CHANNEL = { channel: 'Airbnb' };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Maps every listing of an account to the property of the same name, by the API. */
async function mapAll(someone: Visit, connection: string, propertyOf: Record<string, string>): Promise<void> {
  await syncAccount(someone, connection);
  const answer = await ask(someone, 'GET', `/api/integrations/airbnb/listings?connection=${connection}`);
  const { items } = await answer.json();
  const mappings = items.map(({ id, name }: { id: string; name: string }) => ({
    listingId: id,
    unitId: propertyOf[name],
    stage: 'active',
  }));
  const path = `/api/integrations/airbnb/mappings?connection=${connection}`;
  expect((await ask(someone, 'PUT', path, { mappings })).status()).toBe(200);
  await syncAccount(someone, connection);
}

/** An owner on the channels' page, with one account connected and mapped. */
async function withAccount(someone: Visit) {
  const made = await hostWithHouse(someone);
  await bookThere(made.listing, 4, 7, 'Ines Diaz');
  const connection = await connect(someone, made.host);
  await mapAll(someone, connection, { 'Mill House': made.property });
  await someone.page.goto('/channels');
  return { ...made, connection };
}

function menuOf({ t }: Visit, at: Locator, host: Host): Locator {
  return at.getByRole('button', { name: t('connections.action.more', { name: host.name }) });
}

/** What may be pressed for an account at once, in words; the menu of everything else is not counted. */
async function pressable(someone: Visit, host: Host): Promise<string[]> {
  const all = menuOf(someone, card(someone), host).locator('..').locator('a, button');
  return (await all.allTextContents()).filter((text) => text !== '');
}

/** The card says the state's word, why it is so, and offers this one thing to press. */
async function says(someone: Visit, host: Host, phase: string, words: string[], button: string) {
  const { t } = someone;
  const at = card(someone);
  await at.getByText(t(`connections.phase.${phase}.word`), { exact: true }).waitFor();
  for (const word of words) await at.getByText(word, { exact: false }).first().waitFor();
  expect(await pressable(someone, host)).toEqual([t(`connections.action.${button}`)]);
}

/** That what is booked there now may be unknown: this journey is in English. */
const BLIND = 'may be unknown here';

async function isWell(someone: Visit): Promise<void> {
  const word = someone.t('connections.phase.healthy.word');
  await card(someone).getByText(word, { exact: true }).first().waitFor();
}

it('an account that Airbnb took back is to be connected again, and the other account beside it stays well', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host } = await withAccount(someone);
  const other = await newHost();
  await newListing(other, 'Attic');
  const attic = await newProperty(someone, 'Attic');
  await toConsent(someone, card(someone), 'connections.action.another');
  await decide(page, other, 'Approve');
  await page.waitForURL(CONNECTED);
  await mapAll(someone, new URL(page.url()).searchParams.get('connection') ?? '', { Attic: attic });
  await page.goto('/channels');
  await expect
    .poll(() => card(someone).getByText(t('connections.phase.healthy.word'), { exact: true }).count())
    .toBe(2);
  expect(await pictures(browser, someone, 'two-accounts')).toEqual([]);

  await atAirbnb('revoke', { account: other.id });
  await says(someone, other, 'expired', [t('connections.cause.auth', CHANNEL), BLIND], 'reconnect');
  expect(await pressable(someone, host)).toEqual([t('connections.action.sync')]);
  await isWell(someone);
  expect(await pictures(browser, someone, 'expired')).toEqual([]);
  await page.goto('/');
  await page.getByText(t('connections.need.expired', { ...CHANNEL, account: other.name })).waitFor();
  expect(await pictures(browser, someone, 'expired-home')).toEqual([]);

  await page.goto('/channels');
  await card(someone)
    .getByRole('button', { name: t('connections.action.reconnect') })
    .click();
  await decide(page, other, 'Approve');
  await page.waitForURL(CONNECTED);
  await page.goto('/channels');
  await expect
    .poll(() => card(someone).getByText(t('connections.phase.healthy.word'), { exact: true }).count())
    .toBe(2);
  await leave(someone);
});

it('an account that fails three times says so, keeps its nights, and is well again by the button', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { t } = someone;
  const { host, listing, property, connection } = await withAccount(someone);
  await atAirbnb('fault', { kind: '5xx', name: listing, path: '/reservations' });
  try {
    for (let time = 1; time <= 3; time += 1) await syncAccount(someone, connection, 'partial');
    const cause = t('connections.cause.transient', CHANNEL);
    await says(someone, host, 'error', [cause, BLIND], 'sync');
    expect(await takenNights(someone, property, inDays(0), inDays(14))).toEqual(nightsBetween(4, 7));
    expect(await pictures(browser, someone, 'error')).toEqual([]);
  } finally {
    await fetch(`${inject('world').sandboxUrl}/control/airbnb/fault`, { method: 'DELETE' });
  }
  await card(someone)
    .getByRole('button', { name: t('connections.action.sync') })
    .click();
  await isWell(someone);
  await leave(someone);
});

it('an account that is paused says what that risks, and goes on by the button; disconnected it frees nothing', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, connection } = await withAccount(someone);
  const path = `/api/integrations/airbnb?connection=${connection}`;
  expect((await ask(someone, 'PATCH', path, { isPaused: true })).status()).toBe(200);
  await page.goto('/channels');
  await says(someone, host, 'paused', [t('connections.phase.paused.says'), BLIND], 'resume');
  expect(await pictures(browser, someone, 'paused')).toEqual([]);
  await card(someone)
    .getByRole('button', { name: t('connections.action.resume') })
    .click();
  await isWell(someone);

  // Each dialog begins where nothing is taken away.
  for (const [action, first] of [
    ['test', 'connections.test.again'],
    ['pause', 'common.cancel'],
    ['disconnect', 'connections.disconnect.keep'],
  ] as const) {
    await menuOf(someone, card(someone), host).click();
    await page.getByRole('menuitem', { name: t(`connections.action.${action}`), exact: true }).click();
    const begins = page.getByRole('dialog').getByRole('button', { name: t(first) });
    await begins.waitFor();
    await expect.poll(() => begins.evaluate((button) => button === document.activeElement)).toBe(true);
    if (action !== 'disconnect') await page.keyboard.press('Escape');
    if (action !== 'disconnect') await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('connections.disconnect.confirm') })
    .click();
  await says(someone, host, 'disconnected', [t('connections.phase.disconnected.says')], 'reconnect');
  expect(await pictures(browser, someone, 'disconnected')).toEqual([]);
  await leave(someone);
});

it('an account that grants less than was asked for is told so, and is whole after the rest is granted', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, property } = await hostWithHouse(someone);
  await page.goto('/channels');
  await toConsent(someone, card(someone), 'connections.action.connect');
  await page.getByRole('checkbox', { name: 'Be asked before a booking is confirmed' }).uncheck();
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  const cause = t('connections.cause.scope_missing', CHANNEL);
  await page.getByText(cause).waitFor();
  await page.getByRole('button', { name: t('connectResult.again') }).waitFor();
  const connection = new URL(page.url()).searchParams.get('connection') ?? '';
  await mapAll(someone, connection, { 'Mill House': property });
  expect(await pictures(browser, someone, 'limited-connected')).toEqual([]);
  await page.goto('/channels');
  await says(someone, host, 'limited', [cause], 'reconnect');
  expect(await pictures(browser, someone, 'limited')).toEqual([]);

  await card(someone)
    .getByRole('button', { name: t('connections.action.reconnect') })
    .click();
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  await page.goto('/channels');
  await isWell(someone);
  await leave(someone);
});

it('where nobody has set a key: a wrong secret is refused with a reason, the right one is tried, saved and never read back', {
  timeout: PICTURES_MS,
}, async () => {
  const {
    AIRBNB_CLIENT_ID: key = '',
    AIRBNB_CLIENT_SECRET: secret = '',
    ...where
  } = channelEnv(inject('world').sandboxUrl);
  const bare = { ...where, AIRBNB_CLIENT_ID: '', AIRBNB_CLIENT_SECRET: '' };
  const app = await startOwnApp({ env: bare });
  try {
    const someone = await visit(browser, { appUrl: app.appUrl });
    const { page, t } = someone;
    const { host } = await hostWithHouse(someone, 'Mill House', app);
    await page.goto('/channels');
    const at = card(someone);
    await at.getByText(t('connections.phase.not_configured.says', CHANNEL)).waitFor();
    await at.getByRole('link', { name: t('connections.link.action') }).waitFor();
    expect(await pictures(browser, someone, 'not-configured')).toEqual([]);

    const dialog = page.getByRole('dialog');
    const fill = async (what: string, text: string) => {
      await dialog.getByLabel(t(`connections.configure.${what}`), { exact: true }).fill(text);
    };
    const save = dialog.getByRole('button', { name: t('common.save') });
    await at
      .getByRole('button', { name: t('connections.action.configure') })

      .click();
    await fill('apiKey', key);
    await save.click();
    await dialog.getByText(t('fieldError.apiSecret')).waitFor();
    await fill('apiSecret', 'not-the-secret');
    await save.click();
    await dialog.getByText(t('connections.configure.refused.title', CHANNEL)).waitFor();
    await dialog.getByText(t('connections.configure.refused.means', CHANNEL)).waitFor();
    const set = async () => (await (await ask(someone, 'GET', '/api/integrations/airbnb')).json()).app;
    expect(await set()).toMatchObject({ source: 'none', hasApiKey: false, hasApiSecret: false });
    const refused = (there: Visit) => refuseIn(there, key);
    expect(await pictures(browser, someone, 'refused', refused, /status of 400/)).toEqual([]);

    await dialog.getByRole('button', { name: t('connections.configure.refused.action') }).click();
    const keyField = dialog.getByLabel(t('connections.configure.apiKey'), { exact: true });
    await expect.poll(() => keyField.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await keyField.inputValue()).toBe('');
    await fill('apiKey', key);
    await fill('apiSecret', secret);
    await save.click();
    await dialog.getByText(t('connections.test.ok')).waitFor();
    expect(await set()).toMatchObject({ source: 'organization', hasApiKey: true, hasApiSecret: true });
    await page.reload();
    await at.getByText(t('connections.phase.configured.word'), { exact: true }).waitFor();
    await at.getByRole('button', { name: t('connections.action.configure') }).click();
    await dialog.getByText(t('connections.configure.source.organization')).waitFor();
    expect(await dialog.getByPlaceholder(t('connections.configure.isSet')).count()).toBe(2);
    for (const one of ['apiKey', 'apiSecret']) {
      const field = dialog.getByLabel(t(`connections.configure.${one}`), { exact: true });
      expect(await field.inputValue()).toBe('');
    }
    expect(await page.content()).not.toContain(secret);
    expect(JSON.stringify(await set())).not.toContain(secret);
    await dialog.getByRole('button', { name: t('connections.configure.test') }).click();
    await dialog.getByText(t('connections.test.ok')).waitFor();
    expect(await pictures(browser, someone, 'own-key', openConfigure)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await toConsent(someone, at, 'connections.action.connect');
    await decide(page, host, 'Approve');
    await page.waitForURL(CONNECTED);
    await leave(someone, /status of 400/);
  } finally {
    await app.stop();
  }
});

async function openConfigure({ page, t }: Visit): Promise<void> {
  await page
    .getByRole('region', { name: 'Airbnb', exact: true })
    .getByRole('button', { name: t('connections.action.configure') })
    .click();
  await page.getByRole('dialog').waitFor();
}

async function refuseIn(there: Visit, key: string): Promise<void> {
  const { page, t } = there;
  await openConfigure(there);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('connections.configure.apiKey'), { exact: true }).fill(key);
  await dialog.getByLabel(t('connections.configure.apiSecret'), { exact: true }).fill('not-the-secret');
  await dialog.getByRole('button', { name: t('common.save') }).click();
  await dialog.getByText(t('connections.configure.refused.title', CHANNEL)).waitFor();
}
