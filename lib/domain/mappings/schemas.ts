import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import type { Source } from '../calendars/source-rules.ts';
import { ConnectionId, type ProviderName, ProviderParam } from '../connections/schemas.ts';
import { CalendarSubjectId, UnitId } from '../properties/schemas.ts';

export const ListingId = z.string().regex(/^lst_[0-9a-z]{24}$/);
export const MappingId = z.string().regex(/^map_[0-9a-z]{24}$/);
const When = z.iso.datetime({ offset: true });

export const UnitRef = z.object({
  id: z.string(),
  name: z.string(),
  propertyId: z.string(),
  propertyName: z.string(),
});

/** A calendar elsewhere, by its name here. */
export const CalendarRef = z.object({ id: z.string(), name: z.string() });

export const Mapping = z.object({
  id: MappingId,
  listingId: ListingId,
  /** The first of `units`. */
  unit: UnitRef,
  /** One, or a pool of like ones: a booking gets whichever of them it fits best. */
  units: z.array(UnitRef).min(1),
  stage: z.enum(['draft', 'active']),
  isSyncOn: z.boolean(),
  /** The rate plan that takes prices, by the channel's id; null: the first that is not derived. */
  ratePlanId: z.string().nullable(),
  /** Added to every price that is sent, in hundredths of a percent; null: the connection's. */
  markupBp: z.int().nullable(),
  /** Calendars of the same channel that its activation paused. */
  pausedCalendars: z.array(CalendarRef),
  activatedAt: When.nullable(),
});

/** Why two things seem to be the same, 0 to 100; the reasons in order of weight, as codes the screens translate. */
export const Suggestion = z.object({
  /** The first of `units`. */
  unit: UnitRef,
  /** Several where the channel sells several like it. */
  units: z.array(UnitRef).min(1),
  score: z.int().min(0).max(100),
  reasons: z.array(
    z.enum([
      'same_calendar',
      'same_name',
      'like_name',
      'same_city',
      'same_zone',
      'same_currency',
      'only_free_unit',
    ]),
  ),
});

/** blocks: cannot be saved so. warns: can, once it was read. */
export const Guard = z.object({
  code: z.enum([
    'listing_twice',
    'unit_twice',
    'time_zone_differs',
    'currency_differs',
    'capacity_differs',
    'listing_gone',
    'not_sold',
    'unit_archived',
    'unit_repeated',
    'composite_and_part',
    'quantity_differs',
    'property_differs',
    'rate_plan_unknown',
    'rate_plan_derived',
  ]),
  level: z.enum(['blocks', 'warns']),
  /** What differs: the channel's side and ours. */
  theirs: z.string().nullable(),
  ours: z.string().nullable(),
});

/** A way it is sold. A derived one follows another and takes no price of its own. */
export const RatePlan = z.object({ externalId: z.string(), name: z.string(), isDerived: z.boolean() });

export const Listing = z.object({
  id: ListingId,
  connectionId: ConnectionId,
  externalId: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  city: z.string().nullable(),
  timeZone: z.string().nullable(),
  currency: z.string().nullable(),
  capacity: z.int().nullable(),
  bedrooms: z.int().nullable(),
  pictureUrl: z.string().nullable(),
  isSold: z.boolean(),
  syncScope: z.string().nullable(),
  /** What it belongs to at the channel: the property of a room type. */
  group: z.object({ externalId: z.string(), name: z.string() }).nullable(),
  /** How many like it the channel sells. */
  quantity: z.int(),
  ratePlans: z.array(RatePlan),
  goneAt: When.nullable(),
  mapping: Mapping.nullable(),
  suggestion: Suggestion.nullable(),
  guards: z.array(Guard),
  /** Its bookings that wait for a unit. */
  waiting: z.int(),
});

/** problem: a guard stands, or the listing is gone. suggested: not mapped, and we have an idea. */
export const LISTING_STATES = ['unmapped', 'suggested', 'mapped', 'problem'] as const;

export const ProviderParams = z.object({ provider: ProviderParam });

export const ListingsQuery = z.object({
  /** One account of the channel; without it the listings of all. */
  connection: ConnectionId.optional(),
  /** Part of the listing's name, address, city or id at the channel. */
  q: z.string().trim().max(100).optional(),
  state: z.enum(LISTING_STATES).optional(),
});

export const MappingsQuery = z.object({ connection: ConnectionId.optional() });

/** Which account is meant, where the channel has several: else 409 choose_connection. */
export const SaveMappingsQuery = z.object({ connection: ConnectionId.optional() });

/** A mapping with the listing that it maps. */
export const MappedListing = Mapping.extend({
  connectionId: ConnectionId,
  listing: z.object({ externalId: z.string(), name: z.string(), goneAt: When.nullable() }),
});

export const POOL_MAX = 200;

export const MappingChange = z
  .strictObject({
    /** Ours, or the channel's id of it. */
    listingId: z.string().min(1).max(200),
    /** A unit, or a property with one unit; null takes the mapping away (its bookings stay where they are). */
    unitId: CalendarSubjectId.nullable().optional(),
    /** Instead of it a pool: the units that are sold as one listing, the first one first. */
    unitIds: z.array(UnitId).min(1).max(POOL_MAX).optional(),
    stage: z.enum(['draft', 'active']).optional(),
    isSyncOn: z.boolean().optional(),
    /** Null: the first that is not derived. Left out: as it is. */
    ratePlanId: z.string().min(1).max(200).nullable().optional(),
    /** Null: the connection's. Left out: as it is. */
    markupBp: z.int().min(-5000).max(10_000).nullable().optional(),
  })
  .refine((change) => (change.unitId === undefined) !== (change.unitIds === undefined), {
    path: ['unitId'],
    message: 'either a unit, or the units of a pool',
  });

/** Saves some mappings of one connection, all or none; those that are not named stay as they are. */
export const SaveMappingsInput = z.strictObject({
  mappings: z.array(MappingChange).min(1).max(500),
  dryRun: z.boolean().optional(),
});

export const ExpectedReservation = z.object({
  externalId: z.string(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  status: z.string(),
  /** new: not known yet. folds_in: known from a calendar, keeps its row. known: here already. */
  kind: z.enum(['new', 'folds_in', 'known']),
});

/** What saving would do, or has done. */
export const MappingEffect = z.object({
  listingId: ListingId,
  unit: UnitRef.nullable(),
  units: z.array(UnitRef),
  guards: z.array(Guard),
  /** Past and to come, at most 200; `reservationsTotal` counts all. */
  reservations: z.array(ExpectedReservation),
  reservationsTotal: z.int(),
  /** Two claims on one night that would appear. */
  conflicts: z.array(
    z.object({
      checkIn: NightSchema,
      checkOut: NightSchema,
      /** The guest's name; else the booking's code, or the calendar's name. */
      withWhat: z.string(),
      withChannel: z.string().nullable(),
    }),
  ),
  pausesCalendars: z.array(CalendarRef),
  /** Paused by this mapping, and going on again since it no longer brings bookings to their unit. */
  resumesCalendars: z.array(CalendarRef),
  /** Bookings to come of this listing that stand on a unit it no longer sells and stay there unless a person moves them. */
  staysElsewhere: z.int(),
});

export const SaveMappingsAnswer = z.object({
  saved: z.boolean(),
  effects: z.array(MappingEffect),
  listings: z.array(Listing),
});

export type Listing = z.infer<typeof Listing>;
export type Mapping = z.infer<typeof Mapping>;
export type Suggestion = z.infer<typeof Suggestion>;
export type Guard = z.infer<typeof Guard>;
export type ListingsQuery = z.infer<typeof ListingsQuery>;
export type ListingState = (typeof LISTING_STATES)[number];
export type MappedListing = z.infer<typeof MappedListing>;
export type CalendarRef = z.infer<typeof CalendarRef>;
export type UnitRef = z.infer<typeof UnitRef>;
export type ExpectedReservation = z.infer<typeof ExpectedReservation>;
export type MappingChange = z.infer<typeof MappingChange>;
export type SaveMappingsInput = z.infer<typeof SaveMappingsInput>;
export type SaveMappingsAnswer = z.infer<typeof SaveMappingsAnswer>;
export type MappingEffect = z.infer<typeof MappingEffect>;

/** A unit whose bookings come through a connected channel, and what that is worth as evidence. */
export type LinkedUnit = {
  readonly unitId: string;
  readonly connectionId: string;
  readonly provider: ProviderName;
  readonly source: Source;
};
