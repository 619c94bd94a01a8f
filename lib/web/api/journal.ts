import { z } from 'zod';
import { JournalItem, JournalQuery } from '#lib/domain/journal/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

export const listJournalApi = define({
  method: 'GET',
  path: '/api/journal',
  summary: 'The record of every change, the newest first; format=csv: up to 50,000 rows as a table',
  tag: 'Journal',
  can: 'journal.read',
  query: JournalQuery.extend(Paging.shape).extend({ format: z.enum(['json', 'csv']).optional() }),
  status: 200,
  answer: page(JournalItem),
  alsoCsv: true,
});
