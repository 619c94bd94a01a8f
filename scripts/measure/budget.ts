/** What the console may cost a reader. Times on the slow processor, in milliseconds; weight in bytes, gzipped. */
export const BUDGET = { lcp: 2_000, inp: 150, cls: 0.05, longTask: 50, script: 200_000 } as const;

/**
 * Addresses that weigh more than a page may, and how much. The tests let none of them grow and no other one join; whoever
 * makes one lighter lowers its figure, or takes it out once it is within the budget.
 */
export const HEAVIER: Readonly<Record<string, number>> = {
  // The calendar, and the form that this link opens over it at once.
  '/calendar?new=booking': 243_500,
};

/** What a page may weigh: the budget, or what it weighed when it was let stand. */
export function allowance(page: string): number {
  return Math.max(BUDGET.script, HEAVIER[page] ?? 0);
}
