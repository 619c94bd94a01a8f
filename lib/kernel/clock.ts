/** Where time comes from. Code under test is handed a clock; nothing reads the wall clock by itself. */
export type Clock = { readonly now: () => Temporal.Instant };

/** To the millisecond, as the database keeps it: what is answered now equals what is read later. */
export const systemClock: Clock = {
  now: () => Temporal.Instant.fromEpochMilliseconds(Temporal.Now.instant().epochMilliseconds),
};

/** A clock that stands still until it is moved: for tests and the simulation. */
export function testClock(
  start: string,
): Clock & { advance: (by: Temporal.DurationLike) => void; set: (at: string) => void } {
  let at = Temporal.Instant.from(start);
  return {
    now: () => at,
    advance: (by) => {
      at = at.add(by);
    },
    set: (text) => {
      at = Temporal.Instant.from(text);
    },
  };
}

/** The database driver speaks Date; nothing else does, and a night never passes here. */
export function toDate(at: Temporal.Instant): Date {
  return new Date(at.epochMilliseconds);
}

export function fromDate(at: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime());
}
