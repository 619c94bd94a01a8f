import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { openCalendar } from './open-calendar.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Somebody else books, by the API. @returns the reservation's id */
async function book(someone: Visit, unitId: string, name: string, from: number, to: number): Promise<string> {
  const body = { unitId, checkIn: inDays(from), checkOut: inDays(to), guest: { name } };
  const answer = await ask(someone, 'POST', '/api/reservations', body);
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

async function unitOf(someone: Visit): Promise<string> {
  const property = await newProperty(someone, 'Mill House');
  const answer = await ask(someone, 'GET', `/api/properties/${property}`);
  return (await answer.json()).units[0].id;
}

it('a booking made elsewhere stands in an open calendar within two seconds, and goes as soon as it is cancelled', async () => {
  const someone = await visit(browser);
  const { page } = someone;
  await asOwner(someone);
  const unitId = await unitOf(someone);
  const loads = await openCalendar(someone);

  const id = await book(someone, unitId, 'Ines Diaz', 3, 6);
  const bar = page.locator('[data-bar]').filter({ hasText: 'Ines' });
  await bar.waitFor({ timeout: 2_000 });
  const cancelled = await ask(someone, 'POST', `/api/reservations/${id}/cancel`);
  expect(cancelled.ok()).toBe(true);
  await bar.waitFor({ state: 'detached', timeout: 2_000 });
  expect(loads()).toBe(0);
  await leave(someone);
});

it('why a bar stands there is not said any more once it is cancelled elsewhere, although the pointer rests', async () => {
  const someone = await visit(browser);
  const { page } = someone;
  await asOwner(someone);
  const id = await book(someone, await unitOf(someone), 'Ines Diaz', 3, 6);
  await openCalendar(someone);
  await page.locator('[data-bar]').filter({ hasText: 'Ines' }).hover();
  const why = page.locator('div[aria-hidden].fixed').filter({ hasText: 'Ines Diaz' });
  await why.waitFor();
  expect((await ask(someone, 'POST', `/api/reservations/${id}/cancel`)).ok()).toBe(true);
  await expect.poll(() => why.count()).toBe(0);
  await leave(someone);
});

it('a page that is not told asks by itself', async () => {
  const someone = await visit(browser);
  const { page, context } = someone;
  await asOwner(someone);
  const unitId = await unitOf(someone);
  await context.route('**/api/events', (route) => route.abort());
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
  await page.locator(`[data-night="${inDays(0)}"]`).waitFor();
  await book(someone, unitId, 'Ines Diaz', 3, 6);
  await page.locator('[data-bar]').filter({ hasText: 'Ines' }).waitFor({ timeout: 20_000 });
  await leave(someone, /ERR_FAILED/);
});
