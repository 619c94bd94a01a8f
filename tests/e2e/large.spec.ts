import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { type Portfolio, seedPortfolio } from '#scripts/measure/portfolio.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { enter, leave, visit } from './person.ts';

const UNITS = 70;

let browser: Browser;
let portfolio: Portfolio;
beforeAll(async () => {
  browser = await openBrowser();
  const { databaseUrl, encryptionKeys } = inject('world');
  portfolio = await seedPortfolio(databaseUrl, UNITS, parseKeyRing(encryptionKeys));
});
afterAll(() => browser.close());

describe('with more units than are drawn at once', () => {
  it.each(['/calendar', '/rates'])('%s comes with rows in it, before any script has run', async (path) => {
    const someone = await visit(browser);
    await enter(someone, portfolio.owner);
    const html = await (await someone.context.request.get(path)).text();
    expect(html.match(/role="row"/g)?.length ?? 0).toBeGreaterThan(15);
    await leave(someone);
  });

  it('the list of properties and the palette know the last one too', async () => {
    const someone = await visit(browser);
    const { page } = someone;
    await enter(someone, portfolio.owner);
    await page.goto('/properties', { waitUntil: 'networkidle' });
    const links = page.getByRole('main').locator('a[href^="/properties/prp_"]');
    expect(await links.count()).toBe(portfolio.properties);
    const last = (await links.last().textContent())?.trim() ?? '';
    const href = await links.last().getAttribute('href');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type(last);
    await page.getByRole('option', { name: last }).first().click();
    await page.waitForURL((url) => url.pathname === href);
    await leave(someone);
  });
});
