import { z } from 'zod';
import { JournalItem } from '../journal/schemas.ts';

/** msg: what was kept as it came. whc: a call to us that was not, since nobody had to believe it. */
export const MessageId = z.string().regex(/^(msg|whc)_[0-9a-z]{24}$/);
const When = z.iso.datetime({ offset: true });

export const MESSAGE_OUTCOMES = [
  'changed',
  'nothing',
  'refused',
  'unreadable',
  'unknown',
  'altered',
  'repeated',
] as const;

/**
 * changed: something here is as it is because of it. nothing: it was read and said what stood already, or what is not kept.
 * refused: not believed, or answered with no. unreadable: kept for a person. unknown: it names nothing of ours. altered: an id
 * that came before with other content. repeated: the same call once more.
 */
export const MessageOutcome = z.enum(MESSAGE_OUTCOMES);

export const MessageFilter = z.object({
  /** A calendar or a connection. */
  source: z
    .string()
    .regex(/^(cal|con)_[0-9a-z]{24}$/)
    .optional(),
  way: z.enum(['feed', 'poll', 'webhook', 'gate']).optional(),
  outcome: MessageOutcome.optional(),
  /** Text that it holds, as a booking's code; or its id. */
  q: z.string().trim().min(3).max(100).optional(),
});

export const MessageCursor = z.string().regex(/^[0-9a-z]{24}$/);

export const Message = z.object({
  id: MessageId,
  at: When,
  /** When it came last: an answer that is the same again is counted, not kept twice. */
  lastAt: When,
  times: z.int(),
  way: z.enum(['feed', 'poll', 'webhook', 'gate']),
  source: z.object({
    id: z.string().nullable(),
    /** Null where the calendar or account is gone, or the call proved none. */
    name: z.string().nullable(),
    /** airbnb, booking, avito; null for a calendar. */
    provider: z.string().nullable(),
  }),
  /** What sort of thing it is, and the booking or listing it was asked about. */
  about: z.object({
    kind: z.enum([
      'feed',
      'reservations',
      'reservation',
      'queue',
      'listings',
      'nights',
      'other',
      'notification',
      'question',
    ]),
    name: z.string().nullable(),
  }),
  outcome: MessageOutcome,
  reason: z.string().nullable(),
  /** Rows of the journal that it is the cause of. */
  changes: z.int(),
  size: z.int(),
});

export const MessageDetail = Message.extend({
  /** As it came, secrets and people blanked, cut at 64 KiB; null where it was not kept. */
  body: z.string().nullable(),
  /** Whether it can be applied again, and if not why not, as a code. */
  replay: z.object({ isPossible: z.boolean(), why: z.string().nullable() }),
});

export const ReplayInput = z.strictObject({ mode: z.enum(['try', 'apply']) });

export const Replayed = z.object({
  mode: z.enum(['try', 'apply']),
  /** nothing: everything that it says stands already. changes: they would be made, or were. held: it must not be applied any more. */
  outcome: z.enum(['nothing', 'changes', 'held']),
  /** Why it is held, as a code. */
  why: z.string().nullable(),
  /** How many bookings or closed nights it speaks of, and how many of them cannot be read. */
  said: z.int(),
  unreadable: z.int(),
  /** What the journal would say, or says now; at most 100. */
  changes: z.array(JournalItem),
  /** What the ids in `changes` are called. */
  names: z.record(z.string(), z.string()),
});

export type MessageFilter = z.output<typeof MessageFilter>;
export type Message = z.output<typeof Message>;
export type MessageDetail = z.output<typeof MessageDetail>;
export type Replayed = z.output<typeof Replayed>;
