import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
let far: string;
beforeAll(async () => {
  browser = await openBrowser();
  someone = await visit(browser);
  await asOwner(someone);
  far = await newProperty(someone, 'Mill House');
  const stay = { unitId: far, checkIn: inDays(75), checkOut: inDays(79), guest: { name: 'Ines Diaz' } };
  await ask(someone, 'POST', '/api/reservations', stay);
});
afterAll(async () => {
  await leave(someone);
  await browser.close();
});

const searchOf = (page: Page) => new URL(page.url()).searchParams;

async function openCalendar({ page, t }: Visit, query = ''): Promise<void> {
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w${query}`, { waitUntil: 'networkidle' });
  const grid = page.getByRole('grid', { name: t('timeline.gridLabel') });
  await grid.hover();
}

/** Turns the wheel sideways by so many days of two weeks in sight. */
async function wheel(page: Page, days: number): Promise<void> {
  for (let at = 0; at < days; at += 5) {
    await page.mouse.wheel(67 * 5, 0);
    await page.waitForTimeout(16);
  }
}

describe('the calendar is scrolled', () => {
  it('across to bookings that were not read yet, and tells its place only once it rests', async () => {
    const { page } = someone;
    await openCalendar(someone);
    let told = 0;
    await page.exposeFunction('tell', () => {
      told += 1;
    });
    await page.evaluate(() => {
      const replace = history.replaceState.bind(history);
      history.replaceState = (...given) => {
        (globalThis as unknown as { tell: () => void }).tell(); // exposed above
        replace(...given);
      };
    });
    await wheel(page, 75);
    expect(told).toBeLessThanOrEqual(1);
    await page.locator('[data-bar]').filter({ hasText: 'Ines' }).waitFor();
    await expect.poll(() => (searchOf(page).get('from') ?? '') > inDays(60)).toBe(true);
  });

  it('and comes back to the same days over a reload, and to today by a key', async () => {
    const { page } = someone;
    await openCalendar(someone);
    await wheel(page, 40);
    await expect.poll(() => (searchOf(page).get('from') ?? '') > inDays(30)).toBe(true);
    const there = searchOf(page).get('from');
    await page.reload({ waitUntil: 'networkidle' });
    expect(searchOf(page).get('from')).toBe(there);
    await page.keyboard.press('t');
    await page.locator(`[data-night="${inDays(0)}"]`).waitFor();
  });

  it('and left for today before it rested, which is where it stays', async () => {
    const { page } = someone;
    await openCalendar(someone);
    await page.keyboard.press('t');
    await expect.poll(() => searchOf(page).get('from')).not.toBe(inDays(0));
    const home = searchOf(page).get('from');
    const left = () => page.getByRole('grid').evaluate((grid) => grid.scrollLeft);
    for (let time = 0; time < 4; time++) {
      const before = await left();
      await wheel(page, 8);
      // All of it: what a busy browser scrolls only after the key leads away from there again, as it should.
      await expect.poll(left, { interval: 10 }).toBe(before + 2 * 67 * 5);
      await page.keyboard.press('t');
      await page.waitForTimeout(900); // longer than the way there, and than a place takes to be told
      expect(searchOf(page).get('from')).toBe(home);
    }
  });

  it('away from the night that has the focus, which keeps it', async () => {
    const { page } = someone;
    await openCalendar(someone);
    await page.locator('[role=gridcell][tabindex="0"]').focus();
    await wheel(page, 60);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-night'));
    expect(await focused()).toBe(inDays(0));
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe(inDays(1));
  });

  it('by a drag at its edge, so that nights out of sight are chosen too', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    const grid = await page.getByRole('grid').boundingBox();
    const cell = await page.locator(`[data-night="${inDays(8)}"]`).boundingBox();
    if (!grid || !cell) throw new Error('no such night');
    await page.mouse.move(cell.x + cell.width / 2, cell.y + 12);
    await page.mouse.down();
    await page.mouse.move(grid.x + grid.width - 8, cell.y + 12, { steps: 4 });
    await expect
      .poll(() => page.locator('[role=grid]').evaluate((element) => element.scrollLeft))
      .toBeGreaterThan(0);
    await page.waitForTimeout(500);
    await page.mouse.up();
    await page.getByRole('dialog', { name: t('timeline.choose') }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('over pictures that are small, however many rows there are', async () => {
    const { page } = someone;
    for (const zoom of ['2w', 'quarter', 'year']) {
      await page.goto(`/calendar?from=${inDays(0)}&zoom=${zoom}`, { waitUntil: 'networkidle' });
      const sizes = await page.getByRole('grid').evaluate((grid) =>
        [...grid.querySelectorAll('*')]
          .filter((one) => one.clientWidth > 2000)
          .map((one) => getComputedStyle(one))
          .filter((style) => style.backgroundImage.includes('gradient'))
          .flatMap((style) => style.backgroundSize.split(', ')),
      );
      // A tile is drawn whole before any part of it is seen.
      const large = sizes.filter(
        (size) => !/^[\d.]+px [\d.]+px$/.test(size) || parseFloat(size.split(' ')[1] ?? '') > 100,
      );
      expect(large).toEqual([]);
      expect(sizes.length > 0).toBe(zoom !== 'year');
    }
  });

  it('tells of each cell where it stands among all days', async () => {
    const { page } = someone;
    await openCalendar(someone);
    const [columns, index, next] = await page.evaluate(() => {
      const cell = document.querySelector('[role=gridcell][tabindex="0"]');
      const number = (element: Element | null | undefined, name: string) =>
        Number(element?.getAttribute(name));
      return [
        number(document.querySelector('[role=grid]'), 'aria-colcount'),
        number(cell, 'aria-colindex'),
        number(cell?.nextElementSibling, 'aria-colindex'),
      ];
    });
    expect(columns).toBeGreaterThan(700);
    expect(index).toBeGreaterThan(100);
    expect(next).toBe((index ?? 0) + 1);
  });
});

it('the address brings back the filters, what is written into the nights, and the open panel', async () => {
  const { page, t } = someone;
  await page.goto(`/calendar?from=${inDays(70)}&zoom=2w&channel=direct&show=minStay`, {
    waitUntil: 'networkidle',
  });
  await page.locator('[data-bar]').filter({ hasText: 'Ines' }).click();
  const panel = page.getByRole('complementary', { name: 'Ines Diaz' });
  await panel.waitFor();
  await expect.poll(() => searchOf(page).get('on')).toBeTruthy();
  await page.reload({ waitUntil: 'networkidle' });
  await panel.waitFor();
  expect([searchOf(page).get('channel'), searchOf(page).get('show')]).toEqual(['direct', 'minStay']);
  await page.getByRole('button', { name: t('timeline.narrow.count', { count: 1 }) }).waitFor();
});
