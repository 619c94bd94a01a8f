/**
 * The one runner of the embedded Postgres: the demo, development, the tests, and `npm start` without DATABASE_URL.
 * It owns a data folder and the record beside it; it adopts a server left running, restarts a dead one, and never
 * touches one that is not its own.
 */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { initialise, isInitialised, isPostmaster, launch, readPostmaster, SUPERUSER } from './cluster.ts';
import { isAlive, withLock } from './lock.ts';
import { type Account, accountForPostgres, choosePort } from './machine.ts';
import { findPlace, type Place, readRecord } from './place.ts';

export type EmbeddedOptions = {
  /** Folder of the cluster; its record (password, true place) is `<dataDir>.json`, its log `<dataDir>.log`. */
  readonly dataDir: string;
  readonly port: number;
  /** False where nobody asked for this very port: another free one is taken instead of failing. */
  readonly portIsFixed: boolean;
  /** True for data that must survive a power cut; false (tests) trades that for speed. */
  readonly durable: boolean;
  readonly database: string;
};

export type Embedded = {
  readonly url: string;
  /** False once the server that was started or adopted is gone. */
  readonly lives: () => Promise<boolean>;
  /** True where the server was already running: whoever started it may still use it. */
  readonly adopted: boolean;
  /** Fast shutdown: ends connections, writes everything, waits until it is gone. Safe to call twice. */
  readonly stop: () => Promise<void>;
};

const READY_MS = 60_000;
const STOP_MS = 30_000;
const LAUNCHES = 5;

/** Starts or adopts the cluster and makes sure the database is there. Throws a sentence that says what blocks it. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  // Two commands may start at once: the second finds the first one's server running and adopts it.
  return await withLock(`${dataDir}.lock`, async () => {
    const account = accountForPostgres();
    const place = await findPlace(dataDir, account);
    const running = await adopt(place);
    const port = running ?? (await startNew(place, account, { ...options, dataDir }));
    await ensureDatabase(place, port, options.database);
    return {
      url: urlOf(place, port, options.database),
      lives: () => livesOn(place.record.dataDir),
      adopted: running !== null,
      stop: () => stopCluster(place.record.dataDir),
    };
  });
}

/** Stops the cluster if it runs and deletes it with its record: `--reset`. */
export async function removeEmbedded(dataDir: string): Promise<void> {
  const folder = resolve(dataDir);
  const record = await readRecord(folder);
  if (!record) return;
  await stopCluster(record.dataDir);
  await rm(record.dataDir, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await rm(`${folder}.json`, { force: true });
}

function urlOf(place: Place, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${place.record.password}@127.0.0.1:${port}/${database}`;
}

/** The port of our own live server, or null. A live one that refuses our password is an error, never restarted. */
async function adopt(place: Place): Promise<number | null> {
  const { dataDir } = place.record;
  const found = await readPostmaster(dataDir);
  if (!found) return null;
  if (!(await isPostmaster(found.pid, dataDir))) {
    // Postgres itself deals with a dead one's file, but takes a stranger with the same number for a live server.
    if (isAlive(found.pid)) await rm(`${dataDir}/postmaster.pid`, { force: true });
    return null;
  }
  const ready = await waitUntilReady(place, found.port, () => isPostmaster(found.pid, dataDir));
  return ready ? found.port : null;
}

async function startNew(place: Place, account: Account, options: EmbeddedOptions): Promise<number> {
  if (!(await isInitialised(place.record.dataDir))) await initialise(place, account, options.durable);
  const port = await choosePort(options.port, options.portIsFixed);
  const logFile = `${options.dataDir}.log`;
  // After a kill -9 the old backends need a moment to notice; until then the new server refuses the folder.
  for (let attempt = 1; attempt <= LAUNCHES; attempt++) {
    const pid = await launch(place, account, { port, durable: options.durable, logFile });
    if (await waitUntilReady(place, port, () => isAlive(pid))) return port;
    await pause(attempt * 500);
  }
  throw new Error(`Postgres did not start; its log says why: ${logFile}`);
}

/** Asks until it answers; false as soon as the process is gone. Throws where it answers to another password. */
async function waitUntilReady(
  place: Place,
  port: number,
  lives: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const outcome = await greet(urlOf(place, port, 'postgres'));
    if (outcome === 'ready') return true;
    if (outcome === 'stranger') {
      throw new Error(
        `The Postgres on port ${port} does not know the password kept for ${place.record.dataDir}.`,
      );
    }
    if (!(await lives())) return false;
    if (performance.now() > deadline) {
      throw new Error(`The Postgres on port ${port} runs but has not answered for a minute.`);
    }
    await pause(25);
  }
}

const WRONG_PASSWORD = new Set(['28P01', '28000']);

async function greet(url: string): Promise<'ready' | 'not_yet' | 'stranger'> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return 'ready';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return WRONG_PASSWORD.has(code) ? 'stranger' : 'not_yet';
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The exclusion constraint on holds needs btree_gist: a server without it is told now, not by a migration. */
async function ensureDatabase(place: Place, port: number, database: string): Promise<void> {
  const sql = postgres(urlOf(place, port, 'postgres'), { max: 1, onnotice: () => {} });
  try {
    const [gist] = await sql`select 1 from pg_available_extensions where name = 'btree_gist'`;
    if (!gist) throw new Error('This Postgres lacks the extension btree_gist, which the holds need.');
    const [exists] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!exists) await sql.unsafe(`create database "${database}"`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function livesOn(dataDir: string): Promise<boolean> {
  const found = await readPostmaster(dataDir);
  return found !== null && (await isPostmaster(found.pid, dataDir));
}

async function stopCluster(dataDir: string): Promise<void> {
  const found = await readPostmaster(dataDir);
  if (!found || !(await isPostmaster(found.pid, dataDir))) return;
  const isGone = async (ms: number) => {
    const deadline = performance.now() + ms;
    while (await isPostmaster(found.pid, dataDir)) {
      if (performance.now() > deadline) return false;
      await pause(20);
    }
    return true;
  };
  process.kill(found.pid, 'SIGINT');
  if (await isGone(STOP_MS)) return;
  // Immediate shutdown loses nothing that was committed; the next start recovers from the log.
  process.kill(found.pid, 'SIGQUIT');
  if (!(await isGone(STOP_MS))) throw new Error(`Postgres (process ${found.pid}) does not stop.`);
}
