import { and, eq, gt, gte, inArray, isNull, lt, or } from 'drizzle-orm';
import { channelNights, foundClosures } from '#db/schema/push.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import { claimsOn } from '../availability/queries.ts';
import { nightStates } from '../availability/rules.ts';
import { readWindow, type Window } from '../availability/window.ts';
import type { Ctx } from '../ctx.ts';
import { readRates } from '../rates/read-rates.ts';
import type { Rate } from '../rates/rules.ts';
import { type DesiredUnit, desiredNights } from './desired-rules.ts';
import type { Stretch } from './read-targets.ts';
import type { FoundClosure, KnownNight, OwnStay, WantedNight } from './types.ts';

/** What one mapping's nights should be, and how they stand. */
export type Grid = Stretch & {
  readonly wanted: readonly WantedNight[];
  readonly known: Map<string, KnownNight>;
  readonly closures: readonly FoundClosure[];
};

/**
 * Desired and confirmed nights of some mappings. Ten statements in two round trips of waiting, however many mappings and
 * nights; in an open transaction they wait one after the other. Each statement sees its own moment: whoever tells a
 * channel checks that nothing was marked since the mappings were read.
 * @param asIf rates to reckon with instead of those that stand
 */
export async function readGrids(
  ctx: Ctx,
  stretches: readonly Stretch[],
  port: PushPort,
  asIf?: (unitId: string, night: Night) => Rate | undefined,
): Promise<Grid[]> {
  const busy = stretches.filter((one) => one.from < one.to);
  const [first] = busy;
  if (!first) return stretches.map((one) => ({ ...one, wanted: [], known: new Map(), closures: [] }));
  const unitIds = [...new Set(busy.flatMap((one) => one.unitIds))];
  const asked = {
    from: busy.reduce((least, one) => (one.from < least ? one.from : least), first.from),
    to: busy.reduce((most, one) => (one.to > most ? one.to : most), first.to),
  };
  const [window, rates, known, own, closures] = await Promise.all([
    unitIds.length > 0 ? readWindow(ctx, { unitIds, ...asked }) : null,
    readRates(ctx, { unitIds, ...asked }),
    readKnown(ctx, busy, asked),
    readOwn(ctx, busy, asked),
    readFoundClosures(ctx, busy, unitIds, asked),
  ]);
  const nights = [...nightsOf({ checkIn: asked.from, checkOut: asked.to })];
  const freeNights = new Map(unitIds.map((id) => [id, window ? freeOn(window, id) : new Set<Night>()]));
  return stretches.map((one) => {
    const isNear = (closure: FoundClosure) =>
      closure.mappingId === one.mappingId || one.unitIds.includes(closure.unitId ?? '');
    const mine = closures.filter(isNear);
    const unitsOf = one.unitIds.map(
      (id): DesiredUnit => ({
        id,
        free: freeNights.get(id) ?? new Set(),
        rates:
          (asIf && overlaid(nights, rates.get(id), (night) => asIf(id, night))) ?? rates.get(id) ?? new Map(),
      }),
    );
    return {
      ...one,
      wanted: desiredNights({
        mappingId: one.mappingId,
        nights: nights.filter((night) => one.from <= night && night < one.to),
        units: unitsOf,
        own: own.get(one.listingId) ?? [],
        closures: mine,
        maxUnits: one.maxUnits,
        fields: port.fields,
        price: one.price,
      }),
      known: known.get(one.mappingId) ?? new Map(),
      closures: mine,
    };
  });
}

function overlaid(
  nights: readonly Night[],
  rates: ReadonlyMap<Night, Rate> | undefined,
  asIf: (night: Night) => Rate | undefined,
): Map<Night, Rate> {
  const seen = new Map(rates);
  for (const night of nights) {
    const rate = asIf(night);
    if (rate) seen.set(night, rate);
  }
  return seen;
}

type Asked = { readonly from: Night; readonly to: Night };

function freeOn(window: Window, unitId: string): Set<Night> {
  // Archived meanwhile: nothing of it is for sale.
  if (!window.units.some((row) => row.unit.id === unitId)) return new Set();
  const states = nightStates({ ...claimsOn(window, unitId, []), from: window.from, to: window.to });
  return new Set(states.filter((one) => one.state === 'free').map((one) => one.night));
}

async function readKnown(
  ctx: Ctx,
  stretches: readonly Stretch[],
  asked: Asked,
): Promise<Map<string, Map<string, KnownNight>>> {
  const ids = stretches.map((one) => one.mappingId);
  const rows = await ctx.db
    .select()
    .from(channelNights)
    .where(
      and(
        eq(channelNights.orgId, ctx.org),
        inArray(channelNights.mappingId, ids),
        gte(channelNights.night, asked.from),
        lt(channelNights.night, asked.to),
      ),
    );
  const found = new Map<string, Map<string, KnownNight>>(ids.map((id) => [id, new Map()]));
  for (const row of rows) {
    const { units, priceMinor, minStay, maxStay, closedToArrival, closedToDeparture } = row;
    found.get(row.mappingId)?.set(row.night, {
      values: { units, priceMinor, minStay, maxStay, closedToArrival, closedToDeparture },
      sent: row.sent,
      sentAt: row.sentAt,
      sentState: row.sentState,
      sentError: row.sentError,
      observed: row.observed,
      observedAt: row.observedAt,
      hasDrift: row.hasDrift,
    });
  }
  return found;
}

/** Stays that the channels themselves have sold, by listing; whatever unit they stand on, also none. */
async function readOwn(
  ctx: Ctx,
  stretches: readonly Stretch[],
  asked: Asked,
): Promise<Map<string, OwnStay[]>> {
  const rows = await ctx.db
    .select({
      listingId: stays.listingId,
      unitId: stays.unitId,
      checkIn: stays.checkIn,
      checkOut: stays.checkOut,
      heardAt: stays.updatedAt,
      changedAt: reservations.channelChangedAt,
      bookedAt: reservations.bookedAt,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, ctx.org),
        inArray(
          stays.listingId,
          stretches.map((one) => one.listingId),
        ),
        eq(stays.status, 'active'),
        lt(stays.checkIn, asked.to),
        gt(stays.checkOut, asked.from),
      ),
    );
  const byListing = Map.groupBy(rows, (row) => row.listingId ?? '');
  return new Map(
    [...byListing].map(([listingId, group]) => [
      listingId,
      group.map(({ unitId, checkIn, checkOut, heardAt, changedAt, bookedAt }) => ({
        checkIn,
        checkOut,
        isPlaced: unitId !== null,
        heardAt,
        happenedAt: changedAt ?? bookedAt,
      })),
    ]),
  );
}

async function readFoundClosures(
  ctx: Ctx,
  stretches: readonly Stretch[],
  unitIds: readonly string[],
  asked: Asked,
): Promise<FoundClosure[]> {
  const mappingIds = stretches.map((one) => one.mappingId);
  const rows = await ctx.db
    .select()
    .from(foundClosures)
    .where(
      and(
        eq(foundClosures.orgId, ctx.org),
        or(
          inArray(foundClosures.mappingId, mappingIds),
          unitIds.length > 0 ? inArray(foundClosures.unitId, [...unitIds]) : undefined,
        ),
        or(isNull(foundClosures.resolution), eq(foundClosures.resolution, 'kept')),
        lt(foundClosures.checkIn, asked.to),
        gt(foundClosures.checkOut, asked.from),
      ),
    );
  return rows.map(({ id, mappingId, unitId, checkIn, checkOut, units, resolution }) => {
    return {
      id,
      mappingId,
      unitId,
      checkIn,
      checkOut,
      units,
      resolution: resolution === 'kept' ? 'kept' : null,
    };
  });
}
