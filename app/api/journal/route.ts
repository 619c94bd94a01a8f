import { listJournal } from '#lib/domain/journal/queries.ts';
import { listJournalApi } from '#lib/web/api/journal.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listJournalApi, ({ ctx, query }) => listJournal(ctx, query));
