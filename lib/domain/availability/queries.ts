import { notFound } from '#lib/kernel/errors.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { relatedUnits } from '../properties/rules.ts';
import { readRates } from '../rates/read-rates.ts';
import type { Rate } from '../rates/rules.ts';
import { type Claims, nightStates, withPreparation } from './rules.ts';
import type { AskedFor, Availability, NightState } from './schemas.ts';
import { type ClaimWindow, preparationNightsIn, readWindow } from './window.ts';

/**
 * The state of each night of [from, to) for each of the units. Seven queries in two round trips of waiting, however many
 * units and nights. Under the units' lock what it says stays true until the transaction ends.
 * @param without ids of stays to leave out: a stay that is to change does not stand in its own way
 * @throws AppError not_found for an unknown unit
 */
export async function readNights(
  ctx: Ctx,
  asked: {
    readonly unitIds: readonly string[];
    readonly from: Night;
    readonly to: Night;
    readonly without?: readonly string[];
  },
): Promise<Map<string, NightState[]>> {
  const window = await readWindow(ctx, asked);
  return new Map(
    asked.unitIds.map((unitId) => {
      const claims = claimsOn(window, unitId, asked.without ?? []);
      return [unitId, nightStates({ ...claims, from: asked.from, to: asked.to })];
    }),
  );
}

/**
 * The nights of one unit, or of the one unit of a property, as the API answers them.
 * @throws AppError not_found, choose_unit
 */
export async function getAvailability(
  ctx: Ctx,
  asked: { unit: string; from: Night; to: Night },
): Promise<Availability> {
  const { unit, property } = await chooseUnit(ctx, asked.unit);
  const window = { unitIds: [unit.id], from: asked.from, to: asked.to };
  const [nights, rates] = await Promise.all([readNights(ctx, window), readRates(ctx, window)]);
  const askedFor = rates.get(unit.id);
  return {
    unitId: unit.id,
    items: (nights.get(unit.id) ?? []).map((one) => {
      const rate = askedFor?.get(one.night);
      return rate ? { ...one, ...saidOf(rate, property.currency) } : one;
    }),
    nextCursor: null,
  };
}

/** What is set, and nothing of what is not. */
export function saidOf(rate: Rate, currency: string): AskedFor {
  const { priceMinor, stopSell, ...rest } = rate;
  const set = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...(priceMinor === null ? {} : { price: { amount: priceMinor, currency } }),
    ...Object.fromEntries(set),
    ...(stopSell ? { stopSell } : {}),
  };
}

/** What bears on one unit of the window. Any stay counts, holding or parked: somebody has been promised its nights. */
export function claimsOn(window: ClaimWindow, unitId: string, without: readonly string[]): Claims {
  const own = window.units.find((row) => row.unit.id === unitId);
  if (!own) throw notFound('unit');
  const related = relatedUnits(unitId, window.parts);
  const isNear = (id: string | null) => id !== null && related.includes(id);
  const stays = window.stays
    .map((row) => row.stay)
    .filter((stay) => isNear(stay.unitId) && !without.includes(stay.id));
  return {
    stays: withPreparation(stays, unitId, preparationNightsIn(window)),
    blocks: window.blocks.filter((block) => isNear(block.unitId)),
    closures: window.closures
      .filter(({ calendar }) =>
        calendar.unitId === null ? calendar.propertyId === own.property.id : isNear(calendar.unitId),
      )
      .map((row) => row.event),
    foundClosures: window.foundClosures.filter((one) => isNear(one.unitId)),
    conflicts: window.conflicts
      .filter((one) => isNear(one.unitId) && !without.includes(one.claimA) && !without.includes(one.claimB))
      .map((one) => ({ id: one.id, ...one.nights })),
  };
}
