import { expect, it } from 'vitest';
import { queuesReadAt, unackedLevel } from './queue-clock-rules.ts';

const at = (seconds: number) => Temporal.Instant.from('2026-03-01T12:00:00Z').add({ seconds });
const text = (seconds: number) => at(seconds).toString();

it('queues have been read since the older of their answers, and not at all while one never was', () => {
  expect(queuesReadAt({ 'new.answered': text(9), 'modified.answered': text(4) })).toEqual(at(4));
  expect(queuesReadAt({ 'new.answered': text(9) })).toBeNull();
});

it.each([
  [9, 'well'],
  [10, 'alarm'],
  [19, 'alarm'],
  [20, 'red'],
  [29, 'red'],
  [30, 'missed'],
])('after %i minutes an unacknowledged booking is %s', (minutes, level) => {
  expect(unackedLevel(at(0), 30, at(minutes * 60))).toBe(level);
  expect(unackedLevel(null, 30, at(minutes * 60))).toBe('well');
});
