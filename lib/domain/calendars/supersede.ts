import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { SealError } from '#lib/platform/seal.ts';
import type { Ctx } from '../ctx.ts';
import { cancelJob, enqueue } from '../jobs/enqueue.ts';
import { recordAll } from '../journal/record.ts';
import { openLink } from './link.ts';
import { isOfAnother, isOfChannel } from './supersede-rules.ts';
import type { CalendarRow } from './types.ts';

/*
 * Where the channel itself is connected, its calendar of the same unit is not asked any more: two sources of one truth
 * would contradict each other for hours. It is paused, never deleted; a disconnect, an undo or a person lets it go on.
 * Lock order: listing, mapping, calendars, units.
 */

export type Successor = {
  readonly mappingId: string;
  /** One, or those of a pool. */
  readonly unitIds: readonly string[];
  readonly provider: string;
  /** The listing's id at the channel, and those of the account's other listings: a link may name one of them. */
  readonly listing: string;
  readonly otherListings: ReadonlySet<string>;
};

/**
 * Pauses the units' calendars of the channel in favour of a mapping. One that a person had paused is not asked either
 * way and is not let go on later. In the caller's transaction, which holds the mapping's row; again: nothing changes.
 * @param only ids: leaves out those that a person has let go on since
 * @returns those that were being asked until now
 */
export async function takeOverCalendars(
  tx: Ctx,
  by: Successor,
  only?: readonly string[],
): Promise<CalendarRow[]> {
  // A sync in flight holds the row while it applies; one that applies later finds its bookings known already.
  const rows = await tx.db
    .select()
    .from(externalCalendars)
    .where(
      and(
        eq(externalCalendars.orgId, tx.org),
        inArray(externalCalendars.unitId, [...by.unitIds]),
        isNull(externalCalendars.supersededBy),
        only ? inArray(externalCalendars.id, [...only]) : undefined,
      ),
    )
    .orderBy(asc(externalCalendars.id))
    .for('update');
  const meant = rows.filter(
    (row) => isOfChannel(row, by.provider) && !isOfAnother(readLink(tx, row), by.listing, by.otherListings),
  );
  const paused = meant.filter((row) => row.isActive);
  const now = tx.clock.now();
  for (const row of meant) {
    await tx.db
      .update(externalCalendars)
      .set({ supersededBy: by.mappingId, isActive: false, updatedAt: now })
      .where(eq(externalCalendars.id, row.id));
    await cancelJob(tx, 'calendar.sync', row.id);
  }
  await remember(
    tx,
    by.mappingId,
    paused.map((row) => row.id),
    only !== undefined,
  );
  await recordAll(
    tx,
    paused.map((row) => entryOf(row, 'calendar.paused', by.mappingId)),
  );
  return paused;
}

/** Which ones a mapping has paused: those of now, or those besides the ones before. */
async function remember(tx: Ctx, mappingId: string, ids: readonly string[], isMore: boolean): Promise<void> {
  if (isMore && ids.length === 0) return;
  const [row] = await tx.db
    .select({ pausedIds: mappings.pausedCalendarIds })
    .from(mappings)
    .where(and(eq(mappings.orgId, tx.org), eq(mappings.id, mappingId)))
    .for('update');
  const known = isMore ? (row?.pausedIds ?? []) : [];
  await tx.db
    .update(mappings)
    .set({ pausedCalendarIds: [...new Set([...known, ...ids])] })
    .where(eq(mappings.id, mappingId));
}

/**
 * The account was connected again: its mappings pause the calendars that the disconnect let go on, and no others. In the
 * transaction that revives the connection, after its mappings were switched on.
 */
export async function takeOverAgain(tx: Ctx, connectionId: string): Promise<CalendarRow[]> {
  const live = await tx.db
    .select({
      mappingId: mappings.id,
      unitIds: sql<string[]>`array(
        select mu.unit_id from mapping_units mu where mu.mapping_id = ${mappings.id} order by mu.position)`,
      pausedIds: mappings.pausedCalendarIds,
      provider: connections.provider,
      listing: listings.externalId,
    })
    .from(mappings)
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .where(
      and(
        eq(mappings.orgId, tx.org),
        eq(mappings.connectionId, connectionId),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
      ),
    )
    .orderBy(asc(mappings.id))
    .for('update', { of: mappings });
  const paused: CalendarRow[] = [];
  for (const { pausedIds, ...one } of live) {
    if (pausedIds.length === 0) continue;
    paused.push(...(await takeOverCalendars(tx, { ...one, otherListings: NO_OTHERS }, pausedIds)));
  }
  return paused;
}

/** What it paused before it may pause again, whatever the link names by now. */
const NO_OTHERS: ReadonlySet<string> = new Set();

/**
 * Lets the calendars that these mappings paused go on: each is asked at once. The mappings remember which they were, so
 * that a new connect can pause the same again. In the caller's transaction, which holds the rows of the mappings.
 * @returns those that are being asked again
 */
export async function releaseCalendars(tx: Ctx, mappingIds: readonly string[]): Promise<CalendarRow[]> {
  if (mappingIds.length === 0) return [];
  const rows = await tx.db
    .select({ calendar: externalCalendars, pausedIds: mappings.pausedCalendarIds })
    .from(externalCalendars)
    .innerJoin(mappings, eq(mappings.id, externalCalendars.supersededBy))
    .where(and(eq(externalCalendars.orgId, tx.org), inArray(mappings.id, [...mappingIds])))
    .orderBy(asc(externalCalendars.id))
    .for('update', { of: externalCalendars });
  const now = tx.clock.now();
  const resumed = rows.filter((row) => row.pausedIds.includes(row.calendar.id)).map((row) => row.calendar);
  for (const { calendar } of rows) {
    const goesOn = resumed.includes(calendar);
    await tx.db
      .update(externalCalendars)
      .set({
        supersededBy: null,
        ...(goesOn ? { isActive: true, nextSyncAt: now } : {}),
        updatedAt: now,
      })
      .where(eq(externalCalendars.id, calendar.id));
    if (goesOn) await askAtOnce(tx, calendar.id, now);
  }
  await recordAll(
    tx,
    resumed.map((row) => entryOf(row, 'calendar.resumed', row.supersededBy)),
  );
  return resumed;
}

/**
 * A person lets one calendar go on although the channel is connected: its mapping forgets it and will not pause it again
 * by itself. In the transaction that resumes it. Nothing superseded it: nothing happens.
 */
export async function letCalendarGoOn(tx: Ctx, calendarId: string): Promise<void> {
  // As it is by now: a mapping may have taken it over since the person looked. Here the calendar is locked before the
  // mapping, elsewhere after it: two who meet so are told apart by Postgres, and one of them runs again.
  const [calendar] = await tx.db
    .select({ by: externalCalendars.supersededBy })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, tx.org), eq(externalCalendars.id, calendarId)))
    .for('update');
  if (!calendar?.by) return;
  const [mapping] = await tx.db
    .select({ pausedIds: mappings.pausedCalendarIds })
    .from(mappings)
    .where(and(eq(mappings.orgId, tx.org), eq(mappings.id, calendar.by)))
    .for('update');
  if (mapping)
    await tx.db
      .update(mappings)
      .set({ pausedCalendarIds: mapping.pausedIds.filter((id) => id !== calendarId) })
      .where(eq(mappings.id, calendar.by));
  await tx.db
    .update(externalCalendars)
    .set({ supersededBy: null })
    .where(eq(externalCalendars.id, calendarId));
}

/** Empty where the link was sealed with a key that is gone: what it names is not known then. */
export function readLink(ctx: Ctx, calendar: Pick<CalendarRow, 'id' | 'urlSealed'>): string {
  try {
    return openLink(ctx, calendar.id, calendar.urlSealed);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    ctx.log.warn({ err: error, calendarId: calendar.id }, 'a calendar whose link cannot be opened');
    return '';
  }
}

function askAtOnce(tx: Ctx, calendarId: string, now: Temporal.Instant): Promise<void> {
  return enqueue(tx, {
    kind: 'calendar.sync',
    key: calendarId,
    payload: { calendarId, trigger: 'schedule' },
    dueAt: now,
  });
}

function entryOf(row: CalendarRow, action: string, mappingId: string | null) {
  const isActive = action === 'calendar.resumed';
  return {
    action,
    subject: { kind: 'calendar', id: row.id },
    unitId: row.unitId,
    reason: isActive ? 'its mapping no longer brings the bookings' : 'the channel itself brings the bookings',
    before: { name: row.name, host: row.urlHost, isActive: !isActive },
    after: { name: row.name, host: row.urlHost, isActive, mappingId },
  };
}
