import type { Browser, Page } from 'playwright-core';
import { openProfile, type Session } from './browser.ts';
import { settling } from './bundles.ts';
import { median, observe, observed } from './observe.ts';

const TIMES = 5;
const LONG_MS = 50;
/** A page that cannot follow the wheel is not waited for: its tasks are long enough to be seen by then. */
const LONGEST_WAY_MS = 15_000;

export type ScrollTime = {
  readonly way: string;
  /** The longest task; medians over the runs. Under 50 is not told by browsers: 0. */
  readonly longest: number;
  /** How many tasks of 50 ms or more. */
  readonly count: number;
};

type Way = { readonly name: string; readonly dx: number; readonly dy: number; readonly turns: number };

const WAYS: readonly Way[] = [
  { name: 'down through all units', dx: 0, dy: 240, turns: 120 },
  { name: 'up again', dx: 0, dy: -240, turns: 120 },
  { name: 'ahead through the days', dx: 200, dy: 0, turns: 120 },
  { name: 'back through the days', dx: -200, dy: 0, turns: 160 },
  { name: 'both ways at once', dx: 120, dy: 160, turns: 80 },
  // So slowly that all of it is drawn as it comes.
  { name: 'down, as one reads', dx: 0, dy: 50, turns: 120 },
  { name: 'ahead, as one reads', dx: 40, dy: 0, turns: 120 },
];

/** Long tasks while the wheel turns over the calendar, at this machine's own speed. */
export async function measureScrolling(
  browser: Browser,
  appUrl: string,
  session: Session,
): Promise<ScrollTime[]> {
  const tasks = new Map<string, number[][]>(WAYS.map(({ name }) => [name, []]));
  for (let run = 0; run < TIMES; run++) {
    const context = await openProfile(browser, appUrl, session);
    await observe(context);
    const page = await context.newPage();
    const settled = settling(page);
    await page.goto('/calendar?zoom=month');
    await settled();
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    await page.mouse.move(width * 0.6, height * 0.6);
    for (const way of WAYS) tasks.get(way.name)?.push(await turn(page, way));
    await context.close();
  }
  return WAYS.map(({ name }) => {
    const runs = tasks.get(name) ?? [];
    return {
      way: name,
      longest: median(runs.map((run) => Math.max(0, ...run))),
      count: median(runs.map((run) => run.filter((ms) => ms >= LONG_MS).length)),
    };
  });
}

async function turn(page: Page, { dx, dy, turns }: Way): Promise<number[]> {
  const before = (await observed(page)).longTasks.length;
  const until = performance.now() + LONGEST_WAY_MS;
  for (let at = 0; at < turns && performance.now() < until; at++) {
    await page.mouse.wheel(dx, dy);
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(800);
  return (await observed(page)).longTasks.slice(before);
}
