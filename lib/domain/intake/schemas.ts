import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';

const When = z.iso.datetime({ offset: true });

/** Of what waits: a stay without a unit, a reservation, or something that cannot be read. */
export const WaitingId = z.string().regex(/^(sty|rsv|qua)_[0-9a-z]{24}$/);

/**
 * A booking that waits for a unit, one whose status nobody knows, one held for the channel's gate that the channel has
 * not confirmed for 15 minutes, or something told that cannot be read. `protection`: none: nothing keeps its nights from
 * being sold again. held: its nights are held where they belong.
 */
export const Waiting = z.object({
  id: WaitingId,
  kind: z.enum(['unmapped', 'unknown_status', 'gate', 'unreadable']),
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
  /** The newest message that told of it, as long as it is kept. */
  messageId: z.string().nullable(),
  /** Whole hours it has waited. */
  hours: z.int(),
  /** A person should look now. A hold of the gate alarms from its second hour on. */
  hasAlarm: z.boolean(),
});

export const WaitingQuery = z.object({
  kind: Waiting.shape.kind.optional(),
  connection: z
    .string()
    .regex(/^con_[0-9a-z]{24}$/)
    .optional(),
});

/** A unit to put one booking on by hand (its listing stays unmapped), or the word that it was dealt with. */
export const SettleWaiting = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('place'), unitId: z.string().min(1).max(60) }),
  z.strictObject({ action: z.literal('dismiss'), note: z.string().trim().max(2000).optional() }),
]);

/** A dismissal was taken back. */
export const RestoredWaiting = z.object({ id: WaitingId });

/** What became of it. `conflictIds`: open conflicts in which a booking that was placed stands now. */
export const SettledWaiting = z.object({
  id: WaitingId,
  action: z.enum(['place', 'dismiss']),
  reservationId: z.string().nullable(),
  conflictIds: z.array(z.string()),
});

/** A manual sync. With mappings these are saved first, all or none: the channel's listing id → a unit's or property's id. */
export const SyncInput = z.strictObject({
  propertyMapping: z
    .record(z.string().min(1).max(200), z.string().min(1).max(60))
    .refine((mapping) => Object.keys(mapping).length <= 500, 'at most 500 mappings')
    .optional(),
});

export const SyncStarted = z.object({ runId: z.string() });

/** What a channel gets back for a notification that was stored. */
export const WebhookAnswer = z.object({ succeed: z.literal(true) });

export type Waiting = z.infer<typeof Waiting>;
export type WaitingQuery = z.infer<typeof WaitingQuery>;
export type SettleWaiting = z.infer<typeof SettleWaiting>;
export type SettledWaiting = z.infer<typeof SettledWaiting>;
export type RestoredWaiting = z.infer<typeof RestoredWaiting>;
export type SyncInput = z.infer<typeof SyncInput>;
