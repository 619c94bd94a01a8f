import {
  intersection,
  lengthOf,
  type Night,
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

/** Some platforms show what they fetched, or stop to, a little later than they fetch it. */
const SHOWN_WITHIN_MINUTES = 15;

/** Something that takes nights of the unit and did not come from the event's own source: a stay, or an event that may be one. */
export type Claim = NightRange & { readonly id: string; readonly since: Temporal.Instant };

export type JudgedEvent = NightRange & {
  readonly kind: 'reservation' | 'closure';
  /** With a code of the channel's it is certainly a booking, and no copy. */
  readonly code: string | null;
  readonly mayBeBooking: boolean;
  /** When the answer that first showed these nights was asked for. */
  readonly firstSeenAt: Temporal.Instant;
};

/** What the event's source fetched from us, by the subscriber whose counterpart it is. */
export type Knowledge = {
  /** False where no subscriber has this calendar as its counterpart: then nothing can be known. */
  readonly linked: boolean;
  /** Newest version first: when it was first handed out, and every night that was taken in it. */
  readonly fetches: readonly { readonly at: Temporal.Instant; readonly told: readonly NightRange[] }[];
};

/**
 * Whether the source, asked at `at`, may have shown these nights because we had told it of them: in its last fetch before,
 * or in one that it had replaced only just now. What stands here by now does not matter: a copy outlives what it repeats
 * until its source fetches again.
 */
function wasTold(nights: NightRange, at: Temporal.Instant, knowledge: Knowledge): boolean {
  const isBefore = (time: Temporal.Instant) => Temporal.Instant.compare(time, at) < 0;
  let replacedAt: Temporal.Instant | null = null;
  for (const fetch of knowledge.fetches) {
    if (!isBefore(fetch.at)) continue;
    if (replacedAt && isBefore(replacedAt.add({ minutes: SHOWN_WITHIN_MINUTES }))) return false;
    if (subtract(nights, fetch.told).length === 0) return true;
    replacedAt = fetch.at;
  }
  return false;
}

/** Without the nights that have passed: whoever still shows those was told of them before the calendars let go of them. */
export function toCome(nights: NightRange, today: Night): NightRange {
  return nights.checkIn < today && today < nights.checkOut ? { ...nights, checkIn: today } : nights;
}

/** Whether every night of the event had been told to its source before it was first seen there. */
export function isEcho(event: JudgedEvent, knowledge: Knowledge): boolean {
  return event.code === null && wasTold(event, event.firstSeenAt, knowledge);
}

/** Which of ours an echo repeats: the one with most of its nights; null where that is gone already. */
export function repeatedBy(event: NightRange, claims: readonly Claim[]): string | null {
  const [most] = claims
    .filter((claim) => overlaps(claim, event))
    .map((claim) => ({ claim, nights: lengthOf(intersection(claim, event) ?? claim) }))
    .sort((a, b) => b.nights - a.nights || (a.claim.id < b.claim.id ? -1 : 1));
  return most?.claim.id ?? null;
}

/**
 * Whether a copy still shown by an answer asked for at `askedAt` cannot be one any more: its source has since fetched a
 * calendar without these nights. Where it fetched nothing since, nothing is known.
 */
export function hasLapsed(event: JudgedEvent, askedAt: Temporal.Instant, knowledge: Knowledge): boolean {
  const hasFetched = knowledge.fetches.some((fetch) => Temporal.Instant.compare(fetch.at, askedAt) < 0);
  return hasFetched && !wasTold(event, askedAt, knowledge);
}

/** How an event that is no echo stands against one claim on the same nights. */
export function clash(
  event: JudgedEvent,
  claim: Claim,
  knowledge: Knowledge,
  today: Night,
): 'none' | 'double_booking' | 'possible_double_booking' {
  const common = intersection(event, claim);
  if (!common) return 'none';
  if (event.kind === 'reservation' && event.code !== null) return 'double_booking';
  if (event.kind === 'closure' && !event.mayBeBooking) return 'none';
  if (event.kind === 'closure' && lengthOf(event) > LONGEST_BOOKING_NIGHTS) return 'none';
  // The nights were shut at the source when the event came, so it is no second sale but its owner's own, wider closure.
  if (wasTold(toCome(common, today), event.firstSeenAt, knowledge))
    return event.kind === 'closure' ? 'none' : 'possible_double_booking';
  if (knowledge.linked) return 'double_booking';
  const isOlder = Temporal.Instant.compare(event.firstSeenAt, claim.since) < 0;
  return sameNights(event, claim) && isOlder ? 'double_booking' : 'possible_double_booking';
}
