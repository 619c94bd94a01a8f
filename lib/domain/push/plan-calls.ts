import type { PushCall, PushPort } from '#lib/providers/push-contract.ts';
import { type Changes, diffNights } from './diff-rules.ts';
import { listingKey, type Truth, type TruthNight } from './permit-rules.ts';
import { rangesOf } from './ranges-rules.ts';
import type { Grid } from './read-grid.ts';

/** What some mappings' channel is to be told, in the order in which it is told. */
export type PlannedCalls = {
  readonly closings: readonly PushCall[];
  readonly terms: readonly PushCall[];
  readonly openings: readonly PushCall[];
  /** Mappings of which nights are opened. */
  readonly opened: readonly Grid[];
  readonly byListing: ReadonlyMap<string, Grid>;
  readonly truth: Truth;
};

/** Pure: compares, compresses, and lets the channel's own rules cut the calls. @param since when the turn began */
export function planCalls(grids: readonly Grid[], port: PushPort, since: Temporal.Instant): PlannedCalls {
  const changes = grids.map((grid): [Grid, Changes] => [
    grid,
    diffNights(grid.wanted, grid.known, { maxUnits: port.maxUnits, isForced: grid.state.isForced, since }),
  ]);
  const callsOf = (kind: keyof Changes) =>
    port.plan(changes.flatMap(([grid, change]) => rangesOf(grid.listing, change[kind])));
  return {
    closings: callsOf('closings'),
    terms: callsOf('terms'),
    openings: callsOf('openings'),
    opened: changes.flatMap(([grid, change]) => (change.openings.length > 0 ? [grid] : [])),
    byListing: new Map(grids.map((grid) => [listingKey(grid.listing), grid])),
    truth: new Map(grids.map((grid) => [listingKey(grid.listing), truthOf(grid)])),
  };
}

function truthOf(grid: Grid): ReadonlyMap<Grid['wanted'][number]['night'], TruthNight> {
  return new Map(
    grid.wanted.map(({ night, left, priceMinor }) => [night, { left, isPriced: priceMinor !== null }]),
  );
}
