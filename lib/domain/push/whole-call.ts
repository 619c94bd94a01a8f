import { type PushCall, type PushPort, TAKEN_THERE } from '#lib/providers/push-contract.ts';
import { listingKey } from './permit-rules.ts';
import type { Grid } from './read-grid.ts';
import { isTaken, type Told, type ToldRecord, type Verdict } from './told-rules.ts';
import { freshIn, type Held, judgeOpening, leftOut, saysOpen } from './whole-rules.ts';

/* What a call about a whole calendar means besides what stands in it, and what became of it. Pure. */

export type Grids = ReadonlyMap<string, Grid>;

/** all: nothing was done. `fresh`: of how many nights that did not stand closed the call told. */
export type Met = { readonly how: 'all' | 'part'; readonly fresh: number };

export type WholeCall = {
  /** Told by leaving them out. */
  readonly besides: readonly ToldRecord[];
  /** By mapping, the nights of a call of closings that do not stand closed yet. */
  readonly fresh: ReadonlyMap<string, number>;
  /** Why it must not go out. */
  readonly held: Held | null;
};

const NOTHING: WholeCall = { besides: [], fresh: new Map(), held: null };

/** Looks at a call as it is about to go out. Of a channel that is told of changes only there is nothing to say. */
export function wholeCall(call: PushCall, grids: Grids, { says }: Pick<PushPort, 'says'>): WholeCall {
  if (says !== 'whole' || !call.records.some(({ set }) => set.units !== undefined)) return NOTHING;
  const byListing = Map.groupBy(call.records, (record) => listingKey(record.listing));
  const besides: ToldRecord[] = [];
  const fresh = new Map<string, number>();
  let held: Held | null = null;
  for (const [key, records] of byListing) {
    const grid = grids.get(key);
    if (!grid) continue;
    if (!saysOpen({ ...call, records })) {
      fresh.set(grid.mappingId, freshIn(records, grid).length);
      continue;
    }
    held ??= judgeOpening(records, grid);
    for (const range of leftOut(records, grid))
      besides.push({ ...range, recordId: `${grid.mappingId}.left_out.${besides.length}`, isLeftOut: true });
  }
  return { besides, fresh, held };
}

/** Said of all of a call. */
export function saidOfAll(records: readonly ToldRecord[], verdict: Verdict): Told {
  return { records, verdicts: new Map(records.map((one) => [one.recordId, verdict])) };
}

/** What was left out was done where anything of the call was. */
export function withLeftOut({ records, verdicts }: Told, besides: readonly ToldRecord[]): Told {
  const all = new Map(verdicts);
  for (const one of besides) {
    const others = records.filter((record) => listingKey(record.listing) === listingKey(one.listing));
    const said = others.flatMap((record) => verdicts.get(record.recordId) ?? []);
    const verdict = said.find(({ outcome }) => outcome === 'accepted') ?? said[0];
    if (verdict) all.set(one.recordId, verdict);
  }
  return { records: [...records, ...besides], verdicts: all };
}

/**
 * Where the channel does not say which night is in the way, it is the only one that is new in the call, once the channel
 * was asked for what it has sold: that is refused, so that the others are not kept from being closed.
 */
export function blameOnly(told: Told, { fresh }: WholeCall, met: ReadonlySet<string>, grids: Grids): Told {
  const verdicts = new Map(told.verdicts);
  for (const record of told.records) {
    const verdict = verdicts.get(record.recordId);
    const mappingId = mappingOf(record, grids);
    if (verdict?.outcome !== 'failed' || verdict.code !== TAKEN_THERE) continue;
    if (met.has(mappingId) && fresh.get(mappingId) === 1)
      verdicts.set(record.recordId, { ...verdict, outcome: 'refused' });
  }
  return { ...told, verdicts };
}

/** By mapping, how a call met bookings of the channel's own. */
export function metBy({ records, verdicts }: Told, { fresh }: WholeCall, grids: Grids): Map<string, Met> {
  const met = new Map<string, Met>();
  for (const record of records) {
    const verdict = verdicts.get(record.recordId);
    if (!verdict || !isTaken(verdict)) continue;
    const id = mappingOf(record, grids);
    const how = verdict.outcome === 'failed' || met.get(id)?.how === 'all' ? 'all' : 'part';
    met.set(id, { how, fresh: fresh.get(id) ?? 0 });
  }
  return met;
}

/** How many records are neither done nor refused, nor told again at once: those wait for another turn. */
export function failedIn(
  { records, verdicts }: Told,
  { fresh }: WholeCall,
  met: ReadonlySet<string>,
  grids: Grids,
): number {
  return records.filter((record) => {
    const verdict = verdicts.get(record.recordId);
    if (verdict?.outcome === 'accepted' || verdict?.outcome === 'refused') return false;
    const id = mappingOf(record, grids);
    const goesAgain = !met.has(id) || (fresh.get(id) ?? 0) > 1;
    return !(verdict && isTaken(verdict) && goesAgain);
  }).length;
}

export function mappingOf({ listing }: Pick<ToldRecord, 'listing'>, grids: Grids): string {
  return grids.get(listingKey(listing))?.mappingId ?? '';
}
