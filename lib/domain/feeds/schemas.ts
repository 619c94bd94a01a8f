import { z } from 'zod';
import { UnitId } from '../properties/schemas.ts';

export const SubscriberId = z.string().regex(/^sub_[0-9a-z]{24}$/);
export const CalendarId = z.string().regex(/^cal_[0-9a-z]{24}$/);

/** What a title tells. Phone, mail and price are in none of them. */
export const FeedPrivacy = z.enum(['busy', 'first_name', 'code']);

const Name = z.string().trim().min(1, 'a name').max(120, 'at most 120 characters');
/** The counterpart: what came from this calendar is left out of the subscriber's feed. */
const Source = z.object({ calendarId: CalendarId }).nullable();

export const SubscriberInput = z.object({
  name: Name,
  privacy: FeedPrivacy.default('busy'),
  source: Source.default(null),
});
export const SubscriberPatch = z.object({
  name: Name.optional(),
  privacy: FeedPrivacy.optional(),
  source: Source.optional(),
  /** Makes a new link; the old one works for 7 more days. */
  rotate: z.literal(true).optional(),
});

const Instant = z.iso.datetime();
/** Why the world may not reach a link: its host is this machine, is private, or is not encrypted. */
export const AppUrlWarning = z.enum(['loopback', 'private', 'not_https']);

export const PlainToken = z.object({
  token: z.string().regex(/^[0-9a-f]{64}$/),
  url: z.url(),
  webcalUrl: z.url(),
  appUrlWarning: AppUrlWarning.nullable(),
});

export const Subscriber = z.object({
  id: SubscriberId,
  name: z.string(),
  /** The one link that `/token` answers. It has no counterpart. */
  isPlain: z.boolean(),
  /** Null: the feed of a property of several units, for people and not for channels. */
  unitId: UnitId.nullable(),
  privacy: FeedPrivacy,
  source: z.object({ calendarId: CalendarId, name: z.string() }).nullable(),
  url: z.url(),
  webcalUrl: z.url(),
  appUrlWarning: AppUrlWarning.nullable(),
  createdAt: Instant,
  lastFetchedAt: Instant.nullable(),
  /** Minutes between fetches, as seen; null until there were three. */
  usualIntervalMinutes: z.number().nullable(),
  /** The link before the last rotation, while it still works. */
  oldLink: z.object({ expiresAt: Instant, lastFetchedAt: Instant.nullable() }).nullable(),
});

export type FeedPrivacy = z.infer<typeof FeedPrivacy>;
export type SubscriberInput = z.infer<typeof SubscriberInput>;
export type SubscriberPatch = z.infer<typeof SubscriberPatch>;
export type AppUrlWarning = z.infer<typeof AppUrlWarning>;
export type PlainToken = z.infer<typeof PlainToken>;
export type Subscriber = z.infer<typeof Subscriber>;
