import type postgres from 'postgres';
import { describeTables, quoted } from '#db/backup/tables.ts';

/** Texts that a careless copy would change. */
const ODD = [
  `it's "quoted", back\\slashed, {curly}, [square], \\N, NULL, $1, %s`,
  'line\nbreak\r\nand\ttab \\u0000 \\x00',
  'Zoë Ångström 👩‍👩‍👧 Ελλάδα 日本 \u202eright to left\u202c \u2028\ufeff\u0001',
  '',
];

const BYTES = ['00', '0000ff00', 'deadbeef0a0d00', '5c78'];

/**
 * Puts rows into every table there is, whatever tables there are: by the types of their columns, with references that
 * hold. What is a word of a few in the code is odd text here, which the database does not mind.
 */
export async function fillEveryTable(sql: postgres.Sql): Promise<void> {
  const refs = await sql<{ table: string; column: string; to: string; toColumn: string }[]>`
    select c.conrelid::regclass::text as table, a.attname as column, c.confrelid::regclass::text as to,
      t.attname as "toColumn"
    from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute t on t.attrelid = c.confrelid and t.attnum = c.confkey[1]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace`;
  for (const table of await describeTables(sql)) {
    for (let i = 0; i < ODD.length; i++) {
      const values = table.columns.map(({ name, type }) => {
        const ref = refs.find((one) => one.table === table.name && one.column === name);
        if (ref) return `(select ${quoted(ref.toColumn)} from ${ref.to} order by 1 offset ${i} limit 1)`;
        return sample(name, type, i);
      });
      const names = table.columns.map((column) => quoted(column.name));
      await sql.unsafe(
        `insert into ${quoted(table.name)} (${names}) values (${values}) on conflict do nothing`,
      );
    }
  }
}

function sample(column: string, type: string, i: number): string {
  const day = String(1 + 5 * i + (/(out|until|to)$/.test(column) ? 3 : 0)).padStart(2, '0');
  if (type === 'text') return literal(`${column} ${i} ${ODD[i] ?? ''}`);
  if (type === 'text[]') return `array[${literal(`${column} ${i}`)}, ${literal(ODD[i] ?? '')}, 'a,"b"{c}']`;
  if (type === 'boolean') return String(i % 2 === 0);
  if (type === 'integer') return String(i + 1);
  // Beyond what a JavaScript number holds.
  if (type === 'bigint') return String(9_007_199_254_740_993n + BigInt(i));
  if (type === 'date') return `'2026-05-${day}'`;
  if (type === 'daterange') return `'[2026-05-${day},2026-06-30)'`.replace('2026-06-30', nextDay(day));
  if (type === 'bytea') return `'\\x${BYTES[i] ?? '00'}'`;
  if (type === 'jsonb')
    return `${literal(JSON.stringify([{ text: ODD[i], n: i }]))}::jsonb || '[1e400, 12345678901234567890.10]'`;
  if (type.startsWith('timestamp')) return `'2026-03-29 02:30:00.${i}23+03'`;
  throw new Error(`no sample for a column of type ${type}: add one`);
}

function nextDay(day: string): string {
  return `2026-05-${String(Number(day) + 2).padStart(2, '0')}`;
}

function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Everything that stands in the tables, as Postgres writes it. */
export async function contentOf(sql: postgres.Sql): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  for (const { name } of await describeTables(sql)) {
    const rows = await sql.unsafe<{ row: string }[]>(
      `select t::text as row from ${quoted(name)} t order by 1`,
    );
    content[name] = rows.map(({ row }) => row);
  }
  return content;
}
