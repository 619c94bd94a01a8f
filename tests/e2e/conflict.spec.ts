import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform } from './feeds.ts';
import { asOwner, follow, leave, newProperty, syncNow, type View, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('nights sold here and closed there are one question, settled by one answer that is remembered', async () => {
  const someone = await twoSellers('airbnb', 'booking', { phone: true });
  const { page, t, calendars, property } = someone;
  await page.goto('/inbox');
  await page.getByRole('article').first().waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
  await page.getByText(t('records.inbox.kind.possible_double_booking.name')).waitFor();
  await settle(someone, 'same_booking');
  await page.goto('/inbox');
  await page.getByText(t('records.inbox.emptyTitle')).waitFor();

  await syncNow(someone, property, calendars[1]);
  await page.reload();
  await page.getByText(t('records.inbox.emptyTitle')).waitFor();
  await page.goto('/inbox/resolved');
  await page.getByText(t('records.inbox.resolution.same_booking')).waitFor();
  await leave(someone);
});

it('two guests on the same nights are shown in the calendar, counted in the rail, and may be accepted', async () => {
  const someone = await twoSellers('airbnb', 'airbnb');
  const { page, t } = someone;
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
  expect(await page.locator('[data-bar]').count()).toBe(2);
  await page
    .getByRole('link', { name: t('timeline.resolve'), exact: true })
    .first()
    .click();
  // From its nights one comes to the conflict itself.
  await page.waitForURL(/\/conflicts\/cfl_/);
  expect(await waiting(page, t).count()).toBe(1);
  await page.getByText(t('records.inbox.kind.double_booking.name')).waitFor();
  await settle(someone, 'accept');
  await waiting(page, t).waitFor({ state: 'detached' });
  await leave(someone);
});

/** A property whose same three nights two calendars sell. */
async function twoSellers(
  first: 'airbnb',
  second: 'airbnb' | 'booking',
  view: View = {},
): Promise<Visit & { property: string; calendars: [string, string] }> {
  const someone = await visit(browser, view);
  await asOwner(someone);
  const property = await newProperty(someone, 'Mill House');
  const platforms = [newPlatform(first), newPlatform(second)] as const;
  for (const platform of platforms) await platform.book(4, 7);
  const calendars: [string, string] = [
    await follow(someone, property, platforms[0].link, 'First seller'),
    await follow(someone, property, platforms[1].link, 'Second seller'),
  ];
  return { ...someone, property, calendars };
}

/** From the inbox or on the conflict's own page. */
async function settle({ page, t }: Visit, verdict: 'same_booking' | 'accept'): Promise<void> {
  if (!page.url().includes('/conflicts/'))
    await page.getByRole('link', { name: t('clash.card.settle') }).click();
  await page.getByRole('radio', { name: t(`clash.do.${verdict}`) }).check();
  await page.getByRole('button', { name: t(`clash.confirm.${verdict}`) }).click();
  await page.getByRole('heading', { name: t('clash.settled.title') }).waitFor();
}

/** What the rail says beside Inbox: how much waits for a person. */
function waiting(page: Page, t: Visit['t']): Locator {
  return page
    .getByRole('navigation')
    .first()
    .getByText(t('nav.needYou', { count: 1 }));
}
