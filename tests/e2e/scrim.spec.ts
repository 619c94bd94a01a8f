import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { asOwner, leave, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('a page under what has opened over it stays where it is, and a press beside that closes it', async () => {
  const someone = await visit(browser, { height: 200 });
  const { page } = someone;
  await asOwner(someone);
  await page.goto('/settings', { waitUntil: 'networkidle' });
  const scrolled = () => page.evaluate(() => window.scrollY);
  const room = () =>
    page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
  expect(await room(), 'the page has nothing to scroll').toBeGreaterThan(100);

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  const overflow = () => page.evaluate(() => getComputedStyle(document.documentElement).overflowY);
  await expect.poll(overflow).toBe('hidden');
  await page.mouse.move(1200, 150);
  await page.mouse.wheel(0, 100);
  await page.mouse.move(720, 40); // over the field, where nothing scrolls
  await page.mouse.wheel(0, 100);
  await page.waitForTimeout(300);
  expect(await scrolled()).toBe(0);

  await page.mouse.click(1200, 150);
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.mouse.wheel(0, 100);
  await expect.poll(scrolled).toBe(100);
  await leave(someone);
});
