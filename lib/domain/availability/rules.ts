import {
  addNights,
  intersection,
  type Night,
  type NightRange,
  nightsOf,
  subtract,
} from '#lib/kernel/nights.ts';
import type { NightState } from './schemas.ts';

export type Claimed = NightRange & { readonly id: string };
export type ClaimedStay = Claimed & {
  /** Nights to keep free on either side of it. */
  readonly preparationNights: number;
};

/** What bears on the nights of one unit, its own and that of every unit it shares a leaf with. */
export type Claims = {
  readonly stays: readonly ClaimedStay[];
  readonly blocks: readonly Claimed[];
  /** Events of external calendars that close nights by themselves. */
  readonly closures: readonly Claimed[];
  /** Nights that a channel has closed by itself, until a person opens them. */
  readonly foundClosures: readonly Claimed[];
  readonly conflicts: readonly Claimed[];
};

/**
 * The state of every night of [from, to), in order. Where several claims meet, the heavier wins:
 * conflict, held, closed elsewhere, blocked by a person, blocked to prepare; what weighs less can be overridden by force.
 */
export function nightStates(claims: Claims & { readonly from: Night; readonly to: Night }): NightState[] {
  const window = { checkIn: claims.from, checkOut: claims.to };
  const states: NightState[] = [...nightsOf(window)].map((night) => ({ night, state: 'free' }));
  const at = new Map(states.map(({ night }, index) => [night, index]));
  const paint = (
    ranges: readonly Claimed[],
    state: NightState['state'],
    kind: NonNullable<NightState['by']>['kind'],
  ) => {
    for (const range of ranges) {
      const seen = intersection(range, window);
      if (!seen) continue;
      const end = at.get(seen.checkOut) ?? states.length;
      for (const one of states.slice(at.get(seen.checkIn), end)) {
        one.state = state;
        one.by = { kind, id: range.id };
      }
    }
  };
  paint(preparations(claims.stays), 'blocked', 'preparation');
  paint(claims.blocks, 'blocked', 'block');
  paint(claims.foundClosures, 'closed', 'found_closure');
  paint(claims.closures, 'closed', 'closure');
  paint(claims.stays, 'held', 'stay');
  paint(claims.conflicts, 'conflict', 'conflict');
  return states;
}

/** The nights kept free around each stay, without those that another stay takes; each bears the id of its stay. */
export function preparations(stays: readonly ClaimedStay[]): Claimed[] {
  return stays.flatMap(({ id, checkIn, checkOut, preparationNights }) =>
    preparationNights === 0
      ? []
      : [
          { checkIn: addNights(checkIn, -preparationNights), checkOut: checkIn },
          { checkIn: checkOut, checkOut: addNights(checkOut, preparationNights) },
        ].flatMap((around) => subtract(around, stays).map((range) => ({ id, ...range }))),
  );
}

/** A part that needs a night to be made ready takes it from the whole house too, and the house from its parts. */
export function withPreparation<
  S extends NightRange & { readonly id: string; readonly unitId: string | null },
>(stays: readonly S[], unitId: string, nightsOfUnit: (unitId: string) => number): (S & ClaimedStay)[] {
  const own = nightsOfUnit(unitId);
  return stays.map((stay) => ({
    ...stay,
    preparationNights: Math.max(own, stay.unitId ? nightsOfUnit(stay.unitId) : 0),
  }));
}
