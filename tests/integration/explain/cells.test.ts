import { afterAll, beforeAll, expect, it } from 'vitest';
import { getCells } from '#lib/domain/explain/cells.ts';
import { RateEdit } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MAY = { from: night('2026-05-01'), to: night('2026-05-11') };

async function priced() {
  const ctx = await world.org();
  const { propertyId, unitId } = await makeUnit(ctx);
  const edit = (from: string, to: string, set: object) =>
    setRates(ctx, RateEdit.parse({ unitIds: [unitId], ranges: [{ from, to }], set }));
  await edit('2026-04-20', '2026-05-04', { price: { amount: 9_000, currency: 'EUR' } });
  await edit('2026-05-04', '2026-05-06', { price: { amount: 12_000, currency: 'EUR' }, minStay: 3 });
  return { ctx, propertyId, unitId };
}

it('answers a price and a minimum stay as runs of nights, and nothing where nothing is set', async () => {
  const { ctx, propertyId, unitId } = await priced();
  const asked = { ...MAY, properties: [propertyId] };
  expect(await getCells(ctx, { ...asked, show: 'price' })).toEqual({
    show: 'price',
    items: [
      {
        unitId,
        currency: 'EUR',
        runs: [
          { from: '2026-05-01', to: '2026-05-04', value: 9_000 },
          { from: '2026-05-04', to: '2026-05-06', value: 12_000 },
        ],
      },
    ],
    nextCursor: null,
  });
  const { items } = await getCells(ctx, { ...asked, show: 'minStay' });
  expect(items[0]?.runs).toEqual([{ from: '2026-05-04', to: '2026-05-06', value: 3 }]);
});

it('says nothing of channels that nothing is sold on', async () => {
  const { ctx, propertyId } = await priced();
  const { items } = await getCells(ctx, { ...MAY, properties: [propertyId], show: 'channels' });
  expect(items.map((item) => item.runs)).toEqual([[]]);
});

it('asks the database two questions, for one unit as for twenty', async () => {
  const { ctx, propertyId } = await priced();
  const ask = () =>
    countQueries(world.pool, ctx, (counted) =>
      getCells(counted, { ...MAY, properties: [propertyId], show: 'price' }),
    );
  const few = await ask();
  for (let i = 0; i < 19; i++) await addUnit(ctx, propertyId);
  const many = await ask();
  expect([few.count, many.count]).toEqual([2, 2]);
  expect(many.answer.items).toHaveLength(20);
});

it("of another organization's properties knows nothing", async () => {
  const { propertyId } = await priced();
  const stranger = await world.org();
  const { items } = await getCells(stranger, { ...MAY, properties: [propertyId], show: 'price' });
  expect(items).toEqual([]);
});
