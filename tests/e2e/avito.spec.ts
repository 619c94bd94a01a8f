import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atAvito, nightAtAvito } from '#tests/support/at-avito.ts';
import { openBrowser } from '#tests/support/browser.ts';
import {
  BASE,
  CONSENT,
  decideAtAvito,
  dialog,
  hostAtNeva,
  linkByApi,
  newHouse,
  panel,
  stands,
} from './avito.ts';
import { inDays } from './feeds.ts';
import { type Language, leave, takenNights, type Visit, visit } from './person.ts';
import { PICTURES_MS, pictures } from './pictures.ts';

const WHOLE_WAY_MS = 240_000;
/** Asked every ten seconds and told at once; late on a busy machine. How soon is measured where nothing runs beside it. */
const HEARD_WITHIN_MS = 45_000;
const STUDIO = 'Студия у гавани';
const LOFT = 'Лофт на Галерной';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function press(someone: Visit, key: string): Promise<void> {
  await dialog(someone)
    .getByRole('button', { name: someone.t(key), exact: true })
    .click();
}

async function opens(someone: Visit): Promise<void> {
  const { t } = someone;
  await panel(someone)
    .getByRole('button', { name: t('avito.panel.connect'), exact: true })
    .click();
  await dialog(someone).waitFor();
}

/** @returns its heading */
async function isAt(someone: Visit, key: string, values?: Record<string, string>): Promise<Locator> {
  const heading = dialog(someone).getByRole('heading', { level: 3, name: someone.t(key, values) });
  await heading.waitFor();
  return heading;
}

/** So that the keyboard, and whoever listens, are where the eye is. */
async function hasFocus(what: Locator): Promise<void> {
  await expect
    .poll(() => what.evaluate((element) => element === document.activeElement), { timeout: 5_000 })
    .toBe(true);
}

async function toasts({ page }: Visit, text: string, withinMs = 10_000): Promise<void> {
  await page.locator('[data-sonner-toast]').filter({ hasText: text }).first().waitFor({ timeout: withinMs });
}

describe.each<Language>(['en', 'ru'])('in %s', (language) => {
  it('a unit is connected in three steps, refused, left and resumed on the way; a booking is told; it ends and comes back', {
    timeout: WHOLE_WAY_MS,
  }, async () => {
    const someone = await visit(browser, { language });
    const { page, t } = someone;
    const { host, house } = await hostAtNeva(someone, STUDIO, LOFT);
    const [studio, loft] = host.items;
    const other = await newHouse(someone, 'Attic', false);
    await linkByApi(someone, other.unitId, host, loft?.id ?? '');
    await page.goto(`/properties/${house.propertyId}`);

    // Refused: what Avito said, and once more from there.
    await opens(someone);
    await hasFocus(await isAt(someone, 'avito.authorize.title'));
    await press(someone, 'avito.authorize.go');
    await decideAtAvito(someone, host, 'Deny');
    await dialog(someone)
      .getByText(t('connectResult.reason.refused.title', { channel: 'Avito' }))
      .waitFor();
    await dialog(someone).getByText('Пользователь отказал в доступе').waitFor();
    await press(someone, 'avito.authorize.again');
    await decideAtAvito(someone, host, 'Allow');
    await hasFocus(await isAt(someone, 'avito.item.title', { unit: house.name }));
    await dialog(someone).getByText(host.name, { exact: true }).waitFor();

    // Left, and gone on with.
    await page.keyboard.press('Escape');
    await dialog(someone).waitFor({ state: 'detached' });
    await toasts(someone, t('avito.left'));
    expect(new URL(page.url()).searchParams.has('avito')).toBe(false);
    await opens(someone);
    await dialog(someone)
      .getByRole('heading', { level: 2, name: t('avito.resume.dialog') })
      .waitFor();
    await press(someone, 'avito.resume.go');
    await isAt(someone, 'avito.item.title', { unit: house.name });

    // What is another unit's cannot be chosen, and typed it is refused; then another is offered.
    const held = dialog(someone).getByRole('radio', { name: LOFT });
    expect(await held.isDisabled()).toBe(true);
    await dialog(someone).getByText(t('avito.item.taken.here')).waitFor();
    await press(someone, 'avito.item.typeInstead');
    await dialog(someone)
      .getByLabel(t('avito.item.id'))
      .fill(`https://www.avito.ru/sankt-peterburg/kvartiry/loft_${loft?.id}`);
    await press(someone, 'avito.item.next');
    await dialog(someone).getByText(t('avito.item.refused.here.means')).waitFor();
    await press(someone, 'avito.item.refused.another');
    await press(someone, 'avito.item.backToList');
    await dialog(someone).getByRole('radio', { name: STUDIO }).check();
    await press(someone, 'avito.item.next');

    // The price shown is the price that is sent.
    await hasFocus(await isAt(someone, 'avito.finish.title'));
    const markup = dialog(someone).getByLabel(t('avito.markup.label'));
    expect(await markup.inputValue()).toBe('15');
    const shown = async () =>
      (await dialog(someone).getByRole('row').last().getByRole('cell').last().textContent())?.replace(
        /\D/g,
        '',
      );
    expect(await shown()).toBe(String(BASE * 1.15));
    await dialog(someone)
      .getByRole('slider', { name: t('avito.markup.slider') })
      .focus();
    for (let times = 0; times < 5; times += 1) await page.keyboard.press('ArrowRight');
    expect(await markup.inputValue()).toBe('20');
    expect(await shown()).toBe(String(BASE * 1.2));
    await press(someone, 'avito.finish.go');
    await dialog(someone).waitFor({ state: 'detached' });
    await toasts(someone, t('avito.finish.done', { unit: house.name }));
    await stands(someone, 'synced');
    await panel(someone).getByText('+20 %', { exact: true }).waitFor();
    const priceThere = async () => (await nightAtAvito(studio?.id ?? '', inDays(4)))?.price;
    await expect.poll(priceThere, { timeout: 60_000 }).toBe(BASE * 1.2);

    // A guest books there: told here, and the nights are closed.
    const guest = 'Мария Соколова';
    await atAvito('book', { listing: studio?.id, checkIn: inDays(5), checkOut: inDays(8), guest });
    await toasts(someone, guest, HEARD_WITHIN_MS);
    const taken = () => takenNights(someone, house.propertyId, inDays(1), inDays(12));
    await expect.poll(taken, { timeout: HEARD_WITHIN_MS }).toEqual([inDays(5), inDays(6), inDays(7)]);

    // The host takes the access back: told without a reload, and mended from here.
    await atAvito('revoke', { account: host.id });
    await stands(someone, 'expired');
    await panel(someone)
      .getByRole('button', { name: t('avito.action.reconnect') })
      .click();
    await decideAtAvito(someone, host, 'Allow');
    await isAt(someone, 'avito.again.title', { unit: house.name });
    // By the button in the foot: the cross bears the same name.
    await dialog(someone)
      .getByRole('button', { name: t('common.close') })
      .last()
      .click();
    await stands(someone, 'synced');

    await panel(someone)
      .getByRole('button', { name: t('avito.action.markupOf', { unit: house.name }) })
      .click();
    await markup.fill('10');
    await press(someone, 'common.save');
    await toasts(someone, t('avito.markup.done', { unit: house.name }));
    await panel(someone).getByText('+10 %', { exact: true }).waitFor();

    // Disconnected it frees nothing; the account still lives by the other unit, so it comes back at once.
    await panel(someone)
      .getByRole('button', { name: t('avito.action.disconnectOf', { unit: house.name }) })
      .click();
    await dialog(someone).getByText(t('avito.disconnect.nights')).waitFor();
    await press(someone, 'avito.disconnect.confirm');
    await stands(someone, 'disconnected');
    expect(await taken()).toHaveLength(3);
    await panel(someone)
      .getByRole('button', { name: t('avito.action.reconnect') })
      .click();
    await stands(someone, 'synced');
    await panel(someone).getByText('+10 %', { exact: true }).waitFor();
    // The refusal of the advert that is taken.
    await leave(someone, /status of 409/);
  });
});

it('whoever begins over goes to Avito once more; a way that nobody knows says that it has ended', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, house } = await hostAtNeva(someone, STUDIO);
  await page.goto(`/properties/${house.propertyId}`);
  await opens(someone);
  await press(someone, 'avito.authorize.go');
  await decideAtAvito(someone, host, 'Allow');
  await isAt(someone, 'avito.item.title', { unit: house.name });
  await page.keyboard.press('Escape');
  await dialog(someone).waitFor({ state: 'detached' });
  await opens(someone);
  await press(someone, 'avito.resume.startOver');
  await isAt(someone, 'avito.authorize.title');
  await press(someone, 'avito.authorize.go');
  await page.waitForURL(CONSENT);

  await page.goto(`/properties/${house.propertyId}?avito=cst_000000000000000000000000`);
  await isAt(someone, 'avito.ended.title');
  await press(someone, 'avito.ended.action');
  await isAt(someone, 'avito.authorize.title');
  await dialog(someone)
    .getByRole('button', { name: t('common.close') })
    .click();
  await expect.poll(() => new URL(page.url()).search).toBe('');
  await leave(someone, /status of 404/);
});

it('without prices it says so and how; without the right to list adverts the id is typed', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host } = await hostAtNeva(someone, STUDIO);
  const bare = await newHouse(someone, 'Bare House', false);
  await page.goto(`/properties/${bare.propertyId}`);
  await opens(someone);
  await press(someone, 'avito.authorize.go');
  await decideAtAvito(someone, host, 'Allow');
  await isAt(someone, 'avito.item.title', { unit: bare.name });
  // The only one is chosen by itself.
  const only = dialog(someone).getByRole('radio', { name: STUDIO });
  await only.waitFor();
  expect(await only.isChecked()).toBe(true);
  await press(someone, 'avito.item.next');
  await isAt(someone, 'avito.finish.title');
  await dialog(someone).getByText(t('avito.prices.none')).waitFor();
  await press(someone, 'common.back');
  await isAt(someone, 'avito.item.title', { unit: bare.name });
  expect(await only.isChecked()).toBe(true);

  await page.route('**/api/integrations/avito/accounts?**', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), items: null } });
  });
  await page.reload();
  await isAt(someone, 'avito.finish.title');
  await press(someone, 'common.back');
  await dialog(someone).getByText(t('avito.item.noList')).waitFor();
  await dialog(someone).getByLabel(t('avito.item.id')).fill('12');
  await press(someone, 'avito.item.next');
  await dialog(someone).getByText(t('avito.item.idBad')).waitFor();
  await leave(someone);
});

it('an access that cannot be renewed is told of before it ends, at home, under Channels and on its property; from there it is given again', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await atAvito('settings', { refresh: 'none', tokenSeconds: 2 * 3600 }, 'PUT');
  try {
    const { host, house } = await hostAtNeva(someone, STUDIO);
    await linkByApi(someone, house.unitId, host, host.items[0]?.id ?? '');
    await page.goto(`/properties/${house.propertyId}`);
    await stands(someone, 'synced');
    await panel(someone).getByText(t('avito.ending.means')).waitFor();
    await page.goto('/channels');
    const card = panel(someone);
    await card.getByText(t('connections.phase.healthy.word'), { exact: true }).waitFor();
    await card.getByText(t('avito.ending.means')).waitFor();
    expect(await pictures(browser, someone, 'avito-ending-card')).toEqual([]);
    await page.goto('/');
    await page.getByText(t('connections.need.ending.means', { channel: 'Avito' })).waitFor();
    expect(await pictures(browser, someone, 'avito-ending-home')).toEqual([]);

    await atAvito('settings', { tokenSeconds: 24 * 3600 }, 'PUT');
    await page.getByRole('button', { name: t('avito.action.reconnect') }).click();
    await decideAtAvito(someone, host, 'Allow');
    await isAt(someone, 'avito.again.title', { unit: house.name });
    await page.keyboard.press('Escape');
    await stands(someone, 'synced');
    expect(await panel(someone).getByText(t('avito.ending.means')).count()).toBe(0);
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: t('avito.action.reconnect') }).count()).toBe(0);
  } finally {
    await atAvito('settings', {}, 'DELETE');
  }
  await leave(someone);
});

it('every state of a link looks well in each light, size and language', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { page } = someone;
  const { host, house } = await hostAtNeva(someone, STUDIO);
  await page.goto(`/properties/${house.propertyId}`);
  expect(await pictures(browser, someone, 'avito-none')).toEqual([]);
  const authorize = async (there: Visit) => {
    await opens(there);
    await isAt(there, 'avito.authorize.title');
  };
  expect(await pictures(browser, someone, 'avito-authorize', authorize)).toEqual([]);

  await opens(someone);
  await press(someone, 'avito.authorize.go');
  await decideAtAvito(someone, host, 'Allow');
  const item = async (there: Visit) => {
    await isAt(there, 'avito.item.title', { unit: house.name });
  };
  await item(someone);
  expect(await pictures(browser, someone, 'avito-item', item)).toEqual([]);
  await press(someone, 'avito.item.next');
  const prices = async (there: Visit) => {
    await isAt(there, 'avito.finish.title');
  };
  await prices(someone);
  expect(await pictures(browser, someone, 'avito-prices', prices)).toEqual([]);
  await press(someone, 'avito.finish.go');
  await stands(someone, 'synced');
  await page.goto(`/properties/${house.propertyId}`);
  expect(await pictures(browser, someone, 'avito-synced')).toEqual([]);
  const opensDisconnect = async (there: Visit) => {
    await panel(there)
      .getByRole('button', { name: there.t('avito.action.disconnectOf', { unit: house.name }) })
      .click();
    await dialog(there).waitFor();
  };
  expect(await pictures(browser, someone, 'avito-disconnect', opensDisconnect)).toEqual([]);
  await page.goto('/channels');
  expect(await pictures(browser, someone, 'avito-card')).toEqual([]);

  await atAvito('revoke', { account: host.id });
  await page.goto(`/properties/${house.propertyId}`);
  await stands(someone, 'expired');
  expect(await pictures(browser, someone, 'avito-expired')).toEqual([]);
  await leave(someone);
});
