import { z } from 'zod';

export const RunId = z.string().regex(/^run_[0-9a-z]{24}$/);
export const RunStatus = z.enum(['running', 'success', 'partial', 'error']);
export const RunKind = z.enum(['calendar', 'calendars', 'connection', 'push']);
export const RunTrigger = z.enum(['schedule', 'manual', 'added', 'cron', 'webhook']);
/** `code` is stable, for the screens to translate; `message` is an English sentence. */
export const RunError = z.object({
  code: z.string(),
  message: z.string(),
  /** How many nights it is about, where it is about nights. */
  nights: z.int().optional(),
});

const When = z.iso.datetime({ offset: true });

export const Run = z.object({
  id: RunId,
  kind: RunKind,
  /** The external calendar; null for a run over several. */
  calendarId: z.string().nullable(),
  connectionId: z.string().nullable(),
  /** The run over several that this one is part of. */
  parentId: z.string().nullable(),
  trigger: RunTrigger,
  status: RunStatus,
  startedAt: When,
  finishedAt: When.nullable(),
  /** Polls counted on this row: those that change nothing share one an hour. */
  polls: z.int(),
  created: z.int(),
  updated: z.int(),
  cancelled: z.int(),
  errors: z.array(RunError),
});

export const RunFilter = z.object({
  calendarId: z
    .string()
    .regex(/^cal_[0-9a-z]{24}$/)
    .optional(),
  connectionId: z
    .string()
    .regex(/^con_[0-9a-z]{24}$/)
    .optional(),
  parentId: RunId.optional(),
  status: RunStatus.optional(),
  trigger: RunTrigger.optional(),
  /** The name of what was asked, what went wrong, or the run's id. */
  q: z.string().trim().min(1).max(100).optional(),
});

export type Run = z.infer<typeof Run>;
export type RunFilter = z.infer<typeof RunFilter>;
export type RunStatus = z.infer<typeof RunStatus>;
export type RunKind = z.infer<typeof RunKind>;
export type RunTrigger = z.infer<typeof RunTrigger>;
export type RunError = z.infer<typeof RunError>;
