import { and, eq, inArray } from 'drizzle-orm';
import { deliveries, type NightValues } from '#db/schema/push.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { leftOf } from '../push/types.ts';
import { type ChannelNight, isOwed, namesOf, readChannelNights } from './channel-nights.ts';
import { channelState, unsentReason } from './channel-rules.ts';
import type { MappedWay } from './read-ways.ts';
import type { ChannelExplanation } from './schemas.ts';
import { readWanted, type Wanted } from './wanted.ts';

/**
 * One night of a unit at each channel that sells it: what it should be told, was told, has accepted and shows. Two
 * statements, and eleven for each account. How many units of its pool are free, the caller counts.
 */
export async function explainChannels(
  ctx: Ctx,
  ways: readonly MappedWay[],
  night: Night,
): Promise<ChannelExplanation[]> {
  const window = { from: night, to: addNights(night, 1) };
  const [known, wanted] = await Promise.all([
    readChannelNights(ctx, { mappingIds: ways.map((way) => way.mappingId), ...window }),
    readWanted(ctx, ways, window),
  ]);
  const now = ctx.clock.now();
  const rowOf = (way: MappedWay) => known.get(way.mappingId)?.get(night);
  const words = await readRefusals(
    ctx,
    ways.flatMap((way) => rowOf(way) ?? []),
  );
  return ways.map((way) => {
    const row = rowOf(way);
    const told = row && { ...row, sentError: words.get(way.mappingId) ?? row.sentError };
    return explainOne(way, told, wanted.get(way.mappingId), now, night);
  });
}

/** What the channels said of what they refused, by mapping. One round trip, and none where nothing was refused. */
async function readRefusals(ctx: Ctx, rows: readonly ChannelNight[]): Promise<Map<string, string>> {
  const failed = rows.filter((row) => row.sentState === 'failed');
  const ids = failed.flatMap((row) => row.deliveryId ?? []);
  if (ids.length === 0) return new Map();
  const found = await ctx.db
    .select({ id: deliveries.id, records: deliveries.records })
    .from(deliveries)
    .where(and(eq(deliveries.orgId, ctx.org), inArray(deliveries.id, ids)));
  return new Map(
    failed.flatMap(({ mappingId, night, deliveryId }): [string, string][] => {
      const records = found.find((one) => one.id === deliveryId)?.records ?? [];
      const mine = records.find(
        (one) => one.mappingId === mappingId && one.from <= night && night < one.to && one.message,
      );
      return mine?.message ? [[mappingId, mine.message]] : [];
    }),
  );
}

function explainOne(
  way: MappedWay,
  row: ChannelNight | undefined,
  wanted: Wanted | undefined,
  now: Temporal.Instant,
  night: Night,
): ChannelExplanation {
  const state = channelState(row, isOwed(way, night));
  const [want] = wanted?.grid.wanted ?? [];
  return {
    ...namesOf(way),
    currency: way.listing.currency,
    pool: { units: way.unitIds.length, free: 0 },
    state,
    ownStays: want?.own.length ?? 0,
    wanted: want && wanted ? tellable(want, wanted.grid.maxUnits) : null,
    sent:
      row?.sent || row?.sentAt
        ? {
            values: row.sent ?? {},
            at: row.sentAt?.toString() ?? null,
            state: row.sentState,
            error: row.sentError,
            deliveryId: row.deliveryId,
          }
        : null,
    confirmed: row?.confirmedAt ? { values: valuesOf(row), at: row.confirmedAt.toString() } : null,
    observed: row?.observedAt ? { values: row.observed ?? {}, at: row.observedAt.toString() } : null,
    unsent: unsentReason(way, { state, error: row?.sentError ?? null }, now),
  };
}

/** As the channel would be told it. */
function tellable(want: Wanted['grid']['wanted'][number], maxUnits: number): NightValues {
  const { units, own } = want;
  return { ...valuesOf(want), units: units === null ? null : leftOf(units, own.length, maxUnits) };
}

function valuesOf({
  units,
  priceMinor,
  minStay,
  maxStay,
  closedToArrival,
  closedToDeparture,
}: Required<NightValues>): NightValues {
  return { units, priceMinor, minStay, maxStay, closedToArrival, closedToDeparture };
}
