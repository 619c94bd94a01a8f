import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
let property: string;
beforeAll(async () => {
  browser = await openBrowser();
  someone = await visit(browser);
  await asOwner(someone);
  property = await newProperty(someone, 'Mill House');
  await newProperty(someone, 'Barn');
});
afterAll(() => browser.close());

const Rates = z.object({
  items: z.array(
    z.object({ price: z.object({ amount: z.number() }).nullable(), minStay: z.number().nullable() }),
  ),
});

async function standing(from: number, to: number) {
  const answer = await ask(
    someone,
    'GET',
    `/api/rates?unit=${property}&from=${inDays(from)}&to=${inDays(to)}`,
  );
  return Rates.parse(await answer.json()).items.map(({ price, minStay }) => [price?.amount ?? null, minStay]);
}

async function openRates({ page, t }: Visit): Promise<Locator> {
  await page.goto(`/rates?from=${inDays(0)}&days=14`, { waitUntil: 'networkidle' });
  const grid = page.getByRole('grid', { name: t('rates.gridLabel') });
  await grid.waitFor();
  return grid;
}

/** The night of the first unit, so many days from today. */
const cell = (grid: Locator, days: number, row = 0) =>
  grid
    .locator('[data-unit]')
    .nth(row)
    .locator(`[data-night="${inDays(days)}"]`);

describe('rates', () => {
  it('are set on nights that were dragged over, once their preview was seen', async () => {
    const { page, t } = someone;
    const grid = await openRates(someone);
    const [first, last] = await Promise.all([cell(grid, 2).boundingBox(), cell(grid, 5).boundingBox()]);
    if (!first || !last) throw new Error('no such nights');
    await page.mouse.move(first.x + 20, first.y + 20);
    await page.mouse.down();
    await page.mouse.move(last.x + 20, last.y + 20, { steps: 6 });
    await page.mouse.up();
    const panel = page.getByRole('complementary', { name: t('rates.selected', { units: 1, nights: 4 }) });
    await panel.getByLabel(t('rates.form.price')).selectOption('set');
    await panel.getByLabel(t('rates.form.priceMode.set')).fill('120,50');
    await panel.getByLabel(t('rates.form.minStay')).selectOption('3');
    await panel.getByRole('button', { name: t('rates.form.preview') }).click();
    await panel.getByText(t('rates.preview.here', { count: 4 })).waitFor();
    await panel.getByText(t('rates.preview.noChannels')).waitFor();
    expect(await standing(2, 6)).toEqual(Array(4).fill([null, null]));
    await panel.getByRole('button', { name: t('rates.preview.saveOnly') }).click();
    await panel.waitFor({ state: 'detached' });
    expect(await standing(1, 7)).toEqual([[null, null], ...Array(4).fill([12_050, 3]), [null, null]]);
    await expect.poll(() => cell(grid, 2).textContent()).toContain('120.50');
  });

  it('say what is wrong with an edit before anything is asked of the server', async () => {
    const { page, t } = someone;
    const grid = await openRates(someone);
    await cell(grid, 8).click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: t('rates.form.preview') }).click();
    await panel.getByRole('alert').getByText(t('rates.form.nothingSet')).waitFor();
    await panel.getByLabel(t('rates.form.price')).selectOption('set');
    await panel.getByLabel(t('rates.form.priceMode.set')).fill('dear');
    await panel.getByText(t('rates.form.badPrice')).waitFor();
  });

  it('are edited by keys alone: arrows, Shift, Enter', async () => {
    const { page, t } = someone;
    const grid = await openRates(someone);
    await cell(grid, 0).focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Enter'])
      await page.keyboard.press(key).then(() => page.waitForTimeout(80)); // the focus follows two frames later
    await page.getByRole('complementary', { name: t('rates.selected', { units: 2, nights: 2 }) }).waitFor();
    await page.keyboard.press('Escape');
    expect(await grid.locator('[aria-selected=true]').count()).toBe(0);
  });

  it('explain why a night is closed, here and in the calendar, with the time and by whom', async () => {
    const { page, t } = someone;
    const block = { unitId: property, from: inDays(9), to: inDays(11), reason: 'Painter' };
    expect((await ask(someone, 'POST', '/api/blocks', block)).status()).toBe(201);
    const grid = await openRates(someone);
    await cell(grid, 9).focus();
    await page.keyboard.press('e');
    const panel = page.getByRole('complementary');
    await panel.getByText('Painter').waitFor();
    await panel.getByText(t('explain.by.user', { name: 'Ada Byron' })).waitFor();
    await panel.getByText(t('explain.noChannels')).waitFor();
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
    await page.locator('[data-bar]').first().click();
    const details = page.getByRole('complementary').last();
    await details.getByRole('heading', { name: t('explain.ofNights') }).waitFor();
    await details.getByRole('list').getByRole('button', { pressed: false }).first().click();
    await details.getByText(t('explain.count', { count: 1 })).waitFor();
  });

  it('are a list of one unit on a phone', async () => {
    const phone = await visit(browser, { phone: true });
    await phone.context.addCookies(await someone.context.cookies());
    const { page, t } = phone;
    await page.goto(`/rates?from=${inDays(0)}`, { waitUntil: 'networkidle' });
    await page.getByRole('combobox', { name: t('rates.unit') }).selectOption({ label: 'Mill House' });
    await page.getByRole('listitem').getByRole('button').nth(2).tap();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel(t('rates.form.sale')).selectOption('closed');
    await sheet.getByRole('button', { name: t('rates.form.preview') }).click();
    await sheet.getByRole('button', { name: t('rates.preview.saveOnly') }).click();
    await sheet.waitFor({ state: 'detached' });
    await page
      .getByRole('listitem')
      .filter({ hasText: t('rates.cell.stopSell') })
      .waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await leave(phone);
  });
});
