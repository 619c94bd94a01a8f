/** What the console may cost a reader. Times on the slow processor, in milliseconds; weight in bytes, gzipped. */
export const BUDGET = { lcp: 2_000, inp: 150, cls: 0.05, longTask: 50, script: 200_000 } as const;
