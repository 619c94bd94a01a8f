import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { findFolds, type Told } from '../calendars/fold-stays.ts';
import type { Ctx } from '../ctx.ts';
import { refOf } from './facts.ts';
import type { Planned } from './plan.ts';
import type { ExpectedReservation, MappingEffect } from './schemas.ts';
import type { PlacedCalendar, Switched } from './switch.ts';

const SHOWN = 200;

/** What stood before any booking was moved. */
export type Before = {
  readonly unitIds: readonly string[];
  readonly openConflicts: ReadonlySet<string>;
  readonly bookings: readonly Booking[];
  readonly folds: ReadonlySet<string>;
};

type Booking = Awaited<ReturnType<typeof readBookings>>[number];

/** @param unitIds every unit that the changes touch, and those that hang together with them; locked */
export async function readBefore(
  tx: Ctx,
  plans: readonly Planned[],
  unitIds: readonly string[],
): Promise<Before> {
  const bookings = await readBookings(
    tx,
    plans.map((plan) => plan.listing.id),
  );
  const landing = new Map(
    plans.flatMap((plan) => (plan.willBeLive && plan.after ? [[plan.listing.id, plan.after.unitIds]] : [])),
  );
  const told = bookings.flatMap((one): (Told & { stayId: string })[] => {
    const unitIds = landing.get(one.listingId ?? '');
    return unitIds && one.unitId === null && one.stayStatus === 'active' ? [{ ...one, unitIds }] : [];
  });
  const folds = await findFolds(tx, told);
  return {
    unitIds,
    openConflicts: new Set((await readConflicts(tx, unitIds)).map((row) => row.id)),
    bookings,
    folds: new Set(told.filter((one) => folds.has(one)).map((one) => one.stayId)),
  };
}

/** What the changes have done, each to its own listing. */
export async function readEffects(
  tx: Ctx,
  plans: readonly Planned[],
  before: Before,
  switched: Switched,
): Promise<MappingEffect[]> {
  const appeared = await describeConflicts(tx, before);
  const told = new Set<string>();
  return plans.map((plan) => {
    const listingId = plan.listing.id;
    const own = before.bookings.filter((one) => one.listingId === listingId);
    const coming = plan.willBeLive && !plan.isBlocked ? own : [];
    const named = [...(plan.before?.unitIds ?? []), ...(plan.after?.unitIds ?? [])];
    const ofUnits = (calendars: readonly PlacedCalendar[]) =>
      calendars.filter((one) => named.includes(one.unitId ?? '')).map(({ id, name }) => ({ id, name }));
    const clashes = appeared.filter((one) => one.listingIds.includes(listingId) && !told.has(one.id));
    for (const one of clashes) told.add(one.id);
    return {
      listingId,
      unit: plan.units[0] ? refOf(plan.units[0]) : null,
      units: plan.units.map(refOf),
      guards: [...plan.guards],
      reservations: coming.slice(0, SHOWN).map((one) => expected(one, before)),
      reservationsTotal: coming.length,
      conflicts: clashes.map(({ checkIn, checkOut, other }) => ({
        checkIn,
        checkOut,
        withWhat: other.what,
        withChannel: other.channel,
      })),
      pausesCalendars: ofUnits(switched.paused),
      resumesCalendars: ofUnits(switched.resumed),
      staysElsewhere: own.filter((one) => isElsewhere(one, plan, tx.clock.now())).length,
    };
  });
}

function expected(one: Booking, before: Before): ExpectedReservation {
  const isCalendars = one.calendarId !== null || before.folds.has(one.stayId);
  return {
    externalId: one.externalId,
    checkIn: one.checkIn,
    checkOut: one.checkOut,
    status: one.status,
    kind: isCalendars ? 'folds_in' : one.unitId === null ? 'new' : 'known',
  };
}

/** A booking to come that stands where the listing does not put bookings (any more). */
function isElsewhere(one: Booking, plan: Planned, now: Temporal.Instant): boolean {
  const today = todayIn(plan.units[0]?.timeZone ?? 'UTC', now);
  const isToCome = one.stayStatus === 'active' && one.checkOut > today;
  return isToCome && one.unitId !== null && !plan.after?.unitIds.includes(one.unitId);
}

function readBookings(tx: Ctx, listingIds: readonly string[]) {
  return tx.db
    .select({
      stayId: stays.id,
      listingId: stays.listingId,
      unitId: stays.unitId,
      roomRef: stays.roomRef,
      checkIn: stays.checkIn,
      checkOut: stays.checkOut,
      stayStatus: stays.status,
      channel: reservations.channel,
      externalId: reservations.externalId,
      status: reservations.status,
      calendarId: reservations.calendarId,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, tx.org), inArray(stays.listingId, [...listingIds])))
    .orderBy(asc(stays.checkIn), asc(stays.id));
}

function readConflicts(tx: Ctx, unitIds: readonly string[]) {
  return tx.db
    .select()
    .from(conflicts)
    .where(
      and(eq(conflicts.orgId, tx.org), inArray(conflicts.unitId, [...unitIds]), eq(conflicts.status, 'open')),
    )
    .orderBy(asc(conflicts.id));
}

type Claimant = { readonly listingId: string | null; readonly what: string; readonly channel: string | null };

/** The open conflicts that were not there before, with whose they are and what the other side is. */
async function describeConflicts(tx: Ctx, before: Before) {
  const rows = (await readConflicts(tx, before.unitIds)).filter((row) => !before.openConflicts.has(row.id));
  const claimants = await readClaimants(
    tx,
    rows.flatMap((row) => [row.claimA, row.claimB]),
  );
  return rows.map((row) => {
    const sides = [row.claimA, row.claimB].map((id) => claimants.get(id) ?? UNKNOWN);
    const theirs = sides.find((side) => before.bookings.some((one) => one.listingId === side.listingId));
    const other = sides.find((side) => side !== theirs) ?? UNKNOWN;
    return {
      id: row.id,
      ...row.nights,
      listingIds: sides.flatMap((side) => side.listingId ?? []),
      other,
    };
  });
}

const UNKNOWN: Claimant = { listingId: null, what: '', channel: null };

async function readClaimants(tx: Ctx, ids: readonly string[]): Promise<Map<string, Claimant>> {
  if (ids.length === 0) return new Map();
  const stayRows = await tx.db
    .select({
      id: stays.id,
      listingId: stays.listingId,
      // A booking of our own has no code that a person knows.
      what: sql<string>`coalesce(${reservations.guestName}, ${reservations.externalId})`,
      channel: reservations.channel,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, tx.org), inArray(stays.id, [...ids])));
  const eventRows = await tx.db
    .select({ id: calendarEvents.id, what: externalCalendars.name, channel: externalCalendars.dialect })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .where(and(eq(calendarEvents.orgId, tx.org), inArray(calendarEvents.id, [...ids])));
  return new Map([
    ...stayRows.map(({ id, ...row }): [string, Claimant] => [id, row]),
    ...eventRows.map(({ id, ...row }): [string, Claimant] => [id, { ...row, listingId: null }]),
  ]);
}
