import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate as run } from 'drizzle-orm/postgres-js/migrator';
import { openPool } from './client.ts';

const LOCK = 72_176_001;

/**
 * Brings a database to the newest schema. Two at once are one after the other: an advisory lock, held by a session of
 * its own since each migration is its own transaction.
 */
export async function migrate(url: string): Promise<void> {
  const pool = openPool(url, { max: 2, name: 'latchkey-migrate' });
  const lock = await pool.sql.reserve();
  try {
    await lock`select pg_advisory_lock(${LOCK})`;
    const here = path.dirname(fileURLToPath(import.meta.url));
    await run(pool.db, { migrationsFolder: path.join(here, 'migrations') });
    await lock`select pg_advisory_unlock(${LOCK})`;
  } finally {
    lock.release();
    await pool.close();
  }
}
