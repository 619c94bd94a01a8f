import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sayStay } from '#components/format/words.ts';
import { stateAtAirbnb } from '#tests/support/at-airbnb.ts';
import { atBooking, newHotel, ROOM, stateAtBooking } from '#tests/support/at-booking.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { askAtWill, connectBooking, mapByApi, onlyUnit, withAirbnb, withTwoRooms } from './booking.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { asOwner, leave, newProperty, takenNights, visit } from './person.ts';

const TOLD_MS = 45_000;
const JOURNEY_MS = 180_000;
const CHANNEL = 'Booking.com';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  await askAtWill();
});
afterAll(() => browser.close());

it('what a host closed by hand stays closed everywhere when the account is connected, until a person says otherwise', {
  timeout: JOURNEY_MS,
}, async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const unit = await onlyUnit(someone, property);
  const { listings } = await withAirbnb(someone, [unit]);
  const [listing = ''] = listings;
  const hotel = await newHotel();
  const byHand = { hotel: hotel.id, room: hotel.room };
  await atBooking('calendar', { ...byHand, from: inDays(4), to: inDays(6), closed: true });
  await atBooking('calendar', { ...byHand, from: inDays(9), to: inDays(11), roomsToSell: 0 });

  const connection = await connectBooking(someone, hotel);
  await mapByApi(someone, 'booking', connection, { [ROOM]: [unit.id] });
  const atAirbnb = async () => (await stateAtAirbnb(listing, inDays(0), inDays(14))).sells;
  const atHotel = async () => (await stateAtBooking(hotel, inDays(0), inDays(14))).sells;
  const closedOn = (...nights: string[]) => nightsBetween(0, 14).map((night) => !nights.includes(night));
  const [kept, opened] = [nightsBetween(4, 6), nightsBetween(9, 11)];
  await expect.poll(atAirbnb, { timeout: TOLD_MS }).toEqual(closedOn(...kept, ...opened));
  expect(await atHotel()).toEqual(closedOn(...kept, ...opened));
  expect((await stateAtBooking(hotel, inDays(0), inDays(365))).told).toEqual([]);

  await page.goto('/inbox');
  await page.getByText(t('foundClosures.title', { count: 2 })).waitFor();
  const row = (first: number, end: number) => {
    const nights = sayStay('en', inDays(first), inDays(end));
    return page
      .getByRole('listitem')
      .filter({ hasText: t('foundClosures.says', { channel: CHANNEL, nights }) });
  };
  await row(4, 6).getByText(t('foundClosures.reason.when_connected'), { exact: false }).waitFor();
  await row(4, 6)
    .getByRole('button', { name: t('foundClosures.keep.action') })
    .click();
  await page.getByText(t('foundClosures.title', { count: 1 })).waitFor();
  await row(9, 11)
    .getByRole('button', { name: t('foundClosures.open.action') })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t('foundClosures.open.means', { channel: CHANNEL })).waitFor();
  await dialog.getByRole('button', { name: t('foundClosures.open.confirm') }).click();
  await dialog.waitFor({ state: 'detached' });

  await expect.poll(atHotel, { timeout: TOLD_MS }).toEqual(closedOn(...kept));
  await expect.poll(atAirbnb, { timeout: TOLD_MS }).toEqual(closedOn(...kept));
  expect(await takenNights(someone, unit.id, inDays(0), inDays(14))).toEqual(kept);
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
  expect(await page.locator('[data-bar][data-channel=booking]').count()).toBe(1);
  await leave(someone);
});

it('of a pool the most that the channel may sell is kept, for that channel alone', {
  timeout: JOURNEY_MS,
}, async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const rooms = await withTwoRooms(someone, 'Canal House');
  const { listings } = await withAirbnb(someone, rooms);
  const hotel = await newHotel(2);
  const byHand = { hotel: hotel.id, room: hotel.room, from: inDays(4), to: inDays(6) };
  await atBooking('calendar', { ...byHand, roomsToSell: 1 });
  const connection = await connectBooking(someone, hotel);
  await mapByApi(someone, 'booking', connection, { [ROOM]: rooms.map((room) => room.id) });

  const left = async () => (await stateAtBooking(hotel, inDays(3), inDays(7))).left;
  await page.goto('/inbox');
  const nights = sayStay('en', inDays(4), inDays(6));
  await page.getByText(t('foundClosures.sells', { channel: CHANNEL, nights, count: 1 })).waitFor();
  await page.getByText(t('foundClosures.meansPool', { channel: CHANNEL })).waitFor();
  expect(await left()).toEqual([2, 1, 1, 2]);
  for (const listing of listings)
    expect((await stateAtAirbnb(listing, inDays(3), inDays(7))).sells).toEqual([true, true, true, true]);
  await page.getByRole('button', { name: t('foundClosures.open.action') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('foundClosures.open.confirm') })
    .click();
  await expect.poll(left, { timeout: TOLD_MS }).toEqual([2, 2, 2, 2]);
  await leave(someone);
});
