import { type SQL, sql } from 'drizzle-orm';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { ProviderId } from '#lib/providers/contract.ts';
import type { Ctx } from '../ctx.ts';
import { enqueueAll, type OwedJob } from '../jobs/enqueue.ts';

/*
 * Owing work to channels, for whoever changes something that a channel is told of. Stands below the nouns that change;
 * the rest of this folder, which does the work, stands above them.
 */

/** Every night that a channel may ever be told of. */
export const ALL_NIGHTS = { from: '1970-01-01' as Night, to: '9999-12-31' as Night }; // written here, so they exist

export type Touched = {
  /** Their relatives by parts too, where availability changes. */
  readonly unitIds: readonly string[];
  /** Nights that may differ from now on, half-open; left out: all. */
  readonly from?: Night;
  readonly to?: Night;
  /** When we heard of the change. */
  readonly heardAt: Temporal.Instant;
};

/**
 * Says that what these units' channels should show may have changed, in the transaction of the change: whoever pushes
 * sees both or none. One round trip where nothing is connected, else one more for the jobs, however many mappings.
 */
export async function markDirty(tx: Ctx, { unitIds, heardAt, ...nights }: Touched): Promise<void> {
  if (unitIds.length === 0) return;
  const ofUnits = sql`p.mapping_id in (
    select mu.mapping_id from mapping_units mu
    where mu.unit_id in (select jsonb_array_elements_text(${JSON.stringify(unitIds)}::text::jsonb)))`;
  await mark(tx, ofUnits, heardAt, nights);
}

/** The same for mappings whose own settings changed: its units, its markup, its rate plan. */
export async function markMappingsDirty(
  tx: Ctx,
  mappingIds: readonly string[],
  heardAt: Temporal.Instant,
  nights: { readonly from?: Night; readonly to?: Night } = {},
): Promise<void> {
  if (mappingIds.length === 0) return;
  const named = sql`p.mapping_id in (select jsonb_array_elements_text(${JSON.stringify(mappingIds)}::text::jsonb))`;
  await mark(tx, named, heardAt, nights);
}

/** The same for all mappings of a connection: its markup or rounding changed, or it works again. */
export function markConnectionDirty(tx: Ctx, connectionId: string, heardAt: Temporal.Instant): Promise<void> {
  return mark(tx, sql`p.connection_id = ${connectionId}`, heardAt, {});
}

async function mark(
  tx: Ctx,
  which: SQL,
  heardAt: Temporal.Instant,
  nights: { readonly from?: Night; readonly to?: Night },
): Promise<void> {
  const { from, to } = { ...ALL_NIGHTS, ...nights };
  // Rows in the order of their ids: two changes at once wait for each other, never in a circle.
  const marked = await tx.db.execute<{ id: string }>(sql`
    with touched as (
      select p.mapping_id from push_states p where p.org_id = ${tx.org} and ${which}
      order by p.mapping_id for no key update
    ), marked as (
      update push_states p set
        dirty_from = least(p.dirty_from, ${from}::date), dirty_to = greatest(p.dirty_to, ${to}::date),
        dirty_since = least(p.dirty_since, ${at(heardAt)}), dirty_mark = p.dirty_mark + 1,
        updated_at = ${at(tx.clock.now())}
      from touched t where p.mapping_id = t.mapping_id
      returning p.connection_id
    )
    select distinct connection_id as id from marked`);
  await owePush(
    tx,
    marked.map((row) => row.id),
  );
}

/** Owes a push of each connection, at once. */
export function owePush(ctx: Ctx, connectionIds: readonly string[]): Promise<void> {
  const dueAt = ctx.clock.now();
  return enqueueAll(
    ctx,
    connectionIds.map((connectionId): OwedJob => {
      return { kind: 'channel.push', key: connectionId, payload: { connectionId }, dueAt };
    }),
  );
}

/** Owes a look at what a connection's channel shows. */
export function oweRead(ctx: Ctx, connectionId: string, dueAt: Temporal.Instant): Promise<void> {
  return enqueueAll(ctx, [{ kind: 'channel.read', key: connectionId, payload: { connectionId }, dueAt }]);
}

/**
 * To be called when a mapping becomes active, goes to other units, or comes back with its connection: from here on its
 * channel is to be told, once its own grid has been read (first contact, also when it is not the first). Twice is once.
 * Nothing happens where the channel cannot be told. Two round trips.
 * @param mappingIds 'all': the active ones of the connection; whoever was away may have closed nights there meanwhile
 */
export async function oweFirstContact(
  tx: Ctx,
  connection: { readonly id: string; readonly provider: ProviderId },
  mappingIds: readonly string[] | 'all',
): Promise<void> {
  if (mappingIds.length === 0 || !tx.channels[connection.provider]?.provider.push) return;
  const now = at(tx.clock.now());
  const named =
    mappingIds === 'all'
      ? sql`m.stage = 'active'`
      : sql`m.id in (select jsonb_array_elements_text(${JSON.stringify(mappingIds)}::text::jsonb))`;
  await tx.db.execute(sql`
    insert into push_states (mapping_id, org_id, connection_id, next_read_at, created_at, updated_at)
    select m.id, m.org_id, m.connection_id, ${now}, ${now}, ${now} from mappings m
    where m.org_id = ${tx.org} and m.connection_id = ${connection.id} and ${named}
    order by m.id
    on conflict (mapping_id) do update set adopted_at = null, next_read_at = excluded.next_read_at, failures = 0,
      last_error_code = null, last_error = null, updated_at = excluded.updated_at`);
  await oweRead(tx, connection.id, tx.clock.now());
}

/** The nights of several ranges as one, to mark; null where there is none. `around`: nights more on either side. */
export function spanOf(
  ranges: readonly { readonly checkIn: Night; readonly checkOut: Night }[],
  around = 0,
): { from: Night; to: Night } | null {
  const [first] = ranges;
  if (!first) return null;
  let { checkIn: from, checkOut: to } = first;
  for (const range of ranges) {
    if (range.checkIn < from) from = range.checkIn;
    if (range.checkOut > to) to = range.checkOut;
  }
  return around === 0 ? { from, to } : { from: addNights(from, -around), to: addNights(to, around) };
}

function at(instant: Temporal.Instant): SQL {
  return sql`${instant.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
}
