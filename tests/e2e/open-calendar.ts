import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { inDays } from './feeds.ts';
import type { Visit } from './person.ts';

/** Waits until scripts have taken the calendar over, however late: what is pressed before that is not heard. */
export async function untilItHears(page: Page): Promise<void> {
  await page.getByRole('grid').waitFor();
  await page.waitForFunction(() => document.querySelector('[data-shifted]') === null);
}

/** Opens the calendar from today on and waits until it is told of changes. @returns how often it was loaded since */
export async function openCalendar({ page }: Visit): Promise<() => number> {
  const opened = page.waitForResponse((response) => response.url().endsWith('/api/events'));
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  expect((await opened).status()).toBe(200);
  await untilItHears(page);
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  return () => loads;
}
