import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { bytes, createdAt, id, instant, nightColumn, updatedAt } from '#db/columns.ts';
import { connections } from './connections.ts';
import { mappings } from './mappings.ts';
import { organizations } from './organizations.ts';
import { units } from './properties.ts';

/*
 * What goes out. A price is a person's (rates); what a channel was told, has accepted and shows is the channel's
 * (channel_nights), a row for each night of each mapping. Null is "not known", and what is not known is never sent.
 */

const orgId = () =>
  text('org_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

/** What a person asks for a night of a unit, in the property's currency. A night without a row asks for nothing. */
export const rates = pgTable(
  'rates',
  {
    orgId: orgId(),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'cascade' }),
    night: nightColumn('night').notNull(),
    priceMinor: bigint('price_minor', { mode: 'number' }),
    minStay: integer('min_stay'),
    maxStay: integer('max_stay'),
    closedToArrival: boolean('closed_to_arrival'),
    closedToDeparture: boolean('closed_to_departure'),
    /** Sold to nobody, though free. */
    stopSell: boolean('stop_sell').notNull().default(false),
    updatedAt: updatedAt(),
    updatedBy: text('updated_by'),
  },
  (t) => [
    primaryKey({ columns: [t.unitId, t.night] }),
    check('rates_price', sql`${t.priceMinor} is null or ${t.priceMinor} > 0`),
    check('rates_stay', sql`coalesce(${t.minStay}, 1) >= 1 and coalesce(${t.maxStay}, 1) >= 1`),
  ],
);

/** Where a mapping stands with its channel: one row for each mapping, made when it is first activated. */
export const pushStates = pgTable(
  'push_states',
  {
    mappingId: text('mapping_id')
      .primaryKey()
      .references(() => mappings.id, { onDelete: 'cascade' }),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** Off: a person said that nothing is to be sent. */
    isOn: boolean('is_on').notNull().default(true),
    /** When the channel's own grid was read for the first time; nothing is sent before. */
    adoptedAt: instant('adopted_at'),
    /** Nights to compare, [from, to): what a change has touched. Null: nothing owed. */
    dirtyFrom: nightColumn('dirty_from'),
    dirtyTo: nightColumn('dirty_to'),
    /** When we heard of the oldest change that is not out yet. */
    dirtySince: instant('dirty_since'),
    /** Moves with every mark: who cleans up sees whether it was marked anew meanwhile. */
    dirtyMark: bigint('dirty_mark', { mode: 'number' }).notNull().default(0),
    /** A person asked for every night to be told again. */
    isForced: boolean('is_forced').notNull().default(false),
    lastPushedAt: instant('last_pushed_at'),
    lastReadAt: instant('last_read_at'),
    nextReadAt: instant('next_read_at'),
    failures: integer('failures').notNull().default(0),
    lastErrorCode: text('last_error_code'),
    lastError: text('last_error'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('push_states_dirty').on(t.connectionId).where(sql`dirty_from is not null`),
    index('push_states_read').on(t.nextReadAt),
    check('push_states_nights', sql`(${t.dirtyFrom} is null) = (${t.dirtyTo} is null)`),
  ],
);

/** Values of one night at a channel, as they were sent or seen. Money in minor units of the listing's currency. */
export type NightValues = {
  readonly units?: number | null;
  readonly priceMinor?: number | null;
  readonly minStay?: number | null;
  readonly maxStay?: number | null;
  readonly closedToArrival?: boolean | null;
  readonly closedToDeparture?: boolean | null;
};

/**
 * One night of one mapping at its channel. `units` counts what the channel may sell in all: what is left to sell and what
 * it has sold itself, so that its own bookings and cancellations change nothing here.
 */
export const channelNights = pgTable(
  'channel_nights',
  {
    orgId: orgId(),
    mappingId: text('mapping_id')
      .notNull()
      .references(() => mappings.id, { onDelete: 'cascade' }),
    night: nightColumn('night').notNull(),
    /** Confirmed: by the channel's answer to a push, or seen there. */
    units: integer('units'),
    priceMinor: bigint('price_minor', { mode: 'number' }),
    minStay: integer('min_stay'),
    maxStay: integer('max_stay'),
    closedToArrival: boolean('closed_to_arrival'),
    closedToDeparture: boolean('closed_to_departure'),
    confirmedAt: instant('confirmed_at'),
    /** What was last sent, on the wire's terms (units: left to sell), and what became of it. */
    sent: jsonb('sent').$type<NightValues>(),
    sentAt: instant('sent_at'),
    sentState: text('sent_state', { enum: ['sent', 'confirmed', 'failed'] }),
    sentError: text('sent_error'),
    deliveryId: text('delivery_id'),
    /** What was last seen there, on the wire's terms. */
    observed: jsonb('observed').$type<NightValues>(),
    observedAt: instant('observed_at'),
    /** What was seen differs from what was confirmed. */
    hasDrift: boolean('has_drift').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.mappingId, t.night] }),
    index('channel_nights_trouble').on(t.mappingId).where(sql`sent_state = 'failed' or has_drift`),
  ],
);

/** One call that told a channel something, or read what it shows, and its answer. Kept 90 days. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    runId: text('run_id'),
    kind: text('kind', { enum: ['availability', 'rates', 'calendar', 'read'] }).notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    request: bytes('request').notNull(),
    response: bytes('response'),
    /** unclear: no answer came; it may have been applied. */
    outcome: text('outcome', { enum: ['accepted', 'partial', 'refused', 'failed', 'unclear'] }),
    error: text('error'),
    /** Per record of the call: [{recordId, mappingId, from, to, set, outcome, code?, message?}]; to is exclusive. */
    records: jsonb('records')
      .$type<
        readonly {
          recordId: string;
          mappingId: string;
          from: string;
          to: string;
          set: NightValues;
          outcome: 'accepted' | 'refused' | 'failed' | 'unclear' | null;
          code?: string;
          message?: string;
        }[]
      >()
      .notNull(),
    /** The oldest change that it tells of: from then to finishedAt is how late the channel learned it. */
    heardAt: instant('heard_at'),
  },
  (t) => [
    index('deliveries_connection').on(t.connectionId, t.startedAt),
    index('deliveries_run').on(t.runId),
    index('deliveries_age').on(t.startedAt),
    // Reports ask how late an organization's channels were told within a time.
    index('deliveries_org').on(t.orgId, t.startedAt),
    // Asked before each push, and nearly always empty.
    index('deliveries_open').on(t.connectionId).where(sql`outcome is null`),
  ],
);

/** Nights that a channel has closed and we would sell: kept closed until a person says otherwise. */
export const foundClosures = pgTable(
  'found_closures',
  {
    id: id(),
    orgId: orgId(),
    /** Null once the mapping is gone; the nights stay closed. */
    mappingId: text('mapping_id').references(() => mappings.id, { onDelete: 'set null' }),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    /** The unit it closes, on every channel; null where a pool is behind: then the channel sells `units` at most. */
    unitId: text('unit_id').references(() => units.id, { onDelete: 'cascade' }),
    checkIn: nightColumn('check_in').notNull(),
    checkOut: nightColumn('check_out').notNull(),
    units: integer('units').notNull().default(0),
    reason: text('reason', { enum: ['when_connected', 'closed_there'] }).notNull(),
    foundAt: instant('found_at').notNull(),
    /** kept: a person wants them closed. opened: a person wants them sold. gone: the channel sells them again by itself. */
    resolution: text('resolution', { enum: ['kept', 'opened', 'gone'] }),
    resolvedAt: instant('resolved_at'),
    resolvedBy: text('resolved_by'),
  },
  (t) => [
    index('found_closures_unit').on(t.unitId, t.checkIn),
    index('found_closures_mapping').on(t.mappingId),
    index('found_closures_open').on(t.orgId).where(sql`resolution is null`),
    check('found_closures_nights', sql`${t.checkOut} > ${t.checkIn}`),
  ],
);
