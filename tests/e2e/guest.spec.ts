import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, nightsBetween } from './feeds.ts';
import { asOwner, follow, leave, newProperty, takenNights, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The open calendar asks again by itself this often, and a little more. */
const REREAD_MS = 25_000;

describe.each([{ phone: false }, { phone: true }])(
  'a guest of another platform (phone: $phone)',
  ({ phone }) => {
    it('books and appears in the open calendar by itself; cancels, and after two polls the nights are free', async () => {
      const someone = await visit(browser, { phone });
      await asOwner(someone);
      const property = await newProperty(someone, 'Mill House');
      const platform = newPlatform('vrbo');
      await platform.book(30, 33);
      await follow(someone, property, platform.link, 'Vrbo');

      const { page, context, t } = someone;
      await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`);
      const onScreen: Locator = phone
        ? page.getByRole('main').getByText('Camille').first()
        : page.locator('[data-bar]').filter({ hasText: 'Camille' });
      await page.getByRole('heading', { level: 1, name: t('timeline.title') }).waitFor();
      expect(await onScreen.count()).toBe(0);

      const booking = await platform.book(3, 6);
      const desk = { ...someone, page: await context.newPage() };
      await pressSync(desk, property);
      await onScreen.waitFor({ timeout: REREAD_MS });
      expect(await takenNights(someone, property, inDays(0), inDays(14))).toEqual(nightsBetween(3, 6));

      await platform.cancel(booking);
      await pressSync(desk, property);
      await desk.page.getByText(t('health.doubtful.word'), { exact: true }).waitFor();
      expect(await takenNights(someone, property, inDays(0), inDays(14))).toEqual(nightsBetween(3, 6));
      await pressSync(desk, property);
      await desk.page.getByText(t('health.healthy.word'), { exact: true }).waitFor();
      expect(await takenNights(someone, property, inDays(0), inDays(14))).toEqual([]);
      await onScreen.waitFor({ state: 'detached', timeout: REREAD_MS });
      await leave(someone);
    });
  },
);

/** Presses "Sync now" on the property's page and waits until it says what came of it. */
async function pressSync({ page, t }: Visit, property: string): Promise<void> {
  await page.goto(`/properties/${property}`);
  const answer = page.waitForResponse((response) => /\/sync$/.test(response.url()));
  await page.getByRole('button', { name: t('calendars.syncNow') }).click();
  expect((await answer).status()).toBe(200);
}
