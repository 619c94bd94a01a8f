import { QUEUES, type QueueName, type QueuePort } from '#lib/providers/contract.ts';

/**
 * What a connection remembers of its queues (`connections.queues_asked_at`), by the queue's name: when it was asked last;
 * `.answered` when that was answered; `.acked` when a message of it was last acknowledged; `.again` where it is to be asked
 * as soon as it may be.
 */
export type QueueTimes = Readonly<Record<string, string>>;

export type QueueLimits = Pick<QueuePort, 'minSeconds' | 'pauseSeconds'> & {
  /** How often each is asked. */
  readonly everySeconds: number;
};

function timeOf(times: QueueTimes, key: string): Temporal.Instant | null {
  const text = times[key];
  return text === undefined ? null : Temporal.Instant.from(text);
}

const isBefore = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) < 0;
const later = (one: Temporal.Instant, other: Temporal.Instant) => (isBefore(one, other) ? other : one);

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
  return QUEUES.filter((queue) => !isBefore(now, when(times, queue, limits, now)));
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

/** Since when all of its queues have been read: the oldest of their last answers; null where one never was. */
export function queuesReadAt(times: QueueTimes): Temporal.Instant | null {
  const [first = null, ...rest] = QUEUES.map((queue) => timeOf(times, `${queue}.answered`));
  return rest.reduce((oldest, one) => {
    if (oldest === null || one === null) return null;
    return isBefore(one, oldest) ? one : oldest;
  }, first);
}

/** From so many minutes on an unacknowledged booking is told of: first as a warning, then as an alarm. */
export const UNACKED_MINUTES = { alarm: 10, red: 20 };

/** missed: the deadline is over, and the channel has told the host by other means. */
export type UnackedLevel = 'well' | 'alarm' | 'red' | 'missed';

/** @param since when the oldest was first seen; null where none is open */
export function unackedLevel(
  since: Temporal.Instant | null,
  deadlineMinutes: number,
  now: Temporal.Instant,
): UnackedLevel {
  if (since === null) return 'well';
  const minutes = now.since(since).total('minutes');
  if (minutes >= deadlineMinutes) return 'missed';
  if (minutes >= UNACKED_MINUTES.red) return 'red';
  return minutes >= UNACKED_MINUTES.alarm ? 'alarm' : 'well';
}
