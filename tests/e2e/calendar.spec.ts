import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
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

  it('tells every channel by a pattern too, with or without a name', async () => {
    const { page } = someone;
    await openCalendar(someone);
    const bar = page.locator('[data-bar][data-channel=direct]').first();
    await bar.waitFor();
    const patterns = await bar.evaluate(
      (element, channels) =>
        channels.map((channel) => {
          element.setAttribute('data-channel', channel);
          const { backgroundImage, backgroundSize } = getComputedStyle(element);
          return `${backgroundImage} ${backgroundSize}`;
        }),
      [...Object.keys(CHANNEL_NAMES), 'direct', 'ical'],
    );
    expect(patterns.filter((pattern) => !pattern.includes('gradient'))).toEqual([]);
    const looks = patterns.map((pattern) => pattern.replaceAll(/(oklch|lab|rgb|color)[^)]*\)/g, 'hue'));
    expect(new Set(looks).size).toBe(patterns.length);
  });

  it('looks for a word once typing rests, and dims what does not bear it', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    const field = page.getByRole('searchbox', { name: t('timeline.filter') });
    await field.pressSequentially('camille');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('camille');
    const bar = page.locator('[data-bar][data-channel=direct]');
    const layerOf = (found: Locator) => found.evaluate((element) => Number(getComputedStyle(element).zIndex));
    const veil = page.locator('[data-dimmed]');
    await veil.waitFor();
    expect(await layerOf(bar)).toBeGreaterThan(await layerOf(veil));
    // A year draws a row as one shape, which cannot stand above it in parts.
    await page.getByText(t('timeline.zooms.year'), { exact: true }).click();
    await expect.poll(() => veil.count()).toBe(0);
    await page.getByText(t('timeline.zooms.2w'), { exact: true }).click();
    await bar.waitFor();
    // Why it stands there goes with it, although the pointer stays.
    await bar.hover();
    const why = page.locator('div[aria-hidden].fixed').filter({ hasText: 'Camille Moreau' });
    await why.waitFor();
    await field.fill('nobody of that name');
    await expect.poll(() => why.count()).toBe(0);
    await page.getByRole('button', { name: t('timeline.showAll') }).click();
    await expect.poll(() => field.inputValue()).toBe('');
    await bar.waitFor();
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

  it('opens it from the shape of a year too, and asks nothing about its nights', async () => {
    const { page, t } = someone;
    await page.goto(`/calendar?from=${inDays(0)}&zoom=year`, { waitUntil: 'networkidle' });
    await page.locator('[data-lanes] path').first().click();
    await page.getByText(t('timeline.history.action.reservation_created')).first().waitFor();
    expect(await page.getByRole('dialog', { name: t('timeline.choose') }).count()).toBe(0);
    expect(await page.locator('[data-ghost]').count()).toBe(0);
  });

  it('asks about a night that was pressed before what asks was there', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    const night = await page.locator(`[data-night="${inDays(8)}"]`).boundingBox();
    if (!night) throw new Error('no such night');
    await page.route('**/_next/static/chunks/**', async (route) => {
      await page.waitForTimeout(400);
      await route.continue();
    });
    await page.mouse.click(night.x + night.width / 2, night.y + 12);
    await page.getByRole('dialog', { name: t('timeline.choose') }).waitFor();
    await page.unroute('**/_next/static/chunks/**');
    await page.keyboard.press('Escape');
  });

  it('keeps its first day, and each as wide as it was, where what is opened takes a part of its width', async () => {
    const { page } = someone;
    await openCalendar(someone);
    const before = await edgeOf(page);
    await page.locator('[data-bar]').first().click();
    await page.getByRole('complementary').last().waitFor();
    await expect.poll(async () => (await edgeOf(page)).room).toBeLessThan(before.room - 300);
    await expect.poll(async () => Math.abs((await edgeOf(page)).day - before.day)).toBeLessThan(0.5);
    expect((await edgeOf(page)).width).toBe(before.width);
    expect(fromOf(page)).toBe(inDays(0));
    // Narrower than it was when that was decided: the days follow once nothing stands beside them.
    await page.setViewportSize({ width: 1240, height: 900 });
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await edgeOf(page)).width).toBeLessThan(before.width);
    await expect.poll(async () => Math.abs((await edgeOf(page)).day - before.day)).toBeLessThan(0.5);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(async () => (await edgeOf(page)).width).toBe(before.width);
  });

  it('brings back into sight what was opened where the panel stands now', async () => {
    const { page } = someone;
    await page.goto(`/calendar?from=${inDays(-8)}&zoom=2w`, { waitUntil: 'networkidle' });
    const [bar, grid] = [page.locator('[data-bar]').first(), page.getByRole('grid')];
    const { right } = await edgesOf(grid);
    expect((await edgesOf(bar)).right).toBeGreaterThan(right - 330);
    await bar.click();
    await page.getByRole('complementary').last().waitFor();
    await expect.poll(async () => (await edgesOf(grid)).right).toBeLessThan(right - 300);
    await expect
      .poll(async () => {
        const [opened, shown] = await Promise.all([edgesOf(bar), edgesOf(grid)]);
        return opened.right <= shown.right && opened.left > shown.left;
      })
      .toBe(true);
  });

  it('follows the night that has the focus, however fast an arrow is pressed', async () => {
    const { page } = someone;
    await page.goto(`/calendar?from=${inDays(0)}&zoom=month`, { waitUntil: 'networkidle' });
    await page
      .locator(`[data-night="${inDays(0)}"]`)
      .first()
      .focus();
    for (let day = 0; day < 60; day++) {
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(40);
    }
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-night')))
      .toBe(inDays(60));
    await expect.poll(() => (fromOf(page) ?? '') > inDays(20)).toBe(true);
    await page.waitForTimeout(500); // whatever would take it back has had its time
    const [cell, grid] = [page.locator(`[data-night="${inDays(60)}"]`), page.getByRole('grid')];
    await expect
      .poll(async () => {
        const [night, shown] = await Promise.all([edgesOf(cell.first()), edgesOf(grid)]);
        return night.right <= shown.right + 1 && night.left > shown.left;
      })
      .toBe(true);
  });

  it('lets the press that closes a menu press nothing else', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    const panel = page.getByRole('complementary');
    const before = await panel.count();
    await page.getByRole('button', { name: t('timeline.narrow.title'), exact: true }).click();
    await page.getByRole('menu').waitFor();
    const bar = await edgesOf(page.locator('[data-bar]').first());
    await page.mouse.click(bar.left + 20, bar.top + 10);
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.waitForTimeout(600); // what is not to open has had its time
    expect(await panel.count()).toBe(before);
    await page.mouse.click(bar.left + 20, bar.top + 10);
    await expect.poll(() => panel.count()).toBe(before + 1);
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

async function edgesOf(locator: Locator): Promise<{ left: number; right: number; top: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('nothing of it is drawn');
  return { left: box.x, right: box.x + box.width, top: box.y };
}

/** The day at the left edge of the days, counted from the canvas's first, how wide a day is, and the box of all of them. */
function edgeOf(page: Page): Promise<{ day: number; width: number; room: number }> {
  return page.getByRole('grid').evaluate((grid) => {
    const units = grid.querySelector('[role=rowheader]')?.getBoundingClientRect().width ?? 0;
    const days = Number(grid.getAttribute('aria-colcount')) - 2;
    const width = (grid.scrollWidth - units) / days;
    return { day: grid.scrollLeft / width, width, room: grid.clientWidth };
  });
}
