import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, enter, leave, newProperty, personOf, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** By Tab alone: what it does not reach, nobody without a pointer has. */
async function reach(page: Page, to: Locator): Promise<void> {
  await to.waitFor();
  for (let stop = 0; stop < 60; stop++) {
    if (await to.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not reach it.');
}

async function press(page: Page, what: Locator): Promise<void> {
  await reach(page, what);
  await page.keyboard.press('Enter');
}

/** Three nights from today on, at 100 euros each. */
async function booked(someone: Visit): Promise<void> {
  const unitId = await newProperty(someone, 'Mill House');
  const answer = await ask(someone, 'POST', '/api/reservations', {
    unitId,
    checkIn: inDays(0),
    checkOut: inDays(3),
    guest: { name: 'Ines Diaz' },
    total: { amount: 30_000, currency: 'EUR' },
  });
  expect(answer.status()).toBe(201);
}

describe('the reports', () => {
  it('teach who has nothing yet, and say so of a time without a booking', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await asOwner(someone);
    await page.goto('/reports');
    await page.getByRole('heading', { name: t('reports.empty.newTitle') }).waitFor();
    await newProperty(someone, 'Mill House');
    await page.goto('/reports?period=last30');
    const time = t('reports.time.last30');
    await page.getByRole('heading', { name: t('reports.empty.title', { time }) }).waitFor();
    await leave(someone);
  });

  it('are read, narrowed, unfolded and taken along by keys alone', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await asOwner(someone);
    await booked(someone);
    await page.goto('/reports', { waitUntil: 'networkidle' });

    await press(page, page.getByRole('link', { name: t('reports.period.next90') }));
    await page.waitForURL((url) => url.searchParams.get('period') === 'next90');
    const share = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 }).format(
      3 / 90,
    );
    const finding = {
      share,
      base: 'sellable',
      tense: 'ahead',
      time: t('reports.time.next90'),
      sold: 3,
      nights: 90,
    };
    await page.getByText(t('reports.occupancy.finding', finding)).waitFor();

    const chart = page.getByRole('slider', { name: t('reports.occupancy.chart', { grain: 'week' }) });
    await reach(page, chart);
    const first = await chart.getAttribute('aria-valuetext');
    await page.keyboard.press('End');
    await expect.poll(() => chart.getAttribute('aria-valuetext')).not.toBe(first);
    await page.keyboard.press('Home');
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toBe(first);

    const occupancy = page.getByRole('region', { name: t('reports.occupancy.question') });
    await press(page, occupancy.getByText(t('reports.asTable')));
    await occupancy.getByRole('row', { name: /Mill House/ }).waitFor();

    await page.goto(`/reports?from=${inDays(0)}&until=${inDays(1)}&grain=day`, { waitUntil: 'networkidle' });
    const csv = page.getByRole('link', { name: t('reports.csvOf', { name: t('reports.revenue.question') }) });
    const coming = page.waitForEvent('download');
    await press(page, csv);
    const file = await coming;
    expect(file.suggestedFilename()).toBe(`latchkey-revenue-${inDays(0)}-to-${inDays(2)}.csv`);
    expect(await readFile(await file.path(), 'utf8')).toBe(
      '\uFEFFfrom,to,currency,revenue,priced_nights,per_night,year_before\r\n' +
        `${inDays(0)},${inDays(1)},EUR,100.00,1,100.00,\r\n${inDays(1)},${inDays(2)},EUR,100.00,1,100.00,\r\n`,
    );
    await leave(someone);
  });

  it('leave out of the address what makes no sense, and know nobody else’s units', async () => {
    const someone = await visit(browser);
    const { page, t } = someone;
    await asOwner(someone);
    await booked(someone);
    await page.goto('/reports?grain=hour&from=never');
    await page.getByText(t('reports.dropped')).waitFor();
    await page.getByRole('region', { name: t('reports.occupancy.question') }).waitFor();
    await page.goto('/reports?where=prp_000000000000000000000000');
    await page.getByRole('heading', { name: t('nothingHere.title') }).waitFor();
    await leave(someone, /404/);
  });

  it.each([{}, { phone: true }])('tell the demo without a scroll to the side: %j', async (view) => {
    const someone = await visit(browser, { ...view, language: 'ru' });
    const { page, t } = someone;
    await enter(someone, personOf('viewer'));
    await page.goto('/reports', { waitUntil: 'networkidle' });
    for (const part of ['occupancy', 'revenue', 'mix', 'lead', 'stay', 'sync'])
      await page.getByRole('region', { name: t(`reports.${part}.question`) }).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await leave(someone);
  });
});
