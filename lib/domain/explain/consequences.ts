import { addNights, type Night, type NightRange, todayIn } from '#lib/kernel/nights.ts';
import { type AsIf, windowAsIf, windowWithout } from '../availability/as-if.ts';
import { claimsOn } from '../availability/queries.ts';
import { nightStates, preparations } from '../availability/rules.ts';
import { type ClaimWindow, readWindow } from '../availability/window.ts';
import type { Ctx } from '../ctx.ts';
import { readConnectedParts } from '../properties/lock-units.ts';
import { relatedUnits } from '../properties/rules.ts';
import { spanOf } from '../push/mark-dirty.ts';
import { readRates } from '../rates/read-rates.ts';
import { causesOf } from './causes.ts';
import { namesOf } from './channel-nights.ts';
import { stoppedBy } from './channel-rules.ts';
import { readReaders } from './feed-readers.ts';
import { hintsOf, runsOf, toldNights } from './move-rules.ts';
import type { MovePreview, Refusal } from './move-schemas.ts';
import { type Around, openNights } from './open-nights.ts';
import { type MappedWay, readWays } from './read-ways.ts';
import { readWanted } from './wanted.ts';

/** The most nights that a unit is kept free around a stay. */
const MOST_PREPARATION = 14;

/** Nights before and after today: a booking by hand lies within, and no channel is told of more. */
const SOLD_SINCE = 2 * 366;
const SOLD_UNTIL = 3 * 366;

/** Everything around the nights of a change. Four round trips, nine statements. */
export async function readAround(
  ctx: Ctx,
  unitIds: readonly string[],
  ranges: readonly NightRange[],
): Promise<Around> {
  const span = nearToday(ranges, todayIn('UTC', ctx.clock.now()));
  const parts = await readConnectedParts(ctx, unitIds);
  const near = [...new Set(unitIds.flatMap((id) => relatedUnits(id, parts)))];
  // Of each of them all that bears on it: what is free of the whole depends on its other parts too.
  const window = await readWindow(ctx, { unitIds: near, ...span });
  const known = near.filter((id) => window.units.some((row) => row.unit.id === id));
  const rates = await readRates(ctx, { unitIds: known, ...span });
  return { window, rates, unitIds: known };
}

/** The nights of the ranges and those around them, as far as anybody sells them. */
function nearToday(ranges: readonly NightRange[], today: Night): { from: Night; to: Night } {
  const first = addNights(today, -SOLD_SINCE);
  const last = addNights(today, SOLD_UNTIL);
  const within = (night: Night) => (night < first ? first : night > last ? last : night);
  const cut = ranges.map(({ checkIn, checkOut }) => ({
    checkIn: within(checkIn),
    checkOut: within(checkOut),
  }));
  return spanOf(cut, MOST_PREPARATION) ?? { from: today, to: addNights(today, 1) };
}

/** What stands on the nights, so that they cannot be booked; null where they can. The rule of `refuseTakenNights`. */
export function takenBy(
  { window }: Around,
  asked: { unitId: string; nights: NightRange; without: readonly string[]; force?: boolean | undefined },
): Refusal | null {
  const rest = windowWithout(window, asked.without);
  const { checkIn: from, checkOut: to } = asked.nights;
  const taken = nightStates({ ...claimsOn(rest, asked.unitId, []), from, to }).filter(
    ({ state }) => state !== 'free' && !(state === 'blocked' && asked.force),
  );
  if (taken.length === 0) return null;
  const heaviest = taken.flatMap(({ night }) => causesOf(rest, asked.unitId, night, false)[0] ?? []);
  const inTheWay = new Map(heaviest.map((cause) => [`${cause.kind} ${cause.id}`, cause]));
  return {
    code: 'taken',
    message: 'These nights are taken.',
    channel: null,
    externalId: null,
    nights: taken.slice(0, 31),
    inTheWay: [...inTheWay.values()],
    mayForce: taken.every(({ state }) => state === 'blocked'),
  };
}

type Consequences = Pick<MovePreview, 'units' | 'told' | 'readers' | 'hints' | 'endsConflicts'>;

/**
 * What opens and closes here, and who is told of it how, once `asIf` stands. One round trip more for the channels, and
 * those of `readWanted`.
 * @param stayOn the nights and the unit of a guest, whose rates are asked for
 */
export async function consequencesOf(
  ctx: Ctx,
  around: Around,
  asIf: AsIf,
  stayOn: { readonly unitId: string; readonly nights: NightRange } | null,
): Promise<Consequences> {
  const { window, unitIds } = around;
  const after = windowAsIf(window, asIf);
  const [ways, readers] = await Promise.all([readWays(ctx, unitIds), readReaders(ctx, around, asIf)]);
  const wanted = await readWanted(ctx, ways, window, { claims: asIf });
  const units = unitIds.flatMap((id) => unitOf(around, after, id));
  const differs = new Set(
    units.filter((one) => one.opens.length + one.closes.length > 0).map((one) => one.unitId),
  );
  const toldOf = (way: MappedWay): MovePreview['told'] => {
    const grid = wanted.get(way.mappingId)?.grid;
    const changes = grid ? toldNights(grid) : [];
    const unsent = stoppedBy(way)?.code ?? null;
    const isMissed = unsent !== null && way.unitIds.some((id) => differs.has(id));
    return changes.length > 0 || isMissed ? [{ ...namesOf(way), changes, unsent }] : [];
  };
  const zone = window.units.find((row) => row.unit.id === stayOn?.unitId)?.property.timezone ?? 'UTC';
  const today = todayIn(zone, ctx.clock.now());
  return {
    units: units.filter(isTouched),
    told: ways.flatMap(toldOf),
    readers,
    hints: stayOn ? hintsOf(stayOn.nights, around.rates.get(stayOn.unitId) ?? new Map(), today) : [],
    endsConflicts: window.conflicts
      .filter((one) => asIf.without.includes(one.claimA) || asIf.without.includes(one.claimB))
      .map((one) => one.id),
  };
}

type UnitChange = MovePreview['units'][number];

function isTouched({ opens, closes, preparationEnds, preparationBegins }: UnitChange): boolean {
  return opens.length + closes.length + preparationEnds.length + preparationBegins.length > 0;
}

function unitOf({ window, rates }: Around, after: ClaimWindow, unitId: string): UnitChange[] {
  const row = window.units.find((one) => one.unit.id === unitId);
  if (!row) return [];
  const stopped = rates.get(unitId);
  const was = openNights(window, unitId, stopped);
  const is = openNights(after, unitId, stopped);
  const prepared = [preparedNights(window, unitId), preparedNights(after, unitId)] as const;
  return [
    {
      unitId,
      name: row.unit.name,
      propertyId: row.property.id,
      property: row.property.name,
      opens: runsOf(is.difference(was)),
      closes: runsOf(was.difference(is)),
      preparationEnds: runsOf(prepared[0].difference(prepared[1])),
      preparationBegins: runsOf(prepared[1].difference(prepared[0])),
    },
  ];
}

function preparedNights(window: ClaimWindow, unitId: string): Set<Night> {
  const { from, to } = window;
  const { stays } = claimsOn(window, unitId, []);
  const none = { stays: [], blocks: [], closures: [], foundClosures: [], conflicts: [] };
  const states = nightStates({ ...none, blocks: preparations(stays), from, to });
  return new Set(states.filter(({ state }) => state === 'blocked').map(({ night }) => night));
}
