import { type NightRange, sameNights, subtract } from '#lib/kernel/nights.ts';

/** How long a hold of the gate waits for the channel's word before we ask for it, and how often after that. */
export const ASK_AFTER_MINUTES = 15;
export const ASK_AGAIN_MINUTES = 60;
/** From its second hour on a hold that nobody confirmed alarms. */
const ALARM_AFTER_MINUTES = 60;

/** Rooms with this name hold the nights that a change would add, beside the booking's own, until it is confirmed. */
export const CHANGE_ROOM = 'change-';

/** The nights a change takes beyond those that the booking has. */
export function addedNights(before: NightRange, wanted: NightRange): NightRange[] {
  return subtract(wanted, [before]);
}

/**
 * Whether the channel's word on a booking ends what is held for its change: the booking ended, its nights are others
 * than they were, or nothing came of it in time.
 */
export function releasesChange(
  told: NightRange & { readonly reservationStatus: string },
  before: { readonly base: NightRange | null; readonly gateAskedAt: Temporal.Instant | null },
  now: Temporal.Instant,
): boolean {
  if (told.reservationStatus === 'cancelled' || before.base === null || before.gateAskedAt === null)
    return true;
  if (!sameNights(told, before.base)) return true;
  return now.since(before.gateAskedAt).total('minutes') >= ASK_AFTER_MINUTES;
}

/** When to ask the channel about a hold: 15 minutes after it began, then every hour. */
export function nextAsk(gateAskedAt: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  const first = gateAskedAt.add({ minutes: ASK_AFTER_MINUTES });
  return Temporal.Instant.compare(first, now) > 0 ? first : now.add({ minutes: ASK_AGAIN_MINUTES });
}

/** From its second hour on nobody can call it the usual delay. */
export function isOverdue(gateAskedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.since(gateAskedAt).total('minutes') >= ALARM_AFTER_MINUTES;
}
