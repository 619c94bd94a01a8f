import { z } from 'zod';
import { UnitId } from '../properties/schemas.ts';

/** What keeps a unit's light from being green, the worst first. */
export const REASON_KINDS = [
  /** Two claims on the same nights. */
  'clash',
  /** A source does not answer: bookings there may be unknown here. */
  'deaf',
  /** A channel refused what it was told of some nights. */
  'refused',
  /** A channel shows something else than it confirmed. */
  'drift',
  /** A channel has been owed a change for too long. */
  'late',
  /** A channel is told nothing. */
  'stopped',
  /** A reader stayed away: nights sold here may be open there. */
  'unread',
  'paused',
  /** Followed, and nobody is told of what is sold here. */
  'notRead',
  /** Read, and nothing tells of what is sold elsewhere. */
  'notFollowed',
  /** Events are missing from the last answers of a source. */
  'doubtful',
  /** What a channel shows was not looked at, or too long ago. */
  'unproven',
  /** The first answer of a source, the first look at a channel's calendar, the first visit of a reader. */
  'syncing',
  'adopting',
  'awaited',
  /** A channel is just being told; a reader has not come since the last change. */
  'owed',
  'behind',
] as const;
export const ReasonKind = z.enum(REASON_KINDS);

const When = z.iso.datetime({ offset: true });

export const Reason = z.object({
  kind: ReasonKind,
  /** Of the source, the channel or the reader; empty where nobody is meant. */
  name: z.string(),
  /** Conflicts, nights or events. */
  count: z.int().nullable(),
  /** Since when, or when last; null: never, or it is not said. */
  since: When.nullable(),
  /** Where it is mended: a unit's or a property's id, or a channel's name. */
  at: z.string(),
});

/** The evidence of a green light. Ages in milliseconds, each of the one that is oldest. */
export const Evidence = z.object({
  sources: z.int(),
  answeredMs: z.int(),
  readers: z.int(),
  readMs: z.int(),
  channels: z.int(),
  toldMs: z.int(),
});

export const UnitProtection = z.object({
  unitId: UnitId,
  /** good: on evidence. none: sold nowhere, so there is nothing to protect. Else the worst reason. */
  level: z.enum(['good', 'none', ...REASON_KINDS]),
  /** The worst first, four at most; empty where it is good or nothing is to be protected. */
  reasons: z.array(Reason),
  evidence: Evidence.nullable(),
});

export const Protections = z.object({
  /** By the server's clock. */
  at: When,
  items: z.array(UnitProtection),
  nextCursor: z.null(),
});

export type ReasonKind = z.infer<typeof ReasonKind>;
export type Reason = z.infer<typeof Reason>;
export type UnitProtection = z.infer<typeof UnitProtection>;
export type Protection = Omit<UnitProtection, 'unitId'>;
export type Protections = z.infer<typeof Protections>;
