import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { ConnectionId } from '../connections/schemas.ts';
import { Values } from '../explain/schemas.ts';
import { RunId } from '../runs/schemas.ts';

export const DeliveryId = z.string().regex(/^[a-z]{3}_[0-9a-z]{24}$/);
const When = z.iso.datetime({ offset: true });

export const DeliveryFilter = z.object({
  connection: ConnectionId.optional(),
  run: RunId.optional(),
  kind: z.enum(['availability', 'rates', 'calendar', 'read']).optional(),
  /** `open`: no answer that is believed has come. `refused`: all of it, or some. */
  outcome: z.enum(['accepted', 'partial', 'refused', 'failed', 'unclear', 'open']).optional(),
});

/** One call that told a channel something, or read what it shows. */
export const Delivery = z.object({
  id: DeliveryId,
  connectionId: ConnectionId,
  provider: z.string(),
  account: z.string(),
  runId: z.string().nullable(),
  kind: z.enum(['availability', 'rates', 'calendar', 'read']),
  startedAt: When,
  finishedAt: When.nullable(),
  /** Null: not answered yet, or we stopped before the answer; then it may have been applied. */
  outcome: z.enum(['accepted', 'partial', 'refused', 'failed', 'unclear']).nullable(),
  error: z.string().nullable(),
  records: z.int(),
  nights: z.int(),
  /** From hearing of the oldest change that it tells of to its answer. */
  latenessMs: z.int().nullable(),
});

export const DeliveryDetail = Delivery.omit({ records: true }).extend({
  /** What was told; `to` is exclusive. */
  records: z.array(
    z.object({
      recordId: z.string(),
      mappingId: z.string(),
      /** The listing's name, and what its prices are in; null where it is not mapped any more. */
      listing: z.string().nullable(),
      currency: z.string().nullable(),
      from: NightSchema,
      to: NightSchema,
      set: Values,
      outcome: z.enum(['accepted', 'refused', 'failed', 'unclear']).nullable(),
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  /** As sent and answered, secrets and people's data blanked, cut at 64 KiB. */
  request: z.string(),
  response: z.string().nullable(),
});

export type DeliveryFilter = z.output<typeof DeliveryFilter>;
export type Delivery = z.output<typeof Delivery>;
export type DeliveryDetail = z.output<typeof DeliveryDetail>;
