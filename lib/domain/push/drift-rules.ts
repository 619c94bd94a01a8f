import type { Night } from '#lib/kernel/nights.ts';
import type { NightField, ObservedNight } from '#lib/providers/push-contract.ts';
import { type Found, isTakenUnheard, joined, type ReadNight, standing } from './adopt-rules.ts';
import { covers } from './desired-rules.ts';
import {
  type FoundClosure,
  type KnownNight,
  leftOf,
  SLACK,
  TERMS,
  UNKNOWN_NIGHT,
  type WantedNight,
} from './types.ts';

export type Drift = {
  readonly nights: readonly ReadNight[];
  /** Closed there although we sell them: stays closed, and a person is asked. */
  readonly found: readonly Found[];
  /** Nights that the comparison with what we want has to go over again. */
  readonly toPush: readonly Night[];
  /** Nights on which what the channel accepted twice is not there. */
  readonly notApplied: readonly Night[];
  /** Nights that the channel calls booked, by a booking that we have not been told of. */
  readonly unheard: readonly Night[];
};

/**
 * Compares what a channel shows with what it had confirmed. Open where we sell nothing: to be closed at once. Closed where
 * we sell: left closed, as somebody's closure. But for what we have sent since it was last read: that was accepted and not
 * done, so it is sent once more, and given up with an alarm when it is not there the second time.
 */
export function judgeDrift(
  wanted: readonly WantedNight[],
  seen: ReadonlyMap<string, ObservedNight>,
  known: ReadonlyMap<string, KnownNight>,
  maxUnits: number,
): Drift {
  const nights: ReadNight[] = [];
  const found: { night: Night; units: number }[] = [];
  const toPush: Night[] = [];
  const notApplied: Night[] = [];
  const unheard: Night[] = [];
  for (const want of wanted) {
    const observed = seen.get(want.night);
    if (!observed) continue;
    const before = known.get(want.night) ?? UNKNOWN_NIGHT;
    const { night } = want;
    const units = judgeUnits(want, observed, before, maxUnits);
    const terms = judgeTerms(want, observed, before);
    if (units === 'unheard') unheard.push(night);
    if (units === 'found') found.push({ night, units: (observed.units ?? 0) + want.own.length });
    const isLost = units === 'lost' || terms.length > 0;
    // Twice in a row, and it was told in between.
    const isAgain = before.hasDrift && isUnseen(before) && before.sentState === 'confirmed';
    const isGivenUp = isLost && isAgain;
    if (isAgain && (isLost || units === 'open')) notApplied.push(night);
    // What is open is closed again however often it takes.
    if ((isLost && !isGivenUp) || units === 'open') toPush.push(night);
    nights.push({
      night,
      observed,
      values: standing(observed, want, before),
      hasDrift: isLost || units === 'open' || units === 'found',
      ...verdictOf(before, units, isGivenUp),
    });
  }
  return { nights, found: joined(found), toPush, notApplied, unheard };
}

type UnitsVerdict = 'same' | 'open' | 'found' | 'lost' | 'unheard';

function judgeUnits(
  want: WantedNight,
  observed: ObservedNight,
  before: KnownNight,
  maxUnits: number,
): UnitsVerdict {
  if (observed.units === null || want.units === null) return 'same';
  const wants = leftOf(want.units, want.own.length, maxUnits);
  if (observed.units > wants) return 'open';
  // Of a pool he takes one: were fewer left than that, somebody has closed them.
  if (isTakenUnheard(observed, want) && observed.units + 1 >= wants) return 'unheard';
  if (observed.units === wants) return 'same';
  const confirmed = before.values.units ?? null;
  // Never read before: as at first contact.
  if (confirmed === null) return closedByUs(want, before, observed.units) ? 'same' : 'found';
  // As it was left: it is only the opening that is still to be told.
  if (observed.units >= leftOf(confirmed, want.own.length, maxUnits)) return 'same';
  if (before.sentState !== 'confirmed' && before.sentState !== null)
    return closedByUs(want, before, observed.units) ? 'same' : 'found';
  return isLostOpening(before, observed.units) ? 'lost' : 'found';
}

/**
 * An opening that was accepted and not done leaves the night as it was last seen. Where it was seen more open than it is
 * now, somebody has closed it since, or nobody can tell: that stays closed.
 */
function isLostOpening(before: KnownNight, units: number): boolean {
  const [told, seen] = [before.sent?.units ?? null, before.observed?.units ?? null];
  return isUnseen(before) && told !== null && told > units && seen !== null && seen <= units;
}

function closedByUs(want: WantedNight, before: KnownNight, units: number): boolean {
  const seen = before.observed?.units ?? null;
  const sent = before.sent?.units ?? null;
  const told = sent === null ? null : Math.max(0, sent - soldSince(want, before));
  // An opening whose answer was lost and that is not there: the night stands as it stood, by our own word.
  return (told !== null && told <= units) || (isUnseen(before) && seen !== null && seen <= units);
}

/** How many of what was told the channel has sold itself since; one that may have come before that is not counted. */
function soldSince({ own }: WantedNight, { sentAt }: KnownNight): number {
  const until = sentAt?.add(SLACK);
  if (!until) return 0;
  return own.filter((one) => one.happenedAt && Temporal.Instant.compare(one.happenedAt, until) > 0).length;
}

/** Whether what was sent last was never seen since. */
function isUnseen({ sentAt, observedAt }: KnownNight): boolean {
  return sentAt !== null && (observedAt === null || Temporal.Instant.compare(observedAt, sentAt) <= 0);
}

/** Prices and restrictions that we have confirmed, still want, and do not see. */
function judgeTerms(want: WantedNight, observed: ObservedNight, before: KnownNight): NightField[] {
  return TERMS.filter((field) => {
    const [value, sees] = [want[field], observed[field] ?? null];
    return value !== null && sees !== null && sees !== value && before.values[field] === value;
  });
}

function verdictOf(before: KnownNight, units: UnitsVerdict, isGivenUp: boolean): Pick<ReadNight, 'verdict'> {
  // Called refused: it is not told again until it changes or a person says so.
  if (isGivenUp && units !== 'open') return { verdict: { sentState: 'failed', sentError: 'not_applied' } };
  // What was unclear is clear now; a refused closing is tried again with every reading, for it is open there.
  const isSettled = before.sentState === 'sent' || (before.sentState === 'failed' && units === 'open');
  return isSettled ? { verdict: { sentState: null, sentError: null } } : {};
}

/** The nights of a closure that the channel sells again by itself, while nobody has said anything. */
export function nightsGone(
  closure: FoundClosure,
  wanted: readonly WantedNight[],
  seen: ReadonlyMap<string, ObservedNight>,
): Night[] {
  if (closure.resolution !== null) return [];
  return wanted.flatMap(({ night, own }) => {
    const units = seen.get(night)?.units ?? null;
    if (!covers(closure, night) || units === null) return [];
    // A guest of a home is why it was closed; one of a pool is not why nothing of it is sold.
    const least =
      closure.unitId === null ? Math.max(0, closure.units - own.length) : closure.units - own.length;
    return units > least ? [night] : [];
  });
}
