import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';

const When = z.iso.datetime({ offset: true });

/**
 * A booking that waits for a unit, one whose status nobody knows, or something told that cannot be read. `protection`:
 * none: nothing keeps its nights from being sold again. held: its nights are held where they belong.
 */
export const Waiting = z.object({
  id: z.string(),
  kind: z.enum(['unmapped', 'unknown_status', 'unreadable']),
  provider: z.string(),
  connection: z.object({ id: z.string(), accountName: z.string() }).nullable(),
  listing: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
  reservationId: z.string().nullable(),
  externalId: z.string().nullable(),
  guestName: z.string().nullable(),
  checkIn: NightSchema.nullable(),
  checkOut: NightSchema.nullable(),
  /** The channel's own word, where it is the trouble. */
  channelStatus: z.string().nullable(),
  reason: z.string().nullable(),
  protection: z.enum(['none', 'held']),
  since: When,
  /** Whole hours it has waited. */
  hours: z.int(),
});

/** A unit to put one booking on by hand (its listing stays unmapped), or the word that it was dealt with. */
export const SettleWaiting = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('place'), unitId: z.string().min(1).max(60) }),
  z.strictObject({ action: z.literal('dismiss'), note: z.string().trim().max(2000).optional() }),
]);

export type Waiting = z.infer<typeof Waiting>;
export type SettleWaiting = z.infer<typeof SettleWaiting>;
