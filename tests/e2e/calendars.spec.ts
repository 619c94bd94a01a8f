import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, nightsBetween } from './feeds.ts';
import { asOwner, follow, leave, newProperty, takenNights, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
let property: string;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** One reservation on the nights 4 to 6, one closure on 10 and 11. */
beforeEach(async () => {
  someone = await visit(browser);
  await asOwner(someone);
  property = await newProperty(someone, 'Mill House');
  const platform = newPlatform('airbnb');
  await platform.book(4, 7);
  await platform.book(10, 12, 'block');
  await follow(someone, property, platform.link, 'Airbnb');
  await someone.page.goto(`/properties/${property}`);
});

const taken = () => takenNights(someone, property, inDays(0), inDays(20));
const RESERVED = nightsBetween(4, 7);
const ALL = [...RESERVED, ...nightsBetween(10, 12)];

async function choose(action: string): Promise<void> {
  const { page, t } = someone;
  await page.getByRole('button', { name: t('calendars.actions', { name: 'Airbnb' }) }).click();
  await page.getByRole('menuitem', { name: t(action) }).click();
}

describe('a followed calendar', () => {
  it('is paused and goes on; its nights stay closed meanwhile', async () => {
    const { page, t } = someone;
    await choose('calendars.pause');
    await page.getByText(t('health.paused.word'), { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: t('calendars.syncNow') }).isDisabled()).toBe(true);
    expect(await taken()).toEqual(ALL);
    await choose('calendars.resume');
    await page.getByText(t('health.healthy.word'), { exact: true }).waitFor();
    await leave(someone);
  });

  it('takes another name and colour, which the calendar shows', async () => {
    const { page, t } = someone;
    await choose('calendars.edit');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('calendars.name'), { exact: true }).fill('Airbnb, attic');
    const colors = dialog.getByRole('radio');
    const color = await colors.last().getAttribute('value');
    await colors.last().check({ force: true });
    await dialog.getByRole('button', { name: t('common.save') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Airbnb, attic').first().waitFor();
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
    const closure = page.locator('[data-bar]').filter({ hasText: 'Airbnb, attic' });
    expect(await closure.evaluate((bar) => getComputedStyle(bar).getPropertyValue('--source'))).toBe(color);
    await leave(someone);
  });

  it('goes, and its reservations stay, marked as followed no longer', async () => {
    const { page, t } = someone;
    await choose('calendars.remove');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').waitFor();
    await dialog.getByRole('button', { name: t('calendars.remove') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(t('calendars.emptyTitle')).waitFor();
    expect(await taken()).toEqual(RESERVED);
    await page.goto('/reservations');
    await page.getByText(t('records.reservations.state.unfollowed'), { exact: true }).waitFor();
    await leave(someone);
  });

  it('takes along the reservations that are named, and no others', async () => {
    const { page, t } = someone;
    await choose('calendars.remove');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: t('calendars.remove') }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await taken()).toEqual([]);
    await leave(someone);
  });
});
