import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, enter, leave, newProperty, personOf, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('what happened is found, narrowed, unfolded and taken along by keys alone, and the address keeps it', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await asOwner(someone);
  const unitId = await newProperty(someone, 'Mill House');
  const stay = { unitId, checkIn: inDays(3), checkOut: inDays(5), guest: { name: 'Ines Diaz' } };
  await ask(someone, 'POST', '/api/reservations', stay);
  await page.goto('/journal', { waitUntil: 'networkidle' });
  const rows = page.locator('ol > li');
  const all = await rows.count();
  expect(all).toBeGreaterThan(2);

  await page.getByRole('searchbox', { name: t('journal.page.search') }).focus();
  await page.keyboard.type('ines');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === 'ines');
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByRole('link', { name: 'Ines Diaz' }).waitFor();

  const unfold = rows.first().locator('summary');
  await unfold.focus();
  await page.keyboard.press('Enter');
  await rows
    .first()
    .getByRole('rowheader', { name: t('journal.page.fields.checkIn') })
    .waitFor();

  const csv = page.getByRole('link', { name: t('journal.page.csv') });
  await csv.focus();
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toMatch(/^journal-\d{4}-\d\d-\d\d\.csv$/);

  await page.goto('/journal?q=nobody-of-this-name');
  await page.getByText(t('journal.page.noneSuch')).waitFor();
  await page.getByRole('link', { name: t('journal.page.showAll') }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.search === '');
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(all);

  await page.goto('/journal?group=nights');
  await page.getByText(t('journal.page.noneSuch')).waitFor();
  await page.goto('/journal?group=reservations&from=never');
  await page.getByText(t('journal.page.dropped', { names: 'from' })).waitFor();
  expect(await rows.count()).toBe(1);
  await leave(someone);
});

it('a word of the reader’s language is looked for, also in the table that is taken along', async () => {
  const someone = await visit(browser, { language: 'ru' });
  const { page } = someone;
  await asOwner(someone);
  const unitId = await newProperty(someone, 'Mill House');
  await ask(someone, 'POST', '/api/blocks', { unitId, from: inDays(3), to: inDays(5) });
  await page.goto('/journal?q=закрыты вручную');
  await expect.poll(() => page.locator('ol > li').count()).toBe(1);
  const href = await page.locator('a[download]').getAttribute('href');
  const csv = await (await ask(someone, 'GET', href ?? '')).text();
  expect(csv.trim().split('\r\n')).toHaveLength(2);
  expect(csv).toContain('block.created');
  await leave(someone);
});

it('a viewer is not offered the journal, and is told so at its address', async () => {
  const someone = await visit(browser);
  const { page, t } = someone;
  await enter(someone, personOf('viewer'));
  await page.getByRole('navigation').first().waitFor();
  expect(await page.getByRole('link', { name: t('nav.journal'), exact: true }).count()).toBe(0);
  await page.goto('/journal');
  await page.getByText(t('forbidden.what')).waitFor();
  expect((await ask(someone, 'GET', '/api/journal?format=csv')).status()).toBe(403);
  await leave(someone);
});
