import { backoffMs } from '#lib/kernel/backoff.ts';

/** How an account's limit of calls stands. Instants as ISO text, as it is stored. */
export type Flow = {
  readonly tokens: number;
  readonly at: string;
  /** Share of the full rate: halved where the channel says that it is too much. */
  readonly rate: number;
  /** Turns in a row that the channel did not answer, and until when it is left alone. */
  readonly failures?: number;
  readonly notBefore?: string | null;
};

const RATE_LEAST = 1 / 16;
const RATE_STEP = 1 / 32;
const BACKOFF = { baseMs: 5_000, maxMs: 5 * 60_000 };

/**
 * A quarter of a minute's calls at once, and half of them flow in over a minute: with the quarter that is left to reading
 * no minute sees more than the channel allows.
 */
const burstOf = (perMinute: number) => Math.max(1, perMinute / 4);
const refillOf = (perMinute: number) => Math.max(1, perMinute / 2);
/** Calls of one turn of reading. */
export const readsOf = (perMinute: number) => Math.max(1, Math.floor(perMinute / 4));

export function freshFlow(perMinute: number, now: Temporal.Instant): Flow {
  return { tokens: burstOf(perMinute), at: now.toString(), rate: 1 };
}

/** Tokens that only closings may take, so that a long list of prices keeps none of them waiting. */
export const keptOf = (perMinute: number) => Math.floor(burstOf(perMinute) / 4);

/** One call's token, or when there is one. @param keep so many are left for what is more urgent */
export function takeToken(
  flow: Flow,
  perMinute: number,
  now: Temporal.Instant,
  keep = 0,
): { readonly flow: Flow; readonly waitUntil: Temporal.Instant | null } {
  const seconds = Math.max(
    0,
    (now.epochMilliseconds - Temporal.Instant.from(flow.at).epochMilliseconds) / 1000,
  );
  const perSecond = (refillOf(perMinute) * flow.rate) / 60;
  const tokens = Math.min(burstOf(perMinute), flow.tokens + seconds * perSecond);
  if (tokens >= 1 + keep)
    return { flow: { ...flow, tokens: tokens - 1, at: now.toString() }, waitUntil: null };
  const milliseconds = Math.ceil(((1 + keep - tokens) / perSecond) * 1000);
  return { flow: { ...flow, tokens, at: now.toString() }, waitUntil: now.add({ milliseconds }) };
}

/** The channel says that it was too much. */
export function afterLimited(
  flow: Flow,
  now: Temporal.Instant,
  retryAfterSeconds: number | null,
): Flow & { readonly notBefore: string } {
  const rate = Math.max(RATE_LEAST, flow.rate / 2);
  const notBefore = now.add({ seconds: Math.max(1, retryAfterSeconds ?? 60) }).toString();
  return { ...flow, tokens: 0, at: now.toString(), rate, notBefore };
}

/** It answered: what had slowed us recovers step by step. */
export function afterAnswer(flow: Flow): Flow {
  return { ...flow, rate: Math.min(1, flow.rate + RATE_STEP), failures: 0, notBefore: null };
}

/**
 * It did not answer, or not for all.
 * @param random a number in [0, 1)
 */
export function afterFailure(
  flow: Flow,
  now: Temporal.Instant,
  random: number,
  retryAfterSeconds: number | null = null,
): Flow & { readonly notBefore: string } {
  const failures = (flow.failures ?? 0) + 1;
  const wait = Math.max(backoffMs(failures, BACKOFF, random), (retryAfterSeconds ?? 0) * 1000);
  return { ...flow, failures, notBefore: now.add({ milliseconds: wait }).toString() };
}

export function restsUntil(flow: Flow | null, now: Temporal.Instant): Temporal.Instant | null {
  const until = flow?.notBefore ? Temporal.Instant.from(flow.notBefore) : null;
  return until && Temporal.Instant.compare(until, now) > 0 ? until : null;
}
