import { type Night, todayIn } from '#lib/kernel/nights.ts';

/**
 * The first date that Avito does not take for past: its calls refuse "dates in the past" without saying whose. Moscow's
 * date is taken; it is never behind that of UTC.
 */
export function todayAtAvito(now: Temporal.Instant): Night {
  return todayIn('Europe/Moscow', now);
}
