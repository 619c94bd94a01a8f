import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { NightState } from '../availability/schemas.ts';
import { BlockPatch } from '../blocks/schemas.ts';
import { CalendarSubjectId, PropertyId, UnitId } from '../properties/schemas.ts';
import { Cause, UnsentReason } from './schemas.ts';

export const BlockMove = BlockPatch.pick({ unitId: true, from: true, to: true });

/** Nights that were chosen for something new. */
export const NewNights = z
  .object({
    what: z.enum(['stay', 'block']),
    unitId: CalendarSubjectId,
    from: NightSchema,
    /** The first night that is not meant. */
    to: NightSchema,
    force: z.boolean().optional(),
  })
  .refine((range) => range.from < range.to, { path: ['to'], message: 'after from' });

/** Half-open: `to` is the first night that is not meant. */
const Run = z.object({ from: NightSchema, to: NightSchema });
const Place = z.object({
  /** Null: it stands on no unit yet. */
  unitId: UnitId.nullable(),
  unit: z.string(),
  propertyId: PropertyId.nullable(),
  checkIn: NightSchema,
  checkOut: NightSchema,
});

export const REFUSALS = ['cancelled', 'channel_decides', 'dates', 'taken'] as const;
/** What stands on the nights, so that it cannot be done. */
const InTheWay = Cause.omit({ proof: true });

/** What a change would come to. Nothing is changed by asking. */
export const MovePreview = z.object({
  may: z.boolean(),
  /** Why not. */
  refusal: z
    .object({
      code: z.enum(REFUSALS),
      message: z.string(),
      /** Whose the dates are, and its id of the booking. */
      channel: z.string().nullable(),
      externalId: z.string().nullable(),
      nights: z.array(NightState),
      inTheWay: z.array(InTheWay),
      /** Only what a person blocked, or what is kept to prepare: `force` lets it pass. */
      mayForce: z.boolean(),
    })
    .nullable(),
  /** Where it stands; null of something new. */
  from: Place.nullable(),
  to: Place,
  isChanged: z.boolean(),
  /** Nights that open and close for sale, unit by unit: also the parts of a whole, and the whole of a part. */
  units: z.array(
    z.object({
      unitId: UnitId,
      name: z.string(),
      propertyId: PropertyId,
      property: z.string(),
      opens: z.array(Run),
      closes: z.array(Run),
      /** Nights kept free to prepare that end, and that are new. */
      preparationEnds: z.array(Run),
      preparationBegins: z.array(Run),
    }),
  ),
  /** What each channel is pushed, by what tells them: of nights that it knows otherwise. */
  told: z.array(
    z.object({
      mappingId: z.string(),
      connectionId: z.string(),
      provider: z.string(),
      account: z.string(),
      listing: z.string(),
      changes: z.array(
        Run.extend({
          /** fewer and more: of several units that it sells by number. */
          kind: z.enum(['closes', 'opens', 'fewer', 'more']),
          /** Left to sell, as it is then told. */
          left: z.int(),
        }),
      ),
      /** Why nothing goes out now. */
      unsent: UnsentReason.shape.code.nullable(),
    }),
  ),
  /** Holders of a feed link who see it when they read it the next time. */
  readers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      isPlain: z.boolean(),
      unitId: UnitId,
      lastReadAt: z.iso.datetime({ offset: true }).nullable(),
      opens: z.array(Run),
      closes: z.array(Run),
    }),
  ),
  /** What was asked for these nights and is not kept: no refusal, a person may know better. */
  hints: z.array(
    z.object({
      code: z.enum(['min_stay', 'max_stay', 'closed_to_arrival', 'closed_to_departure', 'past']),
      night: NightSchema,
      /** The nights that are asked for, of a shortest or longest stay. */
      nights: z.int().nullable(),
    }),
  ),
  /** Conflicts that end, since it leaves the nights that it had no room on. */
  endsConflicts: z.array(z.string()),
  /** A price is agreed on with the guest: moving changes none. */
  price: z.enum(['as_agreed', 'none']),
});

export type BlockMove = z.output<typeof BlockMove>;
export type NewNights = z.output<typeof NewNights>;
export type MovePreview = z.output<typeof MovePreview>;
export type Refusal = NonNullable<MovePreview['refusal']>;
