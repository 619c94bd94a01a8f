import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate as run } from 'drizzle-orm/postgres-js/migrator';
import { openPool } from './client.ts';

/** Whoever changes the schema holds this advisory lock. */
export const MIGRATION_LOCK = 72_176_001;

export const MIGRATIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), 'migrations');

/**
 * Brings a database to the newest schema. Two at once are one after the other: an advisory lock, held by a session of
 * its own since each migration is its own transaction.
 */
export async function migrate(url: string): Promise<void> {
  const pool = openPool(url, { max: 2, name: 'latchkey-migrate' });
  const lock = await pool.sql.reserve();
  try {
    await lock`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await run(pool.db, { migrationsFolder: MIGRATIONS });
    await lock`select pg_advisory_unlock(${MIGRATION_LOCK})`;
  } finally {
    lock.release();
    await pool.close();
  }
}
