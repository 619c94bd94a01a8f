import { and, eq, exists, gt, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { units } from '#db/schema/properties.ts';
import { conflicts, holds, reservations, stays } from '#db/schema/reservations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Money } from '#lib/kernel/money.ts';
import { can } from '../access/rules.ts';
import type { Ctx } from '../ctx.ts';
import { listJournal } from '../journal/queries.ts';
import { orderOf } from './order.ts';
import type { ReservationRow } from './rules.ts';
import type { Reservation, ReservationDetail, ReservationQuery } from './schemas.ts';

/**
 * Reservations, the newest first unless asked otherwise. `from` and `to` ask for those with a room that shares a night with [from, to).
 * Three round trips whatever the page.
 * @throws AppError invalid_input for a cursor that is not one of this order's
 */
export async function listReservations(
  ctx: Ctx,
  asked: ReservationQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Reservation[]; nextCursor: string | null }> {
  const order = orderOf(asked.sort ?? 'heard');
  const rows = await ctx.db
    .select({ row: reservations, key: order.key })
    .from(reservations)
    .where(
      and(
        eq(reservations.orgId, ctx.org),
        asked.status ? eq(reservations.status, asked.status) : undefined,
        asked.channel ? eq(reservations.channel, asked.channel) : undefined,
        asked.q ? mentions(asked.q) : undefined,
        asked.from || asked.to || asked.unit ? hasRoom(ctx, asked) : undefined,
        asked.cursor ? order.after(asked.cursor) : undefined,
      ),
    )
    .orderBy(...order.by)
    .limit(asked.limit + 1);
  const shown = rows.slice(0, asked.limit);
  const last = shown.at(-1);
  return {
    items: await describe(
      ctx,
      shown.map((one) => one.row),
    ),
    nextCursor: rows.length > asked.limit && last ? order.cursorOf(last.key, last.row.id) : null,
  };
}

/** One reservation, with its last 100 journal rows for those who may read them. @throws AppError not_found */
export async function getReservation(ctx: Ctx, id: string): Promise<ReservationDetail> {
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(and(eq(reservations.orgId, ctx.org), eq(reservations.id, id)));
  const [reservation] = await describe(ctx, rows);
  if (!reservation) throw notFound('reservation');
  const mayRead = !('role' in ctx.actor) || can(ctx.actor.role, 'journal.read');
  const journal = mayRead ? await listJournal(ctx, { subject: id, limit: 100 }) : null;
  return { ...reservation, journal: journal?.items ?? [] };
}

function mentions(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(
    ilike(reservations.guestName, pattern),
    ilike(reservations.guestEmail, pattern),
    ilike(reservations.externalId, pattern),
    /^\d{3,6}$/.test(text) ? endsIn(text) : undefined,
  );
}

/** Guests say the end of their number. Of what a calendar tells no more than four digits are known: those must agree. */
function endsIn(digits: string): SQL {
  return sql`(right(regexp_replace(${reservations.guestPhone}, '\\D', '', 'g'), ${digits.length}) = ${digits}
    or length(${reservations.phoneTail}) >= 3
      and right(${reservations.phoneTail}, ${digits.length}) = right(${digits}, length(${reservations.phoneTail})))`;
}

function hasRoom(ctx: Ctx, asked: ReservationQuery): SQL {
  const ofProperty = asked.unit?.startsWith('prp_');
  const inUnits = asked.unit
    ? ofProperty
      ? inArray(
          stays.unitId,
          ctx.db.select({ id: units.id }).from(units).where(eq(units.propertyId, asked.unit)),
        )
      : eq(stays.unitId, asked.unit)
    : undefined;
  return exists(
    ctx.db
      .select({ one: sql`1` })
      .from(stays)
      .where(
        and(
          eq(stays.reservationId, reservations.id),
          asked.to ? lt(stays.checkIn, asked.to) : undefined,
          asked.from ? gt(stays.checkOut, asked.from) : undefined,
          inUnits,
        ),
      ),
  );
}

async function describe(ctx: Ctx, rows: readonly ReservationRow[]): Promise<Reservation[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const held = ctx.db.select({ one: sql`1` }).from(holds).where(eq(holds.stayId, stays.id));
  const rooms = await ctx.db
    .select({ stay: stays, isHeld: sql<boolean>`${exists(held)}` })
    .from(stays)
    .where(and(eq(stays.orgId, ctx.org), inArray(stays.reservationId, ids)))
    .orderBy(stays.roomRef);
  const stayIds = rooms.map((room) => room.stay.id);
  const open = await ctx.db
    .select({
      id: conflicts.id,
      claims: sql<[string, string]>`array[${conflicts.claimA}, ${conflicts.claimB}]`,
    })
    .from(conflicts)
    .where(
      and(
        eq(conflicts.orgId, ctx.org),
        eq(conflicts.status, 'open'),
        or(inArray(conflicts.claimA, stayIds), inArray(conflicts.claimB, stayIds)),
      ),
    );
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    externalId: row.externalId,
    status: row.status,
    calendarId: row.calendarId,
    isFollowed: row.followed === 'followed',
    guest: {
      name: row.guestName,
      email: row.guestEmail,
      phone: row.guestPhone,
      phoneTail: row.phoneTail,
    },
    guests: row.guests,
    adults: row.adults,
    children: row.children,
    infants: row.infants,
    total: moneyOf(row.totalMinor, row.currency),
    payout: moneyOf(row.payoutMinor, row.payoutCurrency),
    note: row.note,
    connectionId: row.connectionId,
    channelStatus: row.channelStatus,
    hasUnknownStatus: row.hasUnknownStatus,
    gateAskedAt: row.gateAskedAt?.toString() ?? null,
    bookedAt: row.bookedAt?.toString() ?? null,
    stays: rooms
      .filter(({ stay }) => stay.reservationId === row.id)
      .map(({ stay, isHeld }) => ({
        id: stay.id,
        roomRef: stay.roomRef,
        unitId: stay.unitId,
        listingId: stay.listingId,
        checkIn: stay.checkIn,
        checkOut: stay.checkOut,
        status: stay.status,
        isHeld,
        conflictIds: open.filter((one) => one.claims.includes(stay.id)).map((one) => one.id),
      })),
    createdAt: row.createdAt.toString(),
    updatedAt: row.updatedAt.toString(),
    cancelledAt: row.cancelledAt?.toString() ?? null,
  }));
}

function moneyOf(amount: number | null, currency: string | null): Money | null {
  return amount !== null && currency !== null ? { amount, currency } : null;
}
