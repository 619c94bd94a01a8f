import type { Page } from 'playwright-core';
import { allPlaces } from '#scripts/world/places.ts';
import { ask, type Visit } from './person.ts';

/** Opens each page of scripts/world/places.ts in turn, at rest, and looks at it. */
export async function eachPlace(
  someone: Visit,
  look: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const { page } = someone;
  for (const path of await allPlaces(async (at) => (await ask(someone, 'GET', at)).json())) {
    await page.goto(path);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await look(page, path);
  }
}
