import { intersection, type NightRange, sameNights } from '#lib/kernel/nights.ts';

/** Something that takes nights: a stay, or an event of an external calendar that may be one. */
export type Claim = {
  readonly id: string;
  /** The unit it stands on; null for a calendar of a whole property. */
  readonly unitId: string | null;
  /** The leaf units whose nights it takes. */
  readonly leaves: readonly string[];
  readonly nights: NightRange;
};

export type Clash = {
  readonly unitId: string;
  readonly claims: readonly [string, string];
  readonly nights: NightRange;
};

/** A pair is one conflict whichever way round it was found: the smaller id first. */
export function pairOf(a: string, b: string): readonly [string, string] {
  return a < b ? [a, b] : [b, a];
}

/** The nights two claims share, told once per pair: on the unit both stand on, else on the first part they share. */
export function clashOf(a: Claim, b: Claim): Clash | null {
  const nights = intersection(a.nights, b.nights);
  const shared = a.leaves.filter((leaf) => b.leaves.includes(leaf)).sort()[0];
  if (!nights || shared === undefined || a.id === b.id) return null;
  return {
    unitId: a.unitId === b.unitId && a.unitId ? a.unitId : shared,
    claims: pairOf(a.id, b.id),
    nights,
  };
}

/** Every clash in which one of `parked` stands: those that hold their nights clash with nobody who holds theirs. */
export function clashesOf(parked: readonly Claim[], all: readonly Claim[]): Clash[] {
  const found = new Map<string, Clash>();
  for (const claim of parked) {
    for (const other of all) {
      const clash = clashOf(claim, other);
      if (clash) found.set(clash.claims.join(' '), clash);
    }
  }
  return [...found.values()];
}

export type Earlier = {
  readonly status: 'open' | 'resolved';
  readonly resolution: string | null;
  readonly nights: NightRange;
};

/**
 * Whether a clash is news. What a person said about the pair stands as long as its nights are the same ones; what
 * ended by itself, or by a move or a cancellation that did not last, is news again.
 */
export function isNews(earlier: readonly Earlier[], nights: NightRange): boolean {
  return !earlier.some(
    (one) =>
      one.status === 'open' ||
      ((one.resolution === 'accepted' || one.resolution === 'same_booking') &&
        sameNights(one.nights, nights)),
  );
}

/** Whether its dates and its end are ours to decide: no channel tells us about it. */
export function isOurs(row: {
  readonly channel: string;
  readonly followed: 'followed' | 'no_longer_followed';
}): boolean {
  return row.channel === 'direct' || row.followed === 'no_longer_followed';
}
