import type { QueueName } from '#lib/providers/queue-contract.ts';

export const QUEUE_NAMES = ['new', 'modified'] as const satisfies readonly QueueName[];

/**
 * What a connection remembers of its queues (`connections.queues_asked_at`), by the queue's name: when it was asked last;
 * `.answered` when that was answered; `.acked` when a message of it was last acknowledged; `.again` where it is to be asked
 * as soon as it may be. `naming.refused`: when a question was refused that named the properties meant.
 */
export type QueueTimes = Readonly<Record<string, string>>;

export function timeOf(times: QueueTimes, key: string): Temporal.Instant | null {
  const text = times[key];
  return text === undefined ? null : Temporal.Instant.from(text);
}

/** Since when all of its queues have been read: the oldest of their last answers; null where one never was. */
export function queuesReadAt(times: QueueTimes): Temporal.Instant | null {
  const [first = null, ...rest] = QUEUE_NAMES.map((queue) => timeOf(times, `${queue}.answered`));
  return rest.reduce((oldest, one) => {
    if (oldest === null || one === null) return null;
    return Temporal.Instant.compare(one, oldest) < 0 ? one : oldest;
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
