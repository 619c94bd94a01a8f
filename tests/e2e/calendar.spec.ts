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

  it('keeps its first day where what is opened takes a part of its width', async () => {
    const { page } = someone;
    await openCalendar(someone);
    const before = await edgeOf(page);
    await page.locator('[data-bar]').first().click();
    await page.getByRole('complementary').last().waitFor();
    await expect.poll(async () => (await edgeOf(page)).width).toBeLessThan(before.width);
    await expect.poll(async () => Math.abs((await edgeOf(page)).day - before.day)).toBeLessThan(0.5);
    expect(fromOf(page)).toBe(inDays(0));
  });

  it('writes its address when it changes and not again, however soon something is opened', async () => {
    const { page } = someone;
    await page.addInitScript(() => {
      const { replaceState } = History.prototype;
      let times = 0;
      History.prototype.replaceState = function (...given) {
        times += 1;
        document.documentElement.dataset.written = String(times);
        return Reflect.apply(replaceState, this, given);
      };
    });
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
    await page.locator('[data-bar]').first().waitFor({ state: 'visible' });
    await page.locator('[data-bar]').first().dispatchEvent('click');
    await page.getByRole('complementary').last().waitFor();
    await page.waitForLoadState('networkidle');
    const written = await page.evaluate(() => Number(document.documentElement.dataset.written));
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(20);
  });
});

/** The day at the left edge of the days, counted from the canvas's first, and how wide a day is. */
function edgeOf(page: Page): Promise<{ day: number; width: number }> {
  return page.getByRole('grid').evaluate((grid) => {
    const units = grid.querySelector('[role=rowheader]')?.getBoundingClientRect().width ?? 0;
    const days = Number(grid.getAttribute('aria-colcount')) - 2;
    const width = (grid.scrollWidth - units) / days;
    return { day: grid.scrollLeft / width, width };
  });
}
