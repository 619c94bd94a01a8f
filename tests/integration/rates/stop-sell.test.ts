import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '#lib/domain/ctx.ts';
import { readEntries } from '#lib/domain/feeds/entries.ts';
import { freeAmong } from '#lib/domain/intake/gate-hold.ts';
import { RateEdit } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const sell = (ctx: Ctx, unitIds: string[], stopSell: boolean, weekdays?: number[]) =>
  setRates(
    ctx,
    RateEdit.parse({
      unitIds,
      ranges: [{ from: '2026-05-01', to: '2026-05-11', weekdays }],
      set: { stopSell },
    }),
  );

describe('a night that a person took from sale', () => {
  it('is refused at the gate, and let in again with its sale', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    const nights = { checkIn: night('2026-05-01'), checkOut: night('2026-05-03') };
    const isFree = async () => (await freeAmong(ctx, [unitId], nights, [])).length > 0;
    expect(await isFree()).toBe(true);
    await sell(ctx, [unitId], true, [6]); // 2 May 2026 is a Saturday
    expect(await isFree()).toBe(false);
    await sell(ctx, [unitId], false);
    expect(await isFree()).toBe(true);
  });

  it('is closed in the feed of its unit and of its property, and in no other', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    const other = await addUnit(ctx, propertyId);
    await sell(ctx, [unitId], true, [5, 6]);
    const feed = async (of: string | null) => {
      const entries = await readEntries(ctx.db, {
        orgId: ctx.org,
        propertyId,
        unitId: of,
        sourceCalendarId: null,
        sourceConnectionId: null,
        today: night('2026-05-01'),
        instanceId: 'test',
      });
      return entries.map((entry) => `${entry.what} ${entry.checkIn}..${entry.checkOut}`);
    };
    const closed = ['block 2026-05-01..2026-05-03', 'block 2026-05-08..2026-05-10'];
    expect(await feed(unitId)).toEqual(closed);
    expect(await feed(null)).toEqual(closed);
    expect(await feed(other)).toEqual([]);
  });
});
