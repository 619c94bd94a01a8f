import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';

/** Longer than any handler may take: what is still leased after it belongs to a process that died. */
export const LEASE_SECONDS = 120;

/**
 * How many that others have locked just now are passed over. Only so many are looked at once more under the lock: with a
 * long queue and old statistics all of them against the whole table would take seconds.
 */
const PASSED_OVER = 60;

export type ClaimedJob = {
  readonly id: string;
  /** Null for the instance's own work. */
  readonly orgId: string | null;
  readonly kind: string;
  readonly key: string;
  readonly payload: unknown;
  /** How often it has been claimed since it last came to an orderly end, this time included. */
  readonly attempts: number;
  readonly leaseToken: string;
};

/**
 * Claims due jobs for one lease. Fair: an organization's turn comes later the more of its jobs are claimed already, so
 * that a thousand calendars of one do not keep the one of another waiting. Never two at once of one kind and key: a
 * waiting job is passed over while one of its key is being worked. An expired lease is claimed again (its process died).
 * `urgent`: so many more may be of its kinds. One statement.
 *
 * Two claimers at once: each skips what the other has locked, and a row that the other has just committed is looked at
 * again after the lock and falls out. A job cannot start to wait beside a running one unseen, since its insertion waits
 * for the claim that turns the first one from waiting to running.
 */
export async function claimJobs(
  db: Database,
  claim: {
    now: Temporal.Instant;
    limit: number;
    kinds: readonly string[];
    urgent?: { limit: number; kinds: readonly string[] };
  },
): Promise<ClaimedJob[]> {
  const now = at(claim.now);
  const kinds = list(claim.kinds);
  const urgent = claim.urgent ?? { limit: 0, kinds: [] };
  const due = sql`((j.state = 'pending' and j.due_at <= ${now}) or (j.state = 'running' and j.lease_until <= ${now}))`;
  return db.execute<ClaimedJob>(sql`
    with busy as (
      select org_id, count(*) as jobs from jobs where state = 'running' and lease_until > ${now} group by org_id
    ), claimable as (
      select j.id, j.kind, j.due_at, row_number() over (partition by j.org_id order by j.due_at, j.id) + coalesce(busy.jobs, 0) as turn
      from jobs j left join busy on busy.org_id is not distinct from j.org_id
      where ${due} and j.kind in (${kinds}) and (j.state = 'running' or ${notBlocked})
    ), first as (
      select j.id from (
        select * from claimable order by turn, due_at, id limit ${claim.limit + PASSED_OVER}
      ) c join jobs j on j.id = c.id
      where ${due}
      order by c.turn, j.due_at, j.id
      limit ${claim.limit}
      for update of j skip locked
    ), others as (
      select j.id from (
        select * from claimable where kind in (${list(urgent.kinds)})
        order by turn, due_at, id limit ${urgent.limit === 0 ? 0 : claim.limit + urgent.limit + PASSED_OVER}
      ) c join jobs j on j.id = c.id
      where ${due} and j.id not in (select id from first)
      order by c.turn, j.due_at, j.id
      limit ${urgent.limit}
      for update of j skip locked
    ), picked as (
      select id from first union all select id from others
    )
    update jobs set state = 'running', attempts = attempts + 1, lease_token = gen_random_uuid()::text,
      lease_until = ${now} + ${`${LEASE_SECONDS} seconds`}::interval
    from picked where jobs.id = picked.id
    returning jobs.id, org_id as "orgId", kind, key, payload, attempts, lease_token as "leaseToken"`);
}

/**
 * When there is something to claim next (in the past: now), over all kinds and over the punctual ones. Jobs that wait
 * behind a running one of their key do not count: whoever works that one looks again when it ends.
 */
export async function nextDue(
  db: Database,
  kinds: { all: readonly string[]; punctual: readonly string[] },
): Promise<{ any: Temporal.Instant | null; punctual: Temporal.Instant | null }> {
  const free = sql`case when j.state = 'running' then j.lease_until when ${notBlocked} then j.due_at end`;
  const [row] = await db.execute<{ any: string | null; punctual: string | null }>(sql`
    select min(${free}) as any, min(${free}) filter (where j.kind in (${list(kinds.punctual)})) as punctual
    from jobs j where j.state in ('pending', 'running') and j.kind in (${list(kinds.all)})`);
  const read = (text: string | null | undefined) => (text ? Temporal.Instant.from(text) : null);
  return { any: read(row?.any), punctual: read(row?.punctual) };
}

const notBlocked = sql`not exists (
  select 1 from jobs r where r.state = 'running' and r.kind = j.kind and r.key = j.key)`;

function at(instant: Temporal.Instant): SQL {
  return sql`${instant.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
}

/** `in ()` is not SQL: an empty list names a kind that there is not. */
function list(kinds: readonly string[]): SQL {
  return sql.join(
    (kinds.length > 0 ? kinds : ['']).map((kind) => sql`${kind}`),
    sql`, `,
  );
}
