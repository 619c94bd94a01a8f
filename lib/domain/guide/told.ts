import { and, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm';
import { feedFetches, subscribers } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { units } from '#db/schema/properties.ts';
import { deliveries } from '#db/schema/push.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import type { ToldLine } from './schemas.ts';

const MOST = 60;

export type AboutNights = {
  readonly unitIds: readonly string[];
  readonly from: Night;
  readonly to: Night;
  readonly since: Temporal.Instant;
  /** Moments of change: of each reader the first reading after each is told. */
  readonly moments: readonly Temporal.Instant[];
  /** Where what changed comes from: its own reader is never shown it. */
  readonly source?: { readonly calendarId: string | null; readonly connectionId: string | null };
};

/**
 * Who was told of these nights, the newest first: calls to channels that named them, with their answers, and readings of
 * our calendars after each change. What is not kept any more (calls go after 90 days) is not told. Three round trips.
 */
export async function listTold(ctx: Ctx, about: AboutNights): Promise<ToldLine[]> {
  if (about.unitIds.length === 0) return [];
  const [told, read] = await Promise.all([readDeliveries(ctx, about), readReadings(ctx, about)]);
  return [...told, ...read].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MOST);
}

async function readDeliveries(ctx: Ctx, about: AboutNights): Promise<ToldLine[]> {
  const ways = await ctx.db
    .selectDistinct({ mappingId: mappings.id, connectionId: mappings.connectionId, listing: listings.name })
    .from(mappingUnits)
    .innerJoin(mappings, eq(mappings.id, mappingUnits.mappingId))
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .where(and(eq(mappingUnits.orgId, ctx.org), inArray(mappingUnits.unitId, [...about.unitIds])));
  if (ways.length === 0) return [];
  const names = new Map(ways.map((way) => [way.mappingId, way.listing]));
  const ids = JSON.stringify([...names.keys()]);
  const rows = await ctx.db
    .select({
      id: deliveries.id,
      startedAt: deliveries.startedAt,
      finishedAt: deliveries.finishedAt,
      outcome: deliveries.outcome,
      records: deliveries.records,
      provider: connections.provider,
      account: connections.accountName,
    })
    .from(deliveries)
    .innerJoin(connections, eq(connections.id, deliveries.connectionId))
    .where(
      and(
        eq(deliveries.orgId, ctx.org),
        inArray(deliveries.connectionId, [...new Set(ways.map((way) => way.connectionId))]),
        gte(deliveries.startedAt, about.since),
        // Written from nights, as text that sorts as they do.
        sql`exists (select 1 from jsonb_array_elements(${deliveries.records}) r
          where r->>'mappingId' in (select jsonb_array_elements_text(${ids}::text::jsonb))
            and r->>'from' < ${about.to}::text and r->>'to' > ${about.from}::text and r->'set' ? 'units')`,
      ),
    )
    .orderBy(desc(deliveries.startedAt))
    .limit(MOST);
  return rows.map((row) => {
    const mine = row.records.filter(
      (one) =>
        names.has(one.mappingId) && one.from < about.to && one.to > about.from && one.set.units !== undefined,
    );
    const left = mine.flatMap((one) => one.set.units ?? []);
    return {
      kind: 'delivery',
      at: (row.finishedAt ?? row.startedAt).toString(),
      provider: row.provider,
      name: row.account,
      listing: names.get(mine[0]?.mappingId ?? '') ?? null,
      outcome: mine.find((one) => one.outcome !== 'accepted')?.outcome ?? row.outcome ?? 'open',
      units: left.length > 0 ? Math.min(...left) : null,
      deliveryId: row.id,
    };
  });
}

async function readReadings(ctx: Ctx, about: AboutNights): Promise<ToldLine[]> {
  const readers = (await findReaders(ctx, about.unitIds)).filter((one) => !isOwn(one, about.source));
  if (readers.length === 0 || about.moments.length === 0) return [];
  const found = await Promise.all(
    about.moments.slice(-4).map((moment) =>
      ctx.db
        .select({
          subscriberId: feedFetches.subscriberId,
          at: sql`min(${feedFetches.at})`.mapWith(feedFetches.at),
        })
        .from(feedFetches)
        .where(
          and(
            eq(feedFetches.orgId, ctx.org),
            inArray(
              feedFetches.subscriberId,
              readers.map((one) => one.id),
            ),
            eq(feedFetches.status, 200),
            gte(feedFetches.at, moment),
          ),
        )
        .groupBy(feedFetches.subscriberId),
    ),
  );
  const readings = new Map(
    found.flat().map((one) => [`${one.subscriberId} ${one.at.epochMilliseconds}`, one] as const),
  );
  return [...readings.values()].map((one) => ({
    kind: 'reading',
    at: one.at.toString(),
    provider: null,
    name: readers.find((reader) => reader.id === one.subscriberId)?.name ?? '',
    listing: null,
    outcome: null,
    units: null,
    deliveryId: null,
  }));
}

type Reader = {
  readonly id: string;
  readonly name: string;
  readonly calendarId: string | null;
  readonly connectionId: string | null;
};

/** Whoever has a link to the calendar of one of these units, or to its whole property's; those of a revoked one too. */
export function findReaders(ctx: Ctx, unitIds: readonly string[]): Promise<Reader[]> {
  const ofUnits = ctx.db
    .select({ id: units.propertyId })
    .from(units)
    .where(and(eq(units.orgId, ctx.org), inArray(units.id, [...unitIds])));
  return ctx.db
    .select({
      id: subscribers.id,
      name: subscribers.name,
      calendarId: subscribers.sourceCalendarId,
      connectionId: subscribers.sourceConnectionId,
    })
    .from(subscribers)
    .where(
      and(
        eq(subscribers.orgId, ctx.org),
        or(
          inArray(subscribers.unitId, [...unitIds]),
          and(isNull(subscribers.unitId), inArray(subscribers.propertyId, ofUnits)),
        ),
      ),
    );
}

function isOwn(reader: Reader, source: AboutNights['source']): boolean {
  if (!source) return false;
  return (
    (source.calendarId !== null && reader.calendarId === source.calendarId) ||
    (source.connectionId !== null && reader.connectionId === source.connectionId)
  );
}
