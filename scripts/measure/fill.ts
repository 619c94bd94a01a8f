import type postgres from 'postgres';
import { chunksOf } from '#lib/kernel/chunks.ts';

const AT_ONCE = 5_000;

/** Values by column, as JSON writes them. */
export type Row = Readonly<Record<string, unknown>>;

/** Inserts rows by few statements; a column that they do not name gets its default. All name the same columns. */
export async function fill(sql: postgres.Sql, table: string, rows: readonly Row[]): Promise<void> {
  const columns = sql(Object.keys(rows[0] ?? {}));
  for (const part of chunksOf(rows, AT_ONCE)) {
    await sql`
      insert into ${sql(table)} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${sql(table)}, ${JSON.stringify(part)}::text::jsonb)`;
  }
}
