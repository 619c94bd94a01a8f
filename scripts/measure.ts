/**
 * `npm run measure`: what the console costs a reader, on the built app in a headless Chromium; prints tables and writes them
 * into docs/performance.md. `-- bundles`, `-- vitals` or `-- scroll` runs one of them.
 *
 * `npm run measure -- --serve 500 [--dev]` only serves an app over a portfolio of 500 units until Ctrl-C.
 * `npm run measure -- --seed 500` only adds that portfolio, as an organization of its own, to the database of DATABASE_URL
 * or of the demo that runs.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Portfolio, seedPortfolio } from './measure/portfolio.ts';
import { startMeasuredApp, startMeasureServer } from './measure/world.ts';
import { buildApp } from './world/build-app.ts';

const DEMO = '.data/demo.json';
const UNITS_MAX = 2_000;

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

async function run(): Promise<void> {
  const [seeded, served] = [unitsAfter('--seed'), unitsAfter('--serve')];
  if (seeded !== null) return tell(await seedPortfolio(databaseOfTheDemo(), seeded));
  if (served !== null) return serveUntilInterrupted(served);
}

try {
  await run();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
