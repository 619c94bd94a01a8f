import { and, eq, inArray, isNotNull, ne, notExists, notInArray, or, sql } from 'drizzle-orm';
import { calendarEvents } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { CHANNELS, reservations, stays } from '#db/schema/reservations.ts';
import type { Ctx } from '../ctx.ts';
import { applyStays, type IncomingStay } from '../reservations/apply.ts';
import { fillPhoneTails } from './phone-tails.ts';
import type { AcceptedFeed, CalendarRow, EventRow, FeedCause, FeedPlan } from './types.ts';

type Input = {
  readonly calendar: CalendarRow;
  readonly unitId: string;
  readonly feed: AcceptedFeed;
  readonly plan: FeedPlan;
  /** Rows that are new or were written anew, as they stand now. */
  readonly touched: readonly EventRow[];
  readonly echoes: ReadonlySet<string>;
  readonly cause: FeedCause;
};

type Identity = {
  readonly channel: IncomingStay['channel'];
  readonly externalId: string;
  readonly roomRef: string;
};

/**
 * Turns the bookings among the events into reservations, and ends those whose events were believed gone. All in one
 * batch: two guests who swap their dates must not trip over each other.
 * @returns the ids of bookings that could not become a stay here, because another calendar has them on another unit, and
 * how many stays changed
 */
export async function applyFeedStays(
  tx: Ctx,
  input: Input,
): Promise<{ elsewhere: ReadonlySet<string>; changed: number }> {
  const unlinked = input.plan.same.filter((row) => row.stayId === null);
  const bookings = [...input.touched, ...unlinked].filter(
    (row) => isBooking(row) && !input.echoes.has(row.id),
  );
  const ended = await withoutOtherSource(tx, input.plan.free, input.calendar.id);
  const known = await readIdentities(tx, [...bookings, ...ended]);
  const foreign = await readForeignCodes(tx, input, bookings);
  const guests = new Map(input.feed.events.map((event) => [nameOf(event), event]));

  const elsewhere = new Set<string>();
  const arriving: { row: EventRow; stay: IncomingStay }[] = [];
  for (const row of bookings) {
    if (row.code !== null && foreign.has(row.code)) {
      elsewhere.add(row.id);
      continue;
    }
    const adopted = arriving.map((one) => one.stay.externalId);
    const identity =
      (row.stayId ? known.get(row.stayId) : undefined) ?? (await identityOf(tx, input, row, adopted));
    arriving.push({ row, stay: { ...incoming(row, identity, input), ...guestOf(guests.get(nameOf(row))) } });
  }
  const ending = ended.flatMap((row): IncomingStay[] => {
    const identity = row.stayId ? known.get(row.stayId) : undefined;
    // A person may have erased it meanwhile: then there is nothing left to end.
    return identity ? [{ ...incoming(row, identity, input), reservationStatus: 'cancelled' }] : [];
  });
  const batch = [...ending, ...arriving.map((one) => one.stay)];
  let changed = 0;
  if (batch.length > 0) {
    const applied = await applyStays(tx, batch, {
      reason: `calendar ${input.calendar.name}`,
      ...input.cause,
    });
    changed = applied.filter((one) => one.outcome !== 'unchanged').length;
    for (const [index, { row }] of arriving.entries()) {
      const stayId = applied[ending.length + index]?.stayId;
      if (stayId && stayId !== row.stayId) {
        await tx.db.update(calendarEvents).set({ stayId }).where(eq(calendarEvents.id, row.id));
      }
    }
  }
  await fillPhoneTails(tx, input.plan.same, (row) => guests.get(nameOf(row))?.phoneLastDigits ?? null);
  return { elsewhere, changed };
}

function isBooking(row: EventRow): boolean {
  return row.kind === 'reservation' && (row.judgement === null || row.judgement === 'distinct');
}

function incoming(row: EventRow, identity: Identity, input: Input): IncomingStay {
  return {
    ...identity,
    unitId: input.unitId,
    checkIn: row.checkIn,
    checkOut: row.checkOut,
    reservationStatus: row.tentative ? 'pending' : 'confirmed',
    calendarId: input.calendar.id,
  };
}

function guestOf(
  event: { guestName: string | null; phoneLastDigits: string | null } | undefined,
): Pick<IncomingStay, 'guest'> {
  if (!event?.guestName && !event?.phoneLastDigits) return {};
  return { guest: { name: event.guestName, phoneTail: event.phoneLastDigits } };
}

/** UIDs are reissued, so the guest of a row is found by what the row was just written with. */
function nameOf(event: { uid: string; recurrenceId: string | null; checkOut: string }): string {
  return `${event.uid}\n${event.recurrenceId ?? ''}\n${event.checkOut}`;
}

async function readIdentities(tx: Ctx, rows: readonly EventRow[]): Promise<Map<string, Identity>> {
  const ids = rows.flatMap((row) => (row.stayId ? [row.stayId] : []));
  if (ids.length === 0) return new Map();
  const found = await tx.db
    .select({
      stayId: stays.id,
      channel: reservations.channel,
      externalId: reservations.externalId,
      roomRef: stays.roomRef,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, tx.org), inArray(stays.id, ids)));
  return new Map(found.map(({ stayId, ...identity }) => [stayId, identity]));
}

/** A stay that another calendar still shows does not end because this one dropped it. */
async function withoutOtherSource(
  tx: Ctx,
  rows: readonly EventRow[],
  calendarId: string,
): Promise<EventRow[]> {
  const ids = rows.flatMap((row) => (row.stayId ? [row.stayId] : []));
  if (ids.length === 0) return [];
  const others = await tx.db
    .select({ stayId: calendarEvents.stayId })
    .from(calendarEvents)
    .where(
      and(
        eq(calendarEvents.orgId, tx.org),
        inArray(calendarEvents.stayId, ids),
        ne(calendarEvents.calendarId, calendarId),
      ),
    );
  const shown = new Set(others.map((row) => row.stayId));
  return rows.filter((row) => row.stayId !== null && !shown.has(row.stayId));
}

/**
 * Codes that another calendar has on another unit: the same link was pasted twice, or the booking is moving. Taking it
 * would make the stay jump between units with every poll; the event closes the nights here by itself until it is settled.
 */
async function readForeignCodes(tx: Ctx, input: Input, bookings: readonly EventRow[]): Promise<Set<string>> {
  const codes = bookings.flatMap((row) => (row.code !== null && row.stayId === null ? [row.code] : []));
  if (codes.length === 0) return new Set();
  const found = await tx.db
    .select({ code: reservations.externalId })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, tx.org),
        eq(reservations.channel, channelOf(input.feed)),
        inArray(reservations.externalId, codes),
        eq(reservations.followed, 'followed'),
        eq(stays.status, 'active'),
        ne(stays.unitId, input.unitId),
      ),
    );
  return new Set(found.map((row) => row.code));
}

function channelOf(feed: AcceptedFeed): IncomingStay['channel'] {
  return CHANNELS.find((one) => one === feed.channel) ?? 'ical';
}

/**
 * With a code the booking has the channel's own identity, so that a later connection to the channel finds it. Without
 * one, a reservation that a deleted calendar left behind on the same nights, or that the connected channel told of, is
 * taken up; else a name of our own.
 */
async function identityOf(
  tx: Ctx,
  input: Input,
  row: EventRow,
  adopted: readonly string[],
): Promise<Identity> {
  const channel = channelOf(input.feed);
  if (row.code !== null) return { channel, externalId: row.code, roomRef: '1' };
  const [left] = await tx.db
    .select({ externalId: reservations.externalId, roomRef: stays.roomRef })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, tx.org),
        eq(stays.unitId, input.unitId),
        eq(stays.status, 'active'),
        eq(stays.checkIn, row.checkIn),
        eq(stays.checkOut, row.checkOut),
        eq(reservations.channel, channel),
        or(eq(reservations.followed, 'no_longer_followed'), isOnlyListing(tx, input.unitId, channel)),
        notExists(shownBy(tx, input.calendar.id)),
        adopted.length > 0 ? notInArray(reservations.externalId, [...adopted]) : undefined,
      ),
    )
    .limit(1);
  return left
    ? { channel, ...left }
    : { channel, externalId: `${input.calendar.id}/${row.id}`, roomRef: '1' };
}

/** An event of this calendar that is the stay already: it is not two events at once. */
function shownBy(tx: Ctx, calendarId: string) {
  return tx.db
    .select({ one: sql`1` })
    .from(calendarEvents)
    .where(and(eq(calendarEvents.stayId, stays.id), eq(calendarEvents.calendarId, calendarId)));
}

/** Whether the channel sold the stay by the one listing that it has for the unit: two may each have sold these nights. */
function isOnlyListing(tx: Ctx, unitId: string, channel: string) {
  const another = tx.db
    .select({ one: sql`1` })
    .from(mappings)
    .innerJoin(mappingUnits, eq(mappingUnits.mappingId, mappings.id))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .where(
      and(
        eq(mappingUnits.unitId, unitId),
        ne(mappings.listingId, stays.listingId),
        sql`${connections.provider} = ${channel}`,
      ),
    );
  return and(isNotNull(stays.listingId), notExists(another));
}
