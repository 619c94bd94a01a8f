import { z } from 'zod';
import { CurrencySchema, MoneySchema } from '#lib/kernel/money.ts';
import { NightSchema } from '#lib/kernel/nights.ts';
import { ConnectionError, ConnectionId, SAID_MAX } from '../connections/schemas.ts';
import { MappingId } from '../mappings/schemas.ts';
import { PropertyId, UnitId } from '../properties/schemas.ts';

/*
 * Connecting one listing of a channel to one unit, step by step. A *link* is a mapping as people see it who connect so;
 * a *flow* is one person's way to one.
 */

export const FlowId = z.string().regex(/^cst_[0-9a-z]{24}$/);
const When = z.iso.datetime({ offset: true });

/** Text, never a number: 19 digits are more than a number can hold. */
export const ItemId = z
  .string()
  .trim()
  .regex(/^\d{3,20}$/, 'an id of 3 to 20 digits, as text');
const AccountId = z.string().trim().min(1).max(200);

/** On top of every price that is sent, in percent. */
export const Markup = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, 'at most two decimals');

export const STEPS = ['authorize', 'item', 'markup', 'done'] as const;

export const Flow = z.object({
  id: FlowId,
  unitId: UnitId,
  propertyId: PropertyId,
  /** The link that is to work again; null: a new one. Of one that is done: the link. */
  mappingId: MappingId.nullable(),
  step: z.enum(STEPS),
  /** Why the last consent came to nothing: a code as in the failures of a connect, and the channel's own words, cut. */
  error: z.object({ code: z.string(), said: z.string().max(SAID_MAX).nullable() }).nullable(),
  accountId: z.string().nullable(),
  itemId: z.string().nullable(),
  itemName: z.string().nullable(),
  markup: z.number(),
  /** An hour after the last step. */
  expiresAt: When,
});

export const FlowQuery = z.object({ unit: UnitId });
export const FlowAnswer = z.object({ flow: Flow.nullable() });

export const OfferQuery = z.object({ flow: FlowId });
export const Offer = z.object({
  accounts: z.array(z.object({ id: z.string(), name: z.string(), isPrimary: z.boolean() })),
  /** Null: we were not granted to list them; a person types the id. */
  items: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        address: z.string().nullable(),
        isSold: z.boolean(),
        /** Connected to another unit of ours, or by somebody else of this installation. */
        taken: z.enum(['here', 'elsewhere']).nullable(),
      }),
    )
    .nullable(),
  /** All of them come at once. */
  nextCursor: z.null(),
  /** The unit's next nights that have a price, three at most. */
  nights: z.array(z.object({ night: NightSchema, price: MoneySchema.nullable() })),
  currency: CurrencySchema,
});

export const CheckItemInput = z.strictObject({ flow: FlowId, accountId: AccountId, itemId: ItemId });
export const CheckItemAnswer = z.object({
  available: z.literal(true),
  item: z.object({ id: z.string(), name: z.string(), address: z.string().nullable() }),
});

export const FinishInput = z.strictObject({
  flow: FlowId,
  accountId: AccountId,
  itemId: ItemId,
  markup: Markup,
});
export const FinishAnswer = z.object({ id: MappingId, connectionId: ConnectionId, runId: z.string() });

export const LinksQuery = z.object({ property: PropertyId });

/** syncing: its bookings were not read yet. error: they cannot be read at present. disconnected: nothing is asked or told. */
export const LINK_STATUSES = ['synced', 'syncing', 'expired', 'disconnected', 'error', 'paused'] as const;
export const Link = z.object({
  unitId: UnitId,
  unitName: z.string(),
  mappingId: MappingId,
  connectionId: ConnectionId,
  status: z.enum(LINK_STATUSES),
  itemId: z.string(),
  itemName: z.string(),
  accountName: z.string(),
  markup: z.number(),
  lastSyncAt: When.nullable(),
  /** When the access ends, and whether it is renewed by itself before. */
  expiresAt: When.nullable(),
  renewsItself: z.boolean(),
  /** Null where nothing is asked. */
  pollingEverySeconds: z.number().nullable(),
  lastError: ConnectionError.nullable(),
});
export const Links = z.object({ items: z.array(Link), nextCursor: z.null() });

export const ChangeLinkInput = z.strictObject({ markup: Markup });

/** Either it works again, or a person has to go to the channel's consent page once more. */
export const RelinkAnswer = z.union([
  z.object({ reconnected: z.literal(true) }),
  z.object({ flow: FlowId, authorizeUrl: z.string(), expiresAt: When }),
]);

export type Flow = z.infer<typeof Flow>;
export type Offer = z.infer<typeof Offer>;
export type CheckItemInput = z.infer<typeof CheckItemInput>;
export type CheckItemAnswer = z.infer<typeof CheckItemAnswer>;
export type FinishInput = z.infer<typeof FinishInput>;
export type FinishAnswer = z.infer<typeof FinishAnswer>;
export type Link = z.infer<typeof Link>;
export type LinkStatus = Link['status'];
export type RelinkAnswer = z.infer<typeof RelinkAnswer>;
