import { z } from 'zod';
import { PropertyId } from '../properties/schemas.ts';

export const TurnoverLinkId = z.string().regex(/^tol_[0-9a-z]{24}$/);

/** For how many days a link may open. */
const MOST_DAYS = 730;

export const TurnoverLinkInput = z.object({
  /** Whom it is for. */
  name: z.string().trim().min(1, 'a name').max(120, 'at most 120 characters'),
  /** The properties that it shows; null: all, those added later too. */
  propertyIds: z.array(PropertyId).min(1, 'at least one property').max(200).nullable().default(null),
  /** Null: until it is revoked. */
  days: z.int().min(1).max(MOST_DAYS).nullable(),
});

const When = z.iso.datetime({ offset: true });

export const TurnoverLink = z.object({
  id: TurnoverLinkId,
  name: z.string(),
  properties: z.array(z.object({ id: PropertyId, name: z.string() })).nullable(),
  createdAt: When,
  expiresAt: When.nullable(),
  isExpired: z.boolean(),
  lastOpenedAt: When.nullable(),
});
/** `url` is shown once: only its hash is kept. */
export const NewTurnoverLink = TurnoverLink.extend({ url: z.url() });

export type TurnoverLinkInput = z.infer<typeof TurnoverLinkInput>;
export type TurnoverLink = z.infer<typeof TurnoverLink>;
export type NewTurnoverLink = z.infer<typeof NewTurnoverLink>;
