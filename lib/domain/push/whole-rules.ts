import { addNights, type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { NightSet, ObservedNight, PushCall, PushRange } from '#lib/providers/push-contract.ts';
import type { ReadNight } from './adopt-rules.ts';
import { type Changes, type DiffOptions, diffNights, isSince } from './diff-rules.ts';
import {
  type KnownNight,
  leftOf,
  type NightChange,
  TAKEN,
  UNKNOWN_NIGHT,
  type WantedNight,
} from './types.ts';

/*
 * Channels that are told whole calendars. A call of closings names every night that is to be closed, so that it is right
 * whether the channel adds it to what it knows or puts it in its place. A call of openings names every night that is to be
 * open, and what it leaves out is closed by it.
 */

/** A call may close at most so many nights that nobody wants closed. */
export const BLAST_NIGHTS = 14;

export type Held = { readonly code: 'not_known' | 'blast_limit'; readonly message: string };

export type WholeChanges = Changes & {
  /** More is to be closed than was allowed at once. */
  readonly isPart: boolean;
  /** Nights are to be opened, and why not now. */
  readonly held: Held | null;
};

export type WholeOptions = DiffOptions & {
  /** So many nights that do not stand closed are closed at once; left out: all. */
  readonly atMost?: number;
};

type Known = ReadonlyMap<string, KnownNight>;
type Grid = { readonly wanted: readonly WantedNight[]; readonly known: Known };

/**
 * What such a channel is to be told: nothing where nothing differs, else all nights of the kind that differs, of the whole
 * horizon, which `wanted` must be. Nights of the channel's own guests are named neither as closed nor as open. What it
 * refused is left out, so that it does not keep the others from being done. A night of which we do not know how it stands
 * makes the openings wait, since they would open or close it: unless a person wants everything told.
 */
export function wholeNights(
  wanted: readonly WantedNight[],
  known: Known,
  options: WholeOptions,
): WholeChanges {
  const changes = diffNights(wanted, known, options);
  const nights = wanted.flatMap((want) => {
    if (want.units === null) return [];
    const has = known.get(want.night) ?? UNKNOWN_NIGHT;
    const left = leftOf(want.units, want.own.length, options.maxUnits);
    const stands = standsOf(has, want, options.maxUnits);
    return [{ night: want.night, own: want.own.length, left, stands, has }];
  });
  const byNight = new Map(nights.map((one) => [one.night, one]));
  const isLeftOut = (night: Night) => {
    const one = byNight.get(night);
    if (!one || !isRefused(one.has, one.left, one.stands)) return false;
    return !options.isForced || isSince(one.has, options);
  };
  const differs = changes.closings.filter(({ night }) => !isLeftOut(night));
  const isZero = ({ night, set }: NightChange) => set.units === 0 && byNight.get(night)?.own === 0;
  const fewer = differs.some((one) => !isZero(one)) ? stillOpen(nights) : [];
  // Those that are still open say with it what is closed. An empty list cannot be told: then what is closed is named as such.
  const zero = fewer.length > 0 ? [] : differs.filter((one) => one.set.units === 0);
  const named = new Set(zero.map((one) => one.night));
  const closed = nights.filter(
    (one) => one.left === 0 && (one.own === 0 || named.has(one.night)) && !isLeftOut(one.night),
  );
  const fresh = closed.filter((one) => !isClosedThere(one.has));
  const later = new Set(fresh.slice(options.atMost ?? fresh.length).map((one) => one.night));
  const closings = zero.length === 0 ? [] : closed.filter((one) => !later.has(one.night)).map(changeOf);
  const opens = changes.openings.some(({ night }) => !isLeftOut(night));
  const open = opens ? nights.filter((one) => one.left > 0 && !isLeftOut(one.night)) : [];
  const unknown = options.isForced ? [] : open.filter((one) => one.stands === null);
  return {
    closings: fewer.length > 0 ? fewer : closings,
    terms: changes.terms,
    openings: unknown.length > 0 ? [] : open.map(changeOf),
    isPart: zero.length > 0 && later.size > 0,
    held: unknown.length > 0 ? notKnown(unknown.map((one) => one.night)) : null,
  };
}

type Named = {
  readonly night: Night;
  readonly own: number;
  readonly left: number;
  readonly stands: number | null;
  readonly has: KnownNight;
};

const changeOf = ({ night, left }: Named): NightChange => ({ night, set: { units: left } });

/** All that stand open and may stay so, none for more than it stands: told so, some are closed or lowered and none opened. */
function stillOpen(nights: readonly Named[]): NightChange[] {
  return nights.flatMap(({ night, left, stands }) => {
    const units = Math.min(left, stands ?? 0);
    return units > 0 ? [{ night, set: { units } }] : [];
  });
}

function standsOf(has: KnownNight, want: Pick<WantedNight, 'own'>, maxUnits: number): number | null {
  const units = has.values.units ?? null;
  return units === null ? null : leftOf(units, want.own.length, maxUnits);
}

/** Whether the channel refused just this, and something else stands there. */
function isRefused(has: KnownNight, left: number, stands: number | null): boolean {
  if (has.sentState !== 'failed' || has.sent?.units !== left) return false;
  return has.sentError === TAKEN || stands !== left;
}

/** Whether the night stands closed by all that we know: what is told of it is nothing new. */
function isClosedThere(has: KnownNight): boolean {
  return has.values.units === 0 && has.sentState !== 'sent';
}

function notKnown(nights: readonly Night[]): Held {
  const [first] = nights;
  const message = `How ${nights.length} nights from ${first} stand at the channel is not known yet. Nothing is opened before.`;
  return { code: 'not_known', message };
}

/** Whether the call says which nights are open, and so closes all others. */
export function saysOpen(call: PushCall): boolean {
  return call.records.some(({ set }) => (set.units ?? 0) > 0);
}

/** Nights of a call of closings that do not stand closed yet. */
export function freshIn(ranges: readonly PushRange[], { known }: Pick<Grid, 'known'>): Night[] {
  return ranges.flatMap((range) =>
    [...nightsOf(range)].filter((night) => !isClosedThere(known.get(night) ?? UNKNOWN_NIGHT)),
  );
}

/**
 * The last look at a call of openings, as it is about to go out: the night that it leaves out is one that we want closed,
 * or that the channel's own guest has, or that stands closed there already. A few others may be among them, as where the
 * channel refused one; many are a mistake of somebody's, and it is not sent.
 */
export function judgeOpening(ranges: readonly PushRange[], { wanted, known }: Grid): Held | null {
  const named = new Set(ranges.flatMap((range) => [...nightsOf(range)]));
  const sold = wanted.filter((want) => want.units !== null && want.left > 0);
  const beyond = sold.filter(({ night }) => !named.has(night) && known.get(night)?.values.units !== 0);
  const isEmpty = sold.length > 0 && !sold.some(({ night }) => named.has(night));
  if (!isEmpty && beyond.length <= BLAST_NIGHTS) return null;
  const message = isEmpty
    ? 'Not sent: the call would have left no night open, and some are for sale.'
    : `Not sent: the call would have closed ${beyond.length} nights that are for sale.`;
  return { code: 'blast_limit', message };
}

/**
 * What a call of openings closes by leaving it out, and what did not stand closed: nights of the channel's own guests,
 * which stay closed when they cancel. Not those of which we do not know how they stand, and those on which the channel has
 * met a booking that it does not show: that stays to be seen.
 */
export function leftOut(ranges: readonly PushRange[], { wanted, known }: Grid): PushRange[] {
  const [first] = ranges;
  if (!first) return [];
  const named = new Set(ranges.flatMap((range) => [...nightsOf(range)]));
  const closed: { listing: PushRange['listing']; checkIn: Night; checkOut: Night; set: NightSet }[] = [];
  for (const { night, own } of wanted) {
    const has = known.get(night) ?? UNKNOWN_NIGHT;
    const units = has.values.units ?? null;
    if (named.has(night) || units === 0 || (units === null && own.length === 0)) continue;
    if (has.sentState === 'failed' && has.sentError === TAKEN) continue;
    const last = closed.at(-1);
    if (last?.checkOut === night) last.checkOut = addNights(night, 1);
    else
      closed.push({
        listing: first.listing,
        checkIn: night,
        checkOut: addNights(night, 1),
        set: { units: 0 },
      });
  }
  return closed;
}

/**
 * A night of the channel's own guest that a call of openings had left out: that it shows as taken says nothing of what it
 * will show when he cancels, which is what our word was.
 */
export function keepLeftOut(nights: readonly ReadNight[], { wanted, known }: Grid): ReadNight[] {
  const taken = new Set(wanted.filter((want) => want.own.length > 0).map((want) => want.night));
  return nights.map((one) => {
    const before = known.get(one.night);
    const isKept = before?.values.units === 0 && before.sent?.units === 0 && taken.has(one.night);
    return isKept && one.observed.units === 0 ? { ...one, values: { ...one.values, units: 0 } } : one;
  });
}

/**
 * What a channel shows of a pool: whether nights are open, and not how many. An open one stands at what we know, or else at
 * as many as there are, so that the number is told; one that a guest of its own has may still be open for others.
 */
export function seenAsCounts(
  seen: ReadonlyMap<string, ObservedNight>,
  { known, wanted, maxUnits }: Grid & { readonly maxUnits: number },
): ReadonlyMap<string, ObservedNight> {
  if (maxUnits === 1) return seen;
  const owns = new Map<string, number>(wanted.map((want) => [want.night, want.own.length]));
  return new Map(
    [...seen].map(([night, one]) => {
      if (one.isBooked === true) return [night, { ...one, units: null }];
      if (one.units === null || one.units === 0) return [night, one];
      const units = known.get(night)?.values.units ?? null;
      const stands = units === null ? null : leftOf(units, owns.get(night) ?? 0, maxUnits);
      return [night, { ...one, units: Math.max(one.units, stands ?? maxUnits) }];
    }),
  );
}
