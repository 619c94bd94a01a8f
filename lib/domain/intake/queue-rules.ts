import type { QueueName, QueuePort } from '#lib/providers/queue-contract.ts';
import { QUEUE_NAMES, type QueueTimes, timeOf } from '../runs/queue-clock-rules.ts';

export type QueueLimits = Pick<QueuePort, 'minSeconds' | 'pauseSeconds'> & {
  /** How often each is asked. */
  readonly everySeconds: number;
};

const isBefore = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) < 0;
export const later = (one: Temporal.Instant, other: Temporal.Instant) => (isBefore(one, other) ? other : one);

/** When a queue may be asked: the channel's interval after the last question, its pause after the last acknowledgement. */
export function mayAskAt(
  times: QueueTimes,
  queue: QueueName,
  limits: QueueLimits,
  now: Temporal.Instant,
): Temporal.Instant {
  const afterAsked = timeOf(times, queue)?.add({ seconds: limits.minSeconds }) ?? now;
  const afterAcked = timeOf(times, `${queue}.acked`)?.add({ seconds: limits.pauseSeconds });
  return afterAcked ? later(afterAsked, afterAcked) : afterAsked;
}

/** When a queue is to be asked next by itself. */
export function nextAskAt(
  times: QueueTimes,
  queue: QueueName,
  limits: QueueLimits,
  now: Temporal.Instant,
): Temporal.Instant {
  const soonest = mayAskAt(times, queue, limits, now);
  const asked = timeOf(times, queue);
  if (asked === null || times[`${queue}.again`] !== undefined) return soonest;
  return later(soonest, asked.add({ seconds: limits.everySeconds }));
}

/** The queues to ask now. @param isWanted somebody waits for the answer: as soon as the channel allows, not when it is due */
export function queuesToAsk(
  times: QueueTimes,
  limits: QueueLimits,
  now: Temporal.Instant,
  isWanted: boolean,
): QueueName[] {
  const when = isWanted ? mayAskAt : nextAskAt;
  return QUEUE_NAMES.filter((queue) => !isBefore(now, when(times, queue, limits, now)));
}

/** The latest of each time: what several connections of one machine account know together. */
export function mergeTimes(all: readonly QueueTimes[]): QueueTimes {
  const merged: Record<string, string> = {};
  for (const [key, text] of all.flatMap((times) => Object.entries(times))) {
    const known = timeOf(merged, key);
    if (known === null || isBefore(known, Temporal.Instant.from(text))) merged[key] = text;
  }
  return merged;
}
