import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { type BackupHeader, type BackupTable, FORMAT } from './format.ts';
import { appliedMigrations } from './migrations.ts';
import { describeTables, quoted, sealedWith } from './tables.ts';

const ROWS_AT_ONCE = 500;
/** Rows with bytes in them (raw answers, up to 5 MB each) are fetched by fewer, so that memory stays bounded. */
const BYTE_ROWS_AT_ONCE = 4;

export type BackupOptions = {
  readonly now: Temporal.Instant;
  /** See HeaderSchema.marks. */
  readonly marks: Readonly<Record<string, string>>;
};

/**
 * Writes the whole database to `file` as of one moment, readable by its owner alone. The app may go on working meanwhile.
 * Dying in the middle leaves `file` as it was, and a `file.partial`.
 * @throws BackupError where the database was never ours
 */
export async function writeBackup(url: string, file: string, options: BackupOptions): Promise<BackupHeader> {
  const pool = openPool(url, { max: 1, name: 'latchkey-backup' });
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await rm(partial, { force: true });
  try {
    const header = await pool.sql.begin('isolation level repeatable read read only', async (tx) => {
      await tx.unsafe('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
      const tables = await describeTables(tx);
      const described: BackupHeader = {
        latchkeyBackup: FORMAT,
        createdAt: options.now.toString({ smallestUnit: 'second' }),
        migrations: await appliedMigrations(tx),
        keys: await sealedWith(tx, tables),
        marks: options.marks,
        tables,
      };
      const lines = Readable.from(sealedByHash(linesOf(tx, described)));
      await pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }));
      return described;
    });
    await rename(partial, file);
    return header;
  } finally {
    await pool.close();
  }
}

async function* linesOf(tx: postgres.TransactionSql, header: BackupHeader): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of header.tables) {
    yield `${JSON.stringify({ table: table.name })}\n`;
    yield* rowsOf(tx, table);
  }
}

/** Postgres writes each row as JSON itself: nothing of a value passes through a type of JavaScript. */
async function* rowsOf(tx: postgres.TransactionSql, table: BackupTable): AsyncGenerator<string> {
  const values = table.columns.map(({ name, type }) =>
    // encode() breaks its lines at 76 characters.
    type === 'bytea' ? `translate(encode(${quoted(name)}, 'base64'), E'\\n', '')` : `${quoted(name)}::text`,
  );
  const isHeavy = table.columns.some(({ type }) => type === 'bytea');
  const size = isHeavy ? BYTE_ROWS_AT_ONCE : ROWS_AT_ONCE;
  await tx.unsafe(
    `declare backup_rows no scroll cursor for
     select array_to_json(array[${values.join(', ')}])::text as line from public.${quoted(table.name)}`,
  );
  for (;;) {
    const rows = await tx.unsafe<{ line: string }[]>(`fetch ${size} from backup_rows`);
    if (rows.length === 0) break;
    if (isHeavy) for (const { line } of rows) yield `${line}\n`;
    else yield rows.map(({ line }) => `${line}\n`).join('');
  }
  await tx.unsafe('close backup_rows');
}

async function* sealedByHash(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
}
