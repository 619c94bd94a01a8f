/**
 * A database of its own for each test file that asks: a clone of a template that was migrated once. Several runs may
 * share the server; what a killed run left behind is dropped by the next one.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { migrate } from '#db/migrate.ts';

export type TestDatabase = { readonly url: string; readonly drop: () => Promise<void> };

const LOCK = 'latchkey test template';
const MIGRATIONS = 'db/migrations';

/** A fresh, migrated, empty database. `drop` it in afterAll; open connections do not keep it alive. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = serverUrl();
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  // One at a time: a template in use by another clone, or half migrated, cannot be copied.
  await whileLocked(server, async (sql) => {
    const template = await ensureTemplate(server, sql);
    await sql.unsafe(`create database ${name} template ${template}`);
  });
  return { url: withDatabase(server, name), drop: () => dropDatabase(server, name) };
}

/** Drops the databases of processes that are gone. */
export async function dropStale(server: string): Promise<void> {
  await whileLocked(server, async (sql) => {
    const rows = await sql<{ datname: string }[]>`
      select datname from pg_database where datname like 'test\\_%'`;
    for (const { datname } of rows) {
      if (!isRunning(Number(datname.split('_')[1])))
        await sql.unsafe(`drop database ${datname} with (force)`);
    }
  });
}

function serverUrl(): string {
  const url = process.env.LATCHKEY_TEST_POSTGRES;
  if (!url) throw new Error('The tests have no Postgres: run them with vitest from the project root.');
  return url;
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function whileLocked(server: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(hashtextextended(${LOCK}, 0))`;
    await work(sql);
  } finally {
    // Ending the session frees the lock, also where the work failed.
    await sql.end({ timeout: 5 });
  }
}

/** Named by what it was made from; marked as a template only when whole, so one cut short is made again. */
async function ensureTemplate(server: string, sql: postgres.Sql): Promise<string> {
  const name = `template_${await migrationsHash()}`;
  const [whole] = await sql`select 1 from pg_database where datname = ${name} and datistemplate`;
  if (whole) return name;
  await dropTemplates(sql);
  await sql.unsafe(`create database ${name}`);
  await migrate(withDatabase(server, name));
  await sql.unsafe(`alter database ${name} is_template true allow_connections false`);
  return name;
}

async function dropTemplates(sql: postgres.Sql): Promise<void> {
  const rows = await sql<{ datname: string }[]>`
    select datname from pg_database where datname like 'template\\_%'`;
  for (const { datname } of rows) {
    await sql.unsafe(`alter database ${datname} is_template false`);
    await sql.unsafe(`drop database ${datname} with (force)`);
  }
}

async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const entry of (await readdir(MIGRATIONS, { recursive: true })).sort()) {
    if (/\.(sql|json)$/.test(entry)) hash.update(entry).update(await readFile(join(MIGRATIONS, entry)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function dropDatabase(server: string, name: string): Promise<void> {
  const sql = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`drop database if exists ${name} with (force)`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
