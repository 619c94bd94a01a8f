import {
  intersection,
  lengthOf,
  type Night,
  type NightRange,
  overlaps,
  sameNights,
} from '#lib/kernel/nights.ts';

/*
 * Which event of an answer is which event we already know. A UID is a hint, never a key: Booking.com reissues them,
 * Airbnb regenerates those of its blocks, and one UID may name two stays. In order:
 *   1. same UID and RECURRENCE-ID, with one candidate   2. same code   3. same nights and kind
 *   4. overlapping nights and kind                        what is left is new, or missing.
 */

export type Matchable = NightRange & {
  readonly uid: string;
  readonly uidDerived?: boolean;
  readonly recurrenceId: string | null;
  readonly code: string | null;
  readonly guestName?: string | null;
  readonly kind: 'reservation' | 'closure' | 'window_tail' | 'echo';
};

export type Matched<K, S> = {
  readonly pairs: readonly { known: K; said: S }[];
  readonly missing: readonly K[];
  readonly fresh: readonly S[];
};

export function matchEvents<K extends Matchable, S extends Matchable>(
  known: readonly K[],
  said: readonly S[],
): Matched<K, S> {
  const left = { known: new Set(known), said: new Set(said) };
  const pairs: { known: K; said: S }[] = [];
  const take = (one: K, other: S): void => {
    left.known.delete(one);
    left.said.delete(other);
    pairs.push({ known: one, said: other });
  };

  pairWithin(left, nameOf, take, (k, s) => compatible(k, s));
  pairWithin(
    left,
    (event) => event.code,
    take,
    () => true,
  );
  for (const [k, s] of sameNightsPairs(left)) take(k, s);
  for (const [k, s] of overlapPairs(left)) take(k, s);
  return { pairs, missing: [...left.known], fresh: [...left.said] };
}

function nameOf(event: Matchable): string {
  return `${event.uid}\n${event.recurrenceId ?? ''}`;
}

/** Two guests are two bookings, whatever UID or dates they share. */
function compatible(a: Matchable, b: Matchable): boolean {
  if (a.code !== null && b.code !== null && a.code !== b.code) return false;
  return !(a.guestName && b.guestName && a.guestName !== b.guestName);
}

type Left<K, S> = { readonly known: Set<K>; readonly said: Set<S> };

/** Pairs inside groups of one name: equal nights first, then the rest where exactly one is left on each side. */
function pairWithin<K extends Matchable, S extends Matchable>(
  left: Left<K, S>,
  name: (event: Matchable) => string | null,
  take: (known: K, said: S) => void,
  fits: (known: K, said: S) => boolean,
): void {
  const groups = new Map<string, { known: K[]; said: S[] }>();
  const groupOf = (event: Matchable): { known: K[]; said: S[] } | null => {
    const key = name(event);
    if (key === null) return null;
    const group = groups.get(key) ?? { known: [], said: [] };
    groups.set(key, group);
    return group;
  };
  for (const event of left.known) groupOf(event)?.known.push(event);
  for (const event of left.said) groupOf(event)?.said.push(event);

  for (const group of groups.values()) {
    const unpaired = { known: new Set(group.known), said: new Set(group.said) };
    for (const s of group.said) {
      for (const k of unpaired.known) {
        if (!sameNights(k, s) || !fits(k, s)) continue;
        unpaired.known.delete(k);
        unpaired.said.delete(s);
        take(k, s);
        break;
      }
    }
    const [k, s] = [[...unpaired.known], [...unpaired.said]];
    if (k.length === 1 && s.length === 1 && k[0] && s[0] && fits(k[0], s[0])) take(k[0], s[0]);
  }
}

function* sameNightsPairs<K extends Matchable, S extends Matchable>(left: Left<K, S>): Generator<[K, S]> {
  const byNights = new Map<string, K[]>();
  const key = (event: Matchable) => `${event.checkIn} ${event.checkOut} ${event.kind}`;
  for (const event of left.known) byNights.set(key(event), [...(byNights.get(key(event)) ?? []), event]);
  for (const s of [...left.said]) {
    const candidates = byNights.get(key(s)) ?? [];
    const at = candidates.findIndex((k) => compatible(k, s));
    if (at >= 0) yield [candidates.splice(at, 1)[0] as K, s]; // `at` is an index of it
  }
}

/** The longest common stretch first; ties go to the earlier event, so that the answer's order decides nothing. */
function* overlapPairs<K extends Matchable, S extends Matchable>(left: Left<K, S>): Generator<[K, S]> {
  const known = [...left.known].sort(byCheckIn);
  const said = [...left.said].sort(byCheckIn);
  const candidates: { k: K; s: S; common: number }[] = [];
  // The furthest check-out up to each place: everything before the first one past s.checkIn cannot overlap s.
  const reach: Night[] = [];
  for (const k of known)
    reach.push(
      reach.length > 0 && (reach.at(-1) as Night) > k.checkOut ? (reach.at(-1) as Night) : k.checkOut,
    );
  let from = 0;
  for (const s of said) {
    while (from < known.length && (reach[from] as Night) <= s.checkIn) from += 1;
    for (let i = from; i < known.length; i++) {
      const k = known[i] as K;
      if (k.checkIn >= s.checkOut) break;
      if (k.kind !== s.kind || !overlaps(k, s) || !compatible(k, s)) continue;
      candidates.push({ k, s, common: commonNights(k, s) });
    }
  }
  candidates.sort((a, b) => b.common - a.common || byCheckIn(a.k, b.k) || byCheckIn(a.s, b.s));
  for (const { k, s } of candidates) if (left.known.has(k) && left.said.has(s)) yield [k, s];
}

function commonNights(a: NightRange, b: NightRange): number {
  const common = intersection(a, b);
  return common ? lengthOf(common) : 0;
}

function byCheckIn(a: NightRange, b: NightRange): number {
  return a.checkIn < b.checkIn
    ? -1
    : a.checkIn > b.checkIn
      ? 1
      : a.checkOut < b.checkOut
        ? -1
        : a.checkOut > b.checkOut
          ? 1
          : 0;
}

/**
 * The nights of a matched event as they should stand now. Booking.com moves the start of a stay in progress to today
 * every day, with the check-out fixed: past nights are not a change.
 */
export function nightsAfter(known: NightRange, said: NightRange, today: Night): NightRange {
  const isStayInProgress =
    known.checkIn < said.checkIn && said.checkIn <= today && known.checkOut === said.checkOut;
  return isStayInProgress
    ? { checkIn: known.checkIn, checkOut: said.checkOut }
    : { checkIn: said.checkIn, checkOut: said.checkOut };
}
