import { and, eq, gte, inArray, isNull, like, lt, or, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '#db/client.ts';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { unitParts, units } from '#db/schema/properties.ts';
import { foundClosures, rates } from '#db/schema/push.ts';
import { blocks, reservations, stays } from '#db/schema/reservations.ts';
import { addNights, type Night, union } from '#lib/kernel/nights.ts';
import { formatOwnUid } from '#lib/kernel/own-uid.ts';
import { closesNights, keepsClosed } from '../availability/closures.ts';
import { relatedUnits } from '../properties/rules.ts';
import { type FeedEntry, feedWindow, orderEntries, uidOf } from './rules.ts';

export type EntriesOf = {
  readonly orgId: string;
  readonly propertyId: string;
  readonly unitId: string | null;
  /** Left out: the events of this calendar and the stays it brought. */
  readonly sourceCalendarId: string | null;
  /** Left out: the bookings of this account, and the nights that it keeps closed. */
  readonly sourceConnectionId: string | null;
  readonly today: Night;
  readonly instanceId: string;
};

type Scope = EntriesOf & {
  readonly db: Database;
  readonly from: Night;
  readonly until: Night;
  readonly unitIds: readonly string[];
};
type Draft = FeedEntry & { readonly ownUid: string };

/**
 * What the feed of a unit tells: active stays, held or in conflict alike; blocks; nights kept free around stays; closures
 * that came from calendars, and nights that a connected channel keeps closed; each also from the units it cannot be sold beside (the whole it is part of, its own parts).
 * The feed of a property of several units tells each of these once, with the unit's name, but no preparation.
 * Nothing is merged, so that what ends frees exactly its own nights. Call in a snapshot with the version it is told under.
 */
export async function readEntries(db: Database, of: EntriesOf): Promise<FeedEntry[]> {
  const unitRows = await db
    .select({ id: units.id, name: units.name, preparationNights: units.preparationNights })
    .from(units)
    .where(and(eq(units.orgId, of.orgId), eq(units.propertyId, of.propertyId), isNull(units.archivedAt)));
  const known = new Map(unitRows.map((row) => [row.id, row]));
  const unitIds = of.unitId === null ? [...known.keys()] : await readRelated(db, of.orgId, of.unitId);
  const scope: Scope = { ...of, db, ...feedWindow(of.today), unitIds };
  const [stayRows, blockRows, closureRows, foundRows, unsold] = await Promise.all([
    readStays(scope),
    readBlocks(scope),
    readClosures(scope),
    readFoundClosures(scope),
    readUnsold(scope),
  ]);
  const nameOf = (unitId: string | null) =>
    of.unitId === null && unitId !== null ? (known.get(unitId)?.name ?? null) : null;
  const drafts: Draft[] = [
    ...stayRows.flatMap((row) => {
      const stay = toStay(scope, row, nameOf(row.unitId));
      // A part that needs a night to be made ready needs it after a guest of the whole house too.
      const preparation =
        of.unitId === null ? 0 : Math.max(...[row.unitId, of.unitId].map((id) => preparationOf(known, id)));
      return preparation === 0 ? [stay] : [stay, ...around(scope, row, preparation)];
    }),
    ...blockRows.map((row) => toDraft(scope, { ...row, what: 'block', unitName: nameOf(row.unitId) })),
    ...closureRows.map((row) =>
      toDraft(scope, { ...row, what: 'closure', unitName: nameOf(row.unitId), cameAs: row.uid }),
    ),
    ...foundRows.map((row) => toDraft(scope, { ...row, what: 'closure', unitName: nameOf(row.unitId) })),
    ...unsold.map((row) => toDraft(scope, { ...row, what: 'block', unitName: nameOf(row.unitId) })),
  ];
  return orderEntries(drafts);
}

function preparationOf(known: ReadonlyMap<string, { preparationNights: number }>, unitId: string | null) {
  return (unitId === null ? null : known.get(unitId)?.preparationNights) ?? 0;
}

async function readRelated(db: Database, orgId: string, unitId: string): Promise<string[]> {
  const parts = await db
    .select({ compositeId: unitParts.compositeId, partId: unitParts.partId })
    .from(unitParts)
    .where(eq(unitParts.orgId, orgId));
  return relatedUnits(unitId, parts);
}

type StayRow = Awaited<ReturnType<typeof readStays>>[number];

async function readStays(scope: Scope) {
  const { db, orgId, unitIds, sourceCalendarId, sourceConnectionId } = scope;
  const mine = and(eq(stays.orgId, orgId), inArray(stays.unitId, [...unitIds]), eq(stays.status, 'active'));
  const [rows, told] = await Promise.all([
    db
      .select({
        id: stays.id,
        unitId: stays.unitId,
        checkIn: stays.checkIn,
        checkOut: stays.checkOut,
        sequence: stays.sequence,
        guestName: reservations.guestName,
        channel: reservations.channel,
        externalId: reservations.externalId,
        calendarId: reservations.calendarId,
        connectionId: reservations.connectionId,
      })
      .from(stays)
      .innerJoin(reservations, eq(reservations.id, stays.reservationId))
      .where(and(mine, inWindow(scope, stays.checkIn, stays.checkOut))),
    // The events these stays came from, where it matters: from the counterpart, or from another Latchkey.
    db
      .select({
        stayId: calendarEvents.stayId,
        calendarId: calendarEvents.calendarId,
        uid: calendarEvents.uid,
      })
      .from(calendarEvents)
      .innerJoin(stays, eq(stays.id, calendarEvents.stayId))
      .where(
        and(
          mine,
          or(
            like(calendarEvents.uid, '%.latchkey'),
            sourceCalendarId === null ? undefined : eq(calendarEvents.calendarId, sourceCalendarId),
          ),
          standing,
        ),
      )
      .orderBy(calendarEvents.id),
  ]);
  const isTheirs = new Set<string | null>();
  const cameAs = new Map<string | null, string>();
  for (const event of told) {
    if (event.calendarId === sourceCalendarId) isTheirs.add(event.stayId);
    if (event.uid.endsWith('.latchkey') && !cameAs.has(event.stayId)) cameAs.set(event.stayId, event.uid);
  }
  return rows
    .filter(
      (row) =>
        !isTheirs.has(row.id) &&
        (sourceCalendarId === null || row.calendarId !== sourceCalendarId) &&
        (sourceConnectionId === null || row.connectionId !== sourceConnectionId),
    )
    .map((row) => ({ ...row, cameAs: cameAs.get(row.id) ?? null }));
}

/** Not a copy of something else, neither by our judgement nor by a person's. */
const standing = or(isNull(calendarEvents.judgement), eq(calendarEvents.judgement, 'distinct'));

function readBlocks(scope: Scope) {
  return scope.db
    .select({ id: blocks.id, unitId: blocks.unitId, checkIn: blocks.checkIn, checkOut: blocks.checkOut })
    .from(blocks)
    .where(
      and(
        eq(blocks.orgId, scope.orgId),
        inArray(blocks.unitId, [...scope.unitIds]),
        inWindow(scope, blocks.checkIn, blocks.checkOut),
      ),
    );
}

/** Events that close nights without being a stay: closures, and reservations of a calendar of several units. */
async function readClosures(scope: Scope) {
  const rows = await scope.db
    .select({
      id: calendarEvents.id,
      uid: calendarEvents.uid,
      calendarId: calendarEvents.calendarId,
      unitId: externalCalendars.unitId,
      checkIn: calendarEvents.checkIn,
      checkOut: calendarEvents.checkOut,
    })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .where(
      and(
        eq(calendarEvents.orgId, scope.orgId),
        eq(externalCalendars.propertyId, scope.propertyId),
        or(isNull(externalCalendars.unitId), inArray(externalCalendars.unitId, [...scope.unitIds])),
        closesNights(),
        inWindow(scope, calendarEvents.checkIn, calendarEvents.checkOut),
      ),
    )
    .orderBy(calendarEvents.id);
  return rows.filter((row) => row.calendarId !== scope.sourceCalendarId);
}

async function readFoundClosures(scope: Scope) {
  const rows = await scope.db
    .select({
      id: foundClosures.id,
      unitId: foundClosures.unitId,
      connectionId: foundClosures.connectionId,
      checkIn: foundClosures.checkIn,
      checkOut: foundClosures.checkOut,
    })
    .from(foundClosures)
    .where(
      and(
        eq(foundClosures.orgId, scope.orgId),
        inArray(foundClosures.unitId, [...scope.unitIds]),
        keepsClosed(),
        inWindow(scope, foundClosures.checkIn, foundClosures.checkOut),
      ),
    );
  return rows.filter((row) => row.connectionId !== scope.sourceConnectionId);
}

/** Nights that a person took from sale, as runs: of the unit itself, since its parts and its whole are sold apart. */
async function readUnsold(scope: Scope) {
  const rows = await scope.db
    .select({ unitId: rates.unitId, night: rates.night })
    .from(rates)
    .where(
      and(
        eq(rates.orgId, scope.orgId),
        inArray(rates.unitId, scope.unitId === null ? [...scope.unitIds] : [scope.unitId]),
        eq(rates.stopSell, true),
        gte(rates.night, scope.from),
        lt(rates.night, scope.until),
      ),
    );
  return [...Map.groupBy(rows, (row) => row.unitId)].flatMap(([unitId, nights]) =>
    union(nights.map(({ night }) => ({ checkIn: night, checkOut: addNights(night, 1) }))).map((run) => ({
      ...run,
      unitId,
      id: `${unitId}-${run.checkIn}`,
    })),
  );
}

function inWindow(scope: Scope, checkIn: PgColumn, checkOut: PgColumn): SQL | undefined {
  return and(gte(checkOut, scope.from), lt(checkIn, scope.until));
}

/** Channels' codes are their ids; of a booking by hand or from a plain calendar the id is nobody's code. */
function toStay(scope: Scope, row: StayRow, unitName: string | null): Draft {
  const hasCode = row.channel !== 'ical' && row.channel !== 'direct';
  const draft = toDraft(scope, { ...row, what: 'stay', unitName });
  return {
    ...draft,
    sequence: row.sequence,
    guestName: row.guestName,
    code: hasCode ? row.externalId : null,
  };
}

/** Nights kept free before and after a stay, as events of their own: they come and go with it. */
function around(scope: Scope, stay: StayRow, nights: number): Draft[] {
  const base = { unitId: stay.unitId, unitName: null, what: 'preparation' } as const;
  const before = { checkIn: addNights(stay.checkIn, -nights), checkOut: stay.checkIn };
  const after = { checkIn: stay.checkOut, checkOut: addNights(stay.checkOut, nights) };
  return [
    toDraft(scope, { ...base, ...before, id: `${stay.id}-before` }),
    toDraft(scope, { ...base, ...after, id: `${stay.id}-after` }),
  ].map((draft) => ({ ...draft, sequence: stay.sequence }));
}

function toDraft(
  scope: Scope,
  row: Pick<FeedEntry, 'checkIn' | 'checkOut' | 'what' | 'unitName'> & {
    readonly id: string;
    readonly unitId: string | null;
    readonly cameAs?: string | null;
  },
): Draft {
  // In the feed of several units an event belongs to its own unit, or to the property where it closes all of them.
  const unitId = scope.unitId ?? row.unitId ?? scope.propertyId;
  return {
    uid: uidOf(row.id, unitId, scope.instanceId, row.cameAs ?? null),
    ownUid: formatOwnUid({ subject: row.id, unitId, instanceId: scope.instanceId }),
    what: row.what,
    checkIn: row.checkIn,
    checkOut: row.checkOut,
    sequence: 0,
    guestName: null,
    code: null,
    unitName: row.unitName,
  };
}
