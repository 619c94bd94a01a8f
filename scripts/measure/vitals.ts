import type { Browser, Page } from 'playwright-core';
import { allPlaces } from '../world/places.ts';
import { nameOf, openProfile, readerOf, type Session } from './browser.ts';
import { settling } from './bundles.ts';
import { type Interaction, median, type Observed, observe, observed, slowDown } from './observe.ts';

const CPU_RATE = 4;
const TIMES = 5;

export type StepTime = { readonly step: string; readonly ms: number; readonly runs: number };
export type CalendarVitals = {
  readonly lcp: number;
  readonly cls: number;
  /** The slowest interaction of a run; medians over the runs. */
  readonly inp: number;
  /** Which it was, of each run. */
  readonly slowest: readonly Slowest[];
  readonly steps: readonly StepTime[];
  /** Steps that found nothing to act on. */
  readonly missing: readonly string[];
};
/** An interaction, and the step that made it. */
export type Slowest = Interaction & { readonly step: string };
export type PageVitals = { readonly page: string; readonly lcp: number; readonly cls: number };

type Step = { readonly name: string; readonly act: (page: Page) => Promise<void> };

/** How long a hand holds a key or a button down: what is let go counts too, and meets what the press began. */
const HELD_MS = 80;
const press = (key: string) => (page: Page) => page.keyboard.press(key, { delay: HELD_MS });
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
        await press(key)(page);
        await page.waitForTimeout(80);
      }
    },
  },
  { name: 'Page Down', act: press('PageDown') },
  { name: 'T: today', act: press('t') },
  { name: 'N: a new booking', act: press('n') },
  { name: 'Esc: the dialog closes', act: press('Escape') },
  { name: '/ : into the filter', act: press('/') },
  { name: 'typing into the filter', act: (page) => typed(page, ['l', 'i', 'n']) },
  {
    name: 'clearing the filter',
    act: async (page) => {
      await typed(page, ['Backspace', 'Backspace', 'Backspace']);
      await press('Escape')(page);
    },
  },
  { name: 'Ctrl K: the palette', act: press('Control+k') },
  { name: 'Esc: the palette closes', act: press('Escape') },
];

async function typed(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await press(key)(page);
    await page.waitForTimeout(40);
  }
}

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
  await page.mouse.click(box.x, box.y, { delay: HELD_MS });
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
  await page.mouse.click(free.x, free.y, { delay: HELD_MS });
}

const NOTHING: Slowest = {
  step: 'no step',
  event: 'nothing of 16 ms or more',
  startTime: 0,
  duration: 0,
  parts: [0, 0, 0],
};

/** The calendar of the portfolio that the person owns, several times, on a processor four times slower than this one. */
export async function measureCalendar(
  browser: Browser,
  appUrl: string,
  session: Session,
): Promise<CalendarVitals> {
  const runs: { rest: Observed; slowest: Slowest; steps: Map<string, number> }[] = [];
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
    const begun: { name: string; at: number }[] = [];
    const failed = new Set<string>();
    for (const { name, act } of STEPS) {
      begun.push({ name, at: await page.evaluate(() => performance.now()) });
      try {
        await act(page);
        await settle(page);
      } catch {
        failed.add(name); // the page has no such thing now; the table says so
      }
    }
    const { cls, interactions } = await observed(page);
    // What is told late still belongs to the step within which it began.
    const made = interactions.map((one) => ({
      ...one,
      step: begun.findLast(({ at }) => at <= one.startTime)?.name ?? 'before the first step',
    }));
    const slowest = made.reduce((one, other) => (other.duration > one.duration ? other : one), NOTHING);
    const longest = (step: string) =>
      Math.max(0, ...made.filter((one) => one.step === step).map(({ duration }) => duration));
    const done = begun.filter(({ name }) => !failed.has(name));
    for (const name of failed) missing.add(name);
    const steps = new Map(done.map(({ name }) => [name, longest(name)]));
    runs.push({ rest: { ...rest, cls }, slowest, steps });
    await context.close();
  }
  return {
    lcp: median(runs.map(({ rest }) => rest.lcp)),
    cls: median(runs.map(({ rest }) => rest.cls)),
    inp: median(runs.map(({ slowest }) => slowest.duration)),
    slowest: runs.map(({ slowest }) => slowest),
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
