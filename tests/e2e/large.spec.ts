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

  it('the calendar is scrolled without asking for the page of every unit that passes', async () => {
    const someone = await visit(browser);
    const { page } = someone;
    await enter(someone, portfolio.owner);
    const asked: string[] = [];
    // From here on: what the page before asked for last is not the calendar's.
    await page.goto('/calendar', { waitUntil: 'commit' });
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (searchParams.has('_rsc')) asked.push(pathname);
    });
    await page.waitForLoadState('networkidle');
    const names = page.getByRole('rowheader').getByRole('link');
    await page.mouse.move(900, 500);
    const last = await names.last().textContent();
    for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, 120);
    await expect.poll(() => names.last().textContent()).not.toBe(last);
    await page.waitForLoadState('networkidle');
    const isOfOne = (path: string) => /^\/(units|properties)\/./.test(path);
    expect(asked.filter(isOfOne)).toEqual([]);
    // Rows come a few at a time: which one is where is known once all are here.
    await expect
      .poll(
        async () => {
          const before = await names.allTextContents();
          await page.waitForTimeout(300);
          return (await names.allTextContents()).join() === before.join();
        },
        { timeout: 10_000 },
      )
      .toBe(true);
    // The pointer on one of them says that it may be pressed.
    const near = await names.evaluateAll((links) =>
      links.findIndex((link) => {
        const { left, top } = link.getBoundingClientRect();
        return document.elementFromPoint(left + 4, top + 4)?.closest('a') === link;
      }),
    );
    await names.nth(near).hover();
    await expect.poll(() => new Set(asked.filter(isOfOne)).size, { timeout: 10_000 }).toBe(1);
    await leave(someone);
  });

  it('no stay of a quarter reaches over the next one, however short it is', async () => {
    const someone = await visit(browser);
    const { page } = someone;
    await enter(someone, portfolio.owner);
    await page.goto('/calendar?zoom=quarter', { waitUntil: 'networkidle' });
    const rows = await page.locator('[data-unit]').evaluateAll((units) =>
      units.map((unit) =>
        [...unit.querySelectorAll('[data-bar][data-channel]')].map((bar) => {
          const { left, right, top } = bar.getBoundingClientRect();
          return { left, right, top };
        }),
      ),
    );
    const over = rows.flatMap((bars) =>
      bars.filter((bar) =>
        bars.some((one) => one.top === bar.top && one.left > bar.left && one.left < bar.right),
      ),
    );
    expect(rows.flat().length).toBeGreaterThan(100);
    expect(over).toEqual([]);
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
