import { z } from 'zod';

export const JournalQuery = z.object({
  subject: z.string().max(60).optional(),
  unit: z.string().max(60).optional(),
  run: z.string().max(60).optional(),
});

export const JournalItem = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Name as it is now; null for a job, the system, or somebody who is gone. */
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  unitId: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  messageId: z.string().nullable(),
  runId: z.string().nullable(),
});

export type JournalItem = z.infer<typeof JournalItem>;
