import { and, desc, eq, getTableColumns, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { deliveries } from '#db/schema/push.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { type Night, nightsBetween } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { masked } from './mask-rules.ts';
import type { Delivery, DeliveryDetail, DeliveryFilter } from './schemas.ts';

const { request: _request, response: _response, ...LISTED } = getTableColumns(deliveries);

/** What was told to channels and asked of them, newest first, without what was said word by word. One round trip. */
export async function listDeliveries(
  ctx: Ctx,
  asked: DeliveryFilter & { limit: number; cursor?: string | undefined },
): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  const { outcome } = asked;
  const rows = await ctx.db
    .select({ row: LISTED, provider: connections.provider, account: connections.accountName })
    .from(deliveries)
    .innerJoin(connections, eq(connections.id, deliveries.connectionId))
    .where(
      and(
        eq(deliveries.orgId, ctx.org),
        asked.connection ? eq(deliveries.connectionId, asked.connection) : undefined,
        asked.run ? eq(deliveries.runId, asked.run) : undefined,
        asked.kind ? eq(deliveries.kind, asked.kind) : undefined,
        outcome ? hasOutcome(outcome) : undefined,
        // Ids sort by the time they were made, which is when the call began.
        asked.cursor ? lt(deliveries.id, asked.cursor) : undefined,
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(asked.limit + 1);
  const shown = rows.slice(0, asked.limit);
  return {
    items: shown.map(({ row, ...of }) => ({ ...factsOf(row, of), records: row.records.length })),
    nextCursor: rows.length > asked.limit ? (shown.at(-1)?.row.id ?? null) : null,
  };
}

function hasOutcome(outcome: NonNullable<DeliveryFilter['outcome']>) {
  if (outcome === 'open') return isNull(deliveries.outcome);
  if (outcome !== 'refused') return eq(deliveries.outcome, outcome);
  // Who looks for what was refused looks for it in calls, too, that were taken for the rest.
  return or(
    eq(deliveries.outcome, outcome),
    and(eq(deliveries.outcome, 'partial'), sql`${deliveries.records} @> '[{"outcome":"refused"}]'::jsonb`),
  );
}

/** One of them, with what was said, masked. @throws AppError not_found */
export async function getDelivery(ctx: Ctx, id: string): Promise<DeliveryDetail> {
  const [found] = await ctx.db
    .select({ row: deliveries, provider: connections.provider, account: connections.accountName })
    .from(deliveries)
    .innerJoin(connections, eq(connections.id, deliveries.connectionId))
    .where(and(eq(deliveries.orgId, ctx.org), eq(deliveries.id, id)));
  if (!found) throw notFound('delivery');
  const { row, ...of } = found;
  const sold = await readListings(ctx, [...new Set(row.records.map((one) => one.mappingId))]);
  return {
    ...factsOf(row, of),
    records: row.records.map(({ code, message, from, to, ...record }) => ({
      ...record,
      listing: sold.get(record.mappingId)?.name ?? null,
      currency: sold.get(record.mappingId)?.currency ?? null,
      // Written from nights.
      from: from as Night,
      to: to as Night,
      code: code ?? null,
      message: message ?? null,
    })),
    request: masked(row.request),
    response: row.response ? masked(row.response) : null,
  };
}

/** What each mapping sells, by its id. One round trip. */
async function readListings(ctx: Ctx, mappingIds: readonly string[]) {
  const rows = await ctx.db
    .select({ id: mappings.id, name: listings.name, currency: listings.currency })
    .from(mappings)
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .where(and(eq(mappings.orgId, ctx.org), inArray(mappings.id, [...mappingIds])));
  return new Map(rows.map((row) => [row.id, row]));
}

type Row = Omit<typeof deliveries.$inferSelect, 'request' | 'response'>;

function factsOf(row: Row, of: { provider: string; account: string }): Omit<Delivery, 'records'> {
  const { finishedAt, heardAt } = row;
  const nights = row.records.map(({ from, to }) => nightsBetween(from as Night, to as Night)); // written from nights
  return {
    id: row.id,
    connectionId: row.connectionId,
    ...of,
    runId: row.runId,
    kind: row.kind,
    startedAt: row.startedAt.toString(),
    finishedAt: finishedAt?.toString() ?? null,
    outcome: row.outcome,
    error: row.error,
    nights: nights.reduce((sum, one) => sum + one, 0),
    latenessMs: finishedAt && heardAt ? finishedAt.epochMilliseconds - heardAt.epochMilliseconds : null,
  };
}
