import { type SQL, sql } from 'drizzle-orm';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { bucketsOf, type Days, dayOf, type Grain, grainFor } from './day-rules.ts';
import type { Asked } from './ground.ts';
import { refuseUnknown, type Scope } from './ledger.ts';
import { nightsFromTo } from './occupancy-rules.ts';
import type { SyncReport } from './schemas.ts';
import { LEAST_FOR_P95 } from './stats-rules.ts';
import { reasonsOf } from './sync-rules.ts';

/** Calls and their answers are swept after this many days. */
export const KEPT_DAYS = 90;

/**
 * How soon channels learned of changes and what failed, by days of UTC; and for calendars, which we read and do not tell,
 * how long they went unread. Two statements. What was kept too short to be counted is said, not guessed.
 * @throws AppError forbidden, not_found
 */
export async function readSyncPerformance(ctx: Ctx, asked: Asked): Promise<SyncReport> {
  requireCan(ctx, 'run.read');
  await refuseUnknown(ctx, asked);
  const keptFrom = addNights(todayIn('UTC', ctx.clock.now()), -KEPT_DAYS);
  const window = { from: dayOf(asked.from), to: dayOf(asked.to) };
  const grain = asked.grain ?? grainFor(window.to - window.from);
  const [calls, reads] = await Promise.all([
    ctx.db.execute<CallRow>(callsSql(ctx, asked, asked, grain)),
    ctx.db.execute<ReadRow>(readsSql(ctx, asked, asked)),
  ]);
  return {
    report: 'sync-performance',
    ...nightsFromTo(window),
    keptFrom,
    isCut: asked.from < keptFrom,
    channels: channelsOf([...calls], window, grain),
    calendars: [...reads].map(calendarOf),
  };
}

type Codes = readonly { readonly code: string | null; readonly count: number }[];
type CallRow = {
  channel: string;
  /** First day of its piece of time; null on the row over all of it. */
  piece: Night | null;
  calls: number;
  failed: number;
  measured: number;
  p50: number | null;
  p95: number | null;
  slowest: number | null;
  codes: Codes | null;
};
type ReadRow = {
  id: string;
  name: string;
  property: string;
  minutes: number;
  reads: number;
  failed: number;
  gaps: number;
  median: number | null;
  longest: number | null;
  codes: Codes | null;
};

function channelsOf(rows: readonly CallRow[], window: Days, grain: Grain): SyncReport['channels'] {
  const buckets = bucketsOf(window, grain);
  const byChannel = Map.groupBy(rows, (row) => row.channel);
  return [...byChannel].flatMap(([channel, own]) => {
    const whole = own.find((row) => row.piece === null);
    if (!whole) return [];
    const { calls, failed, measured, p50, p95, slowest } = whole;
    const pieces = new Map(own.flatMap((row) => (row.piece ? [[dayOf(row.piece), row] as const] : [])));
    return [
      {
        channel,
        calls,
        failed,
        measured,
        p50,
        p95: measured >= LEAST_FOR_P95 ? p95 : null,
        slowest,
        reasons: reasonsOf(whole.codes ?? []),
        points: buckets.map((bucket) => {
          const piece = pieces.get(bucket.from);
          return { ...nightsFromTo(bucket), measured: piece?.measured ?? 0, p50: piece?.p50 ?? null };
        }),
      },
    ];
  });
}

function calendarOf(row: ReadRow): SyncReport['calendars'][number] {
  return {
    id: row.id,
    name: row.name,
    property: row.property,
    intervalMinutes: row.minutes,
    reads: row.reads,
    failed: row.failed,
    gaps: row.gaps,
    medianGap: row.median,
    longestGap: row.longest,
    reasons: reasonsOf(row.codes ?? []),
  };
}

/** Accounts that sell something of what is asked for. */
function ofScope({ property, unit }: Scope, connectionId: SQL): SQL {
  if (!property && !unit) return sql``;
  return sql`and ${connectionId} in (
    select m.connection_id from mappings m join mapping_units mu on mu.mapping_id = m.id join units u on u.id = mu.unit_id
    where true ${property ? sql`and u.property_id = ${property}` : sql``} ${unit ? sql`and u.id = ${unit}` : sql``})`;
}

function callsSql(ctx: Ctx, scope: Scope, { from, to }: { from: Night; to: Night }, grain: Grain): SQL {
  return sql`
  with told as materialized (
    select c.provider as channel, d.outcome, d.records,
      greatest(${from}::date, date_trunc(${grain}, d.started_at at time zone 'UTC')::date) as piece,
      -- How late the channel learned of it; of what it did not take nobody knows.
      case when d.outcome in ('accepted', 'partial')
        then extract(epoch from d.finished_at - d.heard_at)::double precision * 1000 end as took
    from deliveries d join connections c on c.id = d.connection_id
    where d.org_id = ${ctx.org} and d.kind <> 'read' and d.outcome is not null
      and d.started_at >= ${from}::date and d.started_at < ${to}::date
      ${ofScope(scope, sql`d.connection_id`)}
  ), code as (
    -- A call fails for a reason once, however many of its records do.
    select channel, code, count(*)::int as count from (
      select distinct told.channel, told.nth as call, coalesce(r ->> 'code', r ->> 'outcome') as code
      from (select *, row_number() over () as nth from told where outcome <> 'accepted') told
      cross join lateral jsonb_array_elements(told.records) r
      where r ->> 'outcome' is distinct from 'accepted'
    ) failed group by channel, code
  )
  select channel, piece::text as piece, count(*)::int as calls,
    (count(*) filter (where outcome <> 'accepted'))::int as failed, count(took)::int as measured,
    percentile_cont(0.5) within group (order by took) as p50,
    percentile_cont(0.95) within group (order by took) as p95, max(took) as slowest,
    case when grouping(piece) = 1 then (
      select json_agg(json_build_object('code', code.code, 'count', code.count)) from code where code.channel = told.channel
    ) end as codes
  from told group by grouping sets ((channel), (channel, piece)) order by channel, piece nulls first`;
}

/** Polls that change nothing share a row: within it they come evenly, between rows they are seen one by one. */
function readsSql(ctx: Ctx, { property, unit }: Scope, { from, to }: { from: Night; to: Night }): SQL {
  return sql`
  with run as materialized (
    select r.subject_id, r.status, r.polls, r.errors, r.started_at, r.finished_at,
      lag(coalesce(r.finished_at, r.started_at)) over (partition by r.subject_id order by r.started_at) as before
    from runs r
    where r.org_id = ${ctx.org} and r.kind = 'calendar' and r.status <> 'running'
      and r.started_at >= ${from}::date and r.started_at < ${to}::date
  ), gap as (
    select subject_id, extract(epoch from started_at - before)::double precision * 1000 as long, 1 as times
      from run where before is not null and started_at > before
    union all
    select subject_id, extract(epoch from finished_at - started_at)::double precision * 1000 / (polls - 1), polls - 1
      from run where polls > 1
  )
  select c.id, c.name, p.name as property, c.interval_minutes as minutes,
    coalesce(sum(run.polls), 0)::int as reads,
    coalesce(sum(run.polls) filter (where run.status = 'error'), 0)::int as failed,
    (select coalesce(sum(times), 0)::int from gap where gap.subject_id = c.id) as gaps,
    (select percentile_cont(0.5) within group (order by long) from gap cross join lateral generate_series(1, times)
      where gap.subject_id = c.id) as median,
    (select max(long) from gap where gap.subject_id = c.id) as longest,
    (select json_agg(json_build_object('code', code, 'count', count)) from (
      select e ->> 'code' as code, count(*)::int as count
      from run f cross join lateral jsonb_array_elements(f.errors) e where f.subject_id = c.id group by 1
    ) codes) as codes
  from external_calendars c join properties p on p.id = c.property_id join run on run.subject_id = c.id
  where c.org_id = ${ctx.org} ${property ? sql`and c.property_id = ${property}` : sql``}
    ${unit ? sql`and c.unit_id = ${unit}` : sql``}
  group by c.id, p.name order by longest desc nulls last, c.id`;
}
