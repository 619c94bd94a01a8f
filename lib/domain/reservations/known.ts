import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { isId, newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';
import {
  type IncomingStay,
  mergeReservation,
  type ReservationFacts,
  type ReservationRow,
  reservationKey,
  type StayRow,
} from './rules.ts';

export type KnownReservation = { readonly row: ReservationRow; readonly stays: readonly StayRow[] };
export type LockedReservation = KnownReservation & {
  /** Whether a connection that works follows it: then no calendar decides its dates or its end. */
  readonly isLed: boolean;
};

/** Those whose word is fresh: one that is paused, has expired or was disconnected leads no more. */
const LEADING = ['connected', 'limited', 'error'] as const;

/** Rows a statement: 30 columns each, under Postgres's limit of parameters. */
const PER_STATEMENT = 1000;

/** The units on which these bookings stand so far. One round trip, no lock. */
export async function readUnitsOf(tx: Ctx, told: readonly IncomingStay[]): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ unitId: stays.unitId })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(reservations.orgId, tx.org), identityIn(told)));
  return rows.flatMap((row) => row.unitId ?? []);
}

/**
 * The reservations of these bookings with all their stays, locked; those that nobody knew are made first. Two that
 * bring the same new booking at once: the unique identity lets one in, the other waits here and then finds it.
 */
export async function lockReservations(
  tx: Ctx,
  told: readonly IncomingStay[],
): Promise<Map<string, LockedReservation>> {
  const now = tx.clock.now();
  const facts = new Map<string, { told: IncomingStay; facts: ReservationFacts }>();
  for (const stay of told) {
    const key = reservationKey(stay);
    facts.set(key, { told: stay, facts: mergeReservation(facts.get(key)?.facts ?? null, stay) });
  }
  // In the order of the identity, so that two batches wait for each other and never in a circle.
  const inOrder = [...facts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  for (const some of chunksOf(inOrder, PER_STATEMENT)) {
    const rows = some.map((one) => ({
      id: newReservationId(one.told),
      orgId: tx.org,
      channel: one.told.channel,
      externalId: one.told.externalId,
      ...one.facts,
      createdAt: now,
      updatedAt: now,
    }));
    await tx.db.insert(reservations).values(rows).onConflictDoNothing();
  }
  const locked = await tx.db
    .select({ row: reservations, isLed: isLedSql() })
    .from(reservations)
    .where(and(eq(reservations.orgId, tx.org), identityIn(told)))
    .orderBy(asc(reservations.channel), asc(reservations.externalId))
    .for('update');
  // A statement of its own: joined to the lock it would read the stays as they stood before the wait.
  const stayRows = await tx.db
    .select()
    .from(stays)
    .where(
      and(
        eq(stays.orgId, tx.org),
        inArray(
          stays.reservationId,
          locked.map(({ row }) => row.id),
        ),
      ),
    );
  const staysOf = Map.groupBy(stayRows, (stay) => stay.reservationId);
  return new Map(
    locked.map(({ row, isLed }) => [reservationKey(row), { row, isLed, stays: staysOf.get(row.id) ?? [] }]),
  );
}

/** For queries over reservations: whether a connection that works follows it. */
export function isLedSql(): SQL<boolean> {
  return sql<boolean>`exists (
    select 1 from ${connections} c where c.id = ${reservations.connectionId}
      and c.status in (${sql.join(
        LEADING.map((status) => sql`${status}`),
        sql`, `,
      )}))`;
}

/** For a direct booking we are the channel: it has one id. */
function newReservationId(told: IncomingStay): string {
  return told.channel === 'direct' && isId('reservation', told.externalId)
    ? told.externalId
    : newId('reservation');
}

/** One parameter however many there are: a first sync may bring thousands. */
function identityIn(told: readonly IncomingStay[]): SQL {
  const keys = told.map(({ channel, externalId }) => ({ channel, external_id: externalId }));
  return sql`(${reservations.channel}, ${reservations.externalId}) in (
    select k.channel, k.external_id
    from json_to_recordset(${JSON.stringify(keys)}::text::json) as k(channel text, external_id text))`;
}
