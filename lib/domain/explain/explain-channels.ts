import type { NightValues } from '#db/schema/push.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { leftOf } from '../push/types.ts';
import { type ChannelNight, isOwed, namesOf, readChannelNights } from './channel-nights.ts';
import { channelState, unsentReason } from './channel-rules.ts';
import type { MappedWay } from './read-ways.ts';
import type { ChannelExplanation } from './schemas.ts';
import { readWanted, type Wanted } from './wanted.ts';

/**
 * One night of a unit at each channel that sells it: what it should be told, was told, has accepted and shows. One
 * statement, and eleven for each account. How many units of its pool are free, the caller counts.
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
  return ways.map((way) => {
    const row = known.get(way.mappingId)?.get(night);
    return explainOne(way, row, wanted.get(way.mappingId), now, night);
  });
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
    wanted: want && wanted ? tellable(want, wanted.port.maxUnits) : null,
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
