import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { BackupError, type BackupHeader, type BackupTable, FORMAT, HeaderSchema } from './format.ts';

const NEWLINE = 10;
const TableLine = z.object({ table: z.string() });
const HashLine = z.object({ sha256: z.string() });

/** What a backup holds, in the order of the file. */
export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'row'; readonly table: BackupTable; readonly line: Buffer };

/**
 * Reads a backup from its first line to its hash; only after the last part was handed over is the whole known to be good.
 * @throws BackupError where the file is not a backup, was changed, was cut short, or holds fewer or more rows than it says
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256');
  const progress = new Progress();
  for await (const line of linesOf(file)) {
    const part = progress.take(line, () => hash.copy().digest('hex'));
    hash.update(line).update('\n');
    if (part) yield part;
  }
  progress.end();
}

/**
 * Reads it all and hands over nothing but what it says of itself.
 * @throws BackupError
 */
export async function verifyBackup(file: string): Promise<BackupHeader> {
  let header: BackupHeader | null = null;
  for await (const part of readBackup(file)) if (part.kind === 'header') header = part.header;
  if (!header) throw notABackup();
  return header;
}

class Progress {
  #header: BackupHeader | null = null;
  #table = -1;
  #rows = 0;
  #isWhole = false;

  take(line: Buffer, hashSoFar: () => string): BackupPart | null {
    if (this.#isWhole) throw damaged('something follows its end');
    if (!this.#header) {
      this.#header = readHeader(line);
      return { kind: 'header', header: this.#header };
    }
    if (line[0] === '['.charCodeAt(0)) {
      const table = this.#header.tables[this.#table];
      this.#rows += 1;
      if (!table || this.#rows > table.rows) throw damaged('it holds more rows than it says');
      return { kind: 'row', table, line };
    }
    const mark = parseJson(line);
    const next = TableLine.safeParse(mark);
    if (next.success) this.#begin(this.#header, next.data.table);
    else this.#close(this.#header, mark, hashSoFar);
    return null;
  }

  end(): void {
    if (!this.#header) throw notABackup();
    if (!this.#isWhole) throw cutShort();
  }

  #begin(header: BackupHeader, name: string): void {
    this.#requireWholeTable(header);
    this.#table += 1;
    this.#rows = 0;
    if (header.tables[this.#table]?.name !== name) throw damaged(`the table ${name} is out of place`);
  }

  #close(header: BackupHeader, mark: unknown, hashSoFar: () => string): void {
    const end = HashLine.safeParse(mark);
    if (!end.success) throw damaged('a line of it means nothing');
    this.#requireWholeTable(header);
    if (this.#table !== header.tables.length - 1) throw damaged('tables are missing');
    if (end.data.sha256 !== hashSoFar()) throw damaged('its content does not match its hash');
    this.#isWhole = true;
  }

  #requireWholeTable(header: BackupHeader): void {
    const table = header.tables[this.#table];
    if (table && table.rows !== this.#rows) throw damaged(`rows of ${table.name} are missing`);
  }
}

function readHeader(line: Buffer): BackupHeader {
  const told = parseJson(line);
  const format = z.object({ latchkeyBackup: z.number() }).safeParse(told);
  if (!format.success) throw notABackup();
  if (format.data.latchkeyBackup > FORMAT) {
    throw new BackupError('The backup was made by a newer Latchkey. Update first, then restore.');
  }
  const header = HeaderSchema.safeParse(told);
  if (!header.success) throw damaged('its header is not readable');
  return header.data;
}

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null; // told by what is missing in it
  }
}

/** Lines as bytes, without their newline; what follows the last newline counts as a line too. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of unzipped(file)) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]);
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

async function* unzipped(file: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(file);
  const source = raw.pipe(createGunzip());
  raw.on('error', (error) => source.destroy(error));
  try {
    yield* Readable.from(source);
  } catch (error) {
    throw told(error, file);
  } finally {
    raw.destroy();
    source.destroy();
  }
}

function told(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  if (code === 'ENOENT') return new BackupError(`There is no file ${file}.`);
  if (code === 'EISDIR') return new BackupError(`${file} is a folder, not a backup.`);
  if (code === 'Z_BUF_ERROR') return cutShort();
  if (code === 'Z_DATA_ERROR') {
    return message.includes('header check') ? notABackup() : damaged(`it does not unpack (${message})`);
  }
  return error;
}

const UNTOUCHED = 'The database was not changed.';

function notABackup(): BackupError {
  return new BackupError(`This file is not a backup of Latchkey. ${UNTOUCHED}`);
}

function cutShort(): BackupError {
  return new BackupError(
    `The backup is cut short: its end is missing. ${UNTOUCHED} Copy the file again, or take an older one.`,
  );
}

function damaged(how: string): BackupError {
  return new BackupError(
    `The backup is damaged: ${how}. ${UNTOUCHED} Copy the file again, or take an older one.`,
  );
}
