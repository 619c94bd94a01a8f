import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { signIn } from '#scripts/measure/browser.ts';
import { BUDGET } from '#scripts/measure/budget.ts';
import { weighPages } from '#scripts/measure/bundles.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { personOf } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('no page asks for more JavaScript than it may before anybody touched it', {
  timeout: 600_000,
}, async () => {
  const { appUrl } = inject('world');
  const session = await signIn(browser, { appUrl, ...personOf('owner') });
  const weights = await weighPages(browser, appUrl, session);
  expect(weights.length).toBeGreaterThan(25);
  // Were nothing counted, nothing would be too heavy.
  expect(Math.max(...weights.map(({ script }) => script))).toBeGreaterThan(100_000);
  const tooHeavy = weights
    .filter(({ script }) => script >= BUDGET.script)
    .map(({ page, script }) => `${page}: ${script} bytes, of ${BUDGET.script} that it may`);
  expect(tooHeavy).toEqual([]);
});
