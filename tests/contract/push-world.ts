import { expect } from 'vitest';
import { addNights, type Night, night, nightsOf } from '#lib/kernel/nights.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import type {
  NightField,
  NightSet,
  ObservedNight,
  PushCall,
  PushListing,
  PushOutcome,
  PushPort,
  PushRange,
} from '#lib/providers/push-contract.ts';
import { FAULTS } from './world.ts';

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

/** What each is called at the simulators' controls: the same at all of them. */
export const PUSH_FAULTS: Record<PushTrouble, object> = {
  ...FAULTS,
  partial: { kind: 'partial_acceptance' },
  silent: { kind: 'silent_non_application' },
};

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
  /** Moves the clock so far that the nights from this one on can be told. Left out: they can. */
  readonly near?: (night: Night) => void;
  /** Most units that its listings take. Left out: as many as the port tells. */
  readonly most?: number;
  /** An answer shows which of a call's records were done. Left out: it does. */
  readonly tellsParts?: boolean;
  /** What the port reads has prices. Left out: it has. */
  readonly showsPrices?: boolean;
  /** What the port reads is open to anybody, so that no access is needed for it. */
  readonly isReadPublic?: boolean;
  readonly close: () => Promise<void>;
};

/** A world of its own for each test; `settings` are one setting of the simulator's switches. */
export type PushSetup = (settings: Readonly<Record<string, unknown>>) => Promise<PushWorld>;

export function rangeOf(listing: PushListing, from: string, to: string, set: NightSet): PushRange {
  return { listing, checkIn: night(from), checkOut: night(to), set };
}

/** Plans and sends it all; the answer of each record, in the order of the calls. */
export async function tell(world: PushWorld, ranges: readonly PushRange[]): Promise<PushOutcome[]> {
  const told = await tellCalls(world, world.push.plan(sayable(world, ranges)));
  return told.flatMap((one) => one.outcomes);
}

/** What a world's listings were told so far, by their nights. */
type Ledger = Map<string, { readonly listing: PushListing; readonly nights: Map<Night, NightSet> }>;
const LEDGERS = new WeakMap<PushWorld, Ledger>();

/**
 * The ranges as the port wants to be told them: all that is closed, or all that is open, of a listing of which any of it
 * changes, and fields that go together with what they were told before.
 */
function sayable(world: PushWorld, ranges: readonly PushRange[]): readonly PushRange[] {
  const { says, together = [] } = world.push;
  if (says === 'changes' && together.length === 0) return ranges;
  const ledger = LEDGERS.get(world) ?? new Map();
  LEDGERS.set(world, ledger);
  const changed: PushRange[] = [];
  const whole = new Map<string, Set<boolean>>();
  for (const { listing, set, ...range } of ranges) {
    const known = ledger.get(listing.externalId) ?? { listing, nights: new Map() };
    ledger.set(listing.externalId, known);
    const { units, ...terms } = set;
    if (units !== undefined)
      whole.set(listing.externalId, (whole.get(listing.externalId) ?? new Set()).add(units > 0));
    for (const at of nightsOf(range)) {
      const before: NightSet = known.nights.get(at) ?? {};
      known.nights.set(at, { ...before, ...set });
      const beside = Object.keys(terms).some((field) => together.includes(field as NightField)) // of a NightSet
        ? Object.fromEntries(
            Object.entries(before).filter(([field]) => together.includes(field as NightField)),
          ) // of a NightSet
        : {};
      changed.push({ listing, checkIn: at, checkOut: addNights(at, 1), set: { ...beside, ...terms } });
    }
  }
  const counts = [...ledger.values()].flatMap(({ listing, nights }) =>
    [...nights].flatMap(([at, { units }]): PushRange[] => {
      if (units === undefined || !whole.get(listing.externalId)?.has(units > 0)) return [];
      return [{ listing, checkIn: at, checkOut: addNights(at, 1), set: { units } }];
    }),
  );
  return [...changed, ...counts];
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
