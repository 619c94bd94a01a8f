import { describe, expect, it } from 'vitest';
import { mayAskAt, mergeTimes, nextAskAt, queuesToAsk } from './queue-rules.ts';

const limits = { minSeconds: 20, pauseSeconds: 5, everySeconds: 60 };
const at = (seconds: number) => Temporal.Instant.from('2026-03-01T12:00:00Z').add({ seconds });
const text = (seconds: number) => at(seconds).toString();
const secondsTo = (instant: Temporal.Instant) => instant.since(at(0)).total('seconds');

describe('a queue', () => {
  it.each([
    ['never asked', {}, 0, 0],
    ['asked just now', { new: text(0) }, 20, 60],
    ['acknowledged since', { new: text(0), 'new.acked': text(18) }, 23, 60],
    ['acknowledged late', { new: text(0), 'new.acked': text(58) }, 63, 63],
    ['to be asked again', { new: text(0), 'new.again': text(1) }, 20, 20],
    [
      'to be asked again after an acknowledgement',
      { new: text(0), 'new.again': text(1), 'new.acked': text(30) },
      35,
      35,
    ],
    ['while the other was asked', { modified: text(0), 'modified.acked': text(1) }, 0, 0],
  ])('%s may be asked and is due in time', (_, times, may, due) => {
    expect([
      secondsTo(mayAskAt(times, 'new', limits, at(0))),
      secondsTo(nextAskAt(times, 'new', limits, at(0))),
    ]).toEqual([may, due]);
  });

  it('is asked when it is due, and sooner only for who waits for it, never before it may be', () => {
    const times = { new: text(0), modified: text(30) };
    expect(queuesToAsk(times, limits, at(30), false)).toEqual([]);
    expect(queuesToAsk(times, limits, at(30), true)).toEqual(['new']);
    expect(queuesToAsk(times, limits, at(60), false)).toEqual(['new']);
    expect(queuesToAsk(times, limits, at(90), false)).toEqual(['new', 'modified']);
  });
});

it('several connections know together what the latest of each knows', () => {
  expect(
    mergeTimes([{ new: text(5), 'new.acked': text(1) }, { new: text(3), modified: text(9) }, {}]),
  ).toEqual({
    new: text(5),
    'new.acked': text(1),
    modified: text(9),
  });
});
