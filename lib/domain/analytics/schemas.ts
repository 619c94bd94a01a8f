import { z } from 'zod';
import { CurrencySchema } from '#lib/kernel/money.ts';
import { isWindow, NightWindow, windowRule } from '#lib/kernel/night-window.ts';
import { NightSchema } from '#lib/kernel/nights.ts';
import { PropertyId, UnitId } from '../properties/schemas.ts';

export const REPORTS = ['occupancy', 'revenue', 'channel-mix', 'lead-time', 'sync-performance'] as const;
export const ReportName = z.enum(REPORTS);

export const Grain = z.enum(['day', 'week', 'month']);
/** What a share is of: nights that could be sold, or all; then those closed by a person or a channel count as not sold. */
export const Base = z.enum(['sellable', 'all']);
/** What guests pay, or what the host gets where the channel says it. */
export const MoneyKind = z.enum(['total', 'payout']);

export const ReportQuery = z
  .object({
    ...NightWindow,
    property: PropertyId.optional(),
    unit: UnitId.optional(),
    /** Left out: by the window's length. */
    grain: Grain.optional(),
    base: Base.default('sellable'),
    money: MoneyKind.default('total'),
    /** With the same time a year before. */
    compare: z.enum(['year']).optional(),
    /** A table for a spreadsheet instead of JSON; money in major units with its currency beside it. */
    format: z.enum(['json', 'csv']).default('json'),
  })
  .refine(isWindow, windowRule);

const Count = z.int().min(0);
const Share = z.number().min(0).max(1);
const Span = { from: NightSchema, to: NightSchema };

export const NightCounts = z.object({
  /** What the share is of. */
  nights: Count,
  sold: Count,
  /** Of the sold ones: those of bookings that are not confirmed yet. */
  pending: Count,
  free: Count,
  blocked: Count,
  /** By another calendar or a channel, without saying why. */
  closed: Count,
  share: Share.nullable(),
});

export const OccupancyReport = z.object({
  report: z.literal('occupancy'),
  ...Span,
  grain: Grain,
  base: Base,
  total: NightCounts,
  before: NightCounts.nullable(),
  points: z.array(NightCounts.extend({ ...Span, before: Share.nullable() })),
  units: z.array(
    NightCounts.extend({ unitId: UnitId, name: z.string(), propertyId: PropertyId, property: z.string() }),
  ),
  /** Units that began or ended within the time: each counts for the nights that it was there. */
  partTime: z.object({ began: Count, ended: Count }),
  /** Stays without a unit: they wait in the inbox and are counted nowhere. */
  waiting: Count,
});

const Minor = z.int().meta({ description: 'Integer minor units of the currency beside it' });

export const RevenueReport = z.object({
  report: z.literal('revenue'),
  ...Span,
  grain: Grain,
  money: MoneyKind,
  /** Bookings with a night in this time, and how many of them have a price. */
  bookings: z.object({ all: Count, priced: Count }),
  /** One entry for each: currencies are never added up. The one with the most nights first. */
  currencies: z.array(
    z.object({
      currency: CurrencySchema,
      total: Minor,
      before: Minor.nullable(),
      /** Nights that have a price in it. */
      nights: Count,
      bookings: Count,
      /** Revenue by priced night sold. */
      adr: Minor.nullable(),
      /** Revenue by night that could be sold, of the units that ask for this currency. */
      revpar: Minor.nullable(),
      /** Some nights of these units are sold without a price: it is at least this. */
      isRevparAtLeast: z.boolean(),
      points: z.array(z.object({ ...Span, total: Minor, nights: Count, before: Minor.nullable() })),
    }),
  ),
  /** What is counted nowhere above: bookings of calendars come without money. */
  unpriced: z.object({
    bookings: Count,
    nights: Count,
    /** Properties none of whose bookings of this time has a price. */
    properties: z.array(z.object({ id: PropertyId, name: z.string() })),
  }),
  waiting: Count,
});

export const ChannelMixReport = z.object({
  report: z.literal('channel-mix'),
  ...Span,
  /** Nights slept in this time. */
  nights: Count,
  channels: z.array(
    z.object({
      channel: z.string(),
      nights: Count,
      share: Share,
      beforeShare: Share.nullable(),
      /** Bookings that arrive in this time, those cancelled apart. */
      bookings: Count,
      cancelled: Count,
      /** Of bookings and cancelled ones together; null where there is none. */
      cancellationRate: Share.nullable(),
      /** Middle length of their stays, in nights. */
      medianNights: z.number().nullable(),
      /** With a price, of those with a night in this time. */
      priced: Count,
      all: Count,
      revenue: z.array(z.object({ currency: CurrencySchema, total: Minor })),
    }),
  ),
  bookings: Count,
  cancelled: Count,
  cancellationRate: Share.nullable(),
  money: MoneyKind,
  waiting: Count,
});

const Summary = z.object({
  count: Count,
  median: z.number().nullable(),
  /** The middle half; null where there are too few to speak of one. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  average: z.number().nullable(),
});
/** `to` is included; null: without end. */
const BinCount = z.object({ from: Count, to: Count.nullable(), count: Count });

export const LeadTimeReport = z.object({
  report: z.literal('lead-time'),
  ...Span,
  /** Bookings that arrive in this time, cancelled ones left out. */
  bookings: Count,
  /** Days from the booking to the arrival, by the property's own calendar. */
  lead: Summary.extend({ bins: z.array(BinCount), beforeMedian: z.number().nullable() }),
  /** Bookings whose time nobody told, and those that were entered after the arrival. */
  unknown: Count,
  late: Count,
  /** Nights of each booking's stay. */
  stay: Summary.extend({ bins: z.array(BinCount), beforeMedian: z.number().nullable() }),
  channels: z.array(
    z.object({
      channel: z.string(),
      bookings: Count,
      known: Count,
      median: z.number().nullable(),
      medianNights: z.number().nullable(),
    }),
  ),
  waiting: Count,
});

export const REASON_GROUPS = [
  'sign_in',
  'limit',
  'no_answer',
  'refused',
  'unreadable',
  'ours',
  'other',
] as const;
const Reason = z.object({ group: z.enum(REASON_GROUPS), count: Count });
const Milliseconds = z.number().min(0);

export const SyncReport = z.object({
  report: z.literal('sync-performance'),
  ...Span,
  /** Calls are kept 90 days: nothing before this date can be counted. */
  keptFrom: NightSchema,
  /** The time asked for begins before that. */
  isCut: z.boolean(),
  channels: z.array(
    z.object({
      channel: z.string(),
      /** Calls that told the channel something. */
      calls: Count,
      failed: Count,
      /** Those that tell of a change: from hearing of it to the channel's answer. */
      measured: Count,
      p50: Milliseconds.nullable(),
      /** Null below 20 of them: a p95 of few is none. */
      p95: Milliseconds.nullable(),
      slowest: Milliseconds.nullable(),
      reasons: z.array(Reason),
      points: z.array(z.object({ ...Span, measured: Count, p50: Milliseconds.nullable() })),
    }),
  ),
  /** Calendars are read, not told: what counts is how long they went unread. */
  calendars: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      property: z.string(),
      intervalMinutes: z.int(),
      reads: Count,
      failed: Count,
      /** From one read to the next, where there were several. */
      gaps: Count,
      medianGap: Milliseconds.nullable(),
      longestGap: Milliseconds.nullable(),
      reasons: z.array(Reason),
    }),
  ),
});

export const Report = z.discriminatedUnion('report', [
  OccupancyReport,
  RevenueReport,
  ChannelMixReport,
  LeadTimeReport,
  SyncReport,
]);

export type ReportName = z.output<typeof ReportName>;
export type ReportQuery = z.output<typeof ReportQuery>;
export type Base = z.output<typeof Base>;
export type NightCounts = z.output<typeof NightCounts>;
export type OccupancyReport = z.output<typeof OccupancyReport>;
export type RevenueReport = z.output<typeof RevenueReport>;
export type ChannelMixReport = z.output<typeof ChannelMixReport>;
export type LeadTimeReport = z.output<typeof LeadTimeReport>;
export type SyncReport = z.output<typeof SyncReport>;
export type Report = z.output<typeof Report>;
