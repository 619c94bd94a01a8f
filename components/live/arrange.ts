import type { Arrival } from '#lib/domain/arrivals/schemas.ts';

/** More than this at once are counted and not told one by one. */
export const TOASTS_MAX = 3;

export type Arranged =
  | { readonly kind: 'each'; readonly items: readonly Arrival[] }
  /** All that are on the screen by then, and what takes their place. */
  | { readonly kind: 'counted'; readonly items: readonly Arrival[] };

/** How to tell of new ones beside those that are still on the screen. */
export function arrange(open: readonly Arrival[], fresh: readonly Arrival[]): Arranged {
  const all = [...open, ...fresh];
  return all.length > TOASTS_MAX ? { kind: 'counted', items: all } : { kind: 'each', items: fresh };
}

/** How many of each channel, the most first. */
export function countByChannel(items: readonly Arrival[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { channel } of items) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
