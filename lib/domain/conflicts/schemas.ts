import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { CalendarSubjectId } from '../properties/schemas.ts';

export const ConflictId = z.string().regex(/^cfl_[0-9a-z]{24}$/);

export const ConflictQuery = z.object({
  status: z.enum(['open', 'resolved']).default('open'),
  unit: z.string().max(60).optional(),
});

const note = z.string().trim().max(2000).optional();
const stayId = z.string().regex(/^sty_[0-9a-z]{24}$/);

/**
 * What a person decides. accept: both stand, we know. cancel: one stay ends. move: one stay goes to a free unit.
 * same_booking: the event is a copy and closes nothing. distinct: it is a booking of its own.
 */
export const Verdict = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept'), note }),
  z.object({ action: z.literal('cancel'), stayId, note }),
  z.object({ action: z.literal('move'), stayId, unitId: CalendarSubjectId, note }),
  z.object({ action: z.literal('same_booking'), note }),
  z.object({ action: z.literal('distinct'), note }),
]);

export const Side = z.object({
  /** Of the stay or the calendar event. */
  id: z.string(),
  kind: z.enum(['stay', 'event']),
  /** False once it was cancelled, moved away or is no more; the rest may then be null. */
  isStanding: z.boolean(),
  checkIn: NightSchema.nullable(),
  checkOut: NightSchema.nullable(),
  channel: z.string().nullable(),
  guestName: z.string().nullable(),
  /** What the event says of itself. */
  summary: z.string().nullable(),
  reservationId: z.string().nullable(),
  externalId: z.string().nullable(),
  unit: z.object({ id: z.string(), name: z.string() }).nullable(),
  calendar: z.object({ id: z.string(), name: z.string(), color: z.string() }).nullable(),
  firstSeenAt: z.iso.datetime().nullable(),
  /** Whether it has the nights; at most one side does. */
  isHeld: z.boolean(),
  /** Whether it can be cancelled here, and not only at its channel. */
  isCancellable: z.boolean(),
});
export const Conflict = z.object({
  id: ConflictId,
  kind: z.enum(['double_booking', 'possible_double_booking']),
  status: z.enum(['open', 'resolved']),
  unit: z.object({ id: z.string(), name: z.string(), propertyId: z.string(), propertyName: z.string() }),
  checkIn: NightSchema,
  checkOut: NightSchema,
  sides: z.array(Side),
  openedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  resolution: z.enum(['gone', 'moved', 'cancelled', 'accepted', 'same_booking']).nullable(),
  note: z.string().nullable(),
});

export type ConflictQuery = z.infer<typeof ConflictQuery>;
export type Verdict = z.infer<typeof Verdict>;
export type Side = z.infer<typeof Side>;
export type Conflict = z.infer<typeof Conflict>;
