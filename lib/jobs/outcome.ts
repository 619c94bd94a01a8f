/** What became of a job, as a value. Anything thrown instead is unexpected: it is tried again later and more rarely. */
export type Outcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'again';
      readonly at: Temporal.Instant;
      readonly reason: string | null;
      /** What the next turn carries; the same as this one where undefined. */
      readonly payload: Record<string, unknown> | undefined;
    }
  | { readonly kind: 'cancel'; readonly reason: string };

export const done: Outcome = { kind: 'done' };

/** The same work, later: the next poll, or an error whose next attempt the handler knows. Starts a new count of attempts. */
export function again(
  at: Temporal.Instant,
  options: { reason?: string; payload?: Record<string, unknown> } = {},
): Outcome {
  return { kind: 'again', at, reason: options.reason ?? null, payload: options.payload };
}

/** The work makes no sense any more: what it was about is gone. */
export function cancel(reason: string): Outcome {
  return { kind: 'cancel', reason };
}
