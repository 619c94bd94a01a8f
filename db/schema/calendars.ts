import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, createdAt, id, instant, nightColumn, updatedAt } from '#db/columns.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { connections } from './connections.ts';
import { mappings } from './mappings.ts';
import { organizations } from './organizations.ts';
import { properties, units } from './properties.ts';
import { stays } from './reservations.ts';

/** A calendar elsewhere that we follow. With no unit it belongs to a property of several and closes each of them. */
export const externalCalendars = pgTable(
  'external_calendars',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    propertyId: text('property_id')
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    unitId: text('unit_id').references(() => units.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The link is a secret: sealed. */
    urlSealed: text('url_sealed').notNull(),
    /** Keyed hash of the link, to notice the same one pasted twice. */
    urlHash: text('url_hash').notNull(),
    /** Host alone, to show. */
    urlHost: text('url_host').notNull(),
    dialect: text('dialect').notNull().default('generic'),
    color: text('color').notNull().default('#3B82F6'),
    description: text('description'),
    isActive: boolean('is_active').notNull().default(true),
    /** The mapping that took over: paused because the channel itself is connected now. */
    supersededBy: text('superseded_by').references(() => mappings.id, { onDelete: 'set null' }),
    tentativeCloses: boolean('tentative_closes').notNull().default(true),
    intervalMinutes: integer('interval_minutes').notNull().default(15),
    lastSyncAt: instant('last_sync_at'),
    lastSuccessAt: instant('last_success_at'),
    /** When the newest of the answers that were believed was asked for: an older one that comes later says nothing. */
    lastAskedAt: instant('last_asked_at'),
    lastSyncStatus: text('last_sync_status', { enum: ['success', 'error', 'pending'] })
      .notNull()
      .default('pending'),
    /** A code the screens translate, and a sentence for programs. */
    lastSyncErrorCode: text('last_sync_error_code'),
    lastSyncError: text('last_sync_error'),
    consecutiveFailures: integer('consecutive_failures').notNull().default(0),
    nextSyncAt: instant('next_sync_at'),
    etag: text('etag'),
    lastModified: text('last_modified'),
    contentHash: text('content_hash'),
    /** True while some event is missing from the answers and not yet believed gone: then no answer may be skipped as unchanged. */
    hasMissing: boolean('has_missing').notNull().default(false),
    /** What the last whole answer held and left out, for the screen: {events, warnings[]}. */
    lastSummary: jsonb('last_summary').$type<{
      events: number;
      warnings: { code: string; detail: string; uid: string | null }[];
    }>(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('external_calendars_unit').on(t.unitId),
    index('external_calendars_property').on(t.propertyId),
    index('external_calendars_org').on(t.orgId),
  ],
);

/** What an external calendar says now, event by event: the provenance of every closed night that came from one. */
export const calendarEvents = pgTable(
  'calendar_events',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    calendarId: text('calendar_id')
      .notNull()
      .references(() => externalCalendars.id, { onDelete: 'cascade' }),
    uid: text('uid').notNull(),
    recurrenceId: text('recurrence_id'),
    code: text('code'),
    checkIn: nightColumn('check_in').notNull(),
    checkOut: nightColumn('check_out').notNull(),
    kind: text('kind', { enum: ['reservation', 'closure', 'window_tail', 'echo'] }).notNull(),
    mayBeBooking: boolean('may_be_booking').notNull(),
    tentative: boolean('tentative').notNull().default(false),
    summary: text('summary').notNull().default(''),
    /** The stay it became. */
    stayId: text('stay_id').references(() => stays.id, { onDelete: 'set null' }),
    /** The stay or event that it repeats, where it was judged an echo. */
    echoOf: text('echo_of'),
    /** Why it closes nothing, or that a person said it is a booking of its own. */
    judgement: text('judgement', { enum: ['own_uid', 'echo', 'same_booking', 'distinct'] }),
    /** When these dates were first seen here: an echo cannot be older than what it repeats. */
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    missedPolls: integer('missed_polls').notNull().default(0),
    firstMissedAt: instant('first_missed_at'),
  },
  (t) => [
    index('calendar_events_calendar').on(t.calendarId, t.checkOut),
    index('calendar_events_stay').on(t.stayId),
  ],
);

/**
 * Anything a channel told us, as it came. An answer identical to the source's last one is counted on that row.
 * Kept 90 days.
 */
export const inboundMessages = pgTable(
  'inbound_messages',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** poll: an answer we asked for. webhook, gate: a call to us. The source is the calendar or the connection. */
    sourceKind: text('source_kind', { enum: ['calendar', 'poll', 'webhook', 'gate'] }).notNull(),
    sourceId: text('source_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    timesSeen: integer('times_seen').notNull().default(1),
    contentHash: text('content_hash').notNull(),
    body: bytes('body').notNull(),
    verdict: text('verdict', { enum: ['received', 'applied', 'rejected'] })
      .notNull()
      .default('received'),
    reason: text('reason'),
  },
  (t) => [index('inbound_messages_source').on(t.sourceId, t.lastSeenAt)],
);

/** A named holder of a feed link. */
export const subscribers = pgTable(
  'subscribers',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    propertyId: text('property_id')
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    /** Null: the feed of the whole property, for people. */
    unitId: text('unit_id').references(() => units.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The one link that `/token` answers. It has no counterpart, and its dialog warns. */
    isPlain: boolean('is_plain').notNull().default(false),
    privacy: text('privacy', { enum: ['busy', 'first_name', 'code'] })
      .notNull()
      .default('busy'),
    /** Its counterpart: what came from there is left out of this feed. */
    sourceCalendarId: text('source_calendar_id').references(() => externalCalendars.id, {
      onDelete: 'set null',
    }),
    sourceConnectionId: text('source_connection_id').references(() => connections.id, {
      onDelete: 'set null',
    }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    index('subscribers_unit').on(t.unitId),
    index('subscribers_property').on(t.propertyId),
    index('subscribers_source').on(t.sourceCalendarId),
    index('subscribers_source_connection').on(t.sourceConnectionId),
    uniqueIndex('subscribers_plain_unit')
      .on(t.unitId)
      .where(sql`is_plain and unit_id is not null and revoked_at is null`),
    uniqueIndex('subscribers_plain_property')
      .on(t.propertyId)
      .where(sql`is_plain and unit_id is null and revoked_at is null`),
  ],
);

/** A subscriber's links: one that is current and, for 7 days after a rotation, the one before. */
export const feedTokens = pgTable(
  'feed_tokens',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    tokenSealed: text('token_sealed').notNull(),
    createdAt: createdAt(),
    /** Set by a rotation. */
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    lastFetchedAt: instant('last_fetched_at'),
    /** Its latest visits as seconds since 1970, the oldest first, those that found nothing new included: how often it comes. */
    visits: jsonb('visits').$type<readonly number[]>().notNull().default([]),
  },
  (t) => [
    uniqueIndex('feed_tokens_hash').on(t.tokenHash),
    index('feed_tokens_subscriber').on(t.subscriberId),
  ],
);

/** Who fetched which version of a feed, when: last fetched, usual interval, and what a source could have known. */
export const feedFetches = pgTable(
  'feed_fetches',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    tokenId: text('token_id').notNull(),
    at: instant('at').notNull(),
    status: integer('status').notNull(),
    /** The unit's calendar version that was handed out. */
    version: bigint('version', { mode: 'number' }).notNull(),
    /** The nights it told, as [check-in, check-out) pairs in order; on a version's first fetch by the subscriber only. */
    told: jsonb('told').$type<readonly (readonly [Night, Night])[]>(),
    userAgent: text('user_agent').notNull().default(''),
    ip: text('ip').notNull().default(''),
  },
  (t) => [index('feed_fetches_subscriber').on(t.subscriberId, t.at)],
);
