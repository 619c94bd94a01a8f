import { describe, expect, it } from 'vitest';
import { causeOf, type Known } from './cause-rules.ts';

/** The first was known at minute 10, the second seen at minute 30. */
const known = (more: Partial<Known>): Known => ({
  firstKnownMs: 10,
  soldMs: null,
  seenMs: 30,
  by: 'calendar',
  toldMs: null,
  hasReader: true,
  readMs: [],
  ...more,
});

describe('why the second was sold', () => {
  it.each<[string, Partial<Known>, string]>([
    ['a person entered it', { by: 'hand' }, 'by_hand'],
    ['it was sold there before the first came', { by: 'connection', soldMs: 5, toldMs: 12 }, 'heard_late'],
    ['nobody told its channel', { by: 'connection', soldMs: 20 }, 'never_told'],
    ['its channel was told after it was sold', { by: 'connection', soldMs: 20, toldMs: 21 }, 'told_late'],
    [
      'its channel was told before, and sold all the same',
      { by: 'connection', soldMs: 20, toldMs: 20 },
      'told_before',
    ],
    ['no link of ours is known to be read by its calendar', { hasReader: false }, 'no_reader'],
    ['its calendar never read ours', {}, 'never_read'],
    ['its calendar read ours before the first was in it', { readMs: [5] }, 'read_late'],
    ['its calendar read ours only after it was seen', { readMs: [5, 40] }, 'read_late'],
    ['its calendar had read of the first', { readMs: [5, 15] }, 'read_before'],
  ])('%s', (_, more, code) => {
    expect(causeOf(known(more)).code).toBe(code);
  });

  it('comes with the reading before the sale, and the first after the other was known', () => {
    expect(causeOf(known({ readMs: [2, 6, 40, 50] }))).toEqual({
      code: 'read_late',
      readBeforeMs: 6,
      readAfterMs: 40,
    });
  });
});
