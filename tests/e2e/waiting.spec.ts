import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atAirbnb } from '#tests/support/at-airbnb.ts';
import { openBrowser } from '#tests/support/browser.ts';
import {
  activate,
  bookThere,
  chooseUnit,
  connect,
  hostWithHouse,
  newListing,
  reservationsOf,
  syncAccount,
} from './airbnb.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { ask, leave, newProperty, takenNights, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('a booking of an unmapped listing waits in the inbox, and lands once the listing is mapped', async () => {
  const someone = await visit(browser, { phone: true });
  const { page, t } = someone;
  const { host } = await hostWithHouse(someone);
  const [attic, listing] = await Promise.all([
    newProperty(someone, 'Attic'),
    newListing(host, 'Charming place under the roof'),
  ]);
  await bookThere(listing, 4, 7, 'Ines Diaz');
  await syncAccount(someone, await connect(someone, host));
  expect(await takenNights(someone, attic, inDays(0), inDays(20))).toEqual([]);

  await page.goto('/inbox');
  const row = page.getByRole('listitem').filter({ hasText: 'Ines' });
  await row.getByText(t('waiting.kind.unmapped'), { exact: true }).waitFor();
  await row.getByText(t('waiting.protection.none')).waitFor();
  await row.getByRole('link', { name: t('waiting.map') }).click();
  await page.waitForURL(/\/channels\/airbnb\/mapping/);
  await page.getByText(t('mapping.waits', { count: 1 })).waitFor();
  await chooseUnit(someone, 'Charming place under the roof', 'Attic');
  // The other listing bears the name of the other property, and is chosen beforehand.
  await activate(someone, 2);

  await expect
    .poll(() => takenNights(someone, attic, inDays(0), inDays(20)), { timeout: 10_000 })
    .toEqual(nightsBetween(4, 7));
  await page.goto('/inbox');
  await page.getByText(t('records.inbox.emptyTitle')).waitFor();
  const [landed, ...more] = await reservationsOf(someone);
  expect(more).toEqual([]);
  expect(landed).toMatchObject({ channel: 'airbnb', status: 'confirmed', guest: { name: 'Ines Diaz' } });
  await leave(someone);
});

it('a booking on taken nights stands beside the other in the inbox, and is moved to a free unit', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, listing, property } = await hostWithHouse(someone);
  const attic = await newProperty(someone, 'Attic');
  const connection = await connect(someone, host);
  await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();
  await activate(someone);
  await syncAccount(someone, connection);

  const direct = {
    unitId: property,
    checkIn: inDays(4),
    checkOut: inDays(8),
    guest: { name: 'Camille Moreau' },
  };
  expect((await ask(someone, 'POST', '/api/reservations', direct)).status()).toBe(201);
  await page.goto('/inbox', { waitUntil: 'networkidle' });
  await page.getByText(t('records.inbox.emptyTitle')).waitFor();
  // The account was asked, though no calendar is followed.
  expect(await page.getByText(t('records.inbox.emptyNothing')).count()).toBe(0);
  await bookThere(listing, 6, 9, 'Ines Diaz');

  // The open page shows it by itself.
  const conflict = page.getByRole('article');
  await conflict.getByText(t('records.inbox.kind.double_booking.name')).waitFor();
  for (const guest of ['Camille Moreau', 'Ines Diaz']) await conflict.getByText(guest).first().waitFor();
  expect(await reservationsOf(someone)).toHaveLength(2);
  await conflict.getByRole('link', { name: t('clash.card.settle') }).click();
  await page.getByRole('radio', { name: t('clash.do.move', { name: 'Ines Diaz' }) }).check();
  await page
    .getByRole('button', { name: t('clash.confirm.move', { name: 'Ines Diaz', unit: 'Attic' }) })
    .click();
  await page.getByRole('heading', { name: t('clash.settled.title') }).waitFor();
  expect(await takenNights(someone, property, inDays(0), inDays(20))).toEqual(nightsBetween(4, 8));
  expect(await takenNights(someone, attic, inDays(0), inDays(20))).toEqual(nightsBetween(6, 9));

  // What the channel tells next does not move it back.
  await syncAccount(someone, connection);
  expect(await takenNights(someone, attic, inDays(0), inDays(20))).toEqual(nightsBetween(6, 9));
  // What it would do may be asked once more while it is being done.
  await leave(someone, /status of 409 .*\/preview/);
});

it('a status that nobody knows is dismissed, and waits again when that is taken back', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, listing } = await hostWithHouse(someone);
  const connection = await connect(someone, host);
  await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();
  await activate(someone);
  const code = await bookThere(listing, 4, 7, 'Ines Diaz');
  await atAirbnb('status', { code, status_type: 'on_the_moon' });
  await syncAccount(someone, connection);

  await page.goto('/inbox', { waitUntil: 'networkidle' });
  const row = page.getByRole('listitem').filter({ hasText: 'on_the_moon' });
  const dismiss = row.getByRole('button', { name: t('waiting.dismiss.action') });
  const confirm = page.getByRole('dialog').getByRole('button', { name: t('waiting.dismiss.confirm') });
  const put = page.getByText(t('waiting.dismiss.done', { name: 'Ines Diaz' }));
  const back = page.getByText(t('waiting.dismiss.undone', { name: 'Ines Diaz' }));
  await dismiss.click();
  await confirm.click();
  await put.waitFor();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: t('common.undo') }).click();
  await back.waitFor();
  await row.waitFor();

  // Meanwhile the channel says what it is: there is nothing to take back to.
  await dismiss.click();
  await confirm.click();
  await row.waitFor({ state: 'detached' });
  // What is pointed at stays, however long the channel takes.
  await put.hover();
  await atAirbnb('status', { code, status_type: 'accept' });
  await syncAccount(someone, connection);
  await page.keyboard.press('Control+z');
  await page.getByText(t('common.undoFailed')).waitFor();
  await page.getByText(t('common.undoChanged')).waitFor();
  expect(await row.count()).toBe(0);
  await leave(someone, /status of 409 .*\/restore/);
});
