import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';

export const ArrivalsQuery = z.object({
  /** Left out: nothing came yet, and `now` is where to ask from next. */
  since: z.iso.datetime({ offset: true, error: 'Write an instant: 2026-12-04T09:41:00Z.' }).optional(),
});
export type ArrivalsQuery = z.infer<typeof ArrivalsQuery>;

export const Arrival = z.object({
  /** The same for one booking whenever and however often it is told. */
  id: z.string(),
  /** When we were told. */
  at: z.iso.datetime(),
  channel: z.string(),
  kind: z.literal('booked'),
  /** pending: the channel has not confirmed it yet. It holds its nights all the same. */
  status: z.enum(['pending', 'confirmed']),
  reservationId: z.string(),
  /** Of its first room; null where nobody has said which unit it is. */
  unitId: z.string().nullable(),
  unitName: z.string().nullable(),
  propertyName: z.string().nullable(),
  guestName: z.string().nullable(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  rooms: z.int(),
});
export type Arrival = z.infer<typeof Arrival>;

export const Arrivals = z.object({
  /** Whose they are: a screen of another organization, still open in the same browser, leaves them alone. */
  organizationId: z.string(),
  /** The newest first. */
  items: z.array(Arrival),
  /** Older ones of the same stretch are left out. */
  hasMore: z.boolean(),
  nextCursor: z.null(),
  /** The server's time of this answer. Ask the next time from a minute before it: what was being written then comes late. */
  now: z.iso.datetime(),
});
export type Arrivals = z.infer<typeof Arrivals>;
