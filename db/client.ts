import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** A pool or an open transaction: every query takes either. */
export type Database = PostgresJsDatabase;
export type Pool = { readonly db: Database; readonly sql: postgres.Sql; readonly close: () => Promise<void> };

/**
 * Opens a pool. Sessions run in UTC with ISO dates, so that what Postgres writes is what db/columns.ts reads.
 * @param max connections; two cores gain nothing beyond a handful each
 */
export function openPool(url: string, options: { max?: number; name?: string } = {}): Pool {
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: options.name ?? 'latchkey',
      TimeZone: 'UTC',
      DateStyle: 'ISO',
      statement_timeout: 60_000,
    },
  });
  return { db: drizzle(sql), sql, close: () => sql.end({ timeout: 5 }) };
}
