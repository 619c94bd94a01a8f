import { z } from 'zod';
import type { Clock } from '#lib/kernel/clock.ts';

/** How a channel can misbehave. What `malformed` and `empty` look like, each channel says itself. */
export const FAULT_KINDS = ['slow', '429', '5xx', 'dropped', 'malformed', 'truncated', 'empty'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const FaultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** Share of the requests it strikes, 0 to 1. */
  rate: z.number().min(0).max(1).default(1),
  /** Strikes so many times, then is over. */
  count: z.int().positive().optional(),
  forSeconds: z.number().positive().optional(),
  /** Only this calendar or listing. */
  name: z.string().optional(),
  /** For `slow`: how long an answer takes. */
  delayMs: z.int().nonnegative().max(600_000).default(20_000),
});
export type Fault = z.infer<typeof FaultSchema>;

export class Faults {
  private readonly clock: Clock;
  private readonly random: () => number;
  private planned: { fault: Fault; left: number; until: Temporal.Instant | null }[] = [];

  /** @param random numbers in [0, 1): handed in, so that a seeded world stays repeatable */
  constructor(clock: Clock, random: () => number) {
    this.clock = clock;
    this.random = random;
  }

  plan(fault: Fault): void {
    const until = fault.forSeconds
      ? this.clock.now().add({ milliseconds: Math.round(fault.forSeconds * 1000) })
      : null;
    this.planned.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY, until });
  }

  clear(): void {
    this.planned = [];
  }

  list(): Fault[] {
    this.forgetSpent();
    return this.planned.map((entry) => entry.fault);
  }

  /** The fault that strikes this request, counted as used, or null. The oldest plan is asked first. */
  strike(name: string): Fault | null {
    this.forgetSpent();
    for (const entry of this.planned) {
      if (entry.fault.name && entry.fault.name !== name) continue;
      if (this.random() >= entry.fault.rate) continue;
      entry.left -= 1;
      return entry.fault;
    }
    return null;
  }

  private forgetSpent(): void {
    const now = this.clock.now();
    this.planned = this.planned.filter(
      ({ left, until }) => left > 0 && (until === null || Temporal.Instant.compare(now, until) < 0),
    );
  }
}
