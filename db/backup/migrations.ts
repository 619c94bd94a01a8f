import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { MIGRATIONS } from '#db/migrate.ts';
import { BackupError, type BackupHeader } from './format.ts';
import type { Sql } from './tables.ts';

export type Migration = {
  readonly tag: string;
  readonly hash: string;
  readonly at: number;
  readonly statements: readonly string[];
};

const JournalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });

/** The migrations of this version, oldest first. */
export function knownMigrations(): Migration[] {
  const journal = JournalSchema.parse(readJson('_journal.json'));
  const files = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  return files.map((file, i) => ({
    tag: journal.entries[i]?.tag ?? '',
    hash: file.hash,
    at: file.folderMillis,
    statements: file.sql,
  }));
}

/** Every table that this or an earlier version has made. */
export function knownTables(): Set<string> {
  const names = knownMigrations().flatMap(({ tag }) => {
    const file = `${tag.slice(0, tag.indexOf('_'))}_snapshot.json`;
    const { tables } = z.object({ tables: z.record(z.string(), z.unknown()) }).parse(readJson(file));
    return Object.keys(tables);
  });
  return new Set(names.map((name) => name.replace(/^public\./, '')));
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(MIGRATIONS, 'meta', name), 'utf8'));
}

/** What was applied to this database, oldest first; throws where it never was ours. */
export async function appliedMigrations(sql: Sql): Promise<BackupHeader['migrations']> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`;
  if (!table?.name) {
    throw new BackupError('This database holds no Latchkey: nothing in it was ever migrated by it.');
  }
  const rows = await sql<
    { hash: string }[]
  >`select hash from drizzle.__drizzle_migrations order by created_at`;
  const known = knownMigrations();
  return rows.map(({ hash }) => ({ hash, tag: known.find((one) => one.hash === hash)?.tag ?? 'unknown' }));
}

/**
 * The migrations that lead to a backup's version.
 * @throws BackupError where this version does not know one of them
 */
export function migrationsOf(header: BackupHeader, known = knownMigrations()): Migration[] {
  return header.migrations.map(({ tag, hash }, i) => {
    const ours = known[i];
    if (ours?.hash === hash) return ours;
    throw new BackupError(
      ours
        ? `The backup was made by another line of Latchkey: its migration ${tag} is not the ${ours.tag} of this one. Restore it with the version that made it.`
        : `The backup was made by a newer Latchkey (migration ${tag} is not known here). Update first, then restore.`,
    );
  });
}

/** Applies them to a database without our tables, and writes them down as the migrator would, so that it goes on from there. */
export async function applyMigrations(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  await sql.unsafe(`create schema if not exists drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
  for (const { statements, hash, at } of migrations) {
    for (const statement of statements) await sql.unsafe(statement);
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${at})`;
  }
}
