import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, updatedAt } from '#db/columns.ts';
import { connections, listings, PROVIDERS } from './connections.ts';
import { organizations, users } from './organizations.ts';
import { properties, units } from './properties.ts';

/*
 * Channels of which a person connects one listing at a time: how far that has come, and when each listing's bookings are
 * asked for by itself.
 */

const orgId = () =>
  text('org_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

/** One person connecting one listing to one unit: kept for an hour after each step, so that they can leave and come back. */
export const connectSteps = pgTable(
  'connect_steps',
  {
    id: id(),
    orgId: orgId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'cascade' }),
    propertyId: text('property_id')
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    /** The mapping that is to be connected anew; null: a new one. */
    mappingId: text('mapping_id'),
    step: text('step', { enum: ['authorize', 'item', 'markup', 'done'] }).notNull(),
    /** Set by the consent. */
    connectionId: text('connection_id').references(() => connections.id, { onDelete: 'set null' }),
    accountId: text('account_id'),
    /** By the channel's id, as text: longer than a number can hold. */
    itemId: text('item_id'),
    itemName: text('item_name'),
    markupBp: integer('markup_bp').notNull().default(1500),
    /** Why the last consent came to nothing, with the channel's own words. */
    error: jsonb('error').$type<{ readonly code: string; readonly said: string | null }>(),
    expiresAt: instant('expires_at').notNull(),
    finishedAt: instant('finished_at'),
    /** The sync that finishing began. */
    runId: text('run_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    // Who begins twice, in two tabs, goes one way.
    uniqueIndex('connect_steps_open')
      .on(t.orgId, t.userId, t.provider, t.unitId)
      .where(sql`finished_at is null`),
    index('connect_steps_age').on(t.expiresAt),
  ],
);

/** When the bookings of a listing are asked for next, and what came of it last. A row for each mapping that works. */
export const listingPolls = pgTable(
  'listing_polls',
  {
    listingId: text('listing_id')
      .primaryKey()
      .references(() => listings.id, { onDelete: 'cascade' }),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    dueAt: instant('due_at').notNull(),
    /** While set and ahead, somebody is asking. */
    claimedUntil: instant('claimed_until'),
    /** When it was last answered. */
    polledAt: instant('polled_at'),
    /** How long after it was due it was last asked. */
    lateMs: integer('late_ms').notNull().default(0),
    /** Between two questions, as it was last worked out: longer where the account has more listings than its budget. */
    intervalMs: integer('interval_ms').notNull(),
    /** Of the last answer whose bookings are in: the same bytes again change nothing. */
    bodyHash: text('body_hash'),
    /** In a row. */
    failures: integer('failures').notNull().default(0),
    lastErrorCode: text('last_error_code'),
    lastError: text('last_error'),
  },
  (t) => [index('listing_polls_due').on(t.connectionId, t.dueAt)],
);
