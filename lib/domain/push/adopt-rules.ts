import { addNights, type Night, type NightRange } from '#lib/kernel/nights.ts';
import type { ObservedNight } from '#lib/providers/push-contract.ts';
import { type KnownNight, TERMS, UNKNOWN_NIGHT, type WantedNight } from './types.ts';

/** What is written of a night that was read. `values` and `sent` as in KnownNight; left out: as it stands. */
export type ReadNight = {
  readonly night: Night;
  readonly observed: ObservedNight;
  readonly values: KnownNight['values'];
  readonly hasDrift: boolean;
  /** Set where what was sent has to be called something else now. */
  readonly verdict?: {
    readonly sentState: KnownNight['sentState'];
    readonly sentError: string | null;
  };
};

/** Nights that the channel had closed; `units`: the allotment that it sells at most, 0 where it sells none. */
export type Found = NightRange & { readonly units: number };

export type Adopted = { readonly nights: readonly ReadNight[]; readonly found: readonly Found[] };

/**
 * First contact: what the channel shows becomes what stands there, and what it has closed for reasons that are not ours
 * stays closed (promise 5). A night closed by our own word is ours to open; so is one that nobody would sell anyway. A
 * night that the channel does not show at all is not known, and not opened before it is.
 */
export function adopt(
  wanted: readonly WantedNight[],
  seen: ReadonlyMap<string, ObservedNight>,
  known: ReadonlyMap<string, KnownNight>,
): Adopted {
  const nights: ReadNight[] = [];
  const found: { night: Night; units: number }[] = [];
  for (const want of wanted) {
    const observed = seen.get(want.night);
    if (!observed) continue;
    const before = known.get(want.night) ?? UNKNOWN_NIGHT;
    nights.push({
      night: want.night,
      observed,
      values: standing(observed, want, before),
      hasDrift: false,
      // What was sent before says nothing any more of what stands there now.
      verdict: { sentState: before.sentState === 'confirmed' ? 'confirmed' : null, sentError: null },
    });
    if (isFoundClosed(observed, want, before))
      found.push({ night: want.night, units: (observed.units ?? 0) + want.own.length });
  }
  return { nights, found: joined(found) };
}

/** What stands there, by what was seen; units as an allotment. */
export function standing(
  observed: ObservedNight,
  want: Pick<WantedNight, 'own'>,
  before: KnownNight,
): KnownNight['values'] {
  const terms = Object.fromEntries(
    TERMS.map((field) => [field, observed[field] ?? before.values[field] ?? null]),
  );
  return { ...terms, units: allotmentSeen(observed, want, before) };
}

/** A booking of the channel's own that we have not heard of takes its night as one that we know does. */
function allotmentSeen(
  observed: ObservedNight,
  want: Pick<WantedNight, 'own'>,
  before: KnownNight,
): number | null {
  if (observed.units === null) return before.values.units ?? null;
  return observed.units + (isTakenUnheard(observed, want) ? 1 : want.own.length);
}

export function isTakenUnheard(observed: ObservedNight, want: Pick<WantedNight, 'own'>): boolean {
  return observed.isBooked === true && want.own.length === 0;
}

function isFoundClosed(observed: ObservedNight, want: WantedNight, before: KnownNight): boolean {
  if (observed.units === null || want.units === null) return false;
  // A guest of whom we have not heard takes one: that is not why others of a pool would be closed.
  if (observed.units + (isTakenUnheard(observed, want) ? 1 : 0) >= want.left) return false;
  const told = before.sentState === null ? null : (before.sent?.units ?? null);
  return told === null || told > observed.units;
}

/** Neighbours with the same number as one range. */
export function joined(nights: readonly { readonly night: Night; readonly units: number }[]): Found[] {
  const ranges: { checkIn: Night; checkOut: Night; units: number }[] = [];
  for (const { night, units } of nights) {
    const last = ranges.at(-1);
    if (last && last.checkOut === night && last.units === units) last.checkOut = addNights(night, 1);
    else ranges.push({ checkIn: night, checkOut: addNights(night, 1), units });
  }
  return ranges;
}
