import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { atBooking, newHotel, PRICE, ROOM } from '#tests/support/at-booking.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { askAtWill, bookingCard, connectBooking, mapByApi, withAirbnb, withTwoRooms } from './booking.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, leave, type Visit, visit } from './person.ts';
import { PICTURES_MS, pictures } from './pictures.ts';

const TOLD_MS = 45_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  await askAtWill();
});
afterAll(() => browser.close());

const Items = z.object({ items: z.array(z.object({ id: z.string(), provider: z.string() })) });

it('an account at Booking.com, what it is told and why, is fit to be looked at in each light and language', {
  timeout: PICTURES_MS,
}, async () => {
  const someone = await visit(browser);
  const { page } = someone;
  await asOwner(someone);
  const rooms = await withTwoRooms(someone, 'Canal House');
  await withAirbnb(someone, rooms);
  const hotel = await newHotel(2);
  const byHand = { hotel: hotel.id, room: hotel.room };
  await atBooking('calendar', { ...byHand, from: inDays(9), to: inDays(11), roomsToSell: 1 });
  const connection = await connectBooking(someone, hotel);
  const found: string[] = [];
  const look = async (name: string, open?: (there: Visit) => Promise<void>) =>
    found.push(...(await pictures(browser, someone, `booking-${name}`, open)));
  await look('connected');
  await page.goto(`/channels/booking/mapping?connection=${connection}`);
  await look('wizard', choosePool);
  await mapByApi(someone, 'booking', connection, { [ROOM]: rooms.map((room) => room.id) });
  await sell(someone, hotel.id, rooms[0].id);

  await page.goto('/channels');
  await look('card');
  await look('force', (there) => openFromMenu(there, hotel.host.name, 'force'));
  await look('pricing', (there) => openFromMenu(there, hotel.host.name, 'pricing'));
  await page.goto('/inbox');
  await look('found');
  await page.goto(`/rates?from=${inDays(0)}`);
  await look('rates');
  await look('rates-edit', editRates);
  await look('rates-preview', previewRates);
  await look('take-over', seeTakeOver);
  await page.goto('/channels/deliveries');
  await look('told');
  const { items } = Items.parse(await (await ask(someone, 'GET', '/api/deliveries?limit=200')).json());
  await page.goto(`/channels/deliveries/${items.find((one) => one.provider === 'booking')?.id}`);
  await look('told-one');
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
  await look('explain', explainNight);
  expect(found).toEqual([]);
  await leave(someone);
});

/** A guest at Booking.com, prices and terms here, and one more night sold elsewhere: something to be told of each kind. */
async function sell(someone: Visit, listing: string, unitId: string): Promise<void> {
  await atBooking('book', { listing, checkIn: inDays(3), checkOut: inDays(6), guest: 'Ines Diaz' });
  const ranges = [{ from: inDays(0), to: inDays(60) }];
  const set = { price: { amount: PRICE + 1_500, currency: 'EUR' }, minStay: 2 };
  const { items } = z
    .object({ items: z.array(z.object({ units: z.array(z.object({ id: z.string() })) })) })
    .parse(await (await ask(someone, 'GET', '/api/properties')).json());
  const unitIds = items.flatMap(({ units }) => units.map((unit) => unit.id));
  expect((await ask(someone, 'PUT', '/api/rates', { unitIds, ranges, set })).status()).toBe(200);
  const direct = { unitId, checkIn: inDays(12), checkOut: inDays(14), guest: { name: 'Camille' } };
  expect((await ask(someone, 'POST', '/api/reservations', direct)).status()).toBe(201);
  const told = async () => {
    const answer = await ask(someone, 'GET', '/api/deliveries?limit=200');
    return new Set(Items.parse(await answer.json()).items.map((one) => one.provider)).size;
  };
  await expect.poll(told, { timeout: TOLD_MS }).toBe(2);
}

async function choosePool({ page, t }: Visit): Promise<void> {
  for (const name of ['Room 1', 'Room 2']) {
    await page.getByRole('combobox', { name: t('mapping.pool.addTo', { name: ROOM }) }).click();
    await page.getByRole('option', { name }).click();
  }
  await page
    .getByText(t('mapping.will.bookings', { count: 0 }))
    .first()
    .waitFor();
}

async function openFromMenu(there: Visit, account: string, action: string): Promise<void> {
  const { page, t } = there;
  await bookingCard(there)
    .getByRole('button', { name: t('connections.action.more', { name: account }) })
    .click();
  await page.getByRole('menuitem', { name: t(`connections.action.${action}`) }).click();
  await page.getByRole('dialog').waitFor();
}

async function editRates({ page, t }: Visit): Promise<void> {
  await page.getByRole('button', { name: t('rates.edit'), exact: true }).click();
  await page.getByLabel(t('rates.form.last')).fill(inDays(9));
  await page.getByLabel(t('rates.form.price')).selectOption('percent');
  await page.getByLabel(t('rates.form.priceMode.percent')).fill('10');
}

async function previewRates(there: Visit): Promise<void> {
  const { page, t } = there;
  await editRates(there);
  await page.getByRole('button', { name: t('rates.form.preview') }).click();
  await page.getByRole('region', { name: t('rates.preview.title') }).waitFor();
}

async function seeTakeOver({ page, t }: Visit): Promise<void> {
  await page.getByRole('button', { name: t('rates.takeOver.action') }).click();
  const dialog = page.getByRole('dialog');
  const from = dialog.getByLabel(t('rates.takeOver.from'), { exact: true });
  await from.selectOption({ label: `Canal House · Booking.com: ${ROOM}` });
  await dialog.getByRole('button', { name: t('rates.takeOver.preview') }).click();
  await dialog.getByRole('button', { name: t('rates.takeOver.back') }).waitFor();
}

/** On a phone the bar is a line in the list of days. */
async function explainNight({ page, t }: Visit): Promise<void> {
  await page
    .getByRole('button', { name: /Ines/ })
    .or(page.locator('[data-bar]').filter({ hasText: 'Ines' }))
    .first()
    .click();
  const why = page.getByRole('heading', { name: t('explain.ofNights') });
  await why.waitFor();
  await why.locator('..').getByRole('list').getByRole('button').nth(1).click();
  await page.getByText(t('explain.channels'), { exact: true }).waitFor();
  await page.getByText(t('explain.channels'), { exact: true }).scrollIntoViewIfNeeded();
}
