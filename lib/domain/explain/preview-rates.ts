import type { NightValues } from '#db/schema/push.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { addNights } from '#lib/kernel/nights.ts';
import type { NightSet } from '#lib/providers/push-contract.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { type Changes, diffNights } from '../push/diff-rules.ts';
import { rangesOf } from '../push/ranges-rules.ts';
import { leftOf } from '../push/types.ts';
import { planEdit } from '../rates/plan-edit.ts';
import type { Rate } from '../rates/rules.ts';
import type { RateEdit } from '../rates/schemas.ts';
import { answerOf } from '../rates/set-rates.ts';
import { namesOf } from './channel-nights.ts';
import { stoppedBy } from './channel-rules.ts';
import { type MappedWay, readWays } from './read-ways.ts';
import type { RatePreview } from './schemas.ts';
import { readWanted, type Wanted } from './wanted.ts';

/** Runs of nights that are shown of one mapping. */
const SHOWN = 60;

/**
 * What an edit would change, and what each channel would then be told, worked out by what tells them: with the mark-ups,
 * the rounding, and what the channel has already. Changes nothing. Three round trips and those of `readWanted`.
 * @throws AppError forbidden, not_found, choose_unit, invalid_input
 */
export async function previewRates(ctx: Ctx, edit: RateEdit): Promise<RatePreview> {
  requireCan(ctx, 'rate.write');
  const plan = await planEdit(ctx, edit);
  const byUnit = Map.groupBy(plan.changed, (one) => one.unitId);
  const rates = new Map<string, Map<Night, Rate>>(
    [...byUnit].map(([unitId, changed]) => [unitId, new Map(changed.map((one) => [one.night, one.rate]))]),
  );
  if (plan.changed.length === 0) return { ...answerOf(plan), channels: [], calls: 0 };
  const ways = await readWays(ctx, [...rates.keys()]);
  const wanted = await readWanted(ctx, ways, plan, {
    rateOf: (unitId, night) => rates.get(unitId)?.get(night),
  });
  const meant = new Set(plan.changed.map((one) => one.night));
  const told = ways.map((way) => toldOf(way, wanted.get(way.mappingId), plan, meant));
  return {
    ...answerOf(plan),
    channels: told.map((one) => one.shown),
    calls: callsOf(told.filter((one) => one.shown.unsent === null)),
  };
}

type Told = {
  readonly shown: RatePreview['channels'][number];
  readonly wanted: Wanted | null;
  readonly changes: Changes;
};

const NO_CHANGES: Changes = { closings: [], terms: [], openings: [] };

function toldOf(
  way: MappedWay,
  wanted: Wanted | undefined,
  { currency }: { readonly currency: ReadonlyMap<string, string> },
  meant: ReadonlySet<Night>,
): Told {
  const changes = wanted ? changesOf(wanted, meant) : NO_CHANGES;
  const runs = wanted ? runsOf(wanted, changes) : [];
  const ours = way.unitIds.map((id) => currency.get(id)).find((one) => one !== undefined);
  const stopped = stoppedBy(way)?.code ?? null;
  const isForeign = ours !== undefined && way.listing.currency !== ours;
  return {
    wanted: wanted ?? null,
    changes,
    shown: {
      ...namesOf(way),
      currency: way.listing.currency,
      nights: new Set([...changes.closings, ...changes.terms, ...changes.openings].map((one) => one.night))
        .size,
      changes: runs.slice(0, SHOWN),
      moreChanges: Math.max(0, runs.length - SHOWN),
      unsent: stopped ?? (isForeign ? 'other_currency' : null),
    },
  };
}

function changesOf({ grid }: Wanted, meant: ReadonlySet<Night>): Changes {
  const nights = grid.wanted.filter((one) => meant.has(one.night));
  return diffNights(nights, grid.known, { maxUnits: grid.maxUnits, isForced: false });
}

/** Neighbouring nights that change from the same to the same, as one. */
function runsOf({ grid }: Wanted, changes: Changes): RatePreview['channels'][number]['changes'] {
  const sets = new Map<Night, NightSet>();
  for (const { night, set } of [...changes.closings, ...changes.terms, ...changes.openings])
    sets.set(night, { ...sets.get(night), ...set });
  const own = new Map(grid.wanted.map((one) => [one.night, one.own.length]));
  const runs: { from: Night; to: Night; was: NightValues; becomes: NightSet; key: string }[] = [];
  for (const night of [...sets.keys()].sort()) {
    const becomes = sets.get(night) ?? {};
    const values = grid.known.get(night)?.values ?? {};
    const was = stoodAs(values, becomes, { own: own.get(night) ?? 0, maxUnits: grid.maxUnits });
    const key = JSON.stringify([becomes, was]);
    const last = runs.at(-1);
    if (last && last.key === key && last.to === night) last.to = addNights(night, 1);
    else runs.push({ from: night, to: addNights(night, 1), was, becomes, key });
  }
  return runs.map(({ key: _, ...run }) => run);
}

/** What is known to stand there of what would change, in the channel's own count of units. */
function stoodAs(
  values: NightValues,
  becomes: NightSet,
  { own, maxUnits }: { own: number; maxUnits: number },
): NightValues {
  const units = values.units ?? null;
  const left = { ...values, units: units === null ? null : leftOf(units, own, maxUnits) };
  // The fields of what is told, which both types share.
  const fields = Object.keys(becomes) as (keyof NightSet)[];
  return Object.fromEntries(fields.map((field) => [field, left[field] ?? null]));
}

/** Closings go by themselves before all else, openings after all else; each account's mappings share its calls. */
function callsOf(told: readonly Told[]): number {
  const accounts = Map.groupBy(told, (one) => one.shown.connectionId);
  let calls = 0;
  for (const group of accounts.values()) {
    for (const kind of ['closings', 'terms', 'openings'] as const) {
      const ranges = group.flatMap(({ wanted, changes }) =>
        wanted ? rangesOf(wanted.grid.listing, changes[kind]) : [],
      );
      const port = group.find((one) => one.wanted)?.wanted?.port;
      if (port && ranges.length > 0) calls += port.plan(ranges).length;
    }
  }
  return calls;
}
