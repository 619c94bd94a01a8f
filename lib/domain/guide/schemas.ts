import { z } from 'zod';
import { MoneySchema } from '#lib/kernel/money.ts';
import { NightSchema } from '#lib/kernel/nights.ts';
import { Conflict, Verdict } from '../conflicts/schemas.ts';
import { UNSENT_REASONS } from '../explain/schemas.ts';
import { UnitId } from '../properties/schemas.ts';

const When = z.iso.datetime({ offset: true });
const stayId = z.string().regex(/^sty_[0-9a-z]{24}$/);
/** Nights; `to` is exclusive. */
const Range = z.object({ from: NightSchema, to: NightSchema });

/** An answer to a conflict, or what a person does at the channel and we hear of: `cancel_there`. */
export const ConsideredAnswer = z.union([Verdict, z.object({ action: z.literal('cancel_there'), stayId })]);

/** What an answer would lead to. Nothing of it has happened. */
export const AnswerEffect = z.object({
  status: z.enum(['open', 'resolved']),
  /** The two claims afterwards. */
  sides: z.array(
    z.object({
      id: z.string(),
      isStanding: z.boolean(),
      isHeld: z.boolean(),
      unit: z.object({ id: z.string(), name: z.string() }).nullable(),
    }),
  ),
  /** Units whose nights could be sold again, or could no longer be. */
  units: z.array(
    z.object({
      unitId: UnitId,
      name: z.string(),
      propertyName: z.string(),
      opens: z.array(Range),
      closes: z.array(Range),
    }),
  ),
  /** What each connected account would be told of how many are left to sell. */
  channels: z.array(
    z.object({
      mappingId: z.string(),
      connectionId: z.string(),
      provider: z.string(),
      account: z.string(),
      listing: z.string(),
      changes: z.array(Range.extend({ was: z.int().nullable(), becomes: z.int().nullable() })),
      /** Why nothing would be sent. */
      unsent: z.enum(UNSENT_REASONS).nullable(),
    }),
  ),
  /** Who reads our calendar of a unit that changes, and will see it at the next reading. */
  feeds: z.array(
    z.object({
      subscriberId: z.string(),
      name: z.string(),
      isPlain: z.boolean(),
      unitId: UnitId.nullable(),
      lastReadAt: When.nullable(),
    }),
  ),
  /** Other conflicts that would end with it, and that it would leave or bring. */
  otherConflicts: z.object({ ended: z.int(), opened: z.int() }),
});

export const CAUSE_CODES = [
  /** A person entered the second one. */
  'by_hand',
  /** Sold there before the other was, and heard of after it. */
  'heard_late',
  /** The second channel was never told of the first. */
  'never_told',
  'told_late',
  'told_before',
  /** No link of ours is known to be read by the second's calendar. */
  'no_reader',
  'never_read',
  'read_late',
  'read_before',
] as const;

/** Which channel let it happen and why, as far as the times tell. */
export const ConflictCause = z.object({
  code: z.enum(CAUSE_CODES),
  /** Of the sides: which was here first, and which came on top of it. */
  firstId: z.string(),
  secondId: z.string(),
  /** When the first was known here, and when the second was sold as far as its channel says, else first seen here. */
  firstKnownAt: When,
  secondSoldAt: When,
  isSaleKnown: z.boolean(),
  /** When the second's channel was told that the nights are gone. */
  toldAt: When.nullable(),
  deliveryId: z.string().nullable(),
  /** When it read our calendar last before the sale, and first after the other was known. */
  readBefore: When.nullable(),
  readAfter: When.nullable(),
  reader: z.string().nullable(),
});

/** How one claim came to us, and when. */
export const SideStory = z.object({
  sideId: z.string(),
  heardAt: When.nullable(),
  /** The channel's own word for when it was booked. */
  bookedAt: When.nullable(),
  by: z.enum(['calendar', 'poll', 'webhook', 'gate', 'hand', 'unknown']),
  actorName: z.string().nullable(),
  messageId: z.string().nullable(),
  runId: z.string().nullable(),
  /** What brings word of it. */
  source: z.object({ kind: z.enum(['calendar', 'connection']), id: z.string(), name: z.string() }).nullable(),
  /** How its end there would be heard of. */
  hears: z.object({ everyMinutes: z.int(), lastAt: When.nullable(), nextAt: When.nullable() }).nullable(),
});

export const MoveChoice = z.object({
  unitId: UnitId,
  name: z.string(),
  propertyId: z.string(),
  propertyName: z.string(),
  isSameProperty: z.boolean(),
  /** What its nights are asked for in all; null where one of them has no price. */
  price: MoneySchema.nullable(),
  /** Against the unit it would leave; null where one of the two is not known, or in another currency. */
  level: z.enum(['same', 'lower', 'higher']).nullable(),
});

export const ANSWER_REASONS = [
  'same_nights_later',
  'seen_before',
  'other_nights',
  'less_likely',
  'free_same_property',
  'free_elsewhere',
  'ours_to_end',
  'came_second',
  'came_first',
  'changes_nothing',
] as const;

export const AdvisedAnswer = z.object({
  action: z.enum(['move', 'cancel', 'cancel_there', 'same_booking', 'distinct', 'accept']),
  stayId: z.string().nullable(),
  /** Why it stands where it stands in the order. */
  reason: z.enum(ANSWER_REASONS),
});

/** A channel that was told of nights, or read them in our calendar. */
export const ToldLine = z.object({
  kind: z.enum(['delivery', 'reading']),
  at: When,
  /** The account and what it sells; of a reading who reads. */
  provider: z.string().nullable(),
  name: z.string(),
  listing: z.string().nullable(),
  outcome: z.enum(['accepted', 'partial', 'refused', 'failed', 'unclear', 'open']).nullable(),
  /** Left to sell, as it was told; the fewest of the nights meant. */
  units: z.int().nullable(),
  deliveryId: z.string().nullable(),
});

export const ConflictGuide = z.object({
  conflict: Conflict,
  stories: z.array(SideStory),
  cause: ConflictCause.nullable(),
  /** The best advice first. */
  answers: z.array(AdvisedAnswer),
  /** Where each stay could go. */
  moves: z.array(z.object({ stayId: z.string(), free: z.int(), choices: z.array(MoveChoice) })),
  told: z.array(ToldLine),
  /** Once it is resolved: by whom, and whether that can be taken back. */
  settled: z
    .object({ byName: z.string().nullable(), byKind: z.string().nullable(), mayReopen: z.boolean() })
    .nullable(),
});

export type ConsideredAnswer = z.output<typeof ConsideredAnswer>;
export type AnswerEffect = z.output<typeof AnswerEffect>;
export type ConflictCause = z.output<typeof ConflictCause>;
export type SideStory = z.output<typeof SideStory>;
export type MoveChoice = z.output<typeof MoveChoice>;
export type AdvisedAnswer = z.output<typeof AdvisedAnswer>;
export type ToldLine = z.output<typeof ToldLine>;
export type ConflictGuide = z.output<typeof ConflictGuide>;
