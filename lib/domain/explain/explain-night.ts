import { addNights, type Night } from '#lib/kernel/nights.ts';
import { claimsOn, saidOf } from '../availability/queries.ts';
import { nightStates } from '../availability/rules.ts';
import { readWindow, type Window } from '../availability/window.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { readRates } from '../rates/read-rates.ts';
import { NO_RATE } from '../rates/rules.ts';
import { causesOf } from './causes.ts';
import { explainChannels } from './explain-channels.ts';
import { proveCauses } from './proof.ts';
import { type MappedWay, readWays } from './read-ways.ts';
import type { Explanation } from './schemas.ts';

/**
 * Why a night is as it is: every cause in the order of its weight with its proof, and where the night stands with each
 * channel. At most 20 statements, and eleven more for each account that sells the unit, however much there is to tell.
 * @throws AppError not_found, choose_unit
 */
export async function explainNight(ctx: Ctx, asked: { unit: string; night: Night }): Promise<Explanation> {
  const { unit, property } = await chooseUnit(ctx, asked.unit);
  const ways = await readWays(ctx, [unit.id]);
  const unitIds = [...new Set([unit.id, ...ways.flatMap((way) => way.unitIds)])];
  const nights = { from: asked.night, to: addNights(asked.night, 1) };
  const [window, rates, channels] = await Promise.all([
    readWindow(ctx, { unitIds, ...nights }),
    readRates(ctx, { unitIds, ...nights }),
    explainChannels(ctx, ways, asked.night),
  ]);
  const rateOf = (id: string) => rates.get(id)?.get(asked.night) ?? NO_RATE;
  const causes = causesOf(window, unit.id, asked.night, rateOf(unit.id).stopSell);
  const [state] = nightStates({ ...claimsOn(window, unit.id, []), ...nights });
  const isSellable = (id: string) => isFree(window, id) && !rateOf(id).stopSell;
  return {
    night: asked.night,
    state: 'free',
    ...state,
    ...saidOf(rateOf(unit.id), property.currency),
    unitId: unit.id,
    unit: unit.name,
    timezone: property.timezone,
    currency: property.currency,
    causes: await proveCauses(ctx, { window, unitId: unit.id, night: asked.night }, causes),
    channels: channels.map((channel) => ({
      ...channel,
      pool: { units: channel.pool.units, free: behind(ways, channel.mappingId).filter(isSellable).length },
    })),
  };
}

function behind(ways: readonly MappedWay[], mappingId: string): readonly string[] {
  return ways.find((way) => way.mappingId === mappingId)?.unitIds ?? [];
}

/** One that was archived is free for nobody. */
function isFree(window: Window, unitId: string): boolean {
  if (!window.units.some((row) => row.unit.id === unitId)) return false;
  const [state] = nightStates({ ...claimsOn(window, unitId, []), from: window.from, to: window.to });
  return state?.state === 'free';
}
