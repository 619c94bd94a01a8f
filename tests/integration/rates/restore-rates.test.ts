import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRates } from '#lib/domain/rates/read-rates.ts';
import { restoreRates } from '#lib/domain/rates/restore-rates.ts';
import { NO_RATE } from '#lib/domain/rates/rules.ts';
import { RateEdit, RateRestore, RateSetAnswer } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MAY = { from: night('2026-05-01'), to: night('2026-05-11') };
const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const edit = (unitIds: string[], set: object, range: object = MAY) =>
  RateEdit.parse({ unitIds, ranges: [range], set });

async function priced() {
  const ctx = await world.org('manager');
  const owner = world.as(ctx, 'owner');
  const { unitId, propertyId } = await makeUnit(owner);
  const second = await addUnit(owner, propertyId);
  await setRates(ctx, edit([unitId], { price: EUR(9000) }, { from: '2026-05-01', to: '2026-05-04' }));
  const unitIds = [unitId, second];
  const stand = async () => {
    const read = await readRates(ctx, { unitIds, ...MAY });
    return unitIds.map((id) =>
      [...(read.get(id) ?? [])].filter(([, rate]) => JSON.stringify(rate) !== JSON.stringify(NO_RATE)),
    );
  };
  return { ctx, unitIds, unitId, stand };
}

describe('taking an edit of rates back', () => {
  it('puts every night back as it was, of each unit, by what the edit answered', async () => {
    const { ctx, unitIds, stand } = await priced();
    const before = await stand();
    const answer = await setRates(ctx, edit(unitIds, { price: EUR(12_000), minStay: 3, stopSell: true }));
    // Priced nights, the others of the first unit, and all of the second.
    expect(RateSetAnswer.parse(answer).changes).toHaveLength(3);
    const back = await restoreRates(ctx, RateRestore.parse({ changes: answer.changes }));
    expect(back).toMatchObject({ units: 2, changedNights: 20 });
    expect(await stand()).toEqual(before);
  });

  it('is refused whole where somebody has changed one of the nights since', async () => {
    const { ctx, unitId, stand } = await priced();
    const { changes } = await setRates(ctx, edit([unitId], { minStay: 3 }));
    await setRates(ctx, edit([unitId], { minStay: 4 }, { from: '2026-05-10', to: '2026-05-11' }));
    const before = await stand();
    await expect(restoreRates(ctx, RateRestore.parse({ changes }))).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'changed_meanwhile', night: '2026-05-10' },
    });
    expect(await stand()).toEqual(before);
  });

  it('once only: a second time something else stands there', async () => {
    const { ctx, unitId } = await priced();
    const { changes } = await setRates(ctx, edit([unitId], { minStay: 3 }));
    await restoreRates(ctx, RateRestore.parse({ changes }));
    await expect(restoreRates(ctx, RateRestore.parse({ changes }))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it("is not another organization's, nor a viewer's", async () => {
    const { ctx, unitId } = await priced();
    const { changes } = await setRates(ctx, edit([unitId], { minStay: 3 }));
    const asked = RateRestore.parse({ changes });
    await expect(restoreRates(await world.org(), asked)).rejects.toMatchObject({ code: 'not_found' });
    await expect(restoreRates(world.as(ctx, 'viewer'), asked)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
