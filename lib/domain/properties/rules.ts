/** One row of the tree of units, which has one level: a composite's parts have none of their own. */
export type Part = { readonly compositeId: string; readonly partId: string };

/** What a stay on the unit holds: its parts, or itself where it has none. In id order. */
export function leavesOf(unitId: string, parts: readonly Part[]): string[] {
  const own = parts.filter((part) => part.compositeId === unitId).map((part) => part.partId);
  return own.length > 0 ? own.sort() : [unitId];
}

/** The unit and every other that cannot be sold on a night when it is: those it shares a leaf with. */
export function relatedUnits(unitId: string, parts: readonly Part[]): string[] {
  const leaves = leavesOf(unitId, parts);
  const above = parts.filter((part) => leaves.includes(part.partId)).map((part) => part.compositeId);
  return [...new Set([unitId, ...leaves, ...above])];
}

/** Why a unit cannot become a part of another, as a sentence; null where it can. */
export function refusePart(
  part: { id: string; propertyId: string },
  composite: { id: string; propertyId: string },
  parts: readonly Part[],
): string | null {
  if (part.id === composite.id) return 'A unit cannot be a part of itself.';
  if (part.propertyId !== composite.propertyId) return 'Both units must belong to the same property.';
  if (parts.some((one) => one.partId === composite.id))
    return 'The unit it should belong to is itself a part: there is one level of parts.';
  if (parts.some((one) => one.compositeId === part.id))
    return 'This unit has parts of its own: there is one level of parts.';
  return null;
}
