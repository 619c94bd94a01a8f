import type { CsvColumn } from '#lib/kernel/csv.ts';
import type { Ctx } from '../ctx.ts';
import { namesOf } from './names.ts';
import { listJournal } from './queries.ts';
import type { JournalItem, JournalQuery } from './schemas.ts';

/** More than a person reads, and what one spreadsheet opens without complaint. */
export const EXPORT_MAX = 50_000;
const PER_READ = 1000;

export type JournalRow = JournalItem & {
  readonly subjectName: string | null;
  readonly unitName: string | null;
};

/**
 * The rows of a search for a table, the newest first, at most EXPORT_MAX of them, read a thousand at a time as they are taken.
 * Reservations stand by their id: a file that is handed on holds no guest's name.
 */
export async function* exportJournal(ctx: Ctx, asked: JournalQuery): AsyncGenerator<JournalRow> {
  let cursor: string | undefined;
  for (let left = EXPORT_MAX; left > 0; left -= PER_READ) {
    const page = await listJournal(ctx, { ...asked, cursor, limit: Math.min(PER_READ, left) });
    const ids = page.items.flatMap((item) => [item.subject.id, item.unitId ?? '']);
    const names = await namesOf(
      ctx,
      ids.filter((id) => !id.startsWith('rsv_')),
    );
    for (const item of page.items)
      yield {
        ...item,
        subjectName: names[item.subject.id] ?? null,
        unitName: item.unitId ? (names[item.unitId] ?? null) : null,
      };
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

/** These, in this order, whatever the rows hold. */
export const JOURNAL_COLUMNS: readonly CsvColumn<JournalRow>[] = [
  { name: 'at', of: (row) => row.at },
  { name: 'action', of: (row) => row.action },
  { name: 'subject_kind', of: (row) => row.subject.kind },
  { name: 'subject_id', of: (row) => row.subject.id },
  { name: 'subject_name', of: (row) => row.subjectName },
  { name: 'unit_id', of: (row) => row.unitId },
  { name: 'unit_name', of: (row) => row.unitName },
  { name: 'actor_kind', of: (row) => row.actor.kind },
  { name: 'actor_id', of: (row) => row.actor.id },
  { name: 'actor_name', of: (row) => row.actor.name },
  { name: 'reason', of: (row) => row.reason },
  { name: 'before', of: (row) => asText(row.before) },
  { name: 'after', of: (row) => asText(row.after) },
  { name: 'run_id', of: (row) => row.runId },
  { name: 'message_id', of: (row) => row.messageId },
  { name: 'id', of: (row) => row.id },
];

function asText(facts: unknown): string | null {
  return facts === null || facts === undefined ? null : JSON.stringify(facts);
}
