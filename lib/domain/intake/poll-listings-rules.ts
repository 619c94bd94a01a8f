/*
 * How often each listing of an account is asked for its bookings, where the channel is asked by the listing. Pure.
 */

/** What the operator set: seconds between two questions of one listing, and questions a second that an account may ask. */
export type Pace = { readonly seconds: number; readonly perSecond: number };

/** After the channel said "too many": a share of the full pace, since when, and until when nothing is asked at all. */
export type Slowed = {
  readonly share: number;
  readonly at: string;
  readonly notBefore: string | null;
} | null;

/** Of the account's budget; the rest is left to what is told, and to a person who waits. */
const POLLING_SHARE = 0.6;
const SLOWEST = 1 / 16;
const RECOVERS_PER_MINUTE = 0.1;
/** How long one turn begins new questions: others wait for the worker. */
export const TURN_SECONDS = 5;

/** The share of the full pace at which an account is asked now: it recovers by a tenth of the full one each minute. */
export function shareNow(slowed: Slowed, now: Temporal.Instant): number {
  if (!slowed) return 1;
  const minutes = Math.max(0, now.since(Temporal.Instant.from(slowed.at)).total('minutes'));
  return Math.min(1, slowed.share + minutes * RECOVERS_PER_MINUTE);
}

/** Half as fast as now, and not at all for as long as the channel said. */
export function slower(
  slowed: Slowed,
  now: Temporal.Instant,
  retryAfterSeconds: number | null,
): NonNullable<Slowed> {
  return {
    share: Math.max(SLOWEST, shareNow(slowed, now) / 2),
    at: now.toString(),
    notBefore: retryAfterSeconds === null ? null : now.add({ seconds: retryAfterSeconds }).toString(),
  };
}

/** Between two questions of one listing: as set, or as long as the account's budget needs for all of them. */
export function intervalMs(listings: number, pace: Pace, share: number): number {
  const budgetMs = (listings / (pace.perSecond * POLLING_SHARE)) * 1000;
  return Math.round(Math.max(pace.seconds * 1000, budgetMs) / share);
}

/** Between the beginnings of any two questions of one account. */
export function spacingMs(pace: Pace, share: number): number {
  return Math.ceil(1000 / (pace.perSecond * POLLING_SHARE * share));
}

/** The same for what reads all listings in turn, once an hour, with what asking each by itself leaves of the budget. */
export function restSpacingMs(pace: Pace | undefined): number {
  return pace ? Math.ceil(1000 / (pace.perSecond * (1 - POLLING_SHARE))) : 0;
}

/** How many are claimed for one turn; at least one, however slow. */
export function turnSize(pace: Pace): number {
  return Math.max(1, Math.floor(TURN_SECONDS * pace.perSecond * POLLING_SHARE));
}

const PUNCTUAL_MS = 1000;

/**
 * When a listing is asked next. Asked on time it keeps its beat; asked late, from then on: so what was due at one moment
 * spreads over the interval by itself, and nothing is caught up on.
 */
export function nextDue(
  asked: { readonly dueAt: Temporal.Instant; readonly startedAt: Temporal.Instant },
  interval: number,
): Temporal.Instant {
  const { dueAt, startedAt } = asked;
  return (latenessMs(asked) <= PUNCTUAL_MS ? dueAt : startedAt).add({ milliseconds: interval });
}

/** Start minus due. */
export function latenessMs(asked: {
  readonly dueAt: Temporal.Instant;
  readonly startedAt: Temporal.Instant;
}): number {
  return Math.max(0, asked.startedAt.epochMilliseconds - asked.dueAt.epochMilliseconds);
}

const AWAY_MAX_MS = 60_000;
const REFUSED_MAX_MS = 300_000;

/**
 * How long a listing is left alone after failures in a row: doubled each time, up to a minute where the channel was away,
 * to five where it refused or told nonsense.
 */
export function retryMs(failures: number, interval: number, isAway: boolean): number {
  const longest = Math.max(interval, isAway ? AWAY_MAX_MS : REFUSED_MAX_MS);
  return Math.min(interval * 2 ** Math.min(failures, 10), longest);
}
