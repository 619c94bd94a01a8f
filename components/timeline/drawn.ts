import type { Days } from './canvas.ts';
import type { Row } from './rows.ts';

/*
 * Which rows are drawn, which days of each, and what was known of them then. Scrolling far brings a screenful of rows at
 * once, and so does an answer about units in sight: they are drawn a few in each frame, what is in sight first, so that no
 * frame waits for all of them.
 */

/** A row as it is drawn: what is known by now may be newer. */
export type Drawn = {
  readonly row: Row;
  /** The days whose bars are drawn. */
  readonly days: Days;
  /** Days about which nothing is known yet. */
  readonly unread: readonly Days[];
};

export type View = {
  /** Indexes of the first and the last row. */
  readonly first: number;
  readonly last: number;
  readonly days: Days;
  /** The rows that are drawn, by key. */
  readonly drawn: ReadonlyMap<string, Drawn>;
};

/** Rows of the first frame. */
export const FIRST_PACE = 2;
const MOST = 4;

/**
 * How many rows the next frame may draw, after one that took so long: more where they fitted into a frame of a usual
 * screen, fewer where somebody who pressed a key meanwhile would have waited.
 * @param ms from the drawing of the last rows to the next frame, milliseconds
 */
export function paced(rows: number, ms: number): number {
  if (ms > 40) return Math.max(rows - 1, 1);
  return ms < 20 ? Math.min(rows + 1, MOST) : rows;
}

export type UnreadOf = (propertyId: string) => readonly Days[];

export function drawnNext(
  was: View,
  {
    rows,
    unreadOf,
    sight,
    spare,
    days: wanted,
    most,
  }: {
    rows: readonly Row[];
    unreadOf: UnreadOf;
    /** Rows in sight. */
    sight: { readonly first: number; readonly last: number };
    /** Rows to draw beyond them. */
    spare: number;
    days: Days;
    /** Rows that may come or change at once. */
    most: number;
  },
): { view: View; isMore: boolean } {
  const days = was.days.start === wanted.start && was.days.end === wanted.end ? was.days : wanted;
  const first = Math.max(sight.first - spare, 0);
  const last = Math.min(sight.last + spare, rows.length - 1);
  const drawn = new Map<string, Drawn>();
  const missing: Drawn[] = [];
  for (const row of inSightFirst(rows, { first, last }, sight)) {
    const next: Drawn = { row, days, unread: unreadOf(row.property.id) };
    const known = was.drawn.get(row.key);
    if (known && isSame(known, next)) drawn.set(row.key, known);
    // Another height has moved the rows below: it cannot wait.
    else if (known && known.row.height !== row.height) drawn.set(row.key, next);
    else {
      if (known) drawn.set(row.key, known);
      missing.push(next);
    }
  }
  for (const next of missing.slice(0, most)) drawn.set(next.row.key, next);
  const isUnchanged =
    days === was.days &&
    first === was.first &&
    last === was.last &&
    drawn.size === was.drawn.size &&
    [...drawn].every(([key, one]) => was.drawn.get(key) === one);
  return { view: isUnchanged ? was : { first, last, days, drawn }, isMore: missing.length > most };
}

function isSame(one: Drawn, other: Drawn): boolean {
  return one.row === other.row && one.days === other.days && one.unread === other.unread;
}

function inSightFirst(
  rows: readonly Row[],
  range: { first: number; last: number },
  sight: { first: number; last: number },
): Row[] {
  const seen = rows.slice(sight.first, sight.last + 1);
  const below = rows.slice(sight.last + 1, range.last + 1);
  const above = rows.slice(range.first, sight.first).reverse();
  return [...seen, ...below, ...above];
}
