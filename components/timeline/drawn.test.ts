import { expect, it } from 'vitest';
import { drawnNext, type View } from './drawn.ts';

const KEYS = Array.from({ length: 100 }, (_, index) => `r${index}`);
const DAYS = { start: 0, end: 49 };
const NOTHING: View = { first: 0, last: -1, days: DAYS, drawn: new Map() };
const at = (first: number, days = DAYS) => ({
  keys: KEYS,
  sight: { first, last: first + 9 },
  spare: 3,
  days,
  most: 4,
});

function untilDone(view: View, asked: ReturnType<typeof at>): { view: View; frames: number } {
  let frames = 0;
  for (let now = { view, isMore: true }; now.isMore; frames++) {
    now = drawnNext(now.view, asked);
    view = now.view;
  }
  return { view, frames };
}

it('draws what is in sight first, a few rows a frame, then what is near', () => {
  const first = drawnNext(NOTHING, at(50));
  expect([...first.view.drawn.keys()]).toEqual(['r50', 'r51', 'r52', 'r53']);
  expect(first.isMore).toBe(true);
  const { view, frames } = untilDone(NOTHING, at(50));
  expect(frames).toBe(4);
  expect([...view.drawn.keys()].sort()).toEqual(KEYS.slice(47, 63).sort());
});

it('keeps rows that are drawn, lets go of those far away, and is the same where nothing changes', () => {
  const { view } = untilDone(NOTHING, at(50));
  expect(drawnNext(view, at(50)).view).toBe(view);
  const next = drawnNext(view, at(52));
  expect(next).toMatchObject({ isMore: false, view: { first: 49, last: 64 } });
  expect(next.view.drawn.has('r47')).toBe(false);
  expect(next.view.drawn.has('r64')).toBe(true);
});

it('leaves a row with its old days until its turn comes for others', () => {
  const { view } = untilDone(NOTHING, at(0));
  const days = { start: 28, end: 77 };
  const next = drawnNext(view, at(0, days));
  expect(next.view.drawn.get('r0')).toBe(days);
  expect(next.view.drawn.get('r9')).toBe(DAYS);
  expect(new Set(untilDone(view, at(0, days)).view.drawn.values())).toEqual(new Set([days]));
});
