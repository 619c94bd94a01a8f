import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant } from '#db/columns.ts';
import { organizations } from './organizations.ts';

/** A link for whoever cleans: arrivals, departures and preparation of some properties, without prices or guests' data. */
export const turnoverLinks = pgTable(
  'turnover_links',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Whom it was made for. */
    name: text('name').notNull(),
    /** The properties that it shows; null: all, those added later too. */
    propertyIds: text('property_ids').array(),
    tokenHash: text('token_hash').notNull(),
    createdBy: text('created_by'),
    createdAt: createdAt(),
    /** Null: until it is revoked. */
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    lastOpenedAt: instant('last_opened_at'),
  },
  (t) => [uniqueIndex('turnover_links_hash').on(t.tokenHash), index('turnover_links_org').on(t.orgId)],
);
