import { sql } from 'drizzle-orm';
import { INSTANCE, SEALED_COLUMNS, type SealedColumn } from '#db/sealed-columns.ts';
import { open, SealError, seal } from '#lib/platform/seal.ts';
import type { Deps } from '../ctx.ts';

export type Resealed = SealedColumn & {
  readonly resealed: number;
  /** Were sealed with the newest key before. */
  readonly already: number;
  /** Sealed with keys that are not among ours: they stay as they are until such a key is added back. */
  readonly unknown: readonly { readonly keyId: string; readonly values: number }[];
  /** Changed, or sealed for another place: no key opens them. */
  readonly unreadable: number;
};

const BATCH = 200;
/** A secret that its owner changes in the very moment is looked at again, so many times. */
const PASSES = 5;

/**
 * Seals every stored secret with the newest key. The operator's: it crosses organizations and asks for no right. What a
 * secret says does not change, so nothing is written to the journal.
 *
 * Each value is one conditional update on the value that was read, so readers go on (they need both keys meanwhile) and
 * a secret that its owner has just changed is never put back. Dying in the middle leaves some values under each key; a
 * second call does the rest and finds the done ones done. Two at once share the work.
 */
export async function resealSecrets(
  deps: Pick<Deps, 'db' | 'keys'>,
  columns: readonly SealedColumn[] = SEALED_COLUMNS,
): Promise<Resealed[]> {
  const done: Resealed[] = [];
  for (const column of columns) done.push(await resealColumn(deps, column));
  return done;
}

type Stored = { readonly id: string; readonly orgId: string; readonly sealed: string };
type Pass = { resealed: number; missed: number; unreadable: number; unknown: Map<string, number> };

async function resealColumn(deps: Pick<Deps, 'db' | 'keys'>, place: SealedColumn): Promise<Resealed> {
  const { table, column } = place;
  const [count] = await deps.db.execute<{ values: number }>(sql`
    select count(*)::int as values from ${sql.identifier(table)}
    where split_part(${sql.identifier(column)}, '.', 2) = ${deps.keys.newestId}`);
  let resealed = 0;
  for (let passes = 1; ; passes++) {
    const pass = await passOver(deps, place);
    resealed += pass.resealed;
    if (pass.missed > 0 && passes < PASSES) continue;
    const unknown = [...pass.unknown].map(([keyId, values]) => ({ keyId, values }));
    return { table, column, resealed, already: count?.values ?? 0, unknown, unreadable: pass.unreadable };
  }
}

/** In order of id, so that values which cannot be sealed anew are passed once. */
async function passOver(deps: Pick<Deps, 'db' | 'keys'>, place: SealedColumn): Promise<Pass> {
  const pass: Pass = { resealed: 0, missed: 0, unreadable: 0, unknown: new Map() };
  const column = sql.identifier(place.column);
  const owner = place.isInstance ? sql`${INSTANCE}::text` : sql`org_id`;
  let after = '';
  for (;;) {
    const rows = await deps.db.execute<Stored>(sql`
      select id, ${owner} as "orgId", ${column} as sealed from ${sql.identifier(place.table)}
      where split_part(${column}, '.', 2) <> ${deps.keys.newestId} and id > ${after}
      order by id limit ${BATCH}`);
    for (const row of rows) await resealRow(deps, place, row, pass);
    const last = rows.at(-1);
    if (!last) return pass;
    after = last.id;
  }
}

async function resealRow(
  deps: Pick<Deps, 'db' | 'keys'>,
  { table, column }: SealedColumn,
  row: Stored,
  pass: Pass,
): Promise<void> {
  const place = { table, column, rowId: row.id, orgId: row.orgId };
  let fresh: string;
  try {
    fresh = seal(deps.keys, open(deps.keys, row.sealed, place), place);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    // Counted and told at the end: one value that nobody can read must not keep the others under the old key.
    if (error.code === 'unknown_key') countUnknown(pass, row.sealed);
    else pass.unreadable += 1;
    return;
  }
  const changed = await deps.db.execute<{ id: string }>(sql`
    update ${sql.identifier(table)} set ${sql.identifier(column)} = ${fresh}
    where id = ${row.id} and ${sql.identifier(column)} = ${row.sealed} returning id`);
  // Zero rows: its owner changed or deleted it since it was read, or another rotation was faster.
  if (changed.length === 1) pass.resealed += 1;
  else pass.missed += 1;
}

function countUnknown(pass: Pass, sealed: string): void {
  const keyId = sealed.split('.')[1] ?? '';
  pass.unknown.set(keyId, (pass.unknown.get(keyId) ?? 0) + 1);
}
