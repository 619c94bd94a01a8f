import { z } from 'zod';
import { CurrencySchema, MoneySchema } from '#lib/kernel/money.ts';
import { AskedNight, isWindow, NightWindow, windowRule } from '#lib/kernel/night-window.ts';
import { type Night, NightSchema, nightsBetween } from '#lib/kernel/nights.ts';
import { ROUNDINGS } from '#lib/kernel/pricing.ts';
import { CalendarSubjectId, UnitId } from '../properties/schemas.ts';

export const MAX_UNITS = 500;
/** Nights of one edit, from its first to its last. */
export const MAX_EDIT_NIGHTS = 730;
export const MAX_RANGES = 50;
/** The dearest night: what is more is a slip of the keyboard. */
export const MAX_PRICE_MINOR = 100_000_000_000;
export const MAX_STAY_NIGHTS = 365;

/** Hundredths of a percent: 1500 is 15 % more. What a channel keeps, or a discount that it is given. */
export const MarkupBp = z.int().min(-9000).max(30_000);
export const Rounding = z.enum(ROUNDINGS);

/** ISO: 1 is Monday, 7 is Sunday. A night belongs to the day of its evening. */
export const Weekday = z.int().min(1).max(7);

export const RatesQuery = z.object({ unit: CalendarSubjectId, ...NightWindow }).refine(isWindow, windowRule);

export const RateNight = z.object({
  night: NightSchema,
  price: MoneySchema.nullable(),
  minStay: z.int().nullable(),
  maxStay: z.int().nullable(),
  closedToArrival: z.boolean().nullable(),
  closedToDeparture: z.boolean().nullable(),
  /** Sold to nobody, though free. */
  stopSell: z.boolean(),
});
export const Rates = z.object({
  unitId: UnitId,
  currency: CurrencySchema,
  items: z.array(RateNight),
  nextCursor: z.null(),
});
export const EditRange = z
  .object({
    from: AskedNight,
    /** The first night that is not meant. */
    to: AskedNight,
    /** Only these days of the week; left out: all. */
    weekdays: z.array(Weekday).min(1).max(7).optional(),
  })
  .refine((range) => range.from < range.to, { path: ['to'], message: 'after `from`' });

const Price = MoneySchema.refine(({ amount }) => amount > 0 && amount <= MAX_PRICE_MINOR, {
  path: ['amount'],
  message: 'more than nothing, and a price that somebody could pay',
});
const StayNights = z.int().min(1).max(MAX_STAY_NIGHTS);

/** What to set. Left out: as it is. Null: nobody asks for anything. */
export const RateSet = z
  .strictObject({
    price: Price.nullable().optional(),
    /** By hundredths of a percent, or by an amount; nights without a price stay without one. */
    priceChange: z
      .union([
        z.strictObject({ percentBp: z.int().min(-9000).max(100_000) }),
        z.strictObject({ amount: MoneySchema.shape.amount, currency: CurrencySchema }),
      ])
      .optional(),
    minStay: StayNights.nullable().optional(),
    maxStay: StayNights.nullable().optional(),
    closedToArrival: z.boolean().nullable().optional(),
    closedToDeparture: z.boolean().nullable().optional(),
    stopSell: z.boolean().optional(),
  })
  .refine((set) => Object.values(set).some((value) => value !== undefined), 'something to set')
  .refine((set) => set.price === undefined || set.priceChange === undefined, {
    path: ['priceChange'],
    message: 'either a price or a change of it',
  })
  .refine((set) => !set.minStay || !set.maxStay || set.minStay <= set.maxStay, {
    path: ['maxStay'],
    message: 'at least the shortest stay',
  });

export const RateEdit = z
  .object({
    unitIds: z.array(CalendarSubjectId).min(1).max(MAX_UNITS),
    ranges: z.array(EditRange).min(1).max(MAX_RANGES),
    set: RateSet,
  })
  .refine(({ ranges }) => spanOf(ranges) <= MAX_EDIT_NIGHTS, {
    path: ['ranges'],
    message: `at most ${MAX_EDIT_NIGHTS} nights from the first to the last`,
  });

/** `unit`, `from` and `to` may stand in the query instead, for one unit and one range. */
export const RateEditQuery = z.object({
  unit: CalendarSubjectId.optional(),
  from: AskedNight.optional(),
  to: AskedNight.optional(),
});
export const RateEditBody = z.object({
  unitIds: z.array(CalendarSubjectId).min(1).max(MAX_UNITS).optional(),
  ranges: z.array(EditRange).min(1).max(MAX_RANGES).optional(),
  set: RateSet,
});

export const RateEditAnswer = z.object({
  units: z.int(),
  /** Nights that are other than before, over all units. */
  changedNights: z.int(),
  /** Nights whose price was to change, and that have none. */
  unpricedNights: z.int(),
});

const PlainRate = z.object({
  priceMinor: z.int().min(1).max(MAX_PRICE_MINOR).nullable(),
  minStay: StayNights.nullable(),
  maxStay: StayNights.nullable(),
  closedToArrival: z.boolean().nullable(),
  closedToDeparture: z.boolean().nullable(),
  stopSell: z.boolean(),
});

/** Neighbouring nights of a unit that an edit made the same of the same; `to` is exclusive. Prices in minor units. */
export const RateChange = z
  .object({ unitId: UnitId, from: AskedNight, to: AskedNight, was: PlainRate, is: PlainRate })
  .refine((change) => change.from < change.to, { path: ['to'], message: 'after `from`' });

/** Runs that are told back to take an edit back; of more than these an answer says nothing. */
export const MAX_CHANGES = 1000;

export const RateSetAnswer = RateEditAnswer.extend({
  /** What stood before and what stands now, to take it back; null where that is too much to say. */
  changes: z.array(RateChange).nullable(),
});

/** Takes an edit back: every night must still be as `is` says. */
export const RateRestore = z
  .object({ changes: z.array(RateChange).min(1).max(MAX_CHANGES) })
  .refine(({ changes }) => spanOf(changes) <= MAX_EDIT_NIGHTS, {
    path: ['changes'],
    message: `at most ${MAX_EDIT_NIGHTS} nights from the first to the last`,
  });

export const TakeOverInput = z
  .object({
    mappingId: z.string().regex(/^map_[0-9a-z]{24}$/),
    from: AskedNight,
    to: AskedNight,
    /** Only say what would be taken over. */
    dryRun: z.boolean().optional(),
  })
  .refine(isWindow, windowRule);
export const TakeOverAnswer = z.object({
  /** The first unit behind the listing, and how many are: each of them gets what is taken over. */
  unitId: UnitId,
  units: z.int(),
  takenNights: z.int(),
  /** Nights that the channel shows nothing for, or in another currency. */
  leftNights: z.int(),
  /** How many of the nights that are taken ask for which price, the commonest first; null: for none. */
  prices: z.array(z.object({ price: MoneySchema.nullable(), nights: z.int() })),
});

function spanOf(ranges: readonly { readonly from: Night; readonly to: Night }[]): number {
  const from = ranges.map((range) => range.from).sort()[0];
  const to = ranges
    .map((range) => range.to)
    .sort()
    .at(-1);
  return from && to ? nightsBetween(from, to) : 0;
}

export type Rounding = z.output<typeof Rounding>;
export type RateNight = z.output<typeof RateNight>;
export type Rates = z.output<typeof Rates>;
export type RateSet = z.output<typeof RateSet>;
export type RateEdit = z.output<typeof RateEdit>;
export type RateEditQuery = z.output<typeof RateEditQuery>;
export type RateEditBody = z.output<typeof RateEditBody>;
export type RateEditAnswer = z.output<typeof RateEditAnswer>;
export type RateChange = z.output<typeof RateChange>;
export type RateSetAnswer = z.output<typeof RateSetAnswer>;
export type RateRestore = z.output<typeof RateRestore>;
export type TakeOverInput = z.output<typeof TakeOverInput>;
export type TakeOverAnswer = z.output<typeof TakeOverAnswer>;
