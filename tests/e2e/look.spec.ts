import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { enter, type Language, leave, personOf, visit } from './person.ts';
import { eachPlace } from './places.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ALL_PAGES_MS = 180_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** What nobody who relies on assistance can get past. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Pick<typeof import('axe-core'), 'run'> }; // the script just put it there
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    // A bar is too short for its name ("Camille F."): what it is called stands whole in the label of it and of its cell.
    const isShortened = (rule: string, target: string) =>
      rule === 'label-content-name-mismatch' &&
      document.querySelector(target)?.closest('[data-lanes]') != null;
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes
          .filter((node) => !isShortened(id, String(node.target[0])))
          .map((node) => `${id}: ${node.html.slice(0, 160)}`),
      );
  });
}

describe.each(['light', 'dark'] as const)('in the %s', (theme) => {
  it('axe finds nothing serious on any page', { timeout: ALL_PAGES_MS }, async () => {
    const someone = await visit(browser, { theme });
    const found: string[] = [];
    await someone.page.goto('/sign-in');
    found.push(...(await seriousFaults(someone.page)).map((fault) => `/sign-in ${fault}`));
    await enter(someone, personOf('owner'));
    await eachPlace(someone, async (page, path) => {
      found.push(...(await seriousFaults(page)).map((fault) => `${path} ${fault}`));
    });
    expect(found).toEqual([]);
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
    await page.goto('/calendar');
    await page.locator('[data-bar]').first().click();
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
  { language: 'fr', width: 1440 },
])('in $language at $width pixels', ({ language, width }) => {
  it('no page scrolls sideways, lacks words or complains', { timeout: ALL_PAGES_MS }, async () => {
    const someone = await visit(browser, { language, width, height: 800 });
    await enter(someone, personOf('owner'));
    const faults: string[] = [];
    await eachPlace(someone, async (page, path) => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) faults.push(`${path} is ${over} px too wide`);
      // biome-ignore lint/performance/useDomNodeTextContent: what is seen; the text of scripts is not
      const text = await page.locator('body').innerText();
      // What stands where a translation is missing: the key itself.
      const key = /\b[a-z]+[A-Za-z]*(\.[a-z]\w*){1,}\.[a-zA-Z]\w*\b/.exec(
        text.replaceAll(/\S*[@/:]\S*/g, ''),
      )?.[0];
      if (key) faults.push(`${path} shows ${key}`);
    });
    expect(faults).toEqual([]);
    await leave(someone);
  });
});
