import type { Clock } from '#lib/kernel/clock.ts';
import type { Settings } from './world.ts';

/** Counts calls in sliding windows, by the sandbox's clock. */
export class Limits {
  private readonly clock: Clock;
  private readonly calls = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  clear(): void {
    this.calls.clear();
  }

  /**
   * Counts the call where every limit allows it; else answers the seconds until it would.
   * @param buckets name of the limit and what it counts by
   */
  refuse(limits: Settings['limits'], buckets: readonly (readonly [string, string])[]): number | null {
    if (!limits) return null;
    const now = this.clock.now().epochMilliseconds;
    let wait = 0;
    for (const [name, key] of buckets) {
      const past = this.calls.get(`${name}:${key}`) ?? [];
      for (const [most, seconds] of limits[name] ?? []) {
        const inside = past.filter((at) => at > now - seconds * 1000);
        const oldest = inside[inside.length - most];
        if (oldest !== undefined) wait = Math.max(wait, oldest + seconds * 1000 - now);
      }
    }
    if (wait > 0) return Math.ceil(wait / 1000);
    for (const [name, key] of buckets) this.count(`${name}:${key}`, now, limits[name] ?? []);
    return null;
  }

  private count(key: string, now: number, limits: readonly (readonly [number, number])[]): void {
    const longest = Math.max(0, ...limits.map(([, seconds]) => seconds));
    const kept = (this.calls.get(key) ?? []).filter((at) => at > now - longest * 1000);
    kept.push(now);
    this.calls.set(key, kept);
  }
}
