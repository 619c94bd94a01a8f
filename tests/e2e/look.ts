import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What nobody who relies on assistance can get past. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    // What still fades in has not its colours yet.
    const passing = document
      .getAnimations()
      .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map((one) => one.finished));
    const { axe } = window as unknown as { axe: Pick<typeof import('axe-core'), 'run'> }; // the script just put it there
    // The element itself: a selector finds another bar, or none, once rows were drawn anew.
    const { violations } = await axe.run(document, { resultTypes: ['violations'], elementRef: true });
    // A bar is too short for its name ("Camille F."): what it is called stands whole in the label of it and of its cell.
    const isShortened = (rule: string, at: Element | undefined) =>
      rule === 'label-content-name-mismatch' && at?.closest('[data-bar], [data-lanes]') != null;
    // Drawn anew meanwhile: what stands in its place is looked at as well.
    const isGone = (at: Element | undefined) => at?.isConnected === false;
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes
          .filter((node) => !isGone(node.element) && !isShortened(id, node.element))
          .map((node) => `${id}: ${node.html.slice(0, 160)}`),
      );
  });
}

/** Sideways scrolling, and words that are missing in this language. */
export async function plainFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) faults.push(`is ${over} px too wide`);
  // biome-ignore lint/performance/useDomNodeTextContent: what is seen; the text of scripts is not
  const text = await page.locator('body').innerText();
  // What stands where a translation is missing: the key itself.
  const key = /\b[a-z]+[A-Za-z]*(\.[a-z]\w*){1,}\.[a-zA-Z]\w*\b/.exec(
    text.replaceAll(/\S*[@/:]\S*/g, ''),
  )?.[0];
  if (key) faults.push(`shows ${key}`);
  return faults;
}
