import {
  intersection,
  lengthOf,
  type NightRange,
  overlaps,
  sameNights,
  subtract,
} from '#lib/kernel/nights.ts';

/*
 * Is an event of a calendar the copy of something we told its source, a second sale of the same nights, or neither?
 * A copy is one only if the source could have known: its own subscriber fetched our feed with the nights in it before
 * the event first appeared. Hosts also link channels to each other directly, which we cannot see.
 */

/** Longer closures are a season, not a guest. */
const LONGEST_BOOKING_NIGHTS = 60;

/** Something that takes nights of the unit and did not come from the event's own source: a stay, or an event that may be one. */
export type Claim = NightRange & {
  readonly id: string;
  /** The unit's calendar version at which these nights first stood; null where only the time is known. */
  readonly sinceVersion: number | null;
  readonly since: Temporal.Instant;
};

export type JudgedEvent = NightRange & {
  readonly kind: 'reservation' | 'closure';
  /** With a code of the channel's it is certainly a booking, and no copy. */
  readonly code: string | null;
  readonly mayBeBooking: boolean;
  readonly firstSeenAt: Temporal.Instant;
};

/** What the event's source fetched from us, by the subscriber whose counterpart it is. */
export type Knowledge = {
  /** False where no subscriber has this calendar as its counterpart: then nothing can be known. */
  readonly linked: boolean;
  readonly fetches: readonly { readonly version: number; readonly at: Temporal.Instant }[];
};

function couldHaveKnown(claim: Claim, event: JudgedEvent, knowledge: Knowledge): boolean {
  return knowledge.fetches.some((fetch) => {
    if (Temporal.Instant.compare(fetch.at, event.firstSeenAt) >= 0) return false;
    if (claim.sinceVersion !== null) return fetch.version >= claim.sinceVersion;
    return Temporal.Instant.compare(fetch.at, claim.since) > 0;
  });
}

/** The id of what the event repeats, or null where it is no echo: every night of it was known to its source from us. */
export function echoOf(event: JudgedEvent, claims: readonly Claim[], knowledge: Knowledge): string | null {
  if (event.code !== null) return null;
  const known = claims.filter((claim) => overlaps(claim, event) && couldHaveKnown(claim, event, knowledge));
  if (known.length === 0 || subtract(event, known).length > 0) return null;
  const [most] = known
    .map((claim) => ({ claim, nights: lengthOf(intersection(claim, event) ?? claim) }))
    .sort((a, b) => b.nights - a.nights || (a.claim.id < b.claim.id ? -1 : 1));
  return most?.claim.id ?? null;
}

/** How an event that is no echo stands against one claim on the same nights. */
export function clash(
  event: JudgedEvent,
  claim: Claim,
  knowledge: Knowledge,
): 'none' | 'double_booking' | 'possible_double_booking' {
  if (!overlaps(event, claim)) return 'none';
  if (event.kind === 'reservation' && event.code !== null) return 'double_booking';
  if (event.kind === 'closure' && !event.mayBeBooking) return 'none';
  if (event.kind === 'closure' && lengthOf(event) > LONGEST_BOOKING_NIGHTS) return 'none';
  // The nights were shut at the source when the event came, so it is no second sale but its owner's own, wider closure.
  if (couldHaveKnown(claim, event, knowledge))
    return event.kind === 'closure' ? 'none' : 'possible_double_booking';
  if (knowledge.linked) return 'double_booking';
  const isOlder = Temporal.Instant.compare(event.firstSeenAt, claim.since) < 0;
  return sameNights(event, claim) && isOlder ? 'double_booking' : 'possible_double_booking';
}
