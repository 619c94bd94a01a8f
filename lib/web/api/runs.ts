import { z } from 'zod';
import { Run, RunFilter, RunId } from '#lib/domain/runs/schemas.ts';
import { DELIVERY_NAMES } from '#lib/platform/queue/paths.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const When = z.iso.datetime({ offset: true });

export const listRunsApi = define({
  method: 'GET',
  path: '/api/runs',
  summary: 'History of syncs, newest first',
  tag: 'Runs',
  can: 'run.read',
  query: Paging.extend(RunFilter.shape),
  status: 200,
  answer: page(Run),
});

export const getRunApi = define({
  method: 'GET',
  path: '/api/runs/{id}',
  summary: 'One run',
  tag: 'Runs',
  can: 'run.read',
  params: z.object({ id: RunId }),
  status: 200,
  answer: Run,
});

export const healthApi = define({
  method: 'GET',
  path: '/api/health',
  summary: 'Whether this installation works; 503 where its database cannot be reached',
  tag: 'Operation',
  can: 'public',
  status: 200,
  answer: z.object({
    status: z.enum(['ok', 'late', 'standing_in']),
    database: z.literal('ok'),
    bell: z.object({
      source: z.enum(['clock', 'qstash']),
      lastRangAt: When.nullable(),
      standingInSince: When.nullable(),
      lastFailureAt: When.nullable(),
    }),
    jobs: z.object({
      due: z.int(),
      failed: z.int(),
      oldestLatenessSeconds: z.int().meta({ description: 'How late the oldest due job is' }),
    }),
  }),
});

export const deliverApi = define({
  method: 'POST',
  path: '/api/jobs/{name}',
  summary: 'Signed deliveries of QStash and of the built-in clock only',
  tag: 'Operation',
  can: 'public',
  params: z.object({ name: z.enum(DELIVERY_NAMES) }),
  status: 200,
  answer: z.object({
    repeated: z.boolean(),
    worked: z.int(),
    failed: z.int(),
    moreDue: z.boolean(),
    nextDueAt: When.nullable(),
  }),
});
