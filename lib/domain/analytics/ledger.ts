import { type SQL, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { properties, units } from '#db/schema/properties.ts';
import { foundClosures } from '#db/schema/push.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { closesNights, keepsClosed } from '../availability/closures.ts';
import type { Ctx } from '../ctx.ts';
import { type Days, nightOfDay } from './day-rules.ts';
import type { ClosedRow, Leaf, Ledger, Part, RoomRow, StayRow } from './ledger-rules.ts';

export type Scope = { readonly property?: string | undefined; readonly unit?: string | undefined };

type Read = {
  leaves: Leaf[] | null;
  parts: Part[] | null;
  stays: StayRow[] | null;
  rooms: RoomRow[] | null;
  closed: ClosedRow[] | null;
  waiting: number;
};

/**
 * Everything that reports on nights count, for some units and a window: who may be sold, every stay with a night in it (the
 * cancelled too), and what closed nights. One statement and so one moment; its answer is one row of JSON, which costs a
 * fraction of as many rows.
 * Units count also where they are archived: for their time.
 * @throws AppError not_found for a property or unit that is not this organization's
 */
export async function readLedger(ctx: Ctx, scope: Scope, window: Days): Promise<Ledger> {
  const [rows] = await Promise.all([
    ctx.db.execute<Read>(ledgerSql(ctx, scope, window)),
    refuseUnknown(ctx, scope),
  ]);
  const [read] = rows;
  return {
    window,
    leaves: read?.leaves ?? [],
    parts: read?.parts ?? [],
    // Ids sort by the time they were made. In SQL the sort would spill to the disk.
    stays: (read?.stays ?? []).sort((a, b) => (a[0] < b[0] ? -1 : 1)),
    rooms: read?.rooms ?? [],
    closed: read?.closed ?? [],
    waiting: Number(read?.waiting ?? 0),
  };
}

/** The same answer for an unknown id and for another organization's. */
export async function refuseUnknown(ctx: Ctx, scope: Scope): Promise<void> {
  if (!scope.property && !scope.unit) return;
  const [known] = await ctx.db.execute<{ one: number }>(sql`
    select 1 as one from ${properties}
    where org_id = ${ctx.org} ${scope.property ? sql`and id = ${scope.property}` : sql``}
      ${scope.unit ? sql`and id in (select property_id from ${units} where org_id = ${ctx.org} and id = ${scope.unit})` : sql``}`);
  if (!known) throw notFound(scope.unit ? 'unit' : 'property');
}

/** Leaf units only: a composite is its parts. `u` and `p` are the unit and its property. */
function isAsked({ property, unit }: Scope): SQL {
  return sql`
    not exists (select 1 from parts where composite_id = u.id)
    ${property ? sql`and u.property_id = ${property}` : sql``}
    ${unit ? sql`and (u.id = ${unit} or u.id in (select part_id from parts where composite_id = ${unit}))` : sql``}`;
}

/** Days are counted from 1970-01-01, so that nothing has to read a date twice. */
const DAY_0 = sql.raw(`date '1970-01-01'`);

function ledgerSql(ctx: Ctx, scope: Scope, window: Days): SQL {
  const from = sql`${nightOfDay(window.from)}::date`;
  const to = sql`${nightOfDay(window.to)}::date`;
  return sql`
  with parts as materialized (
    select composite_id, part_id from unit_parts where org_id = ${ctx.org}
  ), leaf as materialized (
    select u.id, u.name, p.id as property_id, p.name as property, p.currency, p.timezone,
      -- What was imported may be older than the unit's own row; least() passes over nulls.
      least((u.created_at at time zone p.timezone)::date, (
        select min(s.check_in) from stays s where s.status = 'active'
          and s.unit_id in (select u.id union all select composite_id from parts where part_id = u.id)
      )) - ${DAY_0} as born,
      (least(u.archived_at, p.archived_at) at time zone p.timezone)::date - ${DAY_0} as gone
    from units u join properties p on p.id = u.property_id
    where u.org_id = ${ctx.org} and ${isAsked(scope)}
  ), spot as materialized (
    select l.id as unit_id, l.timezone from leaf l
    union select q.composite_id, l.timezone from parts q join leaf l on l.id = q.part_id
  ), stay as materialized (
    select s.id, s.reservation_id, s.unit_id, s.check_in, s.check_out, s.status, s.pricing, r.channel,
      r.status as reservation_status, r.total_minor, r.currency, r.payout_minor, r.payout_currency,
      -- Booked when the channel says; a booking of ours when it was entered; one of a calendar when it first appeared
      -- there, where we had been reading that calendar before.
      (coalesce(r.booked_at,
        case when r.channel = 'direct' then r.created_at end,
        case when c.created_at < r.created_at - interval '1 day' then r.created_at end
      ) at time zone spot.timezone)::date as booked
    from stays s
    join spot on spot.unit_id = s.unit_id
    join reservations r on r.id = s.reservation_id
    left join external_calendars c on c.id = r.calendar_id
    where s.org_id = ${ctx.org} and s.check_in < ${to} and s.check_out > ${from}
  ), closed as (
    select b.unit_id, null as property_id, b.check_in, b.check_out, 'blocked' as how from blocks b
      where b.org_id = ${ctx.org} and b.check_in < ${to} and b.check_out > ${from}
    union all
    select ${externalCalendars.unitId}, ${externalCalendars.propertyId}, ${calendarEvents.checkIn}, ${calendarEvents.checkOut}, 'closed'
      from ${calendarEvents} join ${externalCalendars} on ${externalCalendars.id} = ${calendarEvents.calendarId}
      where ${calendarEvents.orgId} = ${ctx.org} and ${calendarEvents.checkIn} < ${to} and ${calendarEvents.checkOut} > ${from}
        and ${closesNights()}
    union all
    select ${foundClosures.unitId}, null, ${foundClosures.checkIn}, ${foundClosures.checkOut}, 'closed' from ${foundClosures}
      where ${foundClosures.orgId} = ${ctx.org} and ${foundClosures.checkIn} < ${to} and ${foundClosures.checkOut} > ${from}
        and ${keepsClosed()}
  )
  select
    (select json_agg(json_build_array(id, name, property_id, property, currency, born, gone) order by property_id, id)
      from leaf) as leaves,
    (select json_agg(json_build_array(composite_id, part_id) order by composite_id, part_id) from parts) as parts,
    (select json_agg(json_build_array(id, reservation_id, unit_id, check_in - ${DAY_0}, check_out - ${DAY_0}, status, channel,
      reservation_status, total_minor, currency, payout_minor, payout_currency, booked - ${DAY_0}))
      from stay) as stays,
    -- Rooms of bookings of several, in the window or not: the booking's money is shared among all of them.
    (select json_agg(json_build_array(s.reservation_id, s.id, s.check_out - s.check_in, s.pricing -> 'totalMinor',
        s.pricing ->> 'currency') order by s.reservation_id, s.room_ref, s.id)
      from stays s where s.org_id = ${ctx.org} and s.status = 'active' and s.reservation_id in (
        select reservation_id from stays where org_id = ${ctx.org} and status = 'active'
        group by reservation_id having count(*) > 1)
      and s.reservation_id in (select reservation_id from stay)) as rooms,
    (select json_agg(json_build_array(unit_id, property_id, check_in - ${DAY_0}, check_out - ${DAY_0}, how)) from closed) as closed,
    (select count(*) from stays w where w.org_id = ${ctx.org} and w.unit_id is null and w.status = 'active'
      and w.check_in < ${to} and w.check_out > ${from}) as waiting`;
}
