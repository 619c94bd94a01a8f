import { AppError } from '#lib/kernel/errors.ts';
import { nightsOf } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { type PlannedRate, unitsMeant } from './plan-edit.ts';
import { readRates } from './read-rates.ts';
import { NO_RATE, sameRate } from './rules.ts';
import type { RateEditAnswer, RateRestore } from './schemas.ts';
import { lockRates, writeRates } from './set-rates.ts';

/**
 * Takes an edit of rates back, all nights or none: each must still be as the edit left it. What a channel was told
 * meanwhile it is told again.
 * @throws AppError forbidden, not_found, conflict (a night was changed since)
 */
export async function restoreRates(ctx: Ctx, { changes }: RateRestore): Promise<RateEditAnswer> {
  requireCan(ctx, 'rate.write');
  return inTx(ctx, async (tx) => {
    await lockRates(tx);
    const unitIds = [...(await unitsMeant(tx, [...new Set(changes.map((one) => one.unitId))])).keys()];
    const froms = changes.map((one) => one.from).sort();
    const lasts = changes.map((one) => one.to).sort();
    const [from, to] = [froms[0], lasts.at(-1)];
    const stand = from && to ? await readRates(tx, { unitIds, from, to }) : new Map();
    const changed: PlannedRate[] = [];
    for (const { unitId, was, is, ...run } of changes) {
      for (const night of nightsOf({ checkIn: run.from, checkOut: run.to })) {
        const now = stand.get(unitId)?.get(night) ?? NO_RATE;
        if (!sameRate(now, is)) throw changedSince(unitId, night);
        if (sameRate(was, is)) continue;
        changed.push({ unitId, night, rate: was, was: is, isSoldOtherwise: was.stopSell !== is.stopSell });
      }
    }
    const ranges = changes.slice(0, 50).map((one) => ({ from: one.from, to: one.to }));
    await writeRates(tx, { changed }, { ranges, restored: true });
    return { units: unitIds.length, changedNights: changed.length, unpricedNights: 0 };
  });
}

function changedSince(unitId: string, night: string): AppError {
  return new AppError('conflict', `The rate of ${night} was changed since. Nothing was changed.`, {
    details: { reason: 'changed_meanwhile', unitId, night },
  });
}
