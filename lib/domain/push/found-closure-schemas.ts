import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { ConnectionId, ProviderName } from '../connections/schemas.ts';
import { PropertyId, UnitId } from '../properties/schemas.ts';

const When = z.iso.datetime({ offset: true });

export const FoundClosureId = z.string().regex(/^fcl_[0-9a-z]{24}$/);

/**
 * Nights that a channel has closed and we would sell. They stay closed until a person says otherwise, or the channel
 * itself sells them again. `unit` null: a pool is behind the listing; the channel then sells `units` of it at most.
 */
export const FoundClosure = z.object({
  id: FoundClosureId,
  provider: ProviderName,
  connection: z.object({ id: ConnectionId, accountName: z.string() }),
  /** Null once its mapping is gone. */
  listing: z.object({ id: z.string(), externalId: z.string(), name: z.string() }).nullable(),
  unit: z
    .object({ id: UnitId, name: z.string(), propertyId: PropertyId, propertyName: z.string() })
    .nullable(),
  units: z.int(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  /** when_connected: they were closed when the listing was first read. closed_there: somebody closed them there later. */
  reason: z.enum(['when_connected', 'closed_there']),
  foundAt: When,
  resolution: z.enum(['kept', 'opened', 'gone']).nullable(),
  resolvedAt: When.nullable(),
});

export const FoundClosureQuery = z.object({
  /** open: nobody has said anything yet. kept: a person keeps them closed. */
  status: z.enum(['open', 'kept', 'all']).default('open'),
  unit: UnitId.optional(),
  connection: ConnectionId.optional(),
});

export const SettleFoundClosure = z.strictObject({ resolution: z.enum(['keep', 'open']) });

export type FoundClosure = z.infer<typeof FoundClosure>;
export type FoundClosureQuery = z.infer<typeof FoundClosureQuery>;
export type SettleFoundClosure = z.infer<typeof SettleFoundClosure>;
