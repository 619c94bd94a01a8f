import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connections } from '#db/schema/connections.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listLinkedUnits } from '#lib/domain/mappings/linked-units.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { readProtections } from '#lib/domain/protection/read-protection.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';

import { connect, importListings, listingOf, save } from './world.ts';

let world: TestWorld;
let ctx: Ctx;
let unitId: string;
let connectionId: string;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  ctx = await world.org();
  const property = await createProperty(ctx, { name: 'House', timezone: 'Europe/Paris', currency: 'EUR' });
  unitId = property.units[0]?.id ?? '';
  connectionId = await connect(ctx);
  const [listingId = ''] = await importListings(ctx, connectionId, [listingOf('L1')]);
  await save(ctx, [{ listingId, unitId, stage: 'active' }]);
});

const now = () => ctx.clock.now();
async function saidAfter(change: Partial<typeof connections.$inferInsert>) {
  await ctx.db.update(connections).set(change).where(eq(connections.id, connectionId));
  const { items } = await readProtections(ctx);
  const light = items.find((one) => one.unitId === unitId);
  return light?.reasons.map((one) => one.kind) ?? [];
}

it('a channel that answers and takes nothing protects one way: it is not told of the nights sold here', async () => {
  expect(await saidAfter({ lastSuccessAt: now() })).toEqual(['stopped']);
});

it.each([
  ['is silent', () => ({ lastSuccessAt: now().subtract({ hours: 2 }) }), ['deaf', 'stopped']],
  [
    'wants a person',
    () => ({ lastSuccessAt: now(), status: 'expired', lastErrorCode: 'auth' }),
    ['deaf', 'stopped'],
  ],
  ['is paused', () => ({ lastSuccessAt: now(), status: 'paused' }), ['stopped', 'paused']],
  ['was disconnected', () => ({ lastSuccessAt: now(), status: 'disconnected' }), []],
] as const)('a channel that %s is no evidence', async (_, change, said) => {
  expect(await saidAfter(change())).toEqual(said);
});

it("another organization's channel is nobody's evidence", async () => {
  expect(await listLinkedUnits(await world.org())).toEqual([]);
});
