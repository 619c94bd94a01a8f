import { sql } from 'drizzle-orm';
import type { ProviderId } from '#lib/providers/contract.ts';
import type { Ctx } from '../ctx.ts';
import type { Slowed } from './poll-listings-rules.ts';

/** Longer than any turn; within the lease of a job. A worker that dies keeps a listing from the others no longer. */
const CLAIM_SECONDS = 90;

export type ClaimedListing = {
  readonly listingId: string;
  readonly externalId: string;
  readonly dueAt: Temporal.Instant;
  /** What stands as due while it is asked: another value says that it is wanted sooner. */
  readonly heldDue: string;
  readonly bodyHash: string | null;
  readonly failures: number;
};

export type Claim = {
  readonly provider: ProviderId;
  readonly slowed: Slowed;
  /** How many of the account's listings are asked for in all. */
  readonly listings: number;
  readonly until: Temporal.Instant;
  readonly rows: readonly ClaimedListing[];
};

type Row = {
  provider: ProviderId;
  slowed: Slowed;
  listings: string;
  listingId: string | null;
  externalId: string | null;
  dueAt: string | null;
  heldDue: string | null;
  bodyHash: string | null;
  failures: number | null;
};

/**
 * Takes the listings of an account that are due, the longest first, for this worker alone: who else comes finds them
 * claimed, or locked for this moment. One round trip.
 * @returns null where the account is not asked at present: gone, paused, or waiting for a person
 */
export async function claimListings(ctx: Ctx, connectionId: string, limit: number): Promise<Claim | null> {
  const now = ctx.clock.now();
  const until = now.add({ seconds: CLAIM_SECONDS });
  const found = await ctx.db.execute<Row>(sql`
    with account as (
      select c.id, c.provider, c.poll_pace,
        (select count(*) from listing_polls p where p.connection_id = c.id) as listings
      from connections c
      where c.org_id = ${ctx.org} and c.id = ${connectionId} and c.status in ('connected', 'limited', 'error')
    ), due as (
      select p.listing_id, p.due_at from listing_polls p join account a on a.id = p.connection_id
      where p.org_id = ${ctx.org} and p.due_at <= ${at(now)}
        and (p.claimed_until is null or p.claimed_until <= ${at(now)})
        and coalesce((a.poll_pace ->> 'notBefore')::timestamptz, '-infinity') <= ${at(now)}
      order by p.due_at, p.listing_id limit ${limit}
      for update of p skip locked
    ), claimed as (
      update listing_polls p set claimed_until = ${at(until)},
        due_at = ${at(now)} + p.interval_ms * interval '1 millisecond'
      from due where p.listing_id = due.listing_id
      returning p.listing_id, due.due_at as was_due, p.due_at as held_due, p.body_hash, p.failures
    )
    select a.provider, a.poll_pace as slowed, a.listings, c.listing_id as "listingId", l.external_id as "externalId",
      c.was_due as "dueAt", c.held_due as "heldDue", c.body_hash as "bodyHash", c.failures
    from account a left join claimed c on true left join listings l on l.id = c.listing_id
    order by c.was_due, c.listing_id`);
  const [first] = found;
  if (!first) return null;
  const rows = found.flatMap(({ listingId, externalId, dueAt, heldDue, bodyHash, failures }) =>
    listingId && externalId && dueAt && heldDue
      ? [
          {
            listingId,
            externalId,
            dueAt: Temporal.Instant.from(dueAt),
            heldDue: Temporal.Instant.from(heldDue).toString(),
            bodyHash,
            failures: failures ?? 0,
          },
        ]
      : [],
  );
  const { provider, slowed, listings } = first;
  return { provider, slowed, listings: Number(listings), until, rows };
}

/** What became of one that was claimed. */
export type Settled = {
  readonly listingId: string;
  readonly heldDue: string;
  /** When it is due next, unless it is wanted sooner meanwhile. */
  readonly dueAt: string;
  readonly intervalMs: number;
  readonly failures: number;
  /** Null where nobody asked after all: it stands as before. */
  readonly lateMs: number | null;
  readonly polledAt: string | null;
  readonly code: string | null;
  readonly said: string | null;
};

/**
 * Writes down what became of the claimed ones, all in one statement. Where a claim had run out meanwhile the row is somebody
 * else's, and stays.
 * @returns when the account's next one is due, in the past where it is now; null where there is none
 */
export async function settleListings(
  ctx: Ctx,
  connectionId: string,
  until: Temporal.Instant,
  settled: readonly Settled[],
): Promise<Temporal.Instant | null> {
  await ctx.db.execute(sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as t(
        "listingId" text, "heldDue" timestamptz, "dueAt" timestamptz, "intervalMs" int, failures int, "lateMs" int,
        "polledAt" timestamptz, code text, said text)
    ), mine as (
      select p.listing_id from listing_polls p join told t on t."listingId" = p.listing_id
      where p.org_id = ${ctx.org} and p.claimed_until = ${at(until)}
      order by p.listing_id for update of p
    )
    update listing_polls p set
      claimed_until = null,
      due_at = case when p.due_at = t."heldDue" then t."dueAt" else least(p.due_at, t."dueAt") end,
      interval_ms = t."intervalMs",
      failures = t.failures,
      late_ms = coalesce(t."lateMs", p.late_ms),
      polled_at = coalesce(t."polledAt", p.polled_at),
      last_error_code = case when t."lateMs" is null then p.last_error_code else t.code end,
      last_error = case when t."lateMs" is null then p.last_error else t.said end
    from told t join mine m on m.listing_id = t."listingId"
    where p.listing_id = m.listing_id`);
  return readNextDue(ctx, connectionId);
}

/** One that somebody is asking counts from when that must be over. */
async function readNextDue(ctx: Ctx, connectionId: string): Promise<Temporal.Instant | null> {
  const now = at(ctx.clock.now());
  const [row] = await ctx.db.execute<{ next: string | null }>(sql`
    select min(case when claimed_until > ${now} then greatest(due_at, claimed_until) else due_at end) as next
    from listing_polls where org_id = ${ctx.org} and connection_id = ${connectionId}`);
  return row?.next ? Temporal.Instant.from(row.next) : null;
}

function at(instant: Temporal.Instant) {
  return sql`${instant.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
}
