import type { NightField, NightSet } from '#lib/providers/push-contract.ts';
import {
  type KnownNight,
  leftOf,
  type NightChange,
  TERMS,
  UNKNOWN_NIGHT,
  type WantedNight,
} from './types.ts';

/** What is to be told, in the order in which it is told. */
export type Changes = {
  /** Fewer left to sell than the channel may believe. */
  readonly closings: readonly NightChange[];
  readonly terms: readonly NightChange[];
  readonly openings: readonly NightChange[];
};

export type DiffOptions = {
  readonly maxUnits: number;
  /** A person wants everything told again. */
  readonly isForced: boolean;
};

/**
 * What the channel is to be told of some nights. Only what is known is compared. What was refused is not told again until
 * it changes; what was sent without an answer is told again whatever is believed to stand there. A night that was never
 * read nor closed by us is never opened: somebody may have closed it.
 */
export function diffNights(
  wanted: readonly WantedNight[],
  known: ReadonlyMap<string, KnownNight>,
  options: DiffOptions,
): Changes {
  const closings: NightChange[] = [];
  const terms: NightChange[] = [];
  const openings: NightChange[] = [];
  for (const want of wanted) {
    const { night } = want;
    const has = known.get(night) ?? UNKNOWN_NIGHT;
    const told = unitsToTell(want, has, options);
    if (told) (told.isClosing ? closings : openings).push({ night, set: { units: told.units } });
    const set = termsToTell(want, has, options);
    if (Object.keys(set).length > 0) terms.push({ night, set });
  }
  return { closings, terms, openings };
}

function unitsToTell(
  want: WantedNight,
  has: KnownNight,
  { maxUnits, isForced }: DiffOptions,
): { units: number; isClosing: boolean } | null {
  if (want.units === null) return null;
  const units = leftOf(want.units, want.own.length, maxUnits);
  if (!isForced && isRefused(has, 'units', units)) return null;
  const told = { units, isClosing: true };
  const isUnclear = has.sentState === 'sent' && (has.sent?.units ?? null) !== null;
  if (isUnclear) return { units, isClosing: units === 0 || units < (has.sent?.units ?? 0) };
  const confirmed = has.values.units ?? null;
  if (confirmed === null) return units === 0 ? told : null;
  const stands = leftOf(confirmed, want.own.length, maxUnits);
  if (units < stands) return told;
  if (units > stands) return { units, isClosing: false };
  if (maxUnits > 1 && isCountUnsure(want, has)) return told;
  return isForced ? { units, isClosing: units === 0 } : null;
}

/** Between our asking and the channel's doing, and between its clock and ours. */
const SLACK = { seconds: 120 };

/**
 * Whether a booking of the channel's own that we heard of after our last word may have come about before it. Where the
 * channel counts, our word has then put back what the booking had taken.
 */
function isCountUnsure(want: WantedNight, has: KnownNight): boolean {
  const { sentAt } = has;
  if (!sentAt || (has.sent?.units ?? null) === null) return false;
  const until = sentAt.add(SLACK);
  return want.own.some(
    ({ heardAt, happenedAt }) =>
      Temporal.Instant.compare(heardAt, sentAt) >= 0 &&
      (happenedAt === null || Temporal.Instant.compare(happenedAt, until) <= 0),
  );
}

function termsToTell(want: WantedNight, has: KnownNight, { isForced }: DiffOptions): NightSet {
  const set: Partial<Record<NightField, number | boolean>> = {};
  for (const field of TERMS) {
    const value = want[field];
    if (value === null) continue;
    const isUnclear = has.sentState === 'sent' && (has.sent?.[field] ?? null) !== null;
    const differs = isUnclear || has.values[field] !== value;
    if (isForced || (differs && !isRefused(has, field, value))) set[field] = value;
  }
  return set as NightSet; // each field has its own value's type: WantedNight and NightSet agree on them
}

function isRefused(has: KnownNight, field: NightField, value: number | boolean): boolean {
  return has.sentState === 'failed' && has.sent?.[field] === value;
}
