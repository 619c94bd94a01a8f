import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { asOwner, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
beforeAll(async () => {
  browser = await openBrowser();
  someone = await visit(browser);
  await asOwner(someone);
  await newProperty(someone, 'Mill House');
});
afterAll(() => browser.close());

const fromOf = (page: Page) => new URL(page.url()).searchParams.get('from');

/** The calendar from today on, at rest. */
async function openCalendar({ page, t }: Visit): Promise<void> {
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  await page.getByRole('grid', { name: t('timeline.gridLabel') }).waitFor();
}

describe('the calendar', () => {
  it('keeps its place in the address, over a reload too, and comes back to today by a key', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await page.getByRole('button', { name: t('timeline.later') }).click();
    await expect.poll(() => fromOf(page)).not.toBe(inDays(0));
    const there = fromOf(page);
    expect(there && there > inDays(0)).toBe(true);
    await page.reload({ waitUntil: 'networkidle' });
    expect(fromOf(page)).toBe(there);
    await page.keyboard.press('t');
    await page
      .locator(`[data-night="${inDays(0)}"]`)
      .first()
      .waitFor();
  });

  it('takes a booking by hand from a drag, arrival to departure', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    const cell = (days: number) => page.locator(`[data-night="${inDays(days)}"]`);
    const [first, last] = await Promise.all([cell(2).boundingBox(), cell(5).boundingBox()]);
    if (!first || !last) throw new Error('no such nights');
    await page.mouse.move(first.x + first.width / 2, first.y + 12);
    await page.mouse.down();
    await page.mouse.move(last.x + last.width / 2, last.y + 12, { steps: 5 });
    await page.mouse.up();
    await page
      .getByRole('dialog', { name: t('timeline.choose') })
      .getByRole('button', { name: t('timeline.newBooking') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('timeline.newBooking') });
    expect(await dialog.getByLabel(t('timeline.arrival')).inputValue()).toBe(inDays(2));
    expect(await dialog.getByLabel(t('timeline.departure')).inputValue()).toBe(inDays(5));
    await dialog.getByLabel(t('timeline.guestName'), { exact: true }).fill('Camille Moreau');
    await dialog.getByRole('button', { name: t('timeline.book'), exact: true }).click();
    await page.locator('[data-bar][data-channel=direct]').waitFor();
  });

  it('refuses nights that are taken, says why, and saves nothing', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await page.locator('[data-bar]').first().waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('timeline.arrival')).fill(inDays(4));
    await dialog.getByLabel(t('timeline.departure')).fill(inDays(6));
    await dialog.getByLabel(t('timeline.guestName'), { exact: true }).fill('Somebody Else');
    await dialog.getByRole('button', { name: t('timeline.book'), exact: true }).click();
    await dialog.getByText(t('timeline.taken.title')).waitFor();
    await page.keyboard.press('Escape');
    await openCalendar(someone);
    expect(await page.locator('[data-bar]').count()).toBe(1);
  });

  it('opens beside the rows what is clicked, and leads to the whole reservation', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await page.locator('[data-bar]').first().click();
    await page.getByText(t('timeline.history.action.reservation_created')).first().waitFor();
    await page.getByRole('link', { name: t('timeline.openReservation') }).click();
    await page.waitForURL(/\/reservations\/rsv_/);
    await page.getByRole('heading', { level: 1, name: /Camille Moreau/ }).waitFor();
  });
});
