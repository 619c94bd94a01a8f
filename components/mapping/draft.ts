import type { Guard, Listing, MappingChange, UnitRef } from '#lib/domain/mappings/schemas.ts';

/** What a listing is to be: one unit, several that are sold as one, or none; and how it is priced, where that was chosen. */
export type Choice = {
  readonly unitIds: readonly string[];
  /** Null: the first that takes prices. Left out: as it is. */
  readonly ratePlanId?: string | null | undefined;
  /** On top of its prices, in hundredths of a percent. Null: the account's. Left out: as it is. */
  readonly markupBp?: number | null | undefined;
};

/** What a person chose so far, by listing. A listing that is not named stands as it was found. */
export type Draft = Readonly<Record<string, Choice>>;

/** A suggestion this sure is chosen beforehand; a weaker one is only offered. */
export const SURE = 60;

/**
 * mapped: brings bookings already, as it stands. suggested: chosen beforehand, not confirmed. chosen: by a person.
 * problem: cannot be activated so, or brings nothing any more.
 */
export type RowState = 'unmapped' | 'suggested' | 'chosen' | 'mapped' | 'problem';
export const ROW_FILTERS = ['unmapped', 'suggested', 'mapped', 'problem'] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

export function unitIdsOf(listing: Listing, draft: Draft): readonly string[] {
  const chosen = draft[listing.id];
  if (chosen) return chosen.unitIds;
  if (listing.mapping) return listing.mapping.units.map((unit) => unit.id);
  const { suggestion } = listing;
  const isSure = suggestion && suggestion.score >= SURE && listing.goneAt === null;
  return isSure ? suggestion.units.map((unit) => unit.id) : [];
}

/** Null: the first that takes prices. */
export function ratePlanOf(listing: Listing, draft: Draft): string | null {
  const chosen = draft[listing.id]?.ratePlanId;
  return chosen === undefined ? (listing.mapping?.ratePlanId ?? null) : chosen;
}

/** Null: the account's. */
export function markupOf(listing: Listing, draft: Draft): number | null {
  const chosen = draft[listing.id]?.markupBp;
  return chosen === undefined ? (listing.mapping?.markupBp ?? null) : chosen;
}

export function isSameUnits(some: readonly string[], others: readonly string[]): boolean {
  return some.join() === others.join();
}

/** Whether it brings bookings already, as it is chosen. */
export function isActive(listing: Listing, draft: Draft): boolean {
  const { mapping } = listing;
  if (mapping?.stage !== 'active' || ratePlanOf(listing, draft) !== mapping.ratePlanId) return false;
  if (markupOf(listing, draft) !== mapping.markupBp) return false;
  const ids = mapping.units.map((unit) => unit.id);
  return isSameUnits(ids, unitIdsOf(listing, draft));
}

/** Units that more than one listing would fill, with these listings' ids. */
export function usedTwice(
  listings: readonly Listing[],
  draft: Draft,
): ReadonlyMap<string, readonly string[]> {
  const byUnit = new Map<string, string[]>();
  for (const listing of listings) {
    if (listing.goneAt !== null) continue;
    for (const id of unitIdsOf(listing, draft)) byUnit.set(id, [...(byUnit.get(id) ?? []), listing.id]);
  }
  return new Map([...byUnit].filter(([, ids]) => ids.length > 1));
}

/** @param guards what the server said of this choice */
export function stateOf(listing: Listing, draft: Draft, guards: readonly Guard[]): RowState {
  if (listing.goneAt !== null || guards.some((guard) => guard.level === 'blocks')) return 'problem';
  if (unitIdsOf(listing, draft).length === 0) return 'unmapped';
  if (isActive(listing, draft)) return 'mapped';
  return draft[listing.id] === undefined && listing.mapping === null ? 'suggested' : 'chosen';
}

/** A row of the list answers to a filter; one that a person chose just now still counts as to be looked at. */
export function isIn(state: RowState, filter: RowFilter): boolean {
  return state === filter || (filter === 'suggested' && state === 'chosen');
}

/** What activating would have to save: only what differs from what stands. */
export function changesOf(listings: readonly Listing[], draft: Draft): MappingChange[] {
  return listings.flatMap((listing): MappingChange[] => {
    const [unitId, ...more] = unitIdsOf(listing, draft);
    const { id: listingId, mapping } = listing;
    if (unitId === undefined) return mapping ? [{ listingId, unitId: null }] : [];
    if (isActive(listing, draft) || listing.goneAt !== null) return [];
    const plan = ratePlanOf(listing, draft);
    const ratePlan = plan === (mapping?.ratePlanId ?? null) ? {} : { ratePlanId: plan };
    const units = more.length > 0 ? { unitIds: [unitId, ...more] } : { unitId };
    const markup = markupOf(listing, draft);
    const markupBp = markup === (mapping?.markupBp ?? null) ? {} : { markupBp: markup };
    return [{ listingId, ...units, stage: 'active', ...ratePlan, ...markupBp }];
  });
}

export function matches(listing: Listing, units: readonly UnitRef[], search: string): boolean {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = [
    listing.name,
    listing.group?.name,
    listing.city,
    listing.address,
    listing.externalId,
    ...units.flatMap((unit) => [unit.name, unit.propertyName]),
  ]
    .join(' ')
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

export type ListingGroup = {
  /** Null: listings that stand alone. */
  readonly group: Listing['group'];
  readonly listings: readonly Listing[];
};

/** Listings under the property that they belong to at the channel, those that belong to none first. */
export function groupsOf(listings: readonly Listing[]): ListingGroup[] {
  const byGroup = Map.groupBy(listings, (listing) => listing.group?.externalId ?? '');
  const groups = [...byGroup.values()].map((own) => ({ group: own[0]?.group ?? null, listings: own }));
  return groups.sort((a, b) => (a.group?.name ?? '').localeCompare(b.group?.name ?? ''));
}
