import type { PushCall, PushPort } from '#lib/providers/push-contract.ts';
import { type Changes, diffNights } from './diff-rules.ts';
import { listingKey, type Truth, type TruthNight } from './permit-rules.ts';
import { rangesOf } from './ranges-rules.ts';
import type { Grid } from './read-grid.ts';
import { type Held, wholeNights } from './whole-rules.ts';

/** What some mappings' channel is to be told, in the order in which it is told. */
export type PlannedCalls = {
  readonly closings: readonly PushCall[];
  readonly terms: readonly PushCall[];
  readonly openings: readonly PushCall[];
  /** Mappings of which nights are opened, or are to be. */
  readonly opened: readonly Grid[];
  /** By mapping, why nights of it are not opened now. */
  readonly held: ReadonlyMap<string, Held>;
  /** Mappings of which not all that is to be closed was planned. */
  readonly parts: ReadonlySet<string>;
  readonly byListing: ReadonlyMap<string, Grid>;
  readonly truth: Truth;
};

/** Pure: compares, compresses, and lets the channel's own rules cut the calls. @param turn when it began, and what it has met */
export function planCalls(
  grids: readonly Grid[],
  port: PushPort,
  turn: { readonly since: Temporal.Instant; readonly atMost: ReadonlyMap<string, number> },
): PlannedCalls {
  const held = new Map<string, Held>();
  const parts = new Set<string>();
  const changes = grids.map((grid): [Grid, Changes] => {
    const { wanted, known, mappingId } = grid;
    const options = {
      maxUnits: grid.maxUnits,
      isForced: grid.state.isForced,
      since: turn.since,
      together: port.together,
    };
    if (port.says !== 'whole') return [grid, diffNights(wanted, known, options)];
    const atMost = turn.atMost.get(mappingId);
    const whole = wholeNights(wanted, known, { ...options, ...(atMost === undefined ? {} : { atMost }) });
    if (whole.held) held.set(mappingId, whole.held);
    if (whole.isPart) parts.add(mappingId);
    return [grid, whole];
  });
  const callsOf = (kind: 'closings' | 'terms' | 'openings') =>
    port.plan(changes.flatMap(([grid, change]) => rangesOf(grid.listing, change[kind])));
  return {
    closings: callsOf('closings'),
    terms: callsOf('terms'),
    openings: callsOf('openings'),
    opened: changes.flatMap(([grid, change]) =>
      change.openings.length > 0 || held.has(grid.mappingId) ? [grid] : [],
    ),
    held,
    parts,
    byListing: new Map(grids.map((grid) => [listingKey(grid.listing), grid])),
    truth: new Map(grids.map((grid) => [listingKey(grid.listing), truthOf(grid)])),
  };
}

function truthOf(grid: Grid): ReadonlyMap<Grid['wanted'][number]['night'], TruthNight> {
  return new Map(
    grid.wanted.map(({ night, left, priceMinor }) => [night, { left, isPriced: priceMinor !== null }]),
  );
}
