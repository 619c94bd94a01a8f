import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, updatedAt } from '#db/columns.ts';
import { connections, listings } from './connections.ts';
import { organizations } from './organizations.ts';
import { units } from './properties.ts';

const orgId = () =>
  text('org_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

/** Listing ↔ unit. A changed mapping keeps its row and with it its settings. */
export const mappings = pgTable(
  'mappings',
  {
    id: id(),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    listingId: text('listing_id')
      .notNull()
      .references(() => listings.id, { onDelete: 'cascade' }),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'restrict' }),
    /** draft: chosen, nothing happens. active: its bookings come in. */
    stage: text('stage', { enum: ['draft', 'active'] }).notNull(),
    /** Off: its bookings stand as they are and new ones wait in the inbox. */
    isSyncOn: boolean('is_sync_on').notNull().default(true),
    /** Switched off by a disconnect, not by a person: connecting the account again switches it on. */
    resumesOnConnect: boolean('resumes_on_connect').notNull().default(false),
    /** iCal calendars of the same channel that its activation paused, to be let go on by an undo. */
    pausedCalendarIds: jsonb('paused_calendar_ids').$type<readonly string[]>().notNull().default([]),
    /** The rate plan that takes prices and restrictions, by the channel's id; null: the first that is not derived. */
    ratePlanId: text('rate_plan_id'),
    /** In hundredths of a percent; null: the connection's. */
    markupBp: integer('markup_bp'),
    /**
     * Where one listing is connected to one unit (`avito:<item>`, `avito:<unit>`): what this mapping holds while it works, in
     * this or any organization. Null while it does not, and at other channels.
     */
    heldItem: text('held_item'),
    heldUnit: text('held_unit'),
    activatedAt: instant('activated_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('mappings_listing').on(t.listingId),
    index('mappings_unit').on(t.unitId),
    index('mappings_connection').on(t.connectionId),
    uniqueIndex('mappings_held_item').on(t.heldItem),
    uniqueIndex('mappings_held_unit').on(t.heldUnit),
  ],
);

/** Every unit behind a mapping: one, or a pool of like ones. `mappings.unit_id` is its first. */
export const mappingUnits = pgTable(
  'mapping_units',
  {
    orgId: orgId(),
    mappingId: text('mapping_id')
      .notNull()
      .references(() => mappings.id, { onDelete: 'cascade' }),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
  },
  (t) => [primaryKey({ columns: [t.mappingId, t.unitId] }), index('mapping_units_unit').on(t.unitId)],
);
