import { and, eq, gt, inArray, isNotNull, lt, ne, or, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections, listings, quarantine } from '#db/schema/connections.ts';
import { noticeChoices } from '#db/schema/notices.ts';
import { memberships, users } from '#db/schema/organizations.ts';
import { units } from '#db/schema/properties.ts';
import { conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { attentionOf } from '../calendars/attention-rules.ts';
import type { Deps } from '../ctx.ts';
import { bellState } from '../runs/bells.ts';
import type { Cause } from './rules.ts';
import { NoticeFacts } from './schemas.ts';

export type FoundCause = Cause & { readonly org: string; readonly facts: NoticeFacts };
export type CauseWorld = Pick<Deps, 'db' | 'clock'>;

/** Failures in a row before it is worth a message: one time-out mends itself. */
const FAILURES = 3;
/** Whatever fails today: a server that is away answers in several ways, and each would be a message. */
const FAILING = 'failing';
const EXPIRING_DAYS = 7;
/** A hold on our word to the channel's gate asks by itself; from here on a person should. */
const GATE_HOURS = 2;
const NEW_HOURS = 24;

const facts = (given: { variant: string; path: string } & Partial<NoticeFacts>): NoticeFacts =>
  NoticeFacts.parse(given);
const since = (at: Temporal.Instant) => sql`${at.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
/** Nights that are over everywhere on earth need nobody any more. */
const notOver = (world: CauseWorld) => world.clock.now().subtract({ hours: 36 }).toString().slice(0, 10);

/** Open conflicts over nights that are not over. */
export async function conflictCauses(world: CauseWorld): Promise<FoundCause[]> {
  const rows = await world.db
    .select({ conflict: conflicts, unit: units.name })
    .from(conflicts)
    .innerJoin(units, eq(units.id, conflicts.unitId))
    .where(and(eq(conflicts.status, 'open'), sql`upper(${conflicts.nights}) > ${notOver(world)}::date`));
  return rows.map(({ conflict, unit }) => ({
    org: conflict.orgId,
    kind: 'conflict',
    cause: `conflict:${conflict.id}`,
    state: `${conflict.kind} ${conflict.claimA} ${conflict.claimB}`,
    facts: facts({
      variant: conflict.kind === 'double_booking' ? 'double' : 'possible',
      path: '/inbox',
      unit,
      ...conflict.nights,
    }),
  }));
}

/** Stays that no unit holds, and bookings whose standing nobody knows. */
export async function bookingCauses(world: CauseWorld): Promise<FoundCause[]> {
  const gateSince = world.clock.now().subtract({ hours: GATE_HOURS });
  const rows = await world.db
    .select({ reservation: reservations, stay: stays, unit: units.name, listing: listings.name })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .leftJoin(units, eq(units.id, stays.unitId))
    .leftJoin(listings, eq(listings.id, stays.listingId))
    .where(
      and(
        eq(stays.status, 'active'),
        gt(stays.checkOut, sql`${notOver(world)}::date`),
        or(
          sql`${stays.unitId} is null`,
          eq(reservations.hasUnknownStatus, true),
          lt(reservations.gateAskedAt, gateSince),
        ),
      ),
    );
  const found = new Map<string, FoundCause>();
  for (const { reservation, stay, unit, listing } of rows) {
    const told = {
      path: `/reservations/${reservation.id}`,
      channel: reservation.channel,
      checkIn: stay.checkIn,
      checkOut: stay.checkOut,
      name: listing,
      unit,
    };
    const add = (kind: 'booking_unmapped' | 'booking_unknown_status', state: string, variant: string) => {
      const cause = `reservation:${reservation.id}`;
      // A booking of several rooms is one cause.
      found.set(`${kind} ${cause}`, {
        org: reservation.orgId,
        kind,
        cause,
        state,
        facts: facts({ ...told, variant, status: reservation.channelStatus }),
      });
    };
    if (!stay.unitId) add('booking_unmapped', 'unmapped', 'unmapped');
    if (reservation.hasUnknownStatus)
      add('booking_unknown_status', `status ${reservation.channelStatus ?? ''}`, 'status');
    else if (reservation.gateAskedAt && Temporal.Instant.compare(reservation.gateAskedAt, gateSince) < 0)
      add('booking_unknown_status', 'gate', 'gate');
  }
  return [...found.values(), ...(await unreadable(world))];
}

async function unreadable(world: CauseWorld): Promise<FoundCause[]> {
  const rows = await world.db
    .select({ row: quarantine, provider: connections.provider })
    .from(quarantine)
    .innerJoin(connections, eq(connections.id, quarantine.connectionId))
    .where(sql`${quarantine.settledAt} is null`);
  return rows.map(({ row, provider }) => ({
    org: row.orgId,
    kind: 'booking_unknown_status',
    cause: `quarantine:${row.id}`,
    state: 'unreadable',
    facts: facts({ variant: 'unreadable', path: '/inbox', channel: provider }),
  }));
}

/**
 * Bookings of the last day that a channel or calendar brought, where somebody wants to be told of such since before it
 * came. What the first import of a source brings was booked before, and is not new: it says so itself, or came within
 * an hour of the source.
 */
export async function newBookingCauses(world: CauseWorld): Promise<FoundCause[]> {
  const from = world.clock.now().subtract({ hours: NEW_HOURS });
  const rows = await world.db
    .select({ reservation: reservations, stay: stays, unit: units.name })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .leftJoin(units, eq(units.id, stays.unitId))
    .leftJoin(externalCalendars, eq(externalCalendars.id, reservations.calendarId))
    .leftJoin(connections, eq(connections.id, reservations.connectionId))
    .where(
      and(
        ne(reservations.channel, 'direct'),
        ne(reservations.status, 'cancelled'),
        gt(reservations.createdAt, from),
        gt(stays.checkOut, sql`${notOver(world)}::date`),
        sql`exists (select 1 from ${noticeChoices} c where c.org_id = ${reservations.orgId}
          and c.kind = 'booking_new' and c.is_on and c.updated_at <= ${reservations.createdAt})`,
        sql`case when ${reservations.bookedAt} is not null then ${reservations.bookedAt} > ${since(from)}
          else ${reservations.createdAt} > coalesce(${connections.connectedAt}, ${externalCalendars.createdAt}) + interval '1 hour' end`,
      ),
    );
  return rows.map(({ reservation, stay, unit }) => ({
    org: reservation.orgId,
    kind: 'booking_new',
    cause: `reservation:${reservation.id}`,
    state: 'new',
    facts: facts({
      variant: 'new',
      path: `/reservations/${reservation.id}`,
      channel: reservation.channel,
      unit,
      checkIn: stay.checkIn,
      checkOut: stay.checkOut,
    }),
  }));
}

/** Connections that a person must mend, that keep failing, that are silent, or whose permission runs out. */
export async function connectionCauses(world: CauseWorld): Promise<FoundCause[]> {
  const now = world.clock.now();
  const rows = await world.db
    .select()
    .from(connections)
    .where(inArray(connections.status, ['connected', 'limited', 'expired', 'error']));
  return rows.flatMap((row): FoundCause[] => {
    const about = { org: row.orgId, cause: `connection:${row.id}` };
    const told = { path: '/channels', channel: row.provider, name: row.accountName };
    if (row.status === 'expired' || row.status === 'error') {
      return [
        {
          ...about,
          kind: 'connection_dead',
          state: row.status,
          facts: facts({ ...told, variant: row.status }),
        },
      ];
    }
    const found: FoundCause[] = [];
    if (row.consecutiveFailures >= FAILURES) {
      found.push({
        ...about,
        kind: 'sync_failed',
        state: FAILING,
        facts: facts({ ...told, variant: 'connection' }),
      });
    } else if (isSilent(row, now)) {
      const at = row.lastSuccessAt?.toString() ?? null;
      const told1 = facts({ ...told, variant: 'connection', at });
      found.push({ ...about, kind: 'feed_stale', state: 'stale', facts: told1 });
    }
    const ends = row.tokenExpiresAt;
    if (ends && !row.refreshTokenSealed && isNear(ends, row.connectedAt, now)) {
      const told1 = facts({ ...told, variant: 'expiring', at: ends.toString() });
      found.push({ ...about, kind: 'connection_expiring', state: ends.toString(), facts: told1 });
    }
    return found;
  });
}

function isSilent(row: typeof connections.$inferSelect, now: Temporal.Instant): boolean {
  const heard = row.lastSuccessAt ?? row.connectedAt;
  const minutes = Math.max(row.intervalMinutes * 3, 60);
  return Temporal.Instant.compare(heard.add({ minutes }), now) < 0;
}

/** A week before, or the last quarter of a permission that is shorter than four weeks. */
function isNear(ends: Temporal.Instant, began: Temporal.Instant, now: Temporal.Instant): boolean {
  const quarterMs = (ends.epochMilliseconds - began.epochMilliseconds) / 4;
  const ahead = Math.min(EXPIRING_DAYS * 86_400_000, Math.max(0, quarterMs));
  return now.epochMilliseconds >= ends.epochMilliseconds - ahead;
}

/** Calendars that wait for a person, by the rule of the inbox. */
export async function calendarCauses(world: CauseWorld): Promise<FoundCause[]> {
  const rows = await world.db
    .select({ calendar: externalCalendars, unit: units.name })
    .from(externalCalendars)
    .leftJoin(units, eq(units.id, externalCalendars.unitId))
    .where(and(eq(externalCalendars.isActive, true), isNotNull(externalCalendars.lastSyncAt)));
  const nowMs = world.clock.now().epochMilliseconds;
  return rows.flatMap(({ calendar, unit }): FoundCause[] => {
    const lastSuccessMs = calendar.lastSuccessAt?.epochMilliseconds ?? null;
    const attention = attentionOf({ ...calendar, lastSuccessMs }, nowMs);
    if (!attention) return [];
    const about = { org: calendar.orgId, cause: `calendar:${calendar.id}` };
    const at = calendar.lastSuccessAt?.toString() ?? null;
    const told = facts({
      variant: 'calendar',
      path: '/channels',
      channel: 'ical',
      name: calendar.name,
      unit,
      at,
    });
    return attention === 'failing'
      ? [{ ...about, kind: 'sync_failed', state: FAILING, facts: told }]
      : [{ ...about, kind: 'feed_stale', state: 'stale', facts: told }];
  });
}

/**
 * A silent bell is the installation's own: told to its operators, in an organization of theirs each; without any named
 * ones, to owners.
 */
export async function bellCauses(world: CauseWorld, operators: readonly string[]): Promise<FoundCause[]> {
  const { standingInSince } = await bellState(world);
  if (!standingInSince) return [];
  const rows = await world.db
    .selectDistinct({ org: memberships.orgId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.role, 'owner'),
        operators.length > 0 ? inArray(users.email, [...operators]) : undefined,
      ),
    );
  return rows.map(({ org }) => ({
    org,
    kind: 'bell_silent',
    cause: 'bell:qstash',
    state: 'silent',
    facts: facts({ variant: 'silent', path: '/channels', at: standingInSince.toString() }),
  }));
}
