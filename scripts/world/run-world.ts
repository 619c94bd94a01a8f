/**
 * The demo and development: Postgres, migrations, the build, the sandbox, the app and its seed, in one terminal.
 * Ctrl-C ends all of it in the reverse order, at any moment of the start too.
 */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ownCluster } from '#db/embedded/clusters.ts';
import { removeEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { startApp, startSandbox } from './app-process.ts';
import { buildApp } from './build-app.ts';
import { type Child, lastWords } from './children.ts';
import { claimCheckout } from './claim.ts';
import { openOwnDatabase } from './postgres.ts';
import { untilAnswers } from './ready.ts';
import { type Seeded, type SeedWorld, seedKept } from './seed.ts';
import { DATA, keptSecrets, portFrom } from './settings.ts';

const APP_LOG = `${DATA}/app.log`;
const RESTART_PAUSE_MS = 1_000;

type Mode = 'production' | 'development';

/** What ends the world: once, in the reverse order of its start. `ending` is true from then on. */
type Ending = { ending: boolean; readonly closers: (() => Promise<void> | void)[] };

/** Does not answer: the process ends with the world, by a signal or by what went wrong. */
export async function runWorld(what: 'demo' | 'dev', mode: Mode, args: readonly string[]): Promise<void> {
  const world: Ending = { ending: false, closers: [] };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(world, 0));
  try {
    await start(what, mode, args.includes('--reset'), world);
  } catch (error) {
    // A start that was interrupted fails somewhere: no news.
    if (!world.ending) console.error(error instanceof Error ? error.message : error);
    await end(world, 1);
  }
}

async function end(world: Ending, code: number): Promise<void> {
  if (world.ending) return;
  world.ending = true;
  let outcome = code;
  for (const close of world.closers.reverse()) {
    try {
      await close();
    } catch (error) {
      // One that fails must not keep the others running.
      console.error(error);
      outcome = 1;
    }
  }
  process.exit(outcome);
}

async function start(what: 'demo' | 'dev', mode: Mode, reset: boolean, world: Ending): Promise<void> {
  const { closers } = world;
  const port = portFrom('PORT') ?? 3000;
  const sandboxPort = portFrom('SANDBOX_PORT') ?? 4000;
  const appUrl = process.env.APP_URL ?? `http://localhost:${port}`;
  const sandboxUrl = `http://localhost:${sandboxPort}`;
  closers.push(claimCheckout(what, appUrl));
  if (reset) await startOver();
  const database = await openOwnDatabase();
  closers.push(database.stop);
  await migrate(database.url);
  if (mode === 'production') {
    let kill = () => {};
    closers.push(() => kill());
    await buildApp((stop) => {
      kill = stop;
    });
  }
  const sandbox = startSandbox(sandboxPort, {
    appUrl,
    stateFile: `${DATA}/sandbox.json`,
    logFile: `${DATA}/sandbox.log`,
  });
  closers.push(sandbox.stop);
  void sandbox.ended.then((how) => explain(world, sandbox, how, `${DATA}/sandbox.log`));
  await untilAnswers(sandboxUrl, sandbox.ended);

  const logFile = mode === 'production' ? APP_LOG : undefined;
  const secrets = keptSecrets();
  const spawnApp = () =>
    startApp({ mode, port, appUrl, databaseUrl: database.url, sandboxPort, secrets, logFile });
  const app = keepApp(world, spawnApp, logFile);
  closers.push(app.stop);
  await untilAnswers(`http://localhost:${port}/`, app.gaveUp);

  const places: SeedWorld = { appUrl, sandboxUrl, databaseUrl: database.url };
  tell(await seedKept(places), places);
}

/** What it takes to begin anew; the tests' data and the installed packages stay. */
async function startOver(): Promise<void> {
  await removeEmbedded(ownCluster(undefined).dataDir);
  for (const name of ['sandbox.json', 'demo.json', 'secrets.json', 'app.log', 'sandbox.log']) {
    rmSync(`${DATA}/${name}`, { force: true });
  }
}

/** Starts the app, and again where it was killed; what it ended with by itself would only repeat. */
function keepApp(
  world: Ending,
  spawn: () => Child,
  logFile: string | undefined,
): { stop: () => Promise<void>; gaveUp: Promise<string> } {
  let current = spawn();
  const gaveUp = (async () => {
    for (;;) {
      const how = await current.ended;
      if (world.ending) return how;
      if (!how.startsWith('killed')) {
        explain(world, current, how, logFile);
        return how;
      }
      console.error(`The app was ${how}; starting it again.`);
      await pause(RESTART_PAUSE_MS);
      if (world.ending) return how;
      current = spawn();
    }
  })();
  return { gaveUp, stop: () => current.stop() };
}

function explain(world: Ending, child: Child, how: string, logFile: string | undefined): void {
  if (world.ending) return;
  if (logFile) console.error(lastWords(logFile));
  console.error(`The ${child.name} has ended by itself (${how}); ending the rest.`);
  void end(world, 1);
}

function tell(seeded: Seeded, places: SeedWorld): void {
  console.log(`sandbox ${places.sandboxUrl}   the platforms' side: book and cancel there`);
  for (const user of seeded.users) {
    console.log(`sign in ${user.email}  ${user.password}   ${user.role} of ${user.organization}`);
  }
  console.log(`ready ${places.appUrl}`);
}
