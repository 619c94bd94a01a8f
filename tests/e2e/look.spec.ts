import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { plainFaults, seriousFaults } from './look.ts';
import { enter, type Language, leave, personOf, visit } from './person.ts';
import { eachPlace } from './places.ts';

const ALL_PAGES_MS = 400_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const LANGUAGE = { light: 'en', dark: 'fr' } as const;

describe.each(['light', 'dark'] as const)('in the %s', (theme) => {
  it('axe finds nothing serious on any page; none scrolls sideways, lacks words or complains', {
    timeout: ALL_PAGES_MS,
  }, async () => {
    const someone = await visit(browser, { theme, language: LANGUAGE[theme] });
    const faults: string[] = [];
    await someone.page.goto('/sign-in');
    faults.push(...(await seriousFaults(someone.page)).map((fault) => `/sign-in ${fault}`));
    await enter(someone, personOf('owner'));
    await eachPlace(someone, async (page, path) => {
      const found = [...(await seriousFaults(page)), ...(await plainFaults(page))];
      faults.push(...found.map((fault) => `${path} ${fault}`));
    });
    expect(faults).toEqual([]);
    await leave(someone);
  });

  it('axe finds nothing serious in what opens over a page', { timeout: ALL_PAGES_MS }, async () => {
    const someone = await visit(browser, { theme });
    const { page, t } = someone;
    await enter(someone, personOf('owner'));
    const found: string[] = [];
    const look = async (what: string) => {
      found.push(...(await seriousFaults(page)).map((fault) => `${what} ${fault}`));
      await page.keyboard.press('Escape');
    };
    await page.goto('/properties');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').waitFor();
    await look('palette');
    const own = await page.locator('a[href^="/properties/prp_"]').first().getAttribute('href');
    await page.goto(own ?? '');
    for (const key of ['calendars.import', 'feeds.export']) {
      await page.getByRole('button', { name: t(key) }).click();
      await page.getByRole('dialog').waitFor();
      await look(key);
    }
    await page.goto('/calendar', { waitUntil: 'networkidle' });
    // The first began before the first day in sight: its middle lies under the units' names.
    await page.locator('[data-bar]').nth(1).click();
    await page.getByRole('complementary').last().waitFor();
    await look('a bar');
    expect(found).toEqual([]);
    await leave(someone);
  });
});

describe.each<{ language: Language; width: number }>([
  { language: 'en', width: 320 },
  { language: 'ru', width: 320 },
  { language: 'ru', width: 768 },
])('in $language at $width pixels', ({ language, width }) => {
  it('no page scrolls sideways, lacks words or complains', { timeout: ALL_PAGES_MS }, async () => {
    const someone = await visit(browser, { language, width, height: 800 });
    await enter(someone, personOf('owner'));
    const faults: string[] = [];
    await eachPlace(someone, async (page, path) => {
      faults.push(...(await plainFaults(page)).map((fault) => `${path} ${fault}`));
    });
    expect(faults).toEqual([]);
    await leave(someone);
  });
});
