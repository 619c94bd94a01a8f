/** A toast is for what just happened: who was away longer than this reads the list of reservations. */
const BACK_HOURS = 24;
export const ARRIVALS_MAX = 50;

/** From when on arrivals are told. No `since`, or one that is still to come: from now on, so nothing yet. */
export function tellFrom(since: string | undefined, now: Temporal.Instant): Temporal.Instant {
  if (since === undefined) return now;
  const asked = Temporal.Instant.from(since);
  const earliest = now.subtract({ hours: BACK_HOURS });
  return Temporal.Instant.compare(asked, earliest) < 0 ? earliest : asked;
}

/** Whether there is anything to look for. */
export function isEmpty(from: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(from, now) >= 0;
}
