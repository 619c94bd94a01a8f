import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import {
  activate,
  bookThere,
  CONNECTED,
  card,
  conflictsOf,
  connect,
  decide,
  hostWithHouse,
  reservationsOf,
  syncAccount,
  toConsent,
} from './airbnb.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { follow, leave, syncNow, takenNights, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('bookings known from a calendar stay the same rows when the account is connected, disconnected and connected again', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  const { host, listing, property } = await hostWithHouse(someone);
  const codes = [
    await bookThere(listing, 3, 6, 'Ines Diaz'),
    await bookThere(listing, 6, 8, 'Camille Moreau'),
    await bookThere(listing, 20, 24, 'Tom Ford'),
  ];
  const link = `${inject('world').sandboxUrl}/ical/airbnb-${listing}.ics`;
  const calendar = await follow(someone, property, link, 'Airbnb by link');
  const rows = async () =>
    (await reservationsOf(someone)).map(({ id, stays, status }) => ({
      id,
      status,
      stays: stays.map((stay) => [stay.id, stay.unitId]),
    }));
  const taken = () => takenNights(someone, property, inDays(0), inDays(30));
  const all = [...nightsBetween(3, 8), ...nightsBetween(20, 24)];
  const fromLink = await rows();
  expect(fromLink).toHaveLength(3);
  expect(await taken()).toEqual(all);

  const connection = await connect(someone, host);
  await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();
  await page.getByText(t('mapping.suggestion.reason.same_calendar'), { exact: false }).waitFor();
  await activate(someone);
  await page.getByText(t('mapping.paused.rests', { name: 'Airbnb by link' })).waitFor();
  const sameAgain = async () => {
    expect(await rows()).toEqual(fromLink);
    expect(await taken()).toEqual(all);
    expect(await conflictsOf(someone)).toBe(0);
  };
  await syncAccount(someone, connection);
  await sameAgain();
  const told = await reservationsOf(someone);
  expect(told.map((one) => one.externalId).sort()).toEqual([...codes].sort());
  expect(told.map((one) => one.guest.name).sort()).toEqual(['Camille Moreau', 'Ines Diaz', 'Tom Ford']);

  await page.goto('/channels');
  const name = t('connections.action.more', { name: host.name });
  await card(someone).getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: t('connections.action.disconnect') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t('connections.disconnect.nights')).waitFor();
  // The calendar takes over again, so none of the three is left without news.
  await dialog.getByText(t('connections.disconnect.bookings', { count: 0, channel: 'Airbnb' })).waitFor();
  await dialog.getByText(t('connections.disconnect.calendar', { name: 'Airbnb by link' })).waitFor();
  await dialog.getByText(t('connections.disconnect.mappings', { count: 1, channel: 'Airbnb' })).waitFor();
  await dialog.getByRole('button', { name: t('connections.disconnect.confirm') }).click();
  await card(someone).getByText(t('connections.phase.disconnected.word'), { exact: true }).waitFor();
  await syncNow(someone, property, calendar);
  await sameAgain();

  await toConsent(someone, card(someone), 'connections.action.reconnect');
  await decide(page, host, 'Approve');
  await page.waitForURL(CONNECTED);
  expect(new URL(page.url()).searchParams.get('connection')).toBe(connection);
  await syncAccount(someone, connection);
  await sameAgain();
  // The mapping came back by itself.
  await page.goto('/channels');
  await card(someone).getByText(t('connections.phase.healthy.word'), { exact: true }).waitFor();
  await leave(someone);
});
