import type { Page } from 'playwright-core';

/** @returns how long after the answer to what is pressed on the guest's page `seen` came, in ms */
export async function since(guest: Page, press: () => Promise<void>, seen: Promise<void>): Promise<number> {
  const answered = guest
    .waitForResponse((response) => response.request().method() === 'POST')
    .then(() => performance.now());
  const shown = seen.then(() => performance.now());
  const [, from, to] = await Promise.all([press(), answered, shown]);
  return Math.round(to - from);
}
