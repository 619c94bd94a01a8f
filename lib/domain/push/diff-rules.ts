import type { NightField, NightSet } from '#lib/providers/push-contract.ts';
import {
  type KnownNight,
  leftOf,
  type NightChange,
  SLACK,
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
  /** When this turn of telling began: what was told since is not told once more in it. */
  readonly since?: Temporal.Instant;
  /** Fields that the channel takes with one another only. */
  readonly together?: readonly NightField[] | undefined;
};

/**
 * What the channel is to be told of some nights. Only what is known is compared. What was refused is not told again until
 * it changes, but for what closes; what was sent without an answer is told again whatever is believed to stand there. A
 * night that was never read nor closed by us is never opened: somebody may have closed it; nor is one that stands open by
 * all that we know, for whatever reason it is told again.
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
    if (told && !wasRefused(has, told, options)) {
      const { units } = told;
      const change = { night, set: { units }, ...(told.isCountOnly ? { isCountOnly: true } : {}) };
      (told.isClosing ? closings : openings).push(change);
    }
    const set = termsToTell(want, has, options);
    if (Object.keys(set).length > 0) terms.push({ night, set });
  }
  return { closings, terms, openings };
}

type UnitsToTell = { readonly units: number; readonly isClosing: boolean; readonly isCountOnly: boolean };

function unitsToTell(want: WantedNight, has: KnownNight, options: DiffOptions): UnitsToTell | null {
  if (want.units === null) return null;
  const { maxUnits, isForced } = options;
  const units = leftOf(want.units, want.own.length, maxUnits);
  const confirmed = has.values.units ?? null;
  const stands = confirmed === null ? null : leftOf(confirmed, want.own.length, maxUnits);
  const sent = has.sentState === 'sent' ? (has.sent?.units ?? null) : null;
  const isCountOnly = units > 0 && (stands ?? 0) > 0 && sent !== 0;
  const closing = { units, isClosing: true, isCountOnly };
  const opening = { units, isClosing: false, isCountOnly };
  if (sent !== null) {
    // Prices had no answer, or two counts in a row: of a home that stands open nothing can be put right by opening it.
    if (units > 0 && units === sent && units === stands) return maxUnits > 1 ? closing : null;
    return units === 0 || units < Math.max(sent, stands ?? 0) ? closing : opening;
  }
  if (stands === null) return units === 0 ? closing : null;
  if (units < stands) return closing;
  if (units > stands) return opening;
  if (maxUnits > 1 && isCountUnsure(want, has)) return closing;
  if (!isForced || (has.sentState === 'confirmed' && has.sent?.units === units && isSince(has, options)))
    return null;
  if (units === 0) return closing;
  // To say that a home is open would open it where its host has closed it meanwhile.
  return maxUnits > 1 ? opening : null;
}

/**
 * Refused is what was asked for, and not told again until it is another. What closes is: of a night it is only known that
 * something was refused, and it may have been a price.
 */
function wasRefused(has: KnownNight, told: UnitsToTell, options: DiffOptions): boolean {
  if (!isRefused(has, 'units', told.units)) return false;
  return isSince(has, options) || (!told.isClosing && !options.isForced);
}

/** Whether something was told of the night in this turn. */
export function isSince(
  { sentAt }: Pick<KnownNight, 'sentAt'>,
  { since }: Pick<DiffOptions, 'since'>,
): boolean {
  return since !== undefined && sentAt !== null && Temporal.Instant.compare(sentAt, since) > 0;
}

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

function termsToTell(want: WantedNight, has: KnownNight, { isForced, together = [] }: DiffOptions): NightSet {
  const set: Partial<Record<NightField, number | boolean>> = {};
  for (const field of TERMS) {
    const value = want[field];
    if (value === null) continue;
    const isUnclear = has.sentState === 'sent' && (has.sent?.[field] ?? null) !== null;
    const differs = isUnclear || has.values[field] !== value;
    if (isForced || (differs && !isRefused(has, field, value))) set[field] = value;
  }
  if (together.some((field) => set[field] !== undefined)) {
    for (const field of together) {
      const value = want[field];
      if (value !== null) set[field] = value;
    }
  }
  return set as NightSet; // each field has its own value's type: WantedNight and NightSet agree on them
}

function isRefused(has: KnownNight, field: NightField, value: number | boolean): boolean {
  return has.sentState === 'failed' && has.sent?.[field] === value;
}
