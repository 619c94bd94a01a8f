/** A unit as people call it: the property's name alone where both have one. */
export function placeName(property: string, unit: string): string {
  return unit === property ? unit : `${property}, ${unit}`;
}

/** "Camille de la Fontaine-Moreau" becomes "Camille F.": the start of a name is never lost. */
export function shortGuest(full: string): string {
  const words = full.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  return words.length < 2 || full.length <= 18 ? full : `${words[0]} ${last.charAt(0)}.`;
}
