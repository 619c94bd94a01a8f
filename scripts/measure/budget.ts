/** What the console may cost a reader. Times on the slow processor, in milliseconds; weight in bytes, gzipped. */
export const BUDGET = { lcp: 2_000, inp: 150, cls: 0.05, longTask: 50, script: 200_000 } as const;

/**
 * Pages that are heavier than they may be, and how heavy: by their addresses, without a query where each query weighs the
 * same. The tests let none of them grow and no other one join; whoever makes one lighter lowers its figure, or takes it out
 * once it is within the budget.
 */
export const HEAVIER: Readonly<Record<string, number>> = {
  '/calendar': 209_500,
  // A form that a link opens is fetched at once.
  '/calendar?new=booking': 252_500,
};

/** What a page may weigh: the budget, or what it weighed when it was let stand. */
export function allowance(page: string): number {
  return Math.max(BUDGET.script, HEAVIER[page] ?? HEAVIER[page.split('?')[0] ?? ''] ?? 0);
}
