import { z } from 'zod';

/*
 * A backup is gzip'd lines of JSON, so that it can be read without us:
 *   the header;
 *   for each table, in an order in which references exist before what refers to them, {"table": name}, then its rows,
 *   each an array of texts or nulls in the order of the header's columns, as Postgres writes them (bytea as base64);
 *   {"sha256": …} of every byte before it.
 */

export const FORMAT = 1;

const Column = z.object({ name: z.string(), type: z.string() });

export const TableSchema = z.object({
  name: z.string(),
  columns: z.array(Column).min(1),
  rows: z.int().min(0),
});

export const HeaderSchema = z.object({
  latchkeyBackup: z.literal(FORMAT),
  createdAt: z.iso.datetime(),
  /** Applied when it was made, oldest first. */
  migrations: z.array(z.object({ tag: z.string(), hash: z.string() })).min(1),
  /** Keys that its sealed values need. */
  keys: z.array(z.object({ id: z.string(), values: z.int() })),
  /** Four hexadecimal digits by which a secret is recognised: enough to notice a wrong one, too few to guess it by. */
  marks: z.record(z.string(), z.string()),
  tables: z.array(TableSchema),
});

export type BackupTable = z.infer<typeof TableSchema>;
export type BackupHeader = z.infer<typeof HeaderSchema>;

/** Why a backup was not made or not restored, told to the operator as it stands. Nothing was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
