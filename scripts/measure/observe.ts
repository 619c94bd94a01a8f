import type { BrowserContext, Page } from 'playwright-core';

/** One interaction by its slowest event; milliseconds since the page was opened. */
export type Interaction = {
  readonly startTime: number;
  readonly duration: number;
  /** How long it waited for its listeners, how long they took, and how long the paint took after them. */
  readonly parts: readonly [number, number, number];
  /** The event, and what it happened to. */
  readonly event: string;
};

/** What the page itself noted since it was opened; milliseconds, and the share of the window for the shift. */
export type Observed = {
  readonly lcp: number;
  readonly cls: number;
  /** In the order in which they were told; one of less than 16 ms is not told at all. */
  readonly interactions: readonly Interaction[];
  readonly longTasks: readonly number[];
};

declare global {
  var latchkeyObserved: { lcp: number; cls: number; slowest: Map<number, Interaction>; longTasks: number[] };
}

/** Makes every page of the profile note its paints, shifts, interactions and long tasks from its first moment. */
export async function observe(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const seen = { lcp: 0, cls: 0, slowest: new Map<number, Interaction>(), longTasks: [] as number[] };
    globalThis.latchkeyObserved = seen;
    const watch = (type: string, note: (entry: PerformanceEntry) => void, more: object = {}) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
        type,
        buffered: true,
        ...more,
      });
    watch('largest-contentful-paint', (entry) => {
      seen.lcp = entry.startTime;
    });
    watch('layout-shift', (entry) => {
      const { value, hadRecentInput } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      };
      if (!hadRecentInput) seen.cls += value;
    });
    watch(
      'event',
      (entry) => {
        const event = entry as PerformanceEventTiming;
        const { interactionId, startTime, duration, processingStart, processingEnd } = event;
        if (!interactionId || duration <= (seen.slowest.get(interactionId)?.duration ?? 0)) return;
        const on = event.target instanceof Element ? event.target : null;
        seen.slowest.set(interactionId, {
          startTime,
          duration,
          parts: [
            processingStart - startTime,
            processingEnd - processingStart,
            Math.max(0, startTime + duration - processingEnd), // durations are told in steps of 8 ms
          ],
          event: `${entry.name} on ${on?.getAttribute('role') ?? on?.localName ?? 'what is gone'}`,
        });
      },
      { durationThreshold: 16 },
    );
    watch('longtask', (entry) => {
      seen.longTasks.push(entry.duration);
    });
  });
}

/** Waits until what was painted last has been noted, then reads. */
export async function observed(page: Page): Promise<Observed> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
    const { lcp, cls, slowest, longTasks } = globalThis.latchkeyObserved;
    return { lcp, cls, interactions: [...slowest.values()], longTasks: [...longTasks] };
  });
}

/** Makes the page's processor so many times slower than this machine's. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
