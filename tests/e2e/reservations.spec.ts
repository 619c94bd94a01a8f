import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, nightsBetween } from './feeds.ts';
import { ask, asOwner, leave, newProperty, takenNights, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function booked(someone: Visit, unitId: string): Promise<void> {
  const guest = { name: 'Ines Diaz', phone: '+34 600 12 34 56' };
  const stay = { unitId, checkIn: inDays(4), checkOut: inDays(7), guest, note: 'Late, by the last train' };
  expect((await ask(someone, 'POST', '/api/reservations', stay)).status()).toBe(201);
}

it('a booking is found by the end of the phone number, and taken along as a table', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  await booked(someone, await newProperty(someone, 'Mill House'));
  await page.goto('/reservations?q=3456', { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: 'Ines Diaz' }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: t('records.reservations.csv') }).click();
  expect((await download).suggestedFilename()).toMatch(/^reservations-.*\.csv$/);
  await page.goto('/reservations?q=9999', { waitUntil: 'networkidle' });
  await page.getByText(t('records.reservations.noneSuch')).waitFor();
  await leave(someone);
});

it('its dates and unit change on its own page, once that has said what it leads to', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const house = await newProperty(someone, 'Mill House');
  const attic = await newProperty(someone, 'Attic');
  await booked(someone, house);
  await page.goto('/reservations', { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: 'Ines Diaz' }).click();
  // Who wrote the note stands under it.
  await page.getByText('Ada Byron,').first().waitFor();
  await page.getByRole('button', { name: t('records.reservation.move.action') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('records.reservation.move.unit')).selectOption({ label: 'Attic' });
  await dialog.getByLabel(t('records.reservation.move.departure')).fill(inDays(8));
  await dialog.getByText(t('moves.told'), { exact: true }).waitFor();
  await dialog.getByRole('button', { name: t('records.reservation.move.save'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await takenNights(someone, house, inDays(0), inDays(20))).toEqual([]);
  expect(await takenNights(someone, attic, inDays(0), inDays(20))).toEqual(nightsBetween(4, 8));
  await leave(someone);
});
