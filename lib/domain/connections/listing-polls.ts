import { sql } from 'drizzle-orm';
import type { Ctx } from '../ctx.ts';
import { cancelJob, enqueue } from '../jobs/enqueue.ts';
import type { ConnectionRow } from './find.ts';

type Connection = Pick<ConnectionRow, 'id' | 'provider'>;

/*
 * Owing the questions for the bookings of single listings, for whoever changes which of them work; intake/ asks.
 */

/**
 * Gives each mapping of an account that works its row, due at once, and takes the rows of the others away. To be called
 * whenever mappings or the account begin or cease to work, in that transaction; twice is once. Nothing happens where the
 * channel is not asked by the listing. Two round trips, and one more for the job.
 * @param isAnew whoever was away may have missed something: the next answers are read whatever they were before
 */
export async function alignListingPolls(
  tx: Ctx,
  { id, provider }: Connection,
  isAnew = false,
): Promise<void> {
  const pace = tx.channels[provider]?.perListing;
  if (!pace) return;
  const now = tx.clock.now().toString({ fractionalSecondDigits: 3 });
  const works = sql`m.connection_id = ${id} and m.org_id = ${tx.org} and m.stage = 'active' and m.is_sync_on
    and c.status <> 'disconnected'`;
  await tx.db.execute(sql`
    delete from listing_polls p where p.org_id = ${tx.org} and p.connection_id = ${id} and not exists (
      select 1 from mappings m join connections c on c.id = m.connection_id
      where m.listing_id = p.listing_id and ${works})`);
  const found = await tx.db.execute(sql`
    insert into listing_polls (listing_id, org_id, connection_id, due_at, interval_ms)
    select m.listing_id, m.org_id, m.connection_id, ${now}::timestamptz, ${pace.seconds * 1000}
    from mappings m join connections c on c.id = m.connection_id where ${works} order by m.listing_id
    on conflict (listing_id) do update set connection_id = excluded.connection_id, due_at = excluded.due_at,
      body_hash = null, failures = 0, last_error_code = null, last_error = null
      where ${isAnew} or listing_polls.connection_id <> excluded.connection_id
    returning listing_id`);
  if (found.length > 0) await oweListingPoll(tx, { id, provider }, tx.clock.now());
}

/** Owes the next look at an account's listings, where its channel is asked by the listing. Twice is once. */
export async function oweListingPoll(
  tx: Ctx,
  { id, provider }: Connection,
  dueAt: Temporal.Instant,
): Promise<void> {
  if (!tx.channels[provider]?.perListing) return;
  await enqueue(tx, { kind: 'listings.poll', key: id, payload: { connectionId: id }, dueAt });
}

/** Nothing is asked until the account works again; the rows stay where they are. */
export function cancelListingPolls(tx: Ctx, connectionId: string): Promise<void> {
  return cancelJob(tx, 'listings.poll', connectionId);
}
