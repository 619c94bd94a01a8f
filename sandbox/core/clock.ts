import type { Clock } from '#lib/kernel/clock.ts';

/** The sandbox's own time: that of the clock it was given, moved by whoever controls it, and running on from there. */
export type SandboxClock = Clock & {
  readonly set: (at: Temporal.Instant) => void;
  readonly advance: (by: Temporal.Duration) => void;
  readonly reset: () => void;
};

export function sandboxClock(base: Clock): SandboxClock {
  let offset = new Temporal.Duration();
  const now = () => base.now().add(offset);
  return {
    now,
    set: (at) => {
      offset = base.now().until(at);
    },
    advance: (by) => {
      // An instant knows no calendar days: a day of the sandbox's clock is 24 hours.
      const hours = by.total({ unit: 'hours', relativeTo: '2000-01-01[UTC]' });
      offset = offset.add({ milliseconds: Math.round(hours * 3_600_000) });
    },
    reset: () => {
      offset = new Temporal.Duration();
    },
  };
}
