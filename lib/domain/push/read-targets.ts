import { and, asc, eq, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { properties, units } from '#db/schema/properties.ts';
import { pushStates } from '#db/schema/push.ts';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import { type Pricing, priceFor } from '#lib/kernel/pricing.ts';
import type { PushListing, PushPort } from '#lib/providers/push-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';

export type PushState = typeof pushStates.$inferSelect;

/** A mapping that is pushed, and what is to be compared of it. */
export type Target = {
  readonly mappingId: string;
  readonly listingId: string;
  readonly listing: PushListing;
  /** Of units in use, the first one first. */
  readonly unitIds: readonly string[];
  readonly state: PushState;
  /** Of all mappings of the connection: it moves with every mark on any of them. */
  readonly marks: string;
  /** Its property's today: the first night that is told, and where the nights that are told end. */
  readonly today: Night;
  readonly end: Night;
  /** Most units that this listing can be told. */
  readonly maxUnits: number;
  /** A price in the property's currency as this channel is told it; null where it must not be. */
  readonly price: ((minor: number) => number) | null;
};

/** The same for some of its nights, half-open. */
export type Stretch = Target & { readonly from: Night; readonly to: Night };

/** The mappings of the connection that owe their channel something, those that failed before last. One round trip. */
export function readDirty(ctx: Ctx, connection: ConnectionRow, port: PushPort): Promise<Target[]> {
  return readTargets(
    ctx,
    connection,
    port,
    and(isNotNull(pushStates.dirtyFrom), isNotNull(pushStates.adoptedAt)),
  );
}

/** Active mappings that are pushed and of which `which` holds. One round trip. */
export async function readTargets(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
  which: SQL | undefined,
): Promise<Target[]> {
  const rows = await ctx.db
    .select({
      state: pushStates,
      mapping: mappings,
      listing: listings,
      timeZone: properties.timezone,
      currency: properties.currency,
      unitIds: sql<string[]>`(
        select coalesce(json_agg(mu.unit_id order by mu.position, mu.unit_id), '[]') from mapping_units mu
        join units u on u.id = mu.unit_id
        where mu.mapping_id = ${mappings.id} and u.archived_at is null)`,
      marks: sql<string>`(select sum(p.dirty_mark)::text from push_states p where p.connection_id = ${connection.id})`,
    })
    .from(pushStates)
    .innerJoin(mappings, eq(mappings.id, pushStates.mappingId))
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(units, eq(units.id, mappings.unitId))
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(
      and(
        eq(pushStates.orgId, ctx.org),
        eq(pushStates.connectionId, connection.id),
        eq(pushStates.isOn, true),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
        which,
      ),
    )
    .orderBy(asc(pushStates.failures), asc(pushStates.dirtySince), asc(pushStates.mappingId));
  const now = ctx.clock.now();
  return rows.map(({ state, mapping, listing, timeZone, currency, unitIds, marks }) => {
    const today = todayIn(timeZone, now);
    const pricing: Pricing = {
      markupBp: mapping.markupBp ?? connection.markupBp,
      rounding: connection.rounding,
      step: port.priceStep(currency),
      currency,
    };
    return {
      mappingId: mapping.id,
      listingId: listing.id,
      listing: {
        externalId: listing.externalId,
        groupId: listing.groupId,
        ratePlanId:
          mapping.ratePlanId ?? listing.ratePlans.find((plan) => !plan.isDerived)?.externalId ?? null,
        currency: listing.currency,
      },
      unitIds,
      state,
      marks,
      today,
      end: addNights(today, port.horizonNights),
      maxUnits: maxUnitsOf(port, unitIds),
      price: listing.currency === currency ? (minor) => priceFor(minor, pricing) : null,
    };
  });
}

/** A channel of whole calendars sells one home as such, and a pool by its number; the others count as they always do. */
function maxUnitsOf({ says, maxUnits }: PushPort, unitIds: readonly string[]): number {
  return says === 'whole' ? Math.max(1, Math.min(maxUnits, unitIds.length)) : maxUnits;
}

/**
 * What of a mapping is to be compared now: what changes have touched; everything where a person asked for it, or where the
 * channel is told whole calendars, since a call about one night names all others. That is more rows and no more round trips.
 */
export function dirtyStretch(target: Target, { says }: Pick<PushPort, 'says'>): Stretch {
  const { today, end, state } = target;
  if (says === 'whole' || state.isForced || !state.dirtyFrom || !state.dirtyTo)
    return { ...target, from: today, to: end };
  const from = state.dirtyFrom > today ? state.dirtyFrom : today;
  const to = state.dirtyTo < end ? state.dirtyTo : end;
  return { ...target, from: from < end ? from : end, to: to > today ? to : today };
}

/** Of mappings that are due to be read: those never read before first. */
export function isReadDue(now: Temporal.Instant): SQL | undefined {
  const at = sql`${now.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
  return or(sql`${pushStates.adoptedAt} is null`, sql`${pushStates.nextReadAt} <= ${at}`);
}
