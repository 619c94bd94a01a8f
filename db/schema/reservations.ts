import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, id, instant, nightColumn, nightsColumn, updatedAt } from '#db/columns.ts';
import { connections, listings } from './connections.ts';
import { organizations } from './organizations.ts';
import { units } from './properties.ts';

/*
 * Three tables for a booking, because they change for different reasons: the reservation is what the channel knows,
 * a stay is one room of it, a hold is what a stay has taken of one unit. Only holds are exclusive.
 */

export const CHANNELS = ['direct', 'airbnb', 'booking', 'avito', 'vrbo', 'expedia', 'agoda', 'ical'] as const;
export const RESERVATION_STATUSES = ['pending', 'confirmed', 'cancelled'] as const;

export const reservations = pgTable(
  'reservations',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    channel: text('channel', { enum: CHANNELS }).notNull(),
    /** The channel's own id, as text; with the channel it is the identity that survives reconnecting. */
    externalId: text('external_id').notNull(),
    status: text('status', { enum: RESERVATION_STATUSES }).notNull(),
    /** The external calendar that brought it, where one did; null once that is deleted (see followed). */
    calendarId: text('calendar_id'),
    /** False once nothing tells us about it any more: its calendar was deleted. It keeps its nights. */
    followed: text('followed', { enum: ['followed', 'no_longer_followed'] })
      .notNull()
      .default('followed'),
    guestName: text('guest_name'),
    guestEmail: text('guest_email'),
    guestPhone: text('guest_phone'),
    /** The number's last digits, where the channel tells no more of it (a calendar's event). */
    phoneTail: text('phone_tail'),
    guests: integer('guests'),
    totalMinor: bigint('total_minor', { mode: 'number' }),
    currency: text('currency'),
    note: text('note'),
    /** The connection that brings it; an attribute, never part of the identity. It outlives a disconnect. */
    connectionId: text('connection_id').references(() => connections.id, { onDelete: 'set null' }),
    /** The channel's own word for its status, and whether we know that word: an unknown one holds and alarms. */
    channelStatus: text('channel_status'),
    hasUnknownStatus: boolean('has_unknown_status').notNull().default(false),
    /** Between the guest's payment and the channel's confirmation: held on our word to the channel's gate. */
    gateAskedAt: instant('gate_asked_at'),
    adults: integer('adults'),
    children: integer('children'),
    infants: integer('infants'),
    payoutMinor: bigint('payout_minor', { mode: 'number' }),
    payoutCurrency: text('payout_currency'),
    bookedAt: instant('booked_at'),
    /** When it last changed at the channel: an older word, coming late, changes nothing. */
    channelChangedAt: instant('channel_changed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [
    uniqueIndex('reservations_identity').on(t.orgId, t.channel, t.externalId),
    index('reservations_calendar').on(t.calendarId),
    index('reservations_connection').on(t.connectionId),
    // Asked every few minutes, and nearly always empty.
    index('reservations_gate').on(t.gateAskedAt).where(sql`gate_asked_at is not null`),
    // Counted for every page, and nearly always none.
    index('reservations_unknown_status').on(t.orgId).where(sql`has_unknown_status`),
    // Reports ask what was booked within a time.
    index('reservations_booked').on(t.orgId, t.bookedAt),
    check('reservations_money', sql`(${t.totalMinor} is null) = (${t.currency} is null)`),
    check('reservations_payout', sql`(${t.payoutMinor} is null) = (${t.payoutCurrency} is null)`),
  ],
);

/** A room's price as a channel tells it. Its parts need not add up; the channel's own total stands. */
export type StayPricing = {
  readonly currency: string;
  readonly totalMinor: number | null;
  readonly isBeforeTax: boolean;
  readonly nights: readonly {
    readonly night: string;
    readonly minor: number | null;
    readonly plan: string | null;
  }[];
};

export const stays = pgTable(
  'stays',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    reservationId: text('reservation_id')
      .notNull()
      .references(() => reservations.id, { onDelete: 'cascade' }),
    /** Which room of the reservation; '1' where the channel numbers none. */
    roomRef: text('room_ref').notNull().default('1'),
    /** Null while nobody knows the unit: the stay waits in the inbox. */
    unitId: text('unit_id').references(() => units.id, { onDelete: 'restrict' }),
    /** What the channel sold; where no mapping names a unit for it, the stay waits in the inbox. */
    listingId: text('listing_id').references(() => listings.id, { onDelete: 'set null' }),
    checkIn: nightColumn('check_in').notNull(),
    checkOut: nightColumn('check_out').notNull(),
    status: text('status', { enum: ['active', 'cancelled'] }).notNull(),
    /** What the channel asks for this room, as it says it: minor units of one currency. */
    pricing: jsonb('pricing').$type<StayPricing>(),
    /** The unit's calendar version at which these dates on this unit first stood: who fetched at or after it, knew. */
    sinceVersion: bigint('since_version', { mode: 'number' }).notNull().default(0),
    /** Counts changes, for feeds: 0 when created. */
    sequence: integer('sequence').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('stays_room').on(t.reservationId, t.roomRef),
    // The timeline and availability ask "who is on these units in this window" and nothing else.
    index('stays_unit_dates').on(t.unitId, t.checkIn, t.checkOut).where(sql`status = 'active'`),
    index('stays_org_dates').on(t.orgId, t.checkIn),
    index('stays_listing').on(t.listingId),
    // The inbox asks for those that wait; there are few.
    index('stays_waiting').on(t.orgId).where(sql`unit_id is null and status = 'active'`),
    check('stays_nights', sql`${t.checkOut} > ${t.checkIn}`),
  ],
);

/** The exclusion constraint `holds_one_per_night` stands in the first migration: drizzle has no words for it. */
export const holds = pgTable(
  'holds',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** A leaf unit: a stay on a composite has one hold per part. */
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'restrict' }),
    stayId: text('stay_id')
      .notNull()
      .references(() => stays.id, { onDelete: 'cascade' }),
    nights: nightsColumn('nights').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('holds_stay_unit').on(t.stayId, t.unitId),
    check(
      'holds_finite',
      sql`not isempty(${t.nights}) and not lower_inf(${t.nights}) and not upper_inf(${t.nights})`,
    ),
  ],
);

export const BLOCK_KINDS = ['owner', 'maintenance', 'other'] as const;

/** Nights that a person closed. They never hold: blocks overlap freely. */
export const blocks = pgTable(
  'blocks',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'cascade' }),
    checkIn: nightColumn('check_in').notNull(),
    checkOut: nightColumn('check_out').notNull(),
    kind: text('kind', { enum: BLOCK_KINDS }).notNull().default('other'),
    reason: text('reason'),
    createdBy: text('created_by'),
    createdAt: createdAt(),
  },
  (t) => [
    index('blocks_unit_dates').on(t.unitId, t.checkIn, t.checkOut),
    check('blocks_nights', sql`${t.checkOut} > ${t.checkIn}`),
  ],
);

/**
 * Two claims on one night. A claim is a stay, or an event of an external calendar that may be a booking. The pair is
 * stored with the smaller id first, so that both orders are one conflict.
 */
export const conflicts = pgTable(
  'conflicts',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    unitId: text('unit_id')
      .notNull()
      .references(() => units.id, { onDelete: 'cascade' }),
    /** double_booking: both claims are certain. possible_double_booking: one may be a copy of the other. */
    kind: text('kind', { enum: ['double_booking', 'possible_double_booking'] }).notNull(),
    status: text('status', { enum: ['open', 'resolved'] }).notNull(),
    claimA: text('claim_a').notNull(),
    claimB: text('claim_b').notNull(),
    nights: nightsColumn('nights').notNull(),
    openedAt: instant('opened_at').notNull(),
    resolvedAt: instant('resolved_at'),
    /** gone: a claim ended or moved by itself. The rest is a person's word. */
    resolution: text('resolution', { enum: ['gone', 'moved', 'cancelled', 'accepted', 'same_booking'] }),
    resolvedBy: text('resolved_by'),
    note: text('note'),
  },
  (t) => [
    uniqueIndex('conflicts_pair').on(t.unitId, t.claimA, t.claimB).where(sql`status = 'open'`),
    index('conflicts_org').on(t.orgId, t.status),
    // Asked for each clash that a sync finds: was this pair settled before?
    index('conflicts_claims').on(t.claimA, t.claimB),
    check('conflicts_order', sql`${t.claimA} < ${t.claimB}`),
  ],
);
