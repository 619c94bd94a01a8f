import type { Browser, Page } from 'playwright-core';
import { allPlaces } from '../world/places.ts';
import { nameOf, openProfile, readerOf, type Session } from './browser.ts';
import { settling } from './bundles.ts';
import { median, type Observed, observe, observed, slowDown } from './observe.ts';

const CPU_RATE = 4;
const TIMES = 5;

export type StepTime = { readonly step: string; readonly ms: number; readonly runs: number };
export type CalendarVitals = {
  readonly lcp: number;
  readonly cls: number;
  /** The slowest interaction of a run; medians over the runs. */
  readonly inp: number;
  readonly steps: readonly StepTime[];
  /** Steps that found nothing to act on. */
  readonly missing: readonly string[];
};
export type PageVitals = { readonly page: string; readonly lcp: number; readonly cls: number };

type Step = { readonly name: string; readonly act: (page: Page) => Promise<void> };

const press = (key: string) => (page: Page) => page.keyboard.press(key);
const settle = (page: Page) => page.waitForTimeout(600);

/** What a person does at the calendar: each step is one or a few real inputs. Nothing is changed by any of them. */
const STEPS: readonly Step[] = [
  { name: 'a click on a bar: the panel opens', act: (page) => clickBar(page, 2) },
  { name: 'a click on another bar', act: (page) => clickBar(page, 5) },
  { name: 'Esc: the panel closes', act: press('Escape') },
  { name: 'a click into the grid', act: clickFree },
  { name: 'Esc', act: press('Escape') },
  {
    name: 'arrow keys from night to night',
    act: async (page) => {
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(80);
      }
    },
  },
  { name: 'Page Down', act: press('PageDown') },
  { name: 'T: today', act: press('t') },
  { name: 'N: a new booking', act: press('n') },
  { name: 'Esc: the dialog closes', act: press('Escape') },
  { name: '/ : into the filter', act: press('/') },
  { name: 'typing into the filter', act: (page) => page.keyboard.type('lin', { delay: 120 }) },
  {
    name: 'clearing the filter',
    act: async (page) => {
      for (let letter = 0; letter < 3; letter++) await page.keyboard.press('Backspace');
      await page.keyboard.press('Escape');
    },
  },
  { name: 'Ctrl K: the palette', act: press('Control+k') },
  { name: 'Esc: the palette closes', act: press('Escape') },
];

async function clickBar(page: Page, at: number): Promise<void> {
  const boxes = await page.locator('[data-bar]').evaluateAll((bars) =>
    bars.map((bar) => {
      const { x, y, width, height } = bar.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2, width };
    }),
  );
  const { width: right, height: bottom } = page.viewportSize() ?? { width: 0, height: 0 };
  const inSight = boxes.filter(
    ({ x, y, width }) => width > 30 && x > 400 && x < right - 420 && y > 220 && y < bottom - 60,
  );
  const box = inSight[at] ?? inSight.at(-1);
  if (!box) throw new Error('no bar is in sight');
  await page.mouse.click(box.x, box.y);
}

async function clickFree(page: Page): Promise<void> {
  const free = await page.getByRole('grid').evaluate((grid) => {
    const { left, right, top, bottom } = grid.getBoundingClientRect();
    for (let y = top + 90; y < bottom - 20; y += 12)
      for (let x = left + 320; x < right - 60; x += 24) {
        const at = document.elementFromPoint(x, y);
        if (at?.closest('[data-unit] [data-lanes]') && !at.closest('button, a')) return { x, y };
      }
    return null;
  });
  if (!free) throw new Error('no night in sight is free');
  await page.mouse.click(free.x, free.y);
}

/** The calendar of the portfolio that the person owns, several times, on a processor four times slower than this one. */
export async function measureCalendar(
  browser: Browser,
  appUrl: string,
  session: Session,
): Promise<CalendarVitals> {
  const runs: { rest: Observed; inp: number; steps: Map<string, number> }[] = [];
  const missing = new Set<string>();
  for (let run = 0; run < TIMES; run++) {
    const context = await openProfile(browser, appUrl, session);
    await observe(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await slowDown(page, CPU_RATE);
    const settled = settling(page);
    await page.goto('/calendar');
    await settled();
    await settle(page);
    const rest = await observed(page);
    const steps = new Map<string, number>();
    let told = rest.interactions.length;
    for (const { name, act } of STEPS) {
      try {
        await act(page);
      } catch {
        missing.add(name); // the page has no such thing now; the table says so
        continue;
      }
      await settle(page);
      const { interactions } = await observed(page);
      // Faster than 16 ms is not told at all.
      steps.set(name, Math.max(0, ...interactions.slice(told)));
      told = interactions.length;
    }
    const after = await observed(page);
    runs.push({ rest: { ...rest, cls: after.cls }, inp: Math.max(0, ...after.interactions), steps });
    await context.close();
  }
  return {
    lcp: median(runs.map(({ rest }) => rest.lcp)),
    cls: median(runs.map(({ rest }) => rest.cls)),
    inp: median(runs.map(({ inp }) => inp)),
    missing: [...missing],
    steps: STEPS.flatMap(({ name }) => {
      const times = runs.flatMap(({ steps }) => steps.get(name) ?? []);
      return times.length === 0 ? [] : [{ step: name, ms: median(times), runs: times.length }];
    }),
  };
}

/** Every page that the portfolio has something for, once, on the slow processor. */
export async function measurePages(
  browser: Browser,
  appUrl: string,
  session: Session,
): Promise<PageVitals[]> {
  const vitals: PageVitals[] = [];
  const finder = await openProfile(browser, appUrl, session);
  const places = await allPlaces(readerOf(finder));
  await finder.close();
  for (const path of places.filter((one) => !/undefined|=$/.test(one))) {
    const context = await openProfile(browser, appUrl, session);
    await observe(context);
    const page = await context.newPage();
    await slowDown(page, CPU_RATE);
    const settled = settling(page);
    await page.goto(path);
    await settled();
    const { lcp, cls } = await observed(page);
    vitals.push({ page: nameOf(path), lcp, cls });
    await context.close();
  }
  return vitals;
}
