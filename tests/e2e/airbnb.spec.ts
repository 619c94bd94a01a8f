import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { activate, connect, hostWithHouse } from './airbnb.ts';
import { inDays } from './feeds.ts';
import { openCalendar } from './open-calendar.ts';
import { leave, takenNights, visit } from './person.ts';
import { since } from './since.ts';

const LONGEST_MS = 2_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('an account is connected and mapped; what guests do there shows in an open calendar within two seconds', async () => {
  const someone = await visit(browser);
  const { page, t, context } = someone;
  const { host, listing, property } = await hostWithHouse(someone);
  await connect(someone, host);
  await page.getByText(t('connectResult.found', { count: 1, left: 1 })).waitFor();
  await page.getByRole('link', { name: t('connectResult.toMapping', { count: 1 }) }).click();

  // Same name, place, zone and currency: it is chosen beforehand.
  const unit = page.getByRole('combobox', { name: t('mapping.unitOf', { name: 'Mill House' }) });
  await unit.filter({ hasText: 'Mill House' }).waitFor();
  await page.getByText(t('mapping.suggestion.reason.same_name'), { exact: false }).waitFor();
  await activate(someone);
  await page.getByText(t('mapping.lead.done', { account: host.name })).waitFor();
  const trip = page.getByRole('region', { name: t('mapping.trip.title') });
  await trip.getByText(t('mapping.trip.back', { count: 30 })).waitFor();

  const loads = await openCalendar(someone);

  const guest = await context.newPage();
  await guest.goto(`${inject('world').sandboxUrl}/airbnb/rooms/${listing}`);
  await guest.getByLabel('Check-in').first().fill(inDays(3));
  await guest.getByLabel('Check-out').first().fill(inDays(6));
  await guest.getByLabel('Your name').fill('Ines Diaz');
  const bar = page.locator('[data-bar][data-channel=airbnb]').filter({ hasText: 'Ines' });
  const booked = await since(guest, () => guest.getByRole('button', { name: 'Book' }).click(), bar.waitFor());
  await guest.getByRole('status').filter({ hasText: 'Booked' }).waitFor();
  expect(await takenNights(someone, property, inDays(0), inDays(10))).toEqual([
    inDays(3),
    inDays(4),
    inDays(5),
  ]);

  const freed = await since(
    guest,
    () => guest.getByRole('button', { name: /^Cancel / }).click(),
    bar.waitFor({ state: 'detached' }),
  );
  expect(await takenNights(someone, property, inDays(0), inDays(10))).toEqual([]);
  expect(loads()).toBe(0);
  console.log(`from the answer to the guest: the bar after ${booked} ms, free again after ${freed} ms`);
  expect(booked).toBeLessThan(LONGEST_MS);
  expect(freed).toBeLessThan(LONGEST_MS);
  await leave(someone);
});
