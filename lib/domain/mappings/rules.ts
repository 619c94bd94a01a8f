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
  readonly groupName: string | null;
  readonly quantity: number;
  readonly ratePlans: readonly { readonly externalId: string; readonly isDerived: boolean }[];
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
  /** Ids of its parts, where it is a composite. */
  readonly parts: readonly string[];
};

/** Another listing that is mapped, or would be in the same save. */
export type Neighbour = {
  readonly listingId: string;
  readonly externalId: string;
  readonly name: string;
  readonly unitIds: readonly string[];
  readonly provider: string;
  readonly connectionId: string;
  readonly isActive: boolean;
  readonly capacity: number | null;
};

/** How often one save may name a listing, and what a pair is looked at for. */
export type Pair = {
  readonly listing: ListingFacts;
  /** The first one first; never none. */
  readonly units: readonly UnitFacts[];
  readonly provider: string;
  readonly connectionId: string;
  /** Whether the mapping is more than a draft. */
  readonly isActive: boolean;
  /** The rate plan that was chosen, and whether just now; null: none was. */
  readonly ratePlan: { readonly id: string; readonly isNew: boolean } | null;
  readonly others: readonly Neighbour[];
  /** The same save says two things of this listing. */
  readonly isNamedTwice: boolean;
};

/**
 * What to look at before this listing is mapped to these units. A unit has no capacity of its own here: what other
 * channels say of it is compared.
 * @param now offsets are compared then and half a year later, so that Paris and Berlin are one zone
 */
export function guardsOf(pair: Pair, now: Temporal.Instant): Guard[] {
  const { listing, units, provider } = pair;
  const sameListing = pair.others.find(
    (one) =>
      one.provider === provider && one.externalId === listing.externalId && one.listingId !== listing.id,
  );
  const ids = units.map((unit) => unit.id);
  const onUnits = pair.others.filter(
    (one) => one.listingId !== listing.id && one.unitIds.some((id) => ids.includes(id)),
  );
  const capacities = onUnits.flatMap((one) => one.capacity ?? []);
  const differing = capacities.find((one) => listing.capacity !== null && one !== listing.capacity);
  const otherZone = units.find(
    (unit) => listing.timeZone !== null && !isSameTime(listing.timeZone, unit.timeZone, now),
  );
  const otherMoney = units.find((unit) => listing.currency !== null && listing.currency !== unit.currency);
  const archived = units.find((unit) => unit.isArchived);
  const found: (Guard | false | undefined)[] = [
    (pair.isNamedTwice || sameListing !== undefined) &&
      blocks('listing_twice', listing.externalId, sameListing?.name ?? null),
    archived && blocks('unit_archived', null, archived.name),
    ...withinPool(units),
    unitTwice(pair, onUnits),
    otherZone && warns('time_zone_differs', listing.timeZone, otherZone.timeZone),
    otherMoney && warns('currency_differs', listing.currency, otherMoney.currency),
    differing !== undefined && warns('capacity_differs', String(listing.capacity), String(differing)),
    new Set(ids).size !== listing.quantity &&
      warns('quantity_differs', String(listing.quantity), String(new Set(ids).size)),
    ratePlanGuard(pair),
    listing.isGone && warns('listing_gone', listing.name, null),
    !listing.isSold && !listing.isGone && warns('not_sold', listing.name, null),
  ];
  return found.filter((guard) => guard !== false && guard !== undefined);
}

/** Of two mappings of one account that both work each would take the other's bookings for its own nights. */
function unitTwice(pair: Pair, onUnits: readonly Neighbour[]): Guard | undefined {
  const nameOf = (one: Neighbour) => pair.units.find((unit) => one.unitIds.includes(unit.id))?.name ?? null;
  const own = onUnits.find((one) => one.connectionId === pair.connectionId && one.isActive && pair.isActive);
  if (own) return blocks('unit_twice', own.name, nameOf(own));
  const other = onUnits.find(
    (one) => one.provider === pair.provider && one.externalId !== pair.listing.externalId,
  );
  return other && warns('unit_twice', other.name, nameOf(other));
}

/** What is wrong with a pool whatever it is sold as. */
function withinPool(units: readonly UnitFacts[]): (Guard | undefined)[] {
  const repeated = units.find((unit, at) => units.findIndex((one) => one.id === unit.id) < at);
  const house = units.find((unit) => units.some((one) => unit.parts.includes(one.id)));
  const part = house && units.find((one) => house.parts.includes(one.id));
  const [first] = units;
  const elsewhere = units.find((unit) => unit.propertyId !== first?.propertyId);
  return [
    repeated && blocks('unit_repeated', null, repeated.name),
    house && part && blocks('composite_and_part', part.name, house.name),
    first && elsewhere && warns('property_differs', elsewhere.propertyName, first.propertyName),
  ];
}

/** A plan that is chosen now is one that takes prices; one that ceased to since is worth a look, and no more. */
function ratePlanGuard({ listing, ratePlan }: Pair): Guard | undefined {
  if (!ratePlan) return undefined;
  const plan = listing.ratePlans.find((one) => one.externalId === ratePlan.id);
  if (plan && !plan.isDerived) return undefined;
  const code = plan ? 'rate_plan_derived' : 'rate_plan_unknown';
  return ratePlan.isNew ? blocks(code, ratePlan.id, null) : warns(code, ratePlan.id, null);
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
