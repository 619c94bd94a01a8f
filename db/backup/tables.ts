import type postgres from 'postgres';
import { SEALED_COLUMNS } from '#db/sealed-columns.ts';
import { BackupError, type BackupTable } from './format.ts';

export type Sql = postgres.Sql | postgres.TransactionSql;

/** An identifier as SQL wants it; names come from the catalogue or from a backup. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Every table of the schema with its columns and number of rows, those referred to before those that refer. */
export async function describeTables(sql: Sql): Promise<BackupTable[]> {
  const columns = await sql<{ table: string; name: string; type: string }[]>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname, a.attnum`;
  const byTable = Map.groupBy(columns, (column) => column.table);
  const tables: BackupTable[] = [];
  for (const name of referencesFirst([...byTable.keys()], await references(sql))) {
    const own = (byTable.get(name) ?? []).map((column) => ({ name: column.name, type: column.type }));
    tables.push({ name, columns: own, rows: await countRows(sql, name) });
  }
  return tables;
}

export async function countRows(sql: Sql, table: string): Promise<number> {
  const [row] = await sql.unsafe<{ rows: string }[]>(
    `select count(*)::text as rows from public.${quoted(table)}`,
  );
  return Number(row?.rows);
}

type Reference = { readonly from: string; readonly to: string };

async function references(sql: Sql): Promise<Reference[]> {
  return sql<Reference[]>`
    select f.relname as from, t.relname as to
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace`;
}

/** Throws where tables refer to each other in a circle: no order of loading would do. */
export function referencesFirst(tables: readonly string[], refs: readonly Reference[]): string[] {
  const ordered: string[] = [];
  let waiting = [...tables].sort();
  while (waiting.length > 0) {
    const ready = waiting.filter((table) =>
      refs.every((ref) => ref.from !== table || ordered.includes(ref.to) || !tables.includes(ref.to)),
    );
    if (ready.length === 0) {
      throw new BackupError(
        `The tables ${waiting.join(', ')} refer to each other in a circle; no backup was made.`,
      );
    }
    ordered.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}

/** With which keys the stored secrets are sealed; the second part of a sealed value is the key's id. */
export async function sealedWith(
  sql: Sql,
  tables: readonly BackupTable[],
): Promise<{ id: string; values: number }[]> {
  const counts = new Map<string, number>();
  for (const { table, column } of SEALED_COLUMNS) {
    const known = tables.find((one) => one.name === table)?.columns.some((one) => one.name === column);
    if (!known) continue; // a database that has not been migrated so far yet
    const rows = await sql.unsafe<{ id: string; values: number }[]>(
      `select split_part(${quoted(column)}, '.', 2) as id, count(*)::int as values
       from public.${quoted(table)} where ${quoted(column)} is not null group by 1`,
    );
    for (const { id, values } of rows) counts.set(id, (counts.get(id) ?? 0) + values);
  }
  return [...counts].map(([id, values]) => ({ id, values })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
