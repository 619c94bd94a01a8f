import type { Ctx } from '#lib/domain/ctx.ts';
import { EXPORT_MAX, exportJournal, JOURNAL_COLUMNS } from '#lib/domain/journal/export.ts';
import { hasMoreThan, listJournal } from '#lib/domain/journal/queries.ts';
import type { JournalQuery } from '#lib/domain/journal/schemas.ts';
import { csvHeaders, csvStream } from '#lib/kernel/csv.ts';
import { listJournalApi } from '#lib/web/api/journal.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listJournalApi, ({ ctx, query, requestId }) =>
  query.format === 'csv' ? table(ctx, query, requestId) : listJournal(ctx, query),
);

/** A table that was cut says so in its name, which stays with the file. */
async function table(ctx: Ctx, query: JournalQuery, requestId: string): Promise<Response> {
  const isCut = await hasMoreThan(ctx, query, EXPORT_MAX);
  const day = ctx.clock.now().toString().slice(0, 10);
  return new Response(csvStream(JOURNAL_COLUMNS, exportJournal(ctx, query)), {
    headers: {
      ...csvHeaders(`journal-${day}${isCut ? `-newest-${EXPORT_MAX}` : ''}`),
      'x-request-id': requestId,
    },
  });
}
