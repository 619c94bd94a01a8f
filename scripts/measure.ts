/**
 * `npm run measure`: what the console costs a reader, on the built app in a headless Chromium; prints tables and writes them
 * into docs/performance.md. `-- weight`, `-- calendar`, `-- scroll` and `-- pages` run only what they name.
 *
 * `npm run measure -- --serve 500 [--dev]` only serves an app over a portfolio of 500 units until Ctrl-C.
 * `npm run measure -- --seed 500` only adds that portfolio, as an organization of its own, to the database of DATABASE_URL
 * or of the demo that runs.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { launch, type Session, signIn } from './measure/browser.ts';
import { weighPages } from './measure/bundles.ts';
import { type Portfolio, seedPortfolio } from './measure/portfolio.ts';
import {
  calendarReport,
  pagesReport,
  publish,
  type Section,
  scrollReport,
  weightReport,
} from './measure/report.ts';
import { measureScrolling } from './measure/scroll.ts';
import { measureCalendar, measurePages } from './measure/vitals.ts';
import { type MeasureServer, startMeasuredApp, startMeasureServer } from './measure/world.ts';
import { startE2eWorld } from './test/e2e-world.ts';
import { buildApp } from './world/build-app.ts';

const DEMO = '.data/demo.json';
const UNITS_MAX = 2_000;
const LOGS = '.cache/logs';
const SECTIONS: readonly Section[] = ['weight', 'calendar', 'pages', 'scroll'];
const UNITS = { calendar: 200, scroll: 500 } as const;

const args = process.argv.slice(2);

function unitsAfter(flag: string): number | null {
  const at = args.indexOf(flag);
  if (at < 0) return null;
  const units = Number(args[at + 1]);
  if (!Number.isInteger(units) || units < 1 || units > UNITS_MAX)
    throw new Error(`${flag} wants a number of units, 1 to ${UNITS_MAX}.`);
  return units;
}

function tell({ owner, ...portfolio }: Portfolio): void {
  console.log(
    `${portfolio.units} units in ${portfolio.properties} properties, ${portfolio.stays} stays, ${portfolio.conflicts} conflicts`,
  );
  console.log(`sign in ${owner.email}  ${owner.password}`);
}

function databaseOfTheDemo(): string {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  if (!existsSync(DEMO)) throw new Error('Start `npm run demo` or `npm run dev` first, or set DATABASE_URL.');
  return z.object({ databaseUrl: z.string() }).parse(JSON.parse(readFileSync(DEMO, 'utf8'))).databaseUrl;
}

async function serveUntilInterrupted(units: number): Promise<void> {
  const isDev = args.includes('--dev');
  if (!isDev) await buildApp();
  const server = await startMeasureServer();
  const url = await server.fresh(`measure_${units}`);
  const portfolio = await seedPortfolio(url, units);
  const app = await startMeasuredApp(url, isDev ? 'development' : 'production');
  tell(portfolio);
  console.log(`ready ${app.appUrl}`);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  await Promise.race([interrupted, app.ended]);
  await app.stop();
  await server.stop();
}

/** The demo's world: most pages have something to show there. */
async function weigh(server: MeasureServer, browser: Browser): Promise<void> {
  mkdirSync(LOGS, { recursive: true });
  const world = await startE2eWorld(await server.fresh('measure_demo'), LOGS);
  try {
    const [owner] = world.users;
    if (!owner) throw new Error('The demo has nobody who can sign in.');
    const session = await signIn(browser, { appUrl: world.appUrl, ...owner });
    publish('weight', weightReport(await weighPages(browser, world.appUrl, session)));
  } finally {
    await world.stop();
  }
}

type Visit = { readonly appUrl: string; readonly session: Session };

async function withPortfolio(
  server: MeasureServer,
  browser: Browser,
  units: number,
  measure: (visit: Visit) => Promise<void>,
): Promise<void> {
  const url = await server.fresh(`measure_${units}`);
  const { owner } = await seedPortfolio(url, units);
  const app = await startMeasuredApp(url);
  try {
    await measure({ appUrl: app.appUrl, session: await signIn(browser, { appUrl: app.appUrl, ...owner }) });
  } finally {
    await app.stop();
  }
}

async function measureAll(wanted: readonly Section[]): Promise<void> {
  await buildApp();
  const server = await startMeasureServer();
  const browser = await launch();
  const { calendar: few, scroll: many } = UNITS;
  try {
    if (wanted.includes('weight')) await weigh(server, browser);
    if (wanted.includes('calendar') || wanted.includes('pages')) {
      await withPortfolio(server, browser, few, async ({ appUrl, session }) => {
        if (wanted.includes('calendar'))
          publish('calendar', calendarReport(await measureCalendar(browser, appUrl, session), few));
        if (wanted.includes('pages'))
          publish('pages', pagesReport(await measurePages(browser, appUrl, session), few));
      });
    }
    if (wanted.includes('scroll')) {
      await withPortfolio(server, browser, many, async ({ appUrl, session }) =>
        publish('scroll', scrollReport(await measureScrolling(browser, appUrl, session), many)),
      );
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function run(): Promise<void> {
  const [seeded, served] = [unitsAfter('--seed'), unitsAfter('--serve')];
  if (seeded !== null) return tell(await seedPortfolio(databaseOfTheDemo(), seeded));
  if (served !== null) return serveUntilInterrupted(served);
  const unknown = args.filter((name) => !SECTIONS.some((section) => section === name));
  if (unknown.length > 0)
    throw new Error(
      `There is nothing to measure that is called ${unknown.join(', ')}: ${SECTIONS.join(', ')}.`,
    );
  await measureAll(args.length === 0 ? SECTIONS : SECTIONS.filter((section) => args.includes(section)));
}

try {
  await run();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
