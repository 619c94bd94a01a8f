import type { Night } from '#lib/kernel/nights.ts';
import { nightsOf } from '#lib/kernel/nights.ts';
import { claimsOn } from '../availability/queries.ts';
import { nightStates } from '../availability/rules.ts';
import { readWindow, type Window } from '../availability/window.ts';
import type { Conflict } from '../conflicts/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { readRates } from '../rates/read-rates.ts';
import type { Rate } from '../rates/rules.ts';
import type { ConflictGuide, MoveChoice } from './schemas.ts';

/** Units that are offered for one stay; more are counted. */
const SHOWN = 12;

type Rates = ReadonlyMap<string, ReadonlyMap<Night, Rate>>;

/**
 * Where each stay of the conflict could go: units with all of its nights free, the same house first, then what costs as
 * much. Eight round trips for each stay, however many units there are.
 */
export async function findMoves(ctx: Ctx, conflict: Conflict): Promise<ConflictGuide['moves']> {
  if (conflict.status !== 'open') return [];
  const stays = conflict.sides.filter((side) => side.kind === 'stay' && side.isStanding);
  return Promise.all(
    stays.map(async (side) => {
      const { checkIn, checkOut } = side;
      if (!checkIn || !checkOut) return { stayId: side.id, free: 0, choices: [] };
      const window = await readWindow(ctx, { from: checkIn, to: checkOut });
      const from = side.unit?.id ?? conflict.unit.id;
      const free = window.units.filter(({ unit }) => unit.id !== from && isFree(window, unit.id, side.id));
      const ids = [from, ...free.map(({ unit }) => unit.id)];
      const rates = await readRates(ctx, { unitIds: ids, from: checkIn, to: checkOut });
      const nights = [...nightsOf({ checkIn, checkOut })];
      const here = window.units.find(({ unit }) => unit.id === from);
      const cost = sumOf(rates, from, nights);
      const choices = free.map(({ unit, property }): MoveChoice => {
        const amount = sumOf(rates, unit.id, nights);
        const isAlike = here?.property.currency === property.currency;
        return {
          unitId: unit.id,
          name: unit.name,
          propertyId: property.id,
          propertyName: property.name,
          isSameProperty: property.id === conflict.unit.propertyId,
          price: amount === null ? null : { amount, currency: property.currency },
          level: amount === null || cost === null || !isAlike ? null : levelOf(amount, cost),
        };
      });
      return {
        stayId: side.id,
        free: choices.length,
        choices: choices.sort(byFitness(cost)).slice(0, SHOWN),
      };
    }),
  );
}

function isFree(window: Window, unitId: string, stayId: string): boolean {
  const claims = claimsOn(window, unitId, [stayId]);
  return nightStates({ ...claims, from: window.from, to: window.to }).every(({ state }) => state === 'free');
}

/** What the nights are asked for in all; null where one of them has no price. */
function sumOf(rates: Rates, unitId: string, nights: readonly Night[]): number | null {
  let sum = 0;
  for (const night of nights) {
    const minor = rates.get(unitId)?.get(night)?.priceMinor ?? null;
    if (minor === null) return null;
    sum += minor;
  }
  return sum;
}

const levelOf = (amount: number, cost: number) =>
  amount === cost ? 'same' : amount < cost ? 'lower' : 'higher';

function byFitness(cost: number | null): (a: MoveChoice, b: MoveChoice) => number {
  // A guest who was sold less is not to get less: dearer units of a like price come before cheaper ones.
  const far = ({ price }: MoveChoice) => {
    if (price === null || cost === null) return Number.MAX_SAFE_INTEGER;
    return price.amount >= cost ? price.amount - cost : (cost - price.amount) * 4;
  };
  return (a, b) =>
    Number(b.isSameProperty) - Number(a.isSameProperty) ||
    far(a) - far(b) ||
    a.propertyName.localeCompare(b.propertyName) ||
    a.name.localeCompare(b.name);
}
