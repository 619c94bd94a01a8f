import { and, asc, eq, inArray, like, sql } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import type { NightRange } from '#lib/kernel/nights.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import type { ReservationRow, StayRow } from '../reservations/rules.ts';

/** A booking that a channel tells by its code, and the units on any of which it belongs: one, or a pool. */
export type Told = NightRange & {
  readonly channel: ReservationRow['channel'];
  readonly externalId: string;
  readonly roomRef: string;
  readonly listingId: string | null;
  readonly unitIds: readonly string[];
};

export type Folded = { readonly told: Told; readonly reservationId: string };

type Known = { readonly reservation: ReservationRow; readonly stay: StayRow };

/** The name that a calendar's booking gets where the channel's calendar tells no code: calendar/event. */
const OF_CALENDAR = 'cal\\_%/evt\\_%';

/**
 * Bookings that came by a calendar of the channel without a code, and now come by their own name: each keeps its row,
 * and what people wrote on it, and gets the name. Meant are those on the same unit and on exactly the same nights.
 * Where the named one waits already in a row of its own without a unit, that row goes and what it knew comes along.
 *
 * To be called before `applyStays` brings the same bookings, in its transaction; it finds them by their names then.
 * Two at once wait for each other at the units. Again: nothing is left to fold.
 */
export async function foldStays(tx: Ctx, told: readonly Told[], cause?: Cause): Promise<Folded[]> {
  if (told.length === 0) return [];
  await lockUnits(tx, [...new Set(told.flatMap((one) => one.unitIds))]);
  const nameless = await readNameless(tx, told);
  if (nameless.length === 0) return [];
  const named = await readNamed(tx, told);
  const folded: (Folded & { into: Known; from: Known | null })[] = [];
  const taken = new Set<string>();
  for (const one of told) {
    const from = named.get(nameOf(one)) ?? [];
    // On a unit already, or of several rooms: then it is no matter of names alone.
    if (from.length > 1 || from.some(({ stay }) => stay.unitId !== null || stay.status !== 'active'))
      continue;
    const into = nameless.find((known) => !taken.has(known.stay.id) && isSame(known, one));
    if (!into) continue;
    taken.add(into.stay.id);
    folded.push({ told: one, reservationId: into.reservation.id, into, from: from[0] ?? null });
  }
  for (const one of folded) await rename(tx, one);
  await bumpCalendarVersions(tx, [...new Set(folded.flatMap(({ into }) => into.stay.unitId ?? []))]);
  await recordAll(
    tx,
    folded.map(({ told: one, into, from }) => ({
      action: 'reservation.folded',
      subject: { kind: 'reservation', id: into.reservation.id },
      unitId: into.stay.unitId,
      reason: 'the channel names what its calendar showed without a code',
      before: { externalId: into.reservation.externalId, calendarId: into.reservation.calendarId },
      after: {
        externalId: one.externalId,
        stayId: into.stay.id,
        checkIn: one.checkIn,
        checkOut: one.checkOut,
        replaces: from?.reservation.id ?? null,
      },
      messageId: cause?.messageId ?? null,
      runId: cause?.runId ?? null,
    })),
  );
  return folded.map(({ told: one, reservationId }) => ({ told: one, reservationId }));
}

/** Which of these would fold, without changing anything. */
export async function findFolds(ctx: Ctx, told: readonly Told[]): Promise<Set<Told>> {
  const nameless = told.length > 0 ? await readNameless(ctx, told) : [];
  const taken = new Set<string>();
  return new Set(
    told.filter((one) => {
      const into = nameless.find((known) => !taken.has(known.stay.id) && isSame(known, one));
      if (into) taken.add(into.stay.id);
      return into !== undefined;
    }),
  );
}

function isSame({ reservation, stay }: Known, told: Told): boolean {
  return (
    reservation.channel === told.channel &&
    stay.unitId !== null &&
    told.unitIds.includes(stay.unitId) &&
    stay.checkIn === told.checkIn &&
    stay.checkOut === told.checkOut
  );
}

function nameOf(one: { channel: string; externalId: string }): string {
  return `${one.channel}\n${one.externalId}`;
}

/** The oldest first, so that the same two always meet. */
function readNameless(ctx: Ctx, told: readonly Told[]): Promise<Known[]> {
  return ctx.db
    .select({ reservation: reservations, stay: stays })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, ctx.org),
        inArray(stays.unitId, [...new Set(told.flatMap((one) => one.unitIds))]),
        eq(stays.status, 'active'),
        inArray(reservations.channel, [...new Set(told.map((one) => one.channel))]),
        like(reservations.externalId, OF_CALENDAR),
      ),
    )
    .orderBy(asc(stays.createdAt), asc(stays.id));
}

/** What stands under these names so far, locked: a poll that brings one of them waits here. */
async function readNamed(tx: Ctx, told: readonly Told[]): Promise<Map<string, Known[]>> {
  const keys = JSON.stringify(told.map(({ channel, externalId }) => ({ channel, external_id: externalId })));
  const rows = await tx.db
    .select({ reservation: reservations, stay: stays })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(
      and(
        eq(reservations.orgId, tx.org),
        sql`(${reservations.channel}, ${reservations.externalId}) in (
          select k.channel, k.external_id
          from json_to_recordset(${keys}::text::json) as k(channel text, external_id text))`,
      ),
    )
    .orderBy(asc(reservations.channel), asc(reservations.externalId))
    .for('update', { of: reservations });
  return Map.groupBy(rows, ({ reservation }) => nameOf(reservation));
}

/** Columns that say which row it is and how it came here, not what the booking is. */
const OF_THE_ROW = ['id', 'orgId', 'calendarId', 'followed', 'note', 'createdAt', 'updatedAt'] as const;

async function rename(tx: Ctx, { told, into, from }: { told: Told; into: Known; from: Known | null }) {
  const now = tx.clock.now();
  // The name is unique: the row that waited lets go of it first. It held no night.
  if (from) await tx.db.delete(reservations).where(eq(reservations.id, from.reservation.id));
  await tx.db
    .update(reservations)
    .set({
      ...(from ? knowledgeOf(from.reservation) : {}),
      externalId: told.externalId,
      updatedAt: now,
    })
    .where(eq(reservations.id, into.reservation.id));
  await tx.db
    .update(stays)
    .set({
      roomRef: told.roomRef,
      listingId: told.listingId,
      sequence: into.stay.sequence + 1,
      updatedAt: now,
    })
    .where(eq(stays.id, into.stay.id));
}

/** What the channel told of a booking: everything it knows, and nothing where it is silent. */
function knowledgeOf(row: ReservationRow): Partial<ReservationRow> {
  const told = Object.entries(row).filter(
    ([column, value]) => value !== null && !OF_THE_ROW.some((name) => name === column),
  );
  // Entries of a row, less some: each still under its own name.
  return Object.fromEntries(told) as Partial<ReservationRow>;
}
