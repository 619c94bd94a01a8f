import { and, asc, eq, gte, inArray, lt } from 'drizzle-orm';
import { channelNights } from '#db/schema/push.ts';
import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { channelState, stoppedBy, unsentReason } from './channel-rules.ts';
import { type MappedWay, readWays } from './read-ways.ts';
import type { ChannelNights, ChannelState } from './schemas.ts';

export type ChannelNight = typeof channelNights.$inferSelect;

type Asked = { readonly mappingIds: readonly string[]; readonly from: Night; readonly to: Night };
type ByNight<R> = Map<string, Map<Night, R>>;

/** All that is known of the nights of mappings at their channels. One round trip. */
export async function readChannelNights(ctx: Ctx, asked: Asked): Promise<ByNight<ChannelNight>> {
  if (asked.mappingIds.length === 0) return new Map();
  return byNight(
    await ctx.db
      .select()
      .from(channelNights)
      .where(within(ctx, asked))
      .orderBy(...ORDER),
  );
}

const STATE = {
  mappingId: channelNights.mappingId,
  night: channelNights.night,
  sentState: channelNights.sentState,
  sentError: channelNights.sentError,
  hasDrift: channelNights.hasDrift,
  sentAt: channelNights.sentAt,
  confirmedAt: channelNights.confirmedAt,
  observedAt: channelNights.observedAt,
};
export type NightStanding = Pick<ChannelNight, keyof typeof STATE>;

/** Only where they stand, without what was told and seen: for very many nights. One round trip. */
export async function readStandings(ctx: Ctx, asked: Asked): Promise<ByNight<NightStanding>> {
  if (asked.mappingIds.length === 0) return new Map();
  return byNight(
    await ctx.db
      .select(STATE)
      .from(channelNights)
      .where(within(ctx, asked))
      .orderBy(...ORDER),
  );
}

const ORDER = [asc(channelNights.mappingId), asc(channelNights.night)];

function within(ctx: Ctx, { mappingIds, from, to }: Asked) {
  return and(
    eq(channelNights.orgId, ctx.org),
    inArray(channelNights.mappingId, [...mappingIds]),
    gte(channelNights.night, from),
    lt(channelNights.night, to),
  );
}

function byNight<R extends { readonly mappingId: string; readonly night: Night }>(
  rows: readonly R[],
): ByNight<R> {
  const groups = Map.groupBy(rows, (row) => row.mappingId);
  return new Map([...groups].map(([id, group]) => [id, new Map(group.map((row) => [row.night, row]))]));
}

/** Whether a change of this night is owed to the channel, and would go out. */
export function isOwed(way: MappedWay, night: Night): boolean {
  return way.owed !== null && way.owed.from <= night && night < way.owed.to && stoppedBy(way) === null;
}

/**
 * Each night of [from, to) of a unit at each of its channels.
 * @throws AppError not_found, choose_unit
 */
export async function getChannelNights(
  ctx: Ctx,
  asked: { unit: string; from: Night; to: Night },
): Promise<ChannelNights> {
  const { unit } = await chooseUnit(ctx, asked.unit);
  const ways = await readWays(ctx, [unit.id]);
  const known = await readStandings(ctx, {
    mappingIds: ways.map((way) => way.mappingId),
    from: asked.from,
    to: asked.to,
  });
  const now = ctx.clock.now();
  return {
    unitId: unit.id,
    items: ways.map((way) => ({
      ...namesOf(way),
      stopped: stoppedBy(way),
      nights: [...nightsOf({ checkIn: asked.from, checkOut: asked.to })].map((night) => {
        const row = known.get(way.mappingId)?.get(night);
        const state = channelState(row, isOwed(way, night));
        return {
          night,
          state,
          sentAt: row?.sentAt?.toString() ?? null,
          confirmedAt: row?.confirmedAt?.toString() ?? null,
          observedAt: row?.observedAt?.toString() ?? null,
          error: row?.sentError ?? null,
          unsent: unsentReason(way, { state, error: row?.sentError ?? null }, now),
        };
      }),
    })),
    nextCursor: null,
  };
}

export function namesOf(way: MappedWay) {
  return {
    mappingId: way.mappingId,
    connectionId: way.connectionId,
    provider: way.provider,
    account: way.account,
    listing: way.listing.name,
  };
}

export type StateRun = { readonly from: Night; readonly to: Night; readonly state: ChannelState };

/** The states of [from, to), as runs of nights that are alike. */
export function stateRuns(
  way: MappedWay,
  known: ReadonlyMap<Night, NightStanding> | undefined,
  window: { readonly from: Night; readonly to: Night },
): StateRun[] {
  const runs: { from: Night; to: Night; state: ChannelState }[] = [];
  const nights = [...nightsOf({ checkIn: window.from, checkOut: window.to })];
  for (const [index, night] of nights.entries()) {
    const to = nights[index + 1] ?? window.to;
    const state = channelState(known?.get(night), isOwed(way, night));
    const last = runs.at(-1);
    if (last?.state === state) last.to = to;
    else runs.push({ from: night, to, state });
  }
  return runs;
}
