import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { newPlatform } from './feeds.ts';
import { asOwner, follow, leave, newProperty, syncNow, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('what a calendar said is found, read without names, and worked out again by keys alone', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const platform = newPlatform('airbnb');
  await platform.book(4, 7);
  const calendar = await follow(someone, property, platform.link, 'First seller', { isActive: false });
  await platform.book(10, 12);
  await syncNow(someone, property, calendar);

  await page.goto(`/channels/messages?source=${calendar}`, { waitUntil: 'networkidle' });
  const rows = page.locator('main li').filter({ has: page.locator('time') });
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByLabel(t('messages.outcomeLabel')).selectOption('unreadable');
  await page.getByText(t('messages.noneSuch')).waitFor();
  await page.goBack();
  await page.goto(`/channels/messages?source=${calendar}&outcome=changed`, { waitUntil: 'networkidle' });
  await expect.poll(() => rows.count()).toBe(2);

  await rows.first().getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/channels\/messages\/msg_/);
  await page.getByText(t('messages.explain.changed')).waitFor();
  await page
    .locator('summary')
    .filter({ hasText: t('messages.body') })
    .focus();
  await page.keyboard.press('Enter');
  const body = page.locator('pre');
  await body.waitFor();
  expect(await body.textContent()).toMatch(/SUMMARY:•••/);

  await page.getByRole('link', { name: t('messages.replay.ask'), exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(t('messages.replay.nothing')).waitFor();
  // What came before it would take the second booking back: it is held, and nothing can be pressed.
  await page.goto(`/channels/messages?source=${calendar}`, { waitUntil: 'networkidle' });
  await rows.nth(1).getByRole('link').click();
  await page.waitForURL(/\/channels\/messages\/msg_/);
  await page.getByRole('link', { name: t('messages.replay.ask'), exact: true }).click();
  await page.getByRole('link', { name: t('messages.replay.again'), exact: true }).waitFor();
  expect(await page.getByRole('button', { name: t('messages.replay.apply') }).count()).toBe(0);
  await leave(someone);
});
