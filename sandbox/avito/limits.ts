import type { Clock } from '#lib/kernel/clock.ts';

const MINUTE_MS = 60_000;

export type Counted = {
  readonly most: number;
  readonly left: number;
  /** Seconds until the next call is allowed; null: this one is. */
  readonly wait: number | null;
};

/** Counts calls of the last minute, by the sandbox's clock. */
export class Limits {
  private readonly clock: Clock;
  private readonly calls = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  clear(): void {
    this.calls.clear();
  }

  /** Counts the call where it is allowed. */
  count(key: string, most: number): Counted {
    const now = this.clock.now().epochMilliseconds;
    const inside = (this.calls.get(key) ?? []).filter((at) => at > now - MINUTE_MS && at <= now);
    const oldest = inside[inside.length - most];
    if (oldest !== undefined) {
      return { most, left: 0, wait: Math.max(1, Math.ceil((oldest + MINUTE_MS - now) / 1000)) };
    }
    this.calls.set(key, [...inside, now]);
    return { most, left: most - inside.length - 1, wait: null };
  }
}
