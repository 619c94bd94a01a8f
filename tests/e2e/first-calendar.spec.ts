import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostAirbnb, inDays } from './feeds.ts';
import { addProperty, type Language, openBrowser, signUp, visit } from './person.ts';

const Nights = z.object({ items: z.array(z.object({ night: z.string(), state: z.string() })) });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each<Language>(['en', 'ru'])('a newcomer, in %s', (language) => {
  it('signs up, pastes a link, sees the nights close, and hands out a link that works', async () => {
    const someone = await visit(browser, { language });
    const { page, t } = someone;
    await signUp(someone);
    const property = await addProperty(someone, 'Quay Loft');
    const link = await hostAirbnb(`newcomer-${randomBytes(4).toString('hex')}`, [
      { from: inDays(4), to: inDays(7), code: 'HMTESTAAAA' },
      { from: inDays(12), to: inDays(14), code: 'HMTESTBBBB' },
    ]);

    // Import: what it would bring is seen before anything is saved.
    await page.getByRole('button', { name: t('calendars.import') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('calendars.link')).fill(link);
    await dialog.getByText(t('preview.looksLike', { platform: 'Airbnb' })).waitFor();
    expect(await dialog.getByRole('listitem').count()).toBe(2);
    expect(await nightsOf(page, property)).toEqual([]);
    await dialog.getByRole('button', { name: t('calendars.add') }).click();
    await dialog.waitFor({ state: 'hidden' });

    // Its first sync runs by itself; the row says so once it is done.
    await page.getByText(t('health.healthy.word'), { exact: true }).waitFor();
    expect(await nightsOf(page, property)).toEqual([4, 5, 6, 12, 13].map((days) => inDays(days)));

    // The calendar shows both stays.
    await page.goto(`/calendar?property=${property}`);
    await page.locator('[data-bar]').nth(1).waitFor();
    expect(await page.locator('[data-bar][data-channel=airbnb]').count()).toBe(2);

    // Export: a link for a calendar app, which leaves nothing out.
    await page.goto(`/properties/${property}`);
    await page.getByRole('button', { name: t('feeds.export') }).click();
    await page.getByRole('tab', { name: 'Google Calendar' }).click();
    await page.getByRole('button', { name: t('feeds.make') }).click();
    const url = await page.getByLabel(t('feeds.https')).inputValue();
    expect(await page.getByLabel(t('feeds.webcal')).inputValue()).toBe(url.replace(/^https?:/, 'webcal:'));
    await page.getByText(t('feeds.reach.loopback.title')).waitFor();
    const feed = await fetch(url);
    expect(feed.status).toBe(200);
    const text = await feed.text();
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(text).toContain(`DTSTART;VALUE=DATE:${inDays(4).replaceAll('-', '')}`);

    // And the page tells that it was read.
    await page.getByRole('button', { name: t('feeds.done') }).click();
    await page.reload();
    await page.getByText(t('feeds.fetched'), { exact: false }).first().waitFor();
    expect(someone.complaints).toEqual([]);
    await someone.context.close();
  });
});

/** Nights of the coming month that are not free, as the API answers the same session. */
async function nightsOf(page: import('playwright-core').Page, property: string): Promise<string[]> {
  const answer = await page.request.get(
    `/api/availability?unit=${property}&from=${inDays(0)}&to=${inDays(30)}`,
  );
  return Nights.parse(await answer.json())
    .items.filter((one) => one.state !== 'free')
    .map((one) => one.night);
}
