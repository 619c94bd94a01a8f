import { z } from 'zod';
import type { Clock } from '#lib/kernel/clock.ts';

/** How any channel can misbehave. What `malformed` and `empty` look like, each channel says itself. */
export const FAULT_KINDS = ['slow', '429', '5xx', 'dropped', 'malformed', 'truncated', 'empty'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault as it is planned, of the kinds one channel knows. */
export function faultSchema<const K extends string>(kinds: readonly K[]) {
  return z.strictObject({
    kind: z.enum(kinds),
    /** Share of the requests it strikes, 0 to 1. */
    rate: z.number().min(0).max(1).default(1),
    /** Strikes so many times, then is over. */
    count: z.int().positive().optional(),
    /** Lets so many of the requests it could strike pass first. */
    after: z.int().nonnegative().default(0),
    forSeconds: z.number().positive().optional(),
    /** Only this calendar or listing. */
    name: z.string().optional(),
    /** Only requests whose path holds this text. */
    path: z.string().optional(),
    method: z.string().optional(),
    /** For `slow`: how long an answer takes; for a late webhook: how late, by the sandbox's clock. */
    delayMs: z.int().nonnegative().max(86_400_000).default(20_000),
    /** For `429`: what Retry-After says; null leaves the header out. */
    retryAfter: z.int().nonnegative().nullable().default(30),
    /** For `5xx`. */
    status: z.int().min(500).max(599).default(503),
  });
}

export const FaultSchema = faultSchema(FAULT_KINDS);
export type Fault<K extends string = FaultKind> = Omit<z.infer<typeof FaultSchema>, 'kind'> & {
  readonly kind: K;
};

/** What a fault may be limited to. `name` is the calendar or listing, '' where the request is about none. */
export type Target = { readonly name: string; readonly path?: string; readonly method?: string };

export class Faults<K extends string = FaultKind> {
  private readonly clock: Clock;
  private readonly random: () => number;
  private planned: { fault: Fault<K>; left: number; pass: number; until: Temporal.Instant | null }[] = [];

  /** @param random numbers in [0, 1): handed in, so that a seeded world stays repeatable */
  constructor(clock: Clock, random: () => number) {
    this.clock = clock;
    this.random = random;
  }

  plan(fault: Fault<K>): void {
    const until = fault.forSeconds
      ? this.clock.now().add({ milliseconds: Math.round(fault.forSeconds * 1000) })
      : null;
    this.planned.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY, pass: fault.after, until });
  }

  clear(): void {
    this.planned = [];
  }

  list(): Fault<K>[] {
    this.forgetSpent();
    return this.planned.map((entry) => entry.fault);
  }

  /**
   * The fault that strikes this request, counted as used, or null. The oldest plan is asked first.
   * @param kinds those that can strike a request of this sort; all where nothing is said
   */
  strike(target: Target, kinds?: readonly K[]): Fault<K> | null {
    this.forgetSpent();
    for (const entry of this.planned) {
      if (kinds && !kinds.includes(entry.fault.kind)) continue;
      if (!aims(entry.fault, target)) continue;
      if (entry.pass > 0) {
        entry.pass -= 1;
        continue;
      }
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

function aims(fault: Fault<string>, { name, path = '', method = '' }: Target): boolean {
  if (fault.name && fault.name !== name) return false;
  if (fault.path && !path.includes(fault.path)) return false;
  return !fault.method || fault.method.toUpperCase() === method.toUpperCase();
}
