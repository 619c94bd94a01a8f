import { z } from 'zod';
import { MoneySchema } from '#lib/kernel/money.ts';
import { isWindow, NightWindow, windowRule } from '#lib/kernel/night-window.ts';
import { NightSchema } from '#lib/kernel/nights.ts';
import { CalendarSubjectId, PropertyId, UnitId } from '../properties/schemas.ts';

export const AvailabilityQuery = z
  .object({ unit: CalendarSubjectId, ...NightWindow })
  .refine(isWindow, windowRule);
/** Ids of properties, separated by commas: a calendar asks for those in sight. */
export const PropertyIds = z
  .string()
  .max(4_000)
  .transform((text) => text.split(','))
  .pipe(z.array(PropertyId).min(1).max(100));
export const TimelineQuery = z
  .object({
    ...NightWindow,
    property: PropertyId.optional(),
    properties: PropertyIds.optional(),
  })
  .refine(isWindow, windowRule);

export const NightState = z.object({
  night: NightSchema,
  state: z.enum(['free', 'held', 'blocked', 'closed', 'conflict']),
  /** What makes it so; of several the one that weighs most. */
  by: z
    .object({
      kind: z.enum(['stay', 'block', 'closure', 'found_closure', 'preparation', 'conflict']),
      id: z.string(),
    })
    .optional(),
});
/** What is asked for it, as far as somebody has set it. */
export const AskedFor = z.object({
  price: MoneySchema.optional(),
  minStay: z.int().optional(),
  maxStay: z.int().optional(),
  closedToArrival: z.boolean().optional(),
  closedToDeparture: z.boolean().optional(),
  /** Sold to nobody, though free. */
  stopSell: z.boolean().optional(),
});
export const Availability = z.object({
  unitId: UnitId,
  items: z.array(NightState.extend(AskedFor.shape)),
  nextCursor: z.null(),
});

export const Bar = z.object({
  kind: z.enum(['stay', 'block', 'closure', 'preparation']),
  /** Of the stay, the block, the calendar event or the found closure; preparation nights bear their stay's. */
  id: z.string(),
  /** Where it stands: another unit's where a part takes the whole with it, null for a whole property's calendar. */
  unitId: UnitId.nullable(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  channel: z.string().nullable(),
  label: z.string(),
  source: z.object({ calendarId: z.string(), name: z.string(), color: z.string() }).optional(),
  /** Of a closure that a connected channel keeps: which account, since when, and whether a person wants it so. */
  found: z
    .object({
      connectionId: z.string(),
      account: z.string(),
      reason: z.enum(['when_connected', 'closed_there']),
      isKept: z.boolean(),
    })
    .optional(),
  /** What a block is for. */
  blockKind: z.enum(['owner', 'maintenance', 'other']).optional(),
  reservationId: z.string().nullable(),
  inConflict: z.boolean(),
  /** A stay that holds no nights: another one does. */
  parked: z.boolean(),
  tentative: z.boolean(),
});
export const Timeline = z.object({
  properties: z.array(
    z.object({
      id: PropertyId,
      name: z.string(),
      timezone: z.string(),
      units: z.array(
        z.object({
          id: UnitId,
          name: z.string(),
          parts: z.array(UnitId),
          bars: z.array(Bar),
          openConflicts: z.int(),
        }),
      ),
    }),
  ),
});

export type AskedFor = z.output<typeof AskedFor>;
export type Availability = z.output<typeof Availability>;
export type NightState = z.output<typeof NightState>;
export type Bar = z.output<typeof Bar>;
export type Timeline = z.output<typeof Timeline>;
