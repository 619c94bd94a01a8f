import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, updatedAt } from '#db/columns.ts';
import { organizations } from './organizations.ts';

export const properties = pgTable(
  'properties',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** IANA zone: which local date a night is. */
    timezone: text('timezone').notNull(),
    /** ISO 4217. */
    currency: text('currency').notNull(),
    /** HH:MM, local. */
    checkInTime: text('check_in_time').notNull().default('15:00'),
    checkOutTime: text('check_out_time').notNull().default('11:00'),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('properties_org').on(t.orgId)],
);

export const units = pgTable(
  'units',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    propertyId: text('property_id')
      .notNull()
      .references(() => properties.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Nights kept free after a departure and before an arrival. */
    preparationNights: integer('preparation_nights').notNull().default(0),
    position: integer('position').notNull().default(0),
    /** Moves by one with every change to what the unit's calendar shows; feeds take their ETag from it. */
    calendarVersion: bigint('calendar_version', { mode: 'number' }).notNull().default(1),
    calendarChangedAt: instant('calendar_changed_at').notNull(),
    archivedAt: instant('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('units_org').on(t.orgId), index('units_property').on(t.propertyId)],
);

/** A composite unit (the whole house) and the units that are its parts; a stay on it holds every part. */
export const unitParts = pgTable(
  'unit_parts',
  {
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    compositeId: text('composite_id')
      .notNull()
      .references(() => units.id, { onDelete: 'cascade' }),
    partId: text('part_id')
      .notNull()
      .references(() => units.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.compositeId, t.partId] }), index('unit_parts_part').on(t.partId)],
);
