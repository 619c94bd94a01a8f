import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';

/** What an action's first word belongs to, as people look for it. */
export const JOURNAL_GROUPS = {
  reservations: ['reservation', 'booking', 'event', 'echo'],
  nights: ['block', 'closure', 'found_closure'],
  conflicts: ['conflict'],
  rates: ['rates', 'push'],
  channels: ['connection', 'channel', 'listing', 'mapping', 'webhook'],
  calendars: ['calendar', 'subscriber', 'feed_token', 'turnover_link'],
  properties: ['property', 'unit'],
  people: ['organization', 'member', 'user', 'invitation', 'session', 'api_key'],
} as const;

export const JournalGroup = z.enum([
  'reservations',
  'nights',
  'conflicts',
  'rates',
  'channels',
  'calendars',
  'properties',
  'people',
]);

/** Latchkey itself, or the id of a person or an API key. */
export const JournalActor = z.string().regex(/^(latchkey|(usr|key)_[0-9a-z]{24})$/);

export const JournalQuery = z.object({
  subject: z.string().max(60).optional(),
  /** A unit, or all of a property. */
  unit: z.string().max(60).optional(),
  run: z.string().max(60).optional(),
  message: z.string().max(60).optional(),
  /** A name of a guest, unit, property, calendar, account or person; a booking's code; an action; an id. */
  q: z.string().trim().min(1).max(100).optional(),
  /** Actions that `q` means besides, by commas: those whose words in the reader's language have it. */
  also: z
    .string()
    .max(4000)
    .transform((list) => list.split(','))
    .pipe(z.array(z.string().regex(/^[a-z_]+\.[a-z_]+$/)).max(100))
    .optional(),
  group: JournalGroup.optional(),
  actor: JournalActor.optional(),
  /** Days by the clock of the property that is asked for, else of most properties; the last one counts too. */
  from: NightSchema.optional(),
  to: NightSchema.optional(),
});

export type JournalQuery = z.infer<typeof JournalQuery>;

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
