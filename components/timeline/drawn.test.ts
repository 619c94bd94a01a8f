import { expect, it } from 'vitest';
import { drawnNext, paced, type View } from './drawn.ts';
import type { Row } from './rows.ts';

const rowOf = (id: string, height = 37): Row => ({
  kind: 'group',
  key: id,
  property: { id, name: id, timezone: 'UTC', units: [] },
  isFolded: false,
  height,
});
const ROWS = Array.from({ length: 100 }, (_, index) => rowOf(`r${index}`));
const DAYS = { start: 0, end: 49 };
const NOTHING: View = { first: 0, last: -1, days: DAYS, drawn: new Map() };
const READ: readonly [] = [];
const at = (first: number, days = DAYS, rows: readonly Row[] = ROWS) => ({
  rows,
  unreadOf: (_: string): readonly { start: number; end: number }[] => READ,
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
  expect([...view.drawn.keys()].sort()).toEqual(
    ROWS.slice(47, 63)
      .map((row) => row.key)
      .sort(),
  );
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
  expect(next.view.drawn.get('r0')?.days).toBe(days);
  expect(next.view.drawn.get('r9')?.days).toBe(DAYS);
  const drawn = [...untilDone(view, at(0, days)).view.drawn.values()];
  expect(new Set(drawn.map((one) => one.days))).toEqual(new Set([days]));
});

it('draws an answer about many rows a few rows a frame, one about a few at once', () => {
  const { view } = untilDone(NOTHING, at(0));
  const answer = at(
    0,
    DAYS,
    ROWS.map((row) => rowOf(row.key)),
  );
  const isNew = (now: View) => [...now.drawn.values()].filter(({ row }) => answer.rows.includes(row)).length;
  const next = drawnNext(view, answer);
  expect([isNew(next.view), next.isMore]).toEqual([4, true]);
  expect(next.view.drawn.size).toBe(13);
  expect(isNew(untilDone(view, answer).view)).toBe(13);

  const one = drawnNext(view, at(0, DAYS, ROWS.with(9, rowOf('r9'))));
  expect(one.isMore).toBe(false);
  expect(one.view.drawn.get('r9')?.row).not.toBe(ROWS[9]);
});

it('draws a row that grew at once: those below have moved already', () => {
  const { view } = untilDone(NOTHING, at(0));
  const grown = at(
    0,
    DAYS,
    ROWS.map((row) => rowOf(row.key, 60)),
  );
  const next = drawnNext(view, grown);
  expect([...next.view.drawn.values()].every(({ row }) => row.height === 60)).toBe(true);
});

it('draws fewer rows a frame where frames are late, more where they are not, and never none', () => {
  expect([paced(3, 17), paced(3, 30), paced(3, 80)]).toEqual([4, 3, 2]);
  expect([paced(1, 500), paced(4, 5)]).toEqual([1, 4]);
});

it('draws a row again once more of it was read', () => {
  const { view } = untilDone(NOTHING, at(0));
  const unread = [{ start: 28, end: 56 }];
  const next = drawnNext(view, { ...at(0), unreadOf: (id) => (id === 'r2' ? unread : READ) });
  expect(next.view.drawn.get('r2')?.unread).toBe(unread);
  expect(next.view.drawn.get('r3')).toBe(view.drawn.get('r3'));
});
