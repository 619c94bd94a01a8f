import { randomInt } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { channelEnv } from '#scripts/world/channels.ts';
import { atBooking, makeAtBooking, newHotel, ROOM, stateAtBooking } from '#tests/support/at-booking.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { activate, chooseUnit } from './airbnb.ts';
import { bookingCard, CONNECTED, onlyUnit, untilRead } from './booking.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { type OwnApp, startOwnApp } from './own-app.ts';
import { asOwner, leave, newProperty, takenNights, visit } from './person.ts';

const JOURNEY_MS = 180_000;
/** Both queues are asked this often at most. */
const POLL_SECONDS = 20;
const HEARD_MS = 45_000;

let browser: Browser;
let app: OwnApp;
let machine: { clientId: string; clientSecret: string };
/** An installation without a consent page, with a machine account of its own that nobody pushes to. */
beforeAll(async () => {
  browser = await openBrowser();
  const id = String(randomInt(100_000, 999_999));
  machine = { clientId: `machine-${id}`, clientSecret: `secret-${id}` };
  await makeAtBooking('machine', { id, name: 'Harbour machine', ...machine });
  await atBooking('settings', { push: false }, 'PUT');
  app = await startOwnApp({
    env: {
      ...channelEnv(inject('world').sandboxUrl),
      BOOKING_CLIENT_ID: machine.clientId,
      BOOKING_CLIENT_SECRET: machine.clientSecret,
      BOOKING_AUTHORIZE_URL: '',
      BOOKING_TOKEN_URL: '',
      BOOKING_POLL_SECONDS: String(POLL_SECONDS),
    },
  });
});
afterAll(async () => {
  await atBooking('settings', { push: true }, 'PUT');
  await app.stop();
  await browser.close();
});

it('a machine account is linked at once; its queues bring a booking, its change and its end, and each is acknowledged', {
  timeout: JOURNEY_MS,
}, async () => {
  const someone = await visit(browser, { appUrl: app.appUrl });
  const { page, t } = someone;
  await asOwner(someone, app);
  const unit = await onlyUnit(someone, await newProperty(someone, 'Mill House'));
  const hotel = await newHotel();
  await atBooking('attach', { hotels: [hotel.id], clientId: machine.clientId });

  await page.goto('/channels');
  const card = bookingCard(someone);
  await card.getByText(t('connections.phase.configured.saysMachine', { channel: 'Booking.com' })).waitFor();
  await card.getByRole('button', { name: t('connections.action.connect'), exact: true }).click();
  await page.waitForURL(CONNECTED);
  await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();
  await chooseUnit(someone, ROOM, unit.name);
  await activate(someone);
  await untilRead(someone, unit.id, 'booking');

  const taken = () => takenNights(someone, unit.id, inDays(0), inDays(14));
  const stay = { checkIn: inDays(3), checkOut: inDays(6), guest: 'Ines Diaz' };
  const code = await makeAtBooking('book', { listing: hotel.id, ...stay });
  await expect.poll(taken, { timeout: HEARD_MS }).toEqual(nightsBetween(3, 6));
  await atBooking('modify', { id: code, checkIn: inDays(4), checkOut: inDays(8) });
  await expect.poll(taken, { timeout: HEARD_MS }).toEqual(nightsBetween(4, 8));
  await atBooking('cancel', { id: code });
  await expect.poll(taken, { timeout: HEARD_MS }).toEqual([]);
  const unheard = async () => (await stateAtBooking(hotel, inDays(0), inDays(1))).unacknowledged;
  await expect.poll(unheard, { timeout: HEARD_MS }).toBe(0);

  await page.goto('/channels');
  await card.getByText(t('connections.phase.healthy.word'), { exact: true }).waitFor();
  await card.getByText(t('connections.fact.queues'), { exact: true }).waitFor();
  await card.getByText(t('connections.fact.queuesNone'), { exact: true }).waitFor();
  await leave(someone);
});
