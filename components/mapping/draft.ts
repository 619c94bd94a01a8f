import type { Guard, Listing, MappingChange, UnitRef } from '#lib/domain/mappings/schemas.ts';

/** What a person chose so far, by listing; null is "no unit". A listing that is not named stands as it was found. */
export type Draft = Readonly<Record<string, string | null>>;

/** A suggestion this sure is chosen beforehand; a weaker one is only offered. */
export const SURE = 60;

/**
 * mapped: brings bookings already, as it stands. suggested: chosen beforehand, not confirmed. chosen: by a person.
 * problem: cannot be activated so, or brings nothing any more.
 */
export type RowState = 'unmapped' | 'suggested' | 'chosen' | 'mapped' | 'problem';
export const ROW_FILTERS = ['unmapped', 'suggested', 'mapped', 'problem'] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

export function unitIdOf(listing: Listing, draft: Draft): string | null {
  const chosen = draft[listing.id];
  if (chosen !== undefined) return chosen;
  if (listing.mapping) return listing.mapping.unit.id;
  const { suggestion } = listing;
  return suggestion && suggestion.score >= SURE && listing.goneAt === null ? suggestion.unit.id : null;
}

/** Units that more than one listing would fill, with these listings' ids. */
export function usedTwice(
  listings: readonly Listing[],
  draft: Draft,
): ReadonlyMap<string, readonly string[]> {
  const byUnit = new Map<string, string[]>();
  for (const listing of listings) {
    const unitId = listing.goneAt === null ? unitIdOf(listing, draft) : null;
    if (unitId) byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), listing.id]);
  }
  return new Map([...byUnit].filter(([, ids]) => ids.length > 1));
}

/** @param guards what the server said of this choice */
export function stateOf(listing: Listing, draft: Draft, guards: readonly Guard[]): RowState {
  if (listing.goneAt !== null || guards.some((guard) => guard.level === 'blocks')) return 'problem';
  const unitId = unitIdOf(listing, draft);
  if (unitId === null) return 'unmapped';
  const { mapping } = listing;
  if (mapping?.stage === 'active' && mapping.unit.id === unitId) return 'mapped';
  return draft[listing.id] === undefined && mapping === null ? 'suggested' : 'chosen';
}

/** A row of the list answers to a filter; one that a person chose just now still counts as to be looked at. */
export function isIn(state: RowState, filter: RowFilter): boolean {
  return state === filter || (filter === 'suggested' && state === 'chosen');
}

/** What activating would have to save: only what differs from what stands. */
export function changesOf(listings: readonly Listing[], draft: Draft): MappingChange[] {
  return listings.flatMap((listing): MappingChange[] => {
    const unitId = unitIdOf(listing, draft);
    const { mapping } = listing;
    if (unitId === null) return mapping ? [{ listingId: listing.id, unitId: null }] : [];
    if (mapping?.stage === 'active' && mapping.unit.id === unitId) return [];
    return listing.goneAt === null ? [{ listingId: listing.id, unitId, stage: 'active' }] : [];
  });
}

export function matches(listing: Listing, unit: UnitRef | null, search: string): boolean {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = [
    listing.name,
    listing.city,
    listing.address,
    listing.externalId,
    unit?.name,
    unit?.propertyName,
  ]
    .join(' ')
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}
