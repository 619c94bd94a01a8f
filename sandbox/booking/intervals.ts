import type { Clock } from '#lib/kernel/clock.ts';

/** When what was last called, by the sandbox's clock. */
export class Intervals {
  private readonly clock: Clock;
  private readonly calls = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  clear(): void {
    this.calls.clear();
  }

  /** Seconds until the call may come again, 0 for now. A call that is refused is not to be counted. */
  wait(key: string, most: number, seconds: number): number {
    const now = this.clock.now().epochMilliseconds;
    const inside = (this.calls.get(key) ?? []).filter((at) => at > now - seconds * 1000);
    const oldest = inside[inside.length - most];
    return oldest === undefined ? 0 : Math.ceil((oldest + seconds * 1000 - now) / 1000);
  }

  /** @param seconds how long it is remembered */
  count(key: string, seconds: number): void {
    const now = this.clock.now().epochMilliseconds;
    const kept = (this.calls.get(key) ?? []).filter((at) => at > now - seconds * 1000);
    this.calls.set(key, [...kept, now]);
  }
}
