import type postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { MIGRATION_LOCK, migrate } from '#db/migrate.ts';
import { BackupError, type BackupHeader, type BackupTable } from './format.ts';
import { applyMigrations, knownTables, migrationsOf } from './migrations.ts';
import { readBackup, verifyBackup } from './read.ts';
import { countRows, describeTables, quoted } from './tables.ts';

const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 4_000_000;
const LOCK_WAIT = '30s';

export type RestoreOptions = {
  /** Puts the backup in the place of what the database holds. */
  readonly replace: boolean;
};

/**
 * Loads a backup. The file is read to its end and checked before the database is asked for anything; then all of it is one
 * transaction: our tables made at the backup's version, every row loaded, every table counted. Whatever goes wrong in it,
 * or a death in the middle, leaves the database as it was. Last it is brought to this version, which a start does too.
 * @throws BackupError with the reason; nothing was changed
 */
export async function restoreBackup(
  url: string,
  file: string,
  options: RestoreOptions,
): Promise<BackupHeader> {
  const header = await verifyBackup(file);
  const migrations = migrationsOf(header);
  const pool = openPool(url, { max: 1, name: 'latchkey-restore' });
  try {
    await pool.sql
      .begin(async (tx) => {
        await tx.unsafe(`set local statement_timeout = 0; set local lock_timeout = '${LOCK_WAIT}'`);
        await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
        await clear(tx, header, options);
        await applyMigrations(tx, migrations);
        await requireSameShape(tx, header);
        await load(tx, file);
        await requireCounts(tx, header);
      })
      .catch((error: unknown) => {
        throw told(error);
      });
    await pool.sql.unsafe('analyze');
  } finally {
    await pool.close();
  }
  await migrate(url);
  return header;
}

/** Takes away our tables where they are empty or may be replaced. */
async function clear(
  tx: postgres.TransactionSql,
  header: BackupHeader,
  options: RestoreOptions,
): Promise<void> {
  const ours = new Set([...knownTables(), ...header.tables.map((table) => table.name)]);
  const rows = await tx<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
  const names = rows.map((row) => row.name);
  const strangers = names.filter((name) => !ours.has(name));
  if (strangers.length > 0) {
    throw new BackupError(
      `The database also holds tables that are not Latchkey's (${strangers.slice(0, 5).join(', ')}). ` +
        'Restore into a database of its own; nothing was changed.',
    );
  }
  if (!options.replace) await requireEmpty(tx, names);
  await requireNobodyElse(tx);
  // Not the schema itself: extensions and grants in it may be an administrator's.
  if (names.length > 0)
    await tx.unsafe(`drop table ${names.map((name) => `public.${quoted(name)}`)} cascade`);
  await tx.unsafe('drop table if exists drizzle.__drizzle_migrations');
}

async function requireEmpty(tx: postgres.TransactionSql, names: readonly string[]): Promise<void> {
  const filled: string[] = [];
  for (const name of names) {
    const rows = await countRows(tx, name);
    if (rows > 0) filled.push(`${rows} in ${name}`);
  }
  if (filled.length === 0) return;
  const more = filled.length > 6 ? ` and ${filled.length - 6} more tables` : '';
  throw new BackupError(
    `The database is not empty: it holds rows (${filled.slice(0, 6).join(', ')}${more}). Nothing was changed. ` +
      'Restore into an empty database, or add --replace to lose what it holds.',
  );
}

/** An app that works on while its rows are exchanged would write what it remembers of the old ones. */
async function requireNobodyElse(tx: postgres.TransactionSql): Promise<void> {
  const [row] = await tx<{ sessions: number }[]>`
    select count(*)::int as sessions from pg_stat_activity
    where datname = current_database() and application_name = 'latchkey' and pid <> pg_backend_pid()`;
  if (!row?.sessions) return;
  throw new BackupError(
    'The app is connected to this database. End it first (Ctrl-C where it runs), then restore; nothing was changed.',
  );
}

/** What the header calls tables, columns and types goes into statements: only what its own migrations make may stand there. */
async function requireSameShape(tx: postgres.TransactionSql, header: BackupHeader): Promise<void> {
  const shape = (tables: readonly BackupTable[]) =>
    JSON.stringify(tables.map(({ name, columns }) => [name, columns.map((one) => [one.name, one.type])]));
  if (shape(header.tables) === shape(await describeTables(tx))) return;
  throw new BackupError(
    'The tables in the backup are not those of its version: somebody changed them by hand. Nothing was changed.',
  );
}

async function load(tx: postgres.TransactionSql, file: string): Promise<void> {
  let batch: { table: BackupTable; lines: Buffer[]; bytes: number } | null = null;
  const flush = async () => {
    if (batch) await insert(tx, batch.table, batch.lines);
    batch = null;
  };
  // Read a second time, hash and all: it may have been changed since the first.
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') continue;
    if (batch && batch.table !== part.table) await flush();
    batch ??= { table: part.table, lines: [], bytes: 0 };
    batch.lines.push(part.line);
    batch.bytes += part.line.length;
    if (batch.lines.length >= ROWS_AT_ONCE || batch.bytes >= BYTES_AT_ONCE) await flush();
  }
  await flush();
}

/** The lines go over as they stand; Postgres reads its own texts back into its own types. */
async function insert(
  tx: postgres.TransactionSql,
  table: BackupTable,
  lines: readonly Buffer[],
): Promise<void> {
  const names = table.columns.map((column) => quoted(column.name));
  const values = table.columns.map(({ type }, i) =>
    type === 'bytea' ? `decode(line->>${i}, 'base64')` : `(line->>${i})::${type}`,
  );
  const rows = `[${lines.map((line) => line.toString('utf8')).join(',')}]`;
  await tx.unsafe(
    `insert into public.${quoted(table.name)} (${names.join(', ')}) overriding system value
     select ${values.join(', ')} from json_array_elements($1::text::json) as rows(line)`,
    [rows],
  );
}

async function requireCounts(tx: postgres.TransactionSql, header: BackupHeader): Promise<void> {
  for (const table of header.tables) {
    const rows = await countRows(tx, table.name);
    if (rows === table.rows) continue;
    throw new BackupError(
      `${table.name} would hold ${rows} rows instead of ${table.rows}. Nothing was changed.`,
    );
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

function told(error: unknown): unknown {
  if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) {
    return new BackupError(
      'Another program works in this database and does not let go of its tables. End it, then restore; nothing was changed.',
    );
  }
  return error;
}
