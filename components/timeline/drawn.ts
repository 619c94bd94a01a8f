import type { Days } from './canvas.ts';

/*
 * Which rows are drawn, and which days of each. Scrolling far brings a screenful of rows at once: they are drawn a few in
 * each frame, what is in sight first, so that no frame waits for all of them.
 */

export type View = {
  /** Indexes of the first and the last row. */
  readonly first: number;
  readonly last: number;
  readonly days: Days;
  /** Of each row that is drawn, by key, the days whose bars are. */
  readonly drawn: ReadonlyMap<string, Days>;
};

export function drawnNext(
  was: View,
  {
    keys,
    sight,
    spare,
    days: wanted,
    most,
  }: {
    keys: readonly string[];
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
  const last = Math.min(sight.last + spare, keys.length - 1);
  const drawn = new Map<string, Days>();
  const missing: string[] = [];
  for (const key of inSightFirst(keys, { first, last }, sight)) {
    const known = was.drawn.get(key);
    if (known) drawn.set(key, known);
    if (known !== days) missing.push(key);
  }
  for (const key of missing.slice(0, most)) drawn.set(key, days);
  const isSame =
    days === was.days &&
    first === was.first &&
    last === was.last &&
    missing.length === 0 &&
    drawn.size === was.drawn.size;
  return { view: isSame ? was : { first, last, days, drawn }, isMore: missing.length > most };
}

function inSightFirst(
  keys: readonly string[],
  range: { first: number; last: number },
  sight: { first: number; last: number },
): string[] {
  const seen = keys.slice(sight.first, sight.last + 1);
  const below = keys.slice(sight.last + 1, range.last + 1);
  const above = keys.slice(range.first, sight.first).reverse();
  return [...seen, ...below, ...above];
}
