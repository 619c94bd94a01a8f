import { and, eq, gt, gte, inArray, isNull, lt, or } from 'drizzle-orm';
import { channelNights, foundClosures } from '#db/schema/push.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import { type AsIf, windowAsIf } from '../availability/as-if.ts';
import { claimsOn } from '../availability/queries.ts';
import { nightStates } from '../availability/rules.ts';
import { type ClaimWindow, readWindow } from '../availability/window.ts';
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
  /** What they are to be as everything stands, where something else was reckoned with. */
  readonly standing?: readonly WantedNight[];
};

/** What to reckon with instead of what stands: rates, stays and blocks. */
export type Supposed = {
  readonly rateOf?: (unitId: string, night: Night) => Rate | undefined;
  readonly claims?: AsIf;
};

/**
 * Desired and confirmed nights of some mappings. Ten statements in two round trips of waiting, however many mappings and
 * nights; in an open transaction they wait one after the other. Each statement sees its own moment: whoever tells a
 * channel checks that nothing was marked since the mappings were read.
 * @param supposed what to reckon with instead of what stands
 */
export async function readGrids(
  ctx: Ctx,
  stretches: readonly Stretch[],
  port: PushPort,
  supposed?: Supposed,
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
  const isNear = (one: Stretch, closure: FoundClosure) =>
    closure.mappingId === one.mappingId || one.unitIds.includes(closure.unitId ?? '');
  const reckon = ({ rateOf, claims }: Supposed) => {
    const seen = window && claims ? windowAsIf(window, claims) : window;
    const free = new Map(unitIds.map((id) => [id, seen ? freeOn(seen, id) : new Set<Night>()]));
    return (one: Stretch): WantedNight[] =>
      desiredNights({
        mappingId: one.mappingId,
        nights: nights.filter((night) => one.from <= night && night < one.to),
        units: one.unitIds.map((id): DesiredUnit => {
          const set = rates.get(id);
          const asked = rateOf && overlaid(nights, set, (night) => rateOf(id, night));
          return { id, free: free.get(id) ?? new Set(), rates: asked ?? set ?? new Map() };
        }),
        own: ownAsIf(own, one.listingId, claims, ctx.clock.now()),
        closures: closures.filter((closure) => isNear(one, closure)),
        maxUnits: one.maxUnits,
        fields: port.fields,
        price: one.price,
      });
  };
  const wanted = reckon(supposed ?? {});
  const standing = supposed ? reckon({}) : null;
  return stretches.map((one) => ({
    ...one,
    wanted: wanted(one),
    known: known.get(one.mappingId) ?? new Map(),
    closures: closures.filter((closure) => isNear(one, closure)),
    ...(standing ? { standing: standing(one) } : {}),
  }));
}

/** What a person changes we hear of now, also where it came about long ago. */
function ownAsIf(
  own: ReadonlyMap<string, readonly (OwnStay & { readonly id: string })[]>,
  listingId: string,
  claims: AsIf | undefined,
  heardAt: Temporal.Instant,
): readonly OwnStay[] {
  const stand = own.get(listingId) ?? [];
  if (!claims) return stand;
  const supposed = claims.stays.filter((stay) => stay.listingId === listingId);
  return [
    ...stand.filter((stay) => !claims.without.includes(stay.id)),
    ...supposed.map(({ checkIn, checkOut, unitId, happenedAt }) => {
      return { checkIn, checkOut, isPlaced: unitId !== null, heardAt, happenedAt };
    }),
  ];
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

function freeOn(window: ClaimWindow, unitId: string): Set<Night> {
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
): Promise<Map<string, (OwnStay & { readonly id: string })[]>> {
  const rows = await ctx.db
    .select({
      id: stays.id,
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
      group.map(({ id, unitId, checkIn, checkOut, heardAt, changedAt, bookedAt }) => ({
        id,
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
