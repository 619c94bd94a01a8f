import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { stateAtAirbnb } from '#tests/support/at-airbnb.ts';
import { atBooking, type Hotel, newHotel, ROOM, stateAtBooking } from '#tests/support/at-booking.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { activate, reservationsOf } from './airbnb.ts';
import {
  askAtWill,
  bookingCard,
  connectBooking,
  guestAtBooking,
  type Unit,
  untilRead,
  withAirbnb,
  withTwoRooms,
} from './booking.ts';
import { inDays, nightsBetween, nightsIn } from './feeds.ts';
import { openCalendar } from './open-calendar.ts';
import { ask, asOwner, leave, type Visit, visit } from './person.ts';
import { since } from './since.ts';

const LONGEST_MS = 2_000;
/** Until a channel was told; Booking.com's queues are asked before anything opens there, at most every 20 seconds. */
const TOLD_MS = 45_000;
const JOURNEY_MS = 180_000;
const [FIRST, END] = [3, 6];

let browser: Browser;
let someone: Visit;
let hotel: Hotel;
let rooms: [Unit, Unit];
/** At Airbnb, of each room. */
let listings: string[];
beforeAll(async () => {
  browser = await openBrowser();
  await askAtWill();
});
afterAll(() => browser.close());

const atHotel = () => stateAtBooking(hotel, inDays(FIRST), inDays(END));
const leftThere = async () => (await atHotel()).left;
/** Which nights each room's listing sells at Airbnb. */
const soldAtAirbnb = () =>
  Promise.all(
    listings.map(async (listing) => (await stateAtAirbnb(listing, inDays(FIRST), inDays(END))).sells),
  );
const RunOf = z.object({
  items: z.array(
    z.object({ kind: z.string(), status: z.string(), updated: z.int(), errors: z.array(z.unknown()) }),
  ),
});
const isPush = ({ kind }: { kind: string }) => kind === 'push';
const Link = z.object({ url: z.url() });
/** Nights that the calendar link of a room closes. */
async function inFeed(room: Unit): Promise<string[]> {
  const { url } = Link.parse(await (await ask(someone, 'GET', `/api/calendar/${room.id}/token`)).json());
  return nightsIn(await (await fetch(url)).text());
}
const feeds = () => Promise.all(rooms.map(inFeed));
const bars = (channel: string): Locator => someone.page.locator(`[data-bar][data-channel=${channel}]`);
async function holderOf(guest: string): Promise<number> {
  const found = (await reservationsOf(someone)).find((one) => one.guest.name === guest);
  return rooms.findIndex((room) => room.id === found?.stays[0]?.unitId);
}

const ALL = [true, true, true];
const NONE = [false, false, false];
const NIGHTS = nightsBetween(FIRST, END);

describe('an account at Booking.com', { timeout: JOURNEY_MS }, () => {
  it('is connected by consent, and a room type of it mapped to a pool of two rooms', async () => {
    someone = await visit(browser);
    const { page, t } = someone;
    await asOwner(someone);
    rooms = await withTwoRooms(someone, 'Canal House');
    [{ listings }, hotel] = await Promise.all([withAirbnb(someone, rooms), newHotel(2)]);
    const before = { listing: hotel.id, checkIn: inDays(10), checkOut: inDays(12), guest: 'Nils Holm' };
    await atBooking('book', before);
    await connectBooking(someone, hotel);
    await page.getByText(t('connectResult.found', { count: 1, left: 1 })).waitFor();
    await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();

    await page.getByRole('heading', { name: hotel.host.name }).waitFor();
    await page.getByText(t('mapping.sold', { count: 2 }), { exact: false }).waitFor();
    for (const { name } of rooms) {
      await page.getByRole('combobox', { name: t('mapping.pool.addTo', { name: ROOM }) }).click();
      await page.getByPlaceholder(t('mapping.findUnit')).fill(name);
      await page.getByRole('option', { name }).click();
    }
    const pool = page.getByRole('list', { name: t('mapping.pool.of', { name: ROOM }) });
    expect(await pool.getByRole('listitem').allTextContents()).toEqual([
      'Canal House, Room 1',
      'Canal House, Room 2',
    ]);
    await page.getByText(t('mapping.pool.count', { count: 2, quantity: 2 })).waitFor();
    await page.getByText(t('mapping.plan.only', { plan: 'Standard Rate' })).waitFor();
    await page.getByText(t('mapping.plan.follow', { count: 1 })).waitFor();
    await page
      .getByRole('region', { name: t('mapping.will.title') })
      .getByText(t('mapping.will.bookings', { count: 1 }))
      .waitFor();
    await activate(someone);
    for (const { id } of rooms) await untilRead(someone, id, 'booking');

    await page.goto('/channels');
    const card = bookingCard(someone);
    await card.getByText(t('connections.phase.healthy.word'), { exact: true }).waitFor();
    await card.getByText(hotel.host.name, { exact: true }).waitFor();
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
    await bars('booking').filter({ hasText: 'Nils' }).waitFor();
    // What it sells is what is free here: there was nothing to tell.
    expect((await stateAtBooking(hotel, inDays(0), inDays(365))).told).toEqual([]);
  });

  it('tells of a guest: the bar within two seconds, and the room closed at Airbnb and in its calendar link', async () => {
    const loads = await openCalendar(someone);
    const guest = await guestAtBooking(someone, hotel, {
      from: inDays(FIRST),
      to: inDays(END),
      guest: 'Ines Diaz',
    });
    const bar = bars('booking').filter({ hasText: 'Ines' });
    const booked = await since(
      guest,
      () => guest.getByRole('button', { name: 'Book' }).click(),
      bar.waitFor(),
    );
    await guest.getByRole('status').filter({ hasText: 'Booked' }).waitFor();
    await guest.close();

    const at = await holderOf('Ines Diaz');
    expect(at).not.toBe(-1);
    await expect
      .poll(soldAtAirbnb, { timeout: TOLD_MS })
      .toEqual(rooms.map((_, one) => (one === at ? NONE : ALL)));
    expect(await feeds()).toEqual(
      rooms.map((_, one) =>
        one === at ? expect.arrayContaining(NIGHTS) : expect.not.arrayContaining(NIGHTS),
      ),
    );
    expect(await leftThere()).toEqual([1, 1, 1]);
    await expect.poll(async () => (await atHotel()).unacknowledged, { timeout: TOLD_MS }).toBe(0);
    expect(loads()).toBe(0);
    console.log(`from the answer to the guest: the bar after ${booked} ms`);
    expect(booked).toBeLessThan(LONGEST_MS);
  });

  it('is told of a guest of the other room at Airbnb: it sells one fewer, and none where both are taken', async () => {
    const other = 1 - (await holderOf('Ines Diaz'));
    const guest = await someone.context.newPage();
    await guest.goto(`${inject('world').sandboxUrl}/airbnb/rooms/${listings[other]}`);
    await guest
      .getByLabel('Check-in')
      .first()
      .fill(inDays(FIRST + 1));
    await guest.getByLabel('Check-out').first().fill(inDays(END));
    await guest.getByLabel('Your name').fill('Tom Ford');
    await guest.getByRole('button', { name: 'Book' }).click();
    await guest.getByRole('status').filter({ hasText: 'Booked' }).waitFor();
    await guest.close();
    await expect.poll(leftThere, { timeout: TOLD_MS }).toEqual([1, 0, 0]);
    expect((await atHotel()).sells).toEqual([true, false, false]);
  });

  it('has a night explained by a click in the calendar: the cause, and each channel’s side of it', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await bars('booking').filter({ hasText: 'Ines' }).click();
    const panel = page.getByRole('complementary').last();
    const nights = panel.getByRole('list').getByRole('button', { pressed: false });
    await nights.nth(1).click();
    const why = panel.getByRole('region', { name: t('explain.title') });
    await why.getByText(t('explain.count', { count: 1 })).waitFor();
    const [cause = ''] = t('explain.cause.stay', {
      guest: 'Ines Diaz',
      channel: 'Booking.com',
      nights: '|',
    }).split('|');
    await why.getByText(cause).waitFor();
    await why.getByText(t('explain.how.webhook'), { exact: false }).waitFor();
    await why.getByRole('link', { name: t('explain.open.stay') }).waitFor();

    const side = (listing: string) => panel.getByRole('listitem').filter({ hasText: listing });
    const atBookingCom = side(ROOM);
    await atBookingCom.getByText(t('explain.pool', { free: 0, units: 2 })).waitFor();
    const closed = t('explain.values.closed');
    const told = new RegExp(`^${t('explain.values.mayBe', { count: 1 })}`);
    expect((await valuesOf(atBookingCom)).slice(0, 3)).toEqual([closed, closed, expect.stringMatching(told)]);
    const room = rooms[await holderOf('Ines Diaz')]?.name ?? '';
    const open = new RegExp(`^${t('explain.values.open')}`);
    expect(await valuesOf(side(room))).toEqual([
      ...Array(2).fill(closed),
      expect.stringMatching(new RegExp(`^${closed}`)),
      expect.stringMatching(open),
    ]);
    for (const one of [atBookingCom, side(room)])
      await one.getByText(t('rates.states.confirmed'), { exact: true }).waitFor();
    await atBookingCom.getByRole('link', { name: t('explain.told') }).click();
    await page.waitForURL(/\/channels\/deliveries\/dlv_/);
    await page.getByText(t('deliveries.request'), { exact: true }).click();
    await page.getByText('<OTA_HotelAvailNotifRQ', { exact: false }).waitFor();
  });

  it('is told everything again by a person, with what came of it, and sells nothing that was sold', async () => {
    const { page, t } = someone;
    await page.goto('/channels');
    const card = bookingCard(someone);
    await card.getByRole('button', { name: t('connections.action.more', { name: hotel.host.name }) }).click();
    await page.getByRole('menuitem', { name: t('connections.action.force') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t('connections.force.safe', { channel: 'Booking.com' })).waitFor();
    await dialog.getByRole('button', { name: t('connections.force.confirm') }).click();
    await dialog.waitFor({ state: 'detached' });
    const result = card.getByRole('status').filter({ has: page.getByText(t('connections.force.seeTold')) });
    await result.waitFor({ timeout: TOLD_MS });
    const run = RunOf.parse(await (await ask(someone, 'GET', '/api/runs?limit=50')).json()).items.find(
      isPush,
    );
    expect(run).toMatchObject({ status: 'success', errors: [] });
    expect(run?.updated).toBeGreaterThan(0);
    await result.getByText(t('connections.force.done', { count: run?.updated ?? 0, refused: 0 })).waitFor();
    const { sells, left } = await atHotel();
    expect([sells, left]).toEqual([
      [true, false, false],
      [1, 0, 0],
    ]);
    await result.getByRole('link', { name: t('connections.force.seeTold') }).click();
    await page.waitForURL(/\/channels\/deliveries\?run=/);
    const calls = page.getByRole('listitem').filter({ hasText: hotel.host.name });
    await calls.first().getByText(t('deliveries.outcome.accepted'), { exact: true }).waitFor();
    expect(await calls.getByText(t('deliveries.outcome.refused'), { exact: true }).count()).toBe(0);
  });

  it('sells all again once both guests have cancelled, and so do the other channels', async () => {
    const loads = await openCalendar(someone);
    const [guest, other] = [await someone.context.newPage(), await someone.context.newPage()];
    await guest.goto(`${inject('world').sandboxUrl}/booking/stay/${hotel.id}`);
    const ines = guest.getByRole('listitem').filter({ hasText: 'Ines Diaz' });
    const bar = bars('booking').filter({ hasText: 'Ines' });
    const freed = await since(
      guest,
      () => ines.getByRole('button', { name: /^Cancel / }).click(),
      bar.waitFor({ state: 'detached' }),
    );
    await other.goto(`${inject('world').sandboxUrl}/airbnb/rooms/${listings[await holderOf('Tom Ford')]}`);
    await other.getByRole('button', { name: /^Cancel / }).click();
    await bars('airbnb').filter({ hasText: 'Tom' }).waitFor({ state: 'detached' });
    await expect.poll(leftThere, { timeout: TOLD_MS }).toEqual([2, 2, 2]);
    await expect.poll(soldAtAirbnb, { timeout: TOLD_MS }).toEqual([ALL, ALL]);
    for (const nights of await feeds())
      expect(nights.filter((one) => NIGHTS.includes(one as never))).toEqual([]);
    expect(loads()).toBe(0);
    console.log(`from the answer to the guest: free again after ${freed} ms`);
    expect(freed).toBeLessThan(LONGEST_MS);
    await leave(someone);
  });
});

/** What should be, was told, was accepted and was seen, without the times. */
async function valuesOf(channel: Locator): Promise<string[]> {
  const all = await channel.getByRole('definition').allTextContents();
  return all.map((text) => text.split(' · ')[0] ?? '');
}
