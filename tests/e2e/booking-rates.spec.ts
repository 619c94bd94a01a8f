import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stateAtAirbnb } from '#tests/support/at-airbnb.ts';
import { atBooking, type Hotel, newHotel, PRICE, ROOM, stateAtBooking } from '#tests/support/at-booking.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { askAtWill, connectBooking, mapByApi, onlyUnit, type Unit, withAirbnb } from './booking.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

const TOLD_MS = 30_000;
const JOURNEY_MS = 120_000;
const NIGHTS = 7;

let browser: Browser;
let someone: Visit;
let hotel: Hotel;
let unit: Unit;
let listing: string;
beforeAll(async () => {
  browser = await openBrowser();
  await askAtWill();
});
afterAll(() => browser.close());

const Rates = z.object({ items: z.array(z.object({ price: z.object({ amount: z.number() }).nullable() })) });
async function pricesHere(): Promise<(number | null)[]> {
  const path = `/api/rates?unit=${unit.id}&from=${inDays(0)}&to=${inDays(NIGHTS)}`;
  const { items } = Rates.parse(await (await ask(someone, 'GET', path)).json());
  return items.map(({ price }) => price?.amount ?? null);
}
const pricesAtBooking = async () => (await stateAtBooking(hotel, inDays(0), inDays(NIGHTS))).prices;
const pricesAtAirbnb = async () => (await stateAtAirbnb(listing, inDays(0), inDays(NIGHTS))).prices;

const DEAR = [PRICE, PRICE, 15_000, 15_000, PRICE, PRICE, PRICE];

describe('prices', { timeout: JOURNEY_MS }, () => {
  it('that nobody set are sent to no channel when it is connected', async () => {
    someone = await visit(browser);
    await asOwner(someone);
    unit = await onlyUnit(someone, await newProperty(someone, 'Mill House'));
    const { listings } = await withAirbnb(someone, [unit]);
    listing = listings[0] ?? '';
    hotel = await newHotel();
    const dear = { rate: hotel.rate, from: inDays(2), to: inDays(4), price: 15_000 };
    await atBooking('calendar', { hotel: hotel.id, room: hotel.room, ...dear });
    const connection = await connectBooking(someone, hotel);
    await mapByApi(someone, 'booking', connection, { [ROOM]: [unit.id] });
    expect(await pricesHere()).toEqual(Array(NIGHTS).fill(null));
    expect(await pricesAtBooking()).toEqual(DEAR);
  });

  it('are taken over from a channel once it was seen how many nights get which, and told to the other', async () => {
    const { page, t } = someone;
    await page.goto(`/rates?from=${inDays(0)}&days=14`, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: t('rates.takeOver.action') }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel(t('rates.takeOver.from'), { exact: true })
      .selectOption({ label: `Mill House · Booking.com: ${ROOM}` });
    await dialog.getByLabel(t('rates.takeOver.first')).fill(inDays(0));
    await dialog.getByLabel(t('rates.takeOver.last')).fill(inDays(NIGHTS - 1));
    await dialog.getByRole('button', { name: t('rates.takeOver.preview') }).click();
    await dialog.getByText(t('rates.takeOver.takes', { count: NIGHTS, unit: 'Mill House' })).waitFor();
    const rows = await dialog.getByRole('row').allTextContents();
    expect(rows.slice(1).sort()).toEqual(['€110.005', '€150.002']);
    expect(await pricesHere()).toEqual(Array(NIGHTS).fill(null));
    await dialog.getByRole('button', { name: t('rates.takeOver.confirm', { count: NIGHTS }) }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await pricesHere()).toEqual(DEAR);
    await expect.poll(pricesAtAirbnb, { timeout: TOLD_MS }).toEqual(DEAR.map((price) => price / 100));
    expect(await pricesAtBooking()).toEqual(DEAR);
  });

  it('of many nights are changed at once after a preview by channel, and are so at every channel', async () => {
    const { page, t } = someone;
    await page.goto(`/rates?from=${inDays(0)}&days=14`, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: t('rates.edit'), exact: true }).click();
    const panel = page.getByRole('complementary').last();
    await panel.getByLabel(t('rates.form.from')).fill(inDays(0));
    await panel.getByLabel(t('rates.form.last')).fill(inDays(NIGHTS - 1));
    await panel.getByLabel(t('rates.form.price')).selectOption('percent');
    await panel.getByLabel(t('rates.form.priceMode.percent')).fill('10');
    await panel.getByLabel(t('rates.form.minStay')).selectOption('2');
    await panel.getByRole('button', { name: t('rates.form.preview') }).click();
    const preview = panel.getByRole('region', { name: t('rates.preview.title') });
    await preview.getByText(t('rates.preview.here', { count: NIGHTS }), { exact: false }).waitFor();
    for (const name of [ROOM, 'Mill House']) {
      const channel = preview.getByRole('listitem').filter({ hasText: name }).first();
      await channel.getByText(t('rates.preview.nights', { count: NIGHTS })).waitFor();
      await channel.getByText('€121.00').first().waitFor();
      await channel.getByText('€165.00').waitFor();
    }
    expect(await pricesAtBooking()).toEqual(DEAR);
    await preview.getByRole('button', { name: t('rates.preview.save') }).click();
    await preview.waitFor({ state: 'detached' });
    const after = DEAR.map((price) => (price * 11) / 10);
    await expect.poll(pricesAtBooking, { timeout: TOLD_MS }).toEqual(after);
    await expect.poll(pricesAtAirbnb, { timeout: TOLD_MS }).toEqual(after.map((price) => price / 100));

    // Each night says so, and goes on to say why.
    const night = page.locator(`[data-night="${inDays(1)}"]`).first();
    const said = t('rates.cell.channel', { channel: 'Booking.com', state: t('rates.states.confirmed') });
    await expect.poll(() => night.getAttribute('title'), { timeout: TOLD_MS }).toContain(said);
    await leave(someone);
  });
});
