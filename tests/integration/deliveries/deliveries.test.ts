import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { getDelivery, listDeliveries } from '#lib/domain/deliveries/queries.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { night } from '#lib/kernel/nights.ts';
import { type PushWorld, price, pushWorld, sell, settled } from '#tests/integration/push/world.ts';
import { makeUnit } from '#tests/support/stays.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

async function told() {
  const ctx = await w.world.org();
  const { unitId } = await makeUnit(ctx);
  const airbnb = await sell(ctx, 'airbnb', `D${unitId.slice(-6)}`, [unitId]);
  await settled(ctx, airbnb);
  for (const from of [10, 14]) {
    await createBlock(ctx, {
      unitId,
      from: night(`2026-05-${from}`),
      to: night(`2026-05-${from + 2}`),
    });
    w.clock.advance({ seconds: 3 });
    await pushConnection(ctx, airbnb.connectionId);
  }
  return { ctx, airbnb, unitId };
}

describe('what channels were told', () => {
  it('is listed newest first, page by page, with how late it was', async () => {
    const { ctx, airbnb } = await told();
    const asked = { connection: airbnb.connectionId, kind: 'calendar' as const };
    const first = await listDeliveries(ctx, { ...asked, limit: 1 });
    expect(first.items).toMatchObject([
      { outcome: 'accepted', provider: 'airbnb', records: 1, nights: 2, latenessMs: 3000 },
    ]);
    const rest = await listDeliveries(ctx, { ...asked, limit: 50, cursor: first.nextCursor ?? undefined });
    expect(rest.nextCursor).toBeNull();
    expect(rest.items).toHaveLength(1);
    expect(rest.items[0]?.startedAt).not.toBe(first.items[0]?.startedAt);
    expect((await listDeliveries(ctx, { ...asked, outcome: 'refused', limit: 50 })).items).toEqual([]);
  });

  it('is shown record by record with what was said, and to no other organization', async () => {
    const { ctx, airbnb } = await told();
    const { items } = await listDeliveries(ctx, {
      connection: airbnb.connectionId,
      kind: 'calendar',
      limit: 1,
    });
    const id = items[0]?.id ?? '';
    const one = await getDelivery(ctx, id);
    expect(one.records).toMatchObject([
      {
        mappingId: airbnb.mappingId,
        from: '2026-05-14',
        to: '2026-05-16',
        set: { units: 0 },
        currency: 'EUR',
        outcome: 'accepted',
      },
    ]);
    expect(JSON.parse(one.request)).toMatchObject({ kind: 'calendar' });
    const other = await w.world.org();
    await expect(getDelivery(other, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listDeliveries(other, { limit: 50 })).items).toEqual([]);
  });

  it('is found by what was refused also where the rest was taken, and not where some of it only failed', async () => {
    const { ctx, airbnb, unitId } = await told();
    const seller = w.sellers.airbnb;
    const tell = async (kind: 'refuse' | 'fail', nights: readonly string[]) => {
      seller.always = { kind, record: ({ checkIn }: { checkIn: string }) => checkIn === nights[0] };
      await price(ctx, unitId, [...nights], kind === 'fail' ? 9_000 : 8_000);
      await pushConnection(ctx, airbnb.connectionId);
      seller.always = null;
    };
    await tell('refuse', ['2026-05-20', '2026-05-24']);
    const refused = await listDeliveries(ctx, { outcome: 'refused', limit: 50 });
    expect(refused.items).toMatchObject([{ outcome: 'partial', kind: 'calendar' }]);
    await tell('fail', ['2026-05-26', '2026-05-29']);
    const partial = await listDeliveries(ctx, { outcome: 'partial', limit: 50 });
    expect(partial.items).toHaveLength(2);
    const again = await listDeliveries(ctx, { outcome: 'refused', limit: 50 });
    expect(again.items.map(({ id }) => id)).toEqual(refused.items.map(({ id }) => id));
  });
});
