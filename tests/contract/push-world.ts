import { expect } from 'vitest';
import { addNights, type Night, night, nightsOf } from '#lib/kernel/nights.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import type {
  NightSet,
  ObservedNight,
  PushCall,
  PushListing,
  PushOutcome,
  PushPort,
  PushRange,
} from '#lib/providers/push-contract.ts';

/*
 * What the push contract needs of a channel's world: the port under test, a simulator over real HTTP, and what that
 * simulator itself would sell, seen past the port. Each channel implements it once (airbnb-push-world.ts).
 */

export type PushTrouble =
  | 'slow'
  /** Too many requests: with a time to wait (30 s), and without one. */
  | 'limited_with_time'
  | 'limited'
  | 'broken'
  | 'dropped'
  | 'malformed'
  | 'truncated'
  /** Of several records some are done and some not, and the answer shows which. */
  | 'partial'
  /** Answers as if all were done, and does nothing. */
  | 'silent';

/** A night as the channel would sell it. Null: nothing is said of it there. */
export type Shown = {
  readonly night: Night;
  readonly units: number;
  readonly priceMinor: number | null;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly closedToArrival: boolean | null;
  readonly closedToDeparture: boolean | null;
};

export type PushWorld = {
  readonly push: PushPort;
  /** The same with the patience of some milliseconds, for a channel that does not answer. */
  readonly hasty: PushPort;
  readonly access: Access;
  readonly now: () => Temporal.Instant;
  /** Two of the account, of the same currency. Nothing but what is pushed keeps 2027 and 2028 from being sold. */
  readonly listings: readonly [PushListing, PushListing];
  /** One of another host, or of nobody. */
  readonly foreign: PushListing;
  readonly shows: (listing: PushListing, from: Night, to: Night) => Promise<readonly Shown[]>;
  /** A guest books one unit at the channel. */
  readonly book: (listing: PushListing, checkIn: Night, checkOut: Night) => Promise<void>;
  /** The host takes our access back, at the channel. */
  readonly takeBack: () => Promise<void>;
  /** Strikes the next call of that kind once. */
  readonly trouble: (kind: PushTrouble, on: 'send' | 'read') => Promise<void>;
  readonly isTroubleOver: () => Promise<boolean>;
  /** Calls that changed or tried to change a calendar, since this was last asked. */
  readonly calls: () => Promise<number>;
  /** A price that the channel itself refuses; null where there is none. */
  readonly badPriceMinor: number | null;
  /** The fewest calls that the channel's rules allow, for each of these. */
  readonly least: {
    /** One price on each of 365 nights of both listings. */
    readonly yearOfPrices: number;
    /** Every second night of 60 closed, of one listing, all from 2027-03-01 on. */
    readonly scatteredClosings: number;
  };
  readonly close: () => Promise<void>;
};

/** A world of its own for each test; `settings` are one setting of the simulator's switches. */
export type PushSetup = (settings: Readonly<Record<string, unknown>>) => Promise<PushWorld>;

export function rangeOf(listing: PushListing, from: string, to: string, set: NightSet): PushRange {
  return { listing, checkIn: night(from), checkOut: night(to), set };
}

/** Plans and sends it all; the answer of each record, in the order of the calls. */
export async function tell(world: PushWorld, ranges: readonly PushRange[]): Promise<PushOutcome[]> {
  const told = await tellCalls(world, world.push.plan(ranges));
  return told.flatMap((one) => one.outcomes);
}

export async function tellCalls(world: PushWorld, calls: readonly PushCall[]) {
  const told: { call: PushCall; outcomes: readonly PushOutcome[] }[] = [];
  for (const call of calls) {
    const { outcomes, request } = await world.push.send(world.access, call, world.now());
    expect(outcomes.map((one) => one.recordId).sort()).toEqual(
      call.records.map((one) => one.recordId).sort(),
    );
    expect(request.byteLength).toBeGreaterThan(0);
    told.push({ call, outcomes });
  }
  return told;
}

/** Tells it and expects every record to be taken. */
export async function told(world: PushWorld, ranges: readonly PushRange[]): Promise<void> {
  const outcomes = await tell(world, ranges);
  expect(outcomes.filter((one) => one.outcome !== 'accepted')).toEqual([]);
}

/** What the port reads of [from, to), in as many calls as it needs. */
export async function seen(world: PushWorld, listing: PushListing, from: string, to: string) {
  const nights: ObservedNight[] = [];
  for (let at = night(from); at < to; at = addNights(at, world.push.readNights)) {
    const end = addNights(at, world.push.readNights);
    const asked = { listing, from: at, to: end < to ? end : night(to) };
    const got = await world.push.read(world.access, asked);
    expect(got.nights.map((one) => one.night)).toEqual([
      ...nightsOf({ checkIn: asked.from, checkOut: asked.to }),
    ]);
    nights.push(...got.nights);
  }
  return nights;
}
