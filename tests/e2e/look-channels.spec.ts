import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import {
  activate,
  bookThere,
  CONNECTED,
  card,
  decide,
  hostWithHouse,
  newListing,
  syncAccount,
  toConsent,
} from './airbnb.ts';
import { inDays } from './feeds.ts';
import { plainFaults, seriousFaults } from './look.ts';
import { ask, type Language, leave, newProperty, type Visit, visit } from './person.ts';

const WHOLE_WAY_MS = 300_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

type Look = (what: string) => Promise<void>;

describe.each(['light', 'dark'] as const)('in the %s', (theme) => {
  it('axe finds nothing serious on the way into a channel', { timeout: WHOLE_WAY_MS }, async () => {
    const someone = await visit(browser, { theme });
    const found: string[] = [];
    await walk(someone, async (what) => {
      found.push(...(await seriousFaults(someone.page)).map((fault) => `${what} ${fault}`));
    });
    expect(found).toEqual([]);
    await leave(someone);
  });
});

describe.each<Language>(['en', 'fr', 'ru'])('on a phone in %s', (language) => {
  it('nothing on the way into a channel scrolls sideways or lacks words', {
    timeout: WHOLE_WAY_MS,
  }, async () => {
    const someone = await visit(browser, { language, phone: true });
    const found: string[] = [];
    await walk(someone, async (what) => {
      found.push(...(await plainFaults(someone.page)).map((fault) => `${what} ${fault}`));
    });
    expect(found).toEqual([]);
    await leave(someone);
  });
});

/** Connects an account, maps half of it, and opens all there is to open, with a look at each. */
async function walk(someone: Visit, look: Look): Promise<void> {
  const { page, t } = someone;
  const { host, listing, property } = await hostWithHouse(someone);
  await newProperty(someone, 'Attic');
  const loft = await newListing(host, 'Charming place under the roof, five minutes from the harbour');
  await bookThere(loft, 4, 7, 'Ines Diaz');
  await bookThere(listing, 4, 7, 'Tom Ford');
  const direct = { unitId: property, checkIn: inDays(5), checkOut: inDays(9), guest: { name: 'Camille' } };
  expect((await ask(someone, 'POST', '/api/reservations', direct)).status()).toBe(201);

  await open(someone, '/channels');
  await look('a card that can be connected');
  await toConsent(someone, card(someone), 'connections.action.connect');
  await decide(page, host, 'Refuse');
  // Whole, with its scripts: a button of a page that is still on its way is pressed in vain.
  await page.waitForURL('**/channels/airbnb/failed?*');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await look('failed');
  await toConsent(someone, page.getByRole('main'), 'connectResult.again');
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  await syncAccount(someone, new URL(page.url()).searchParams.get('connection') ?? '');
  await page.getByText(t('connectResult.found', { count: 2, left: 2 })).waitFor();
  await look('connected');
  await lookAtWizard(someone, look);
  await open(someone, '/inbox');
  await page.getByText(t('waiting.protection.none')).waitFor();
  await page.getByRole('article').first().waitFor();
  await look('inbox');
  await lookInto(page.getByRole('button', { name: t('waiting.place.action') }), someone, look);
  await lookAtCard(someone, host.name, look);
  await open(someone, '/channels/deliveries');
  await look('what was told');
  await open(someone, '/rates');
  await lookInto(page.getByRole('button', { name: t('rates.takeOver.action') }), someone, look);
  await open(someone, '/settings/notices');
  await look('notices');
}

async function lookAtWizard(someone: Visit, look: Look): Promise<void> {
  const { page, t } = someone;
  await open(someone, '/channels/airbnb/mapping');
  const bringing = page.getByText(t('mapping.will.conflicts', { count: 1 })).first();
  await bringing.waitFor();
  await look('the wizard');
  await page.getByRole('combobox').last().click();
  await page.getByPlaceholder(t('mapping.findUnit')).waitFor();
  await look('the picker of a unit');
  await page.keyboard.press('Escape');
  await page
    .getByRole('region', { name: t('mapping.will.title') })
    .getByRole('button', { name: t('mapping.toPreview') })
    .click();
  await page.getByText(t('mapping.effect.conflictMeans')).waitFor();
  // By its guest: the id of a booking of our own says nothing to a person.
  await page.getByText('Camille (', { exact: false }).waitFor();
  await page.locator('summary').first().click();
  await look('the preview');
  await page.getByRole('button', { name: t('mapping.preview.back') }).click();
  await activate(someone);
  await look('activated');
}

async function lookAtCard(someone: Visit, account: string, look: Look): Promise<void> {
  const { page, t } = someone;
  await open(someone, '/channels');
  await card(someone).getByText(t('connections.fact.mapped')).waitFor();
  await look('a card');
  await lookInto(
    card(someone).getByRole('button', { name: t('connections.action.configure') }),
    someone,
    look,
  );
  const more = card(someone).getByRole('button', { name: t('connections.action.more', { name: account }) });
  for (const action of ['test', 'force', 'pricing', 'interval', 'pause', 'disconnect']) {
    await more.click();
    await lookInto(
      page.getByRole('menuitem', { name: t(`connections.action.${action}`), exact: true }),
      someone,
      look,
    );
  }
}

/** Presses what opens a dialog, looks once it says all it has to say, and closes it. */
async function lookInto(opener: Locator, { page }: Visit, look: Look): Promise<void> {
  const name = (await opener.textContent()) ?? '';
  await opener.click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await page.waitForLoadState('networkidle');
  await look(`the dialog ${name}`);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function open({ page }: Visit, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
}
