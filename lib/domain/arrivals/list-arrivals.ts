import { sql } from 'drizzle-orm';
import { night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { ARRIVALS_MAX, isEmpty, tellFrom } from './rules.ts';
import type { Arrival, Arrivals, ArrivalsQuery } from './schemas.ts';

type Row = {
  readonly id: string;
  readonly at: string;
  readonly channel: Arrival['channel'];
  readonly status: Arrival['status'];
  readonly unit_id: string | null;
  readonly unit_name: string | null;
  readonly property_name: string | null;
  readonly guest_name: string | null;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
};

const instant = (at: Temporal.Instant) => sql`${at.toString({ fractionalSecondDigits: 3 })}::timestamptz`;

/**
 * Bookings that a channel or a followed calendar told us of since then, the newest 50 and the newest first. By the
 * journal's words: `reservation.created`, its first row, where the channel is not `direct`; and the row with which a
 * booking that was only held for a channel's gate became one. A calendar's closure is no reservation and is not told.
 *
 * Left out: what is over or cancelled by now, and what the first reading of a source brings. That was booked before,
 * and is new to us alone: until a reading of the source has ended that began since it was connected or mapped, for an hour at most, only
 * what the channel dates later than the connection counts.
 *
 * A row is written with the time before its commit, so one that commits late lies before the `now` of an answer without
 * it: ask the next time from a minute earlier. One round trip; the journal's index by organization and time bounds it.
 */
export async function listArrivals(ctx: Ctx, { since }: ArrivalsQuery): Promise<Arrivals> {
  const now = ctx.clock.now();
  const from = tellFrom(since, now);
  const answer = {
    organizationId: ctx.org,
    nextCursor: null,
    now: now.toString({ fractionalSecondDigits: 3 }),
  };
  if (isEmpty(from, now)) return { ...answer, items: [], hasMore: false };
  const rows = await ctx.db.execute<Row>(sql`
    with told as (
      select j.id, j.subject_id, j.at, j.run_id, j.after ->> 'stayId' as stay_id from journal j
      where j.org_id = ${ctx.org} and j.at >= ${instant(from)}
        and j.action in ('reservation.created', 'reservation.updated') and j.after ->> 'channel' <> 'direct'
        and case j.action when 'reservation.created' then not exists (
            select 1 from journal e where e.subject_id = j.subject_id and e.org_id = j.org_id
              and e.action = 'reservation.created' and (e.at, e.id) < (j.at, j.id))
          else j.before ->> 'reservationStatus' = 'pending' and j.after -> 'changed' ? 'gateAskedAt' end
    ), first as (
      select distinct on (subject_id) * from told order by subject_id, at, id
    )
    select r.id, to_char(f.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, r.channel, r.status, r.guest_name, s.unit_id,
      u.name as unit_name, p.name as property_name, s.check_in::text, s.check_out::text, s.rooms
    from first f
    join reservations r on r.id = f.subject_id and r.org_id = ${ctx.org}
    join lateral (
      select s.unit_id, s.listing_id, s.check_in, s.check_out, count(*) over ()::int as rooms from stays s
      where s.reservation_id = r.id and s.status = 'active' order by s.id <> f.stay_id, s.room_ref limit 1
    ) s on true
    left join units u on u.id = s.unit_id
    left join properties p on p.id = u.property_id
    left join runs o on o.id = f.run_id
    left join connections c on c.id = r.connection_id
    left join external_calendars x on x.id = r.calendar_id
    left join mappings m on m.listing_id = s.listing_id and m.stage = 'active'
    where r.channel <> 'direct' and r.status <> 'cancelled' and r.gate_asked_at is null
      and s.check_out > ${now.subtract({ hours: 36 }).toString().slice(0, 10)}::date
      and (r.booked_at >= coalesce(c.connected_at, x.created_at)
        or f.at >= greatest(c.connected_at, x.created_at, m.activated_at) + interval '1 hour'
        or exists (
          select 1 from runs e where e.subject_id in (r.connection_id, r.calendar_id) and e.org_id = r.org_id
            and e.status in ('success', 'partial') and e.finished_at < coalesce(o.started_at, f.at)
            and e.started_at >= coalesce(m.activated_at, '-infinity')))
    order by f.at desc, r.id desc
    limit ${ARRIVALS_MAX + 1}`);
  return {
    ...answer,
    items: rows.slice(0, ARRIVALS_MAX).map(toArrival),
    hasMore: rows.length > ARRIVALS_MAX,
  };
}

function toArrival(row: Row): Arrival {
  return {
    id: row.id,
    at: row.at,
    channel: row.channel,
    kind: 'booked',
    status: row.status,
    reservationId: row.id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    propertyName: row.property_name,
    guestName: row.guest_name,
    checkIn: night(row.check_in),
    checkOut: night(row.check_out),
    rooms: row.rooms,
  };
}
