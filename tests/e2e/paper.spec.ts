import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { untilItHears } from './open-calendar.ts';
import { ask, asOwner, leave, newProperty, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('the calendar goes on paper whole, light and four weeks to a sheet, asked for by keys', async () => {
  const someone = await visit(browser, { theme: 'dark' });
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const other = await newProperty(someone, 'Salt House');
  const stay = (unitId: string, from: number, name: string) =>
    ask(someone, 'POST', '/api/reservations', {
      unitId,
      checkIn: inDays(from),
      checkOut: inDays(from + 3),
      guest: { name },
    });
  await stay(property, 2, 'Ines Diaz');
  await stay(property, 40, 'Mona Berg');
  await stay(other, 5, 'Otto Lund');

  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: t('timeline.print') }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/calendar/print');
  const bars = page.locator('[data-paper-bar]');
  await expect.poll(() => bars.count()).toBe(2);
  expect(await page.getByRole('table').count()).toBe(1);

  await page.getByLabel(t('paper.weeks')).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByLabel(t('paper.property')).focus();
  await page.keyboard.type('Mill');
  await page.getByRole('button', { name: t('paper.show') }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('weeks') === '8');
  await expect.poll(() => page.getByRole('table').count()).toBe(2);
  await expect.poll(() => bars.allInnerTexts()).toEqual(['Ines Diaz', 'Mona Berg']);

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const colours = await page.evaluate(() => {
    const sheet = document.querySelector('.paper');
    if (!sheet) throw new Error('There is no sheet.');
    return [getComputedStyle(sheet).color, getComputedStyle(sheet).backgroundColor];
  });
  expect(colours).toEqual(['rgb(29, 26, 21)', 'rgb(255, 255, 255)']);
  expect(await page.getByRole('button', { name: t('paper.print') }).isVisible()).toBe(false);
  await leave(someone);
});

it('Ctrl P on the calendar leads to the page for paper, and not to a part of the screen', async () => {
  const someone = await visit(browser);
  const { page } = someone;
  await asOwner(someone);
  await newProperty(someone, 'Mill House');
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  await untilItHears(page);
  await page.mouse.move(700, 500);
  await page.waitForLoadState('networkidle');
  await expect
    .poll(async () => {
      if (new URL(page.url()).pathname === '/calendar') await page.keyboard.press('Control+p');
      return new URL(page.url()).pathname;
    })
    .toBe('/calendar/print');
  expect(new URL(page.url()).searchParams.get('from')).toBe(inDays(0));
  await leave(someone);
});
