import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Language, openBrowser, personOf, signIn, type Visit, visit } from './person.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = [
  '/',
  '/calendar',
  '/properties',
  '/reservations',
  '/inbox',
  '/channels',
  '/channels/history',
  '/settings',
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function eachPage(someone: Visit, look: (page: Page, path: string) => Promise<void>): Promise<void> {
  const { page } = someone;
  await page.goto('/properties');
  const own = await page.locator('a[href^="/properties/prp_"]').first().getAttribute('href');
  for (const path of [...PAGES, own ?? '']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await look(page, path);
  }
}

describe.each<{ language: Language; width: number }>([
  { language: 'en', width: 320 },
  { language: 'ru', width: 320 },
  { language: 'ru', width: 768 },
  { language: 'fr', width: 1440 },
])('in $language at $width pixels', ({ language, width }) => {
  it('no page scrolls sideways', async () => {
    const someone = await visit(browser, { language, width, height: 800 });
    await signIn(someone, personOf('owner'));
    const wide: string[] = [];
    await eachPage(someone, async (page, path) => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) wide.push(`${path} by ${over} px`);
    });
    expect(wide).toEqual([]);
    await someone.context.close();
  });
});

describe.each(['light', 'dark'] as const)('in the %s', (theme) => {
  it('axe finds nothing serious on any page', async () => {
    const someone = await visit(browser, { theme });
    await signIn(someone, personOf('owner'));
    const found: string[] = [];
    await eachPage(someone, async (page, path) => {
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: Pick<typeof import('axe-core'), 'run'> }; // the script just put it there
        const results = await axe.run(document, { resultTypes: ['violations'] });
        return results.violations
          .filter((one) => one.impact === 'serious' || one.impact === 'critical')
          .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
      });
      found.push(...violations.map((violation) => `${path} ${violation}`));
    });
    expect(found).toEqual([]);
    expect(someone.complaints).toEqual([]);
    await someone.context.close();
  });
});
