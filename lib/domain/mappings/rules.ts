import type { Guard } from './schemas.ts';

/** Of a listing, what guards and suggestions look at. */
export type ListingFacts = {
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly city: string | null;
  readonly timeZone: string | null;
  readonly currency: string | null;
  readonly capacity: number | null;
  readonly isSold: boolean;
  readonly isGone: boolean;
};

export type UnitFacts = {
  readonly id: string;
  readonly name: string;
  readonly propertyId: string;
  readonly propertyName: string;
  /** Whether its property has other units too. */
  readonly hasSiblings: boolean;
  readonly timeZone: string;
  readonly currency: string;
  readonly isArchived: boolean;
};

/** Another listing that is mapped, or would be in the same save. */
export type Neighbour = {
  readonly listingId: string;
  readonly externalId: string;
  readonly name: string;
  readonly unitId: string;
  readonly provider: string;
  readonly capacity: number | null;
};

/** How often one save may name a listing, and what a pair is looked at for. */
export type Pair = {
  readonly listing: ListingFacts;
  readonly unit: UnitFacts;
  readonly provider: string;
  readonly others: readonly Neighbour[];
  /** The same save says two things of this listing. */
  readonly isNamedTwice: boolean;
};

/**
 * What to look at before this listing is mapped to this unit. A unit has no capacity of its own here: what other
 * channels say of it is compared.
 * @param now offsets are compared then and half a year later, so that Paris and Berlin are one zone
 */
export function guardsOf(pair: Pair, now: Temporal.Instant): Guard[] {
  const { listing, unit, provider } = pair;
  const sameListing = pair.others.find(
    (one) =>
      one.provider === provider && one.externalId === listing.externalId && one.listingId !== listing.id,
  );
  const onUnit = pair.others.filter((one) => one.unitId === unit.id && one.listingId !== listing.id);
  const sameChannel = onUnit.find(
    (one) => one.provider === provider && one.externalId !== listing.externalId,
  );
  const capacities = onUnit.flatMap((one) => one.capacity ?? []);
  const differing = capacities.find((one) => listing.capacity !== null && one !== listing.capacity);
  const found: (Guard | false)[] = [
    (pair.isNamedTwice || sameListing !== undefined) &&
      blocks('listing_twice', listing.externalId, sameListing?.name ?? null),
    unit.isArchived && blocks('unit_archived', null, unit.name),
    sameChannel !== undefined && warns('unit_twice', sameChannel.name, unit.name),
    listing.timeZone !== null &&
      !isSameTime(listing.timeZone, unit.timeZone, now) &&
      warns('time_zone_differs', listing.timeZone, unit.timeZone),
    listing.currency !== null &&
      listing.currency !== unit.currency &&
      warns('currency_differs', listing.currency, unit.currency),
    differing !== undefined && warns('capacity_differs', String(listing.capacity), String(differing)),
    listing.isGone && warns('listing_gone', listing.name, null),
    !listing.isSold && !listing.isGone && warns('not_sold', listing.name, null),
  ];
  return found.filter((guard) => guard !== false);
}

/** What is worth knowing of a listing before any unit is thought of. */
export function guardsAlone(listing: ListingFacts): Guard[] {
  if (listing.isGone) return [warns('listing_gone', listing.name, null)];
  return listing.isSold ? [] : [warns('not_sold', listing.name, null)];
}

function blocks(code: Guard['code'], theirs: string | null, ours: string | null): Guard {
  return { code, level: 'blocks', theirs, ours };
}

function warns(code: Guard['code'], theirs: string | null, ours: string | null): Guard {
  return { code, level: 'warns', theirs, ours };
}

/** Whether two zones show the same time now and half a year later. One nobody knows is another. */
export function isSameTime(a: string, b: string, now: Temporal.Instant): boolean {
  if (a === b) return true;
  return [now, now.add({ hours: 24 * 182 })].every((at) => {
    const [one, other] = [offsetAt(a, at), offsetAt(b, at)];
    return one !== null && one === other;
  });
}

function offsetAt(zone: string, at: Temporal.Instant): number | null {
  try {
    return at.toZonedDateTimeISO(zone).offsetNanoseconds;
  } catch {
    return null; // RangeError is how Temporal says "no such zone"; channels write all sorts
  }
}

/** Whether bookings of the listing come in and land on the unit. */
export function isLive(mapping: {
  readonly stage: 'draft' | 'active';
  readonly isSyncOn: boolean;
  readonly isConnected: boolean;
}): boolean {
  return mapping.stage === 'active' && mapping.isSyncOn && mapping.isConnected;
}
