import { describe, expect, it } from 'vitest';
import { isPassing } from './sight.ts';

const BOX = { width: 900, height: 750 };

describe('what somebody scrolls past', () => {
  it.each([
    ['a notch after a rest', { x: 0, y: 240, ms: 1_000 }, false],
    ['a turned wheel', { x: 0, y: 60, ms: 16 }, false],
    ['the same on a machine with slow frames', { x: 0, y: 225, ms: 60 }, false],
    ['a fling', { x: 0, y: -240, ms: 20 }, true],
    ['the same on a machine with slow frames', { x: 0, y: 720, ms: 60 }, true],
    ['a fling through the days', { x: 200, y: 0, ms: 20 }, true],
    ['a frame that was read twice', { x: 0, y: 0, ms: 0 }, false],
    ['a step that was read at once', { x: 30, y: 0, ms: 1 }, false],
  ])('is %s', (_, moved, is) => {
    expect(isPassing(moved, BOX)).toBe(is);
  });
});
