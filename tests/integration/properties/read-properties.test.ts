import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { properties, unitParts, units } from '#db/schema/properties.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { hasProperties, readProperties, toNames } from '#lib/domain/properties/read-properties.ts';
import { newId } from '#lib/kernel/ids.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';

const MANY = 260;

let world: TestWorld;
let ctx: Ctx;
let ids: string[];
beforeAll(async () => {
  world = await testWorld();
  ctx = await world.org();
  ids = Array.from({ length: MANY }, () => newId('property'));
  const now = ctx.clock.now();
  const stamps = { orgId: ctx.org, createdAt: now, updatedAt: now };
  await ctx.db.insert(properties).values(
    ids.map((id, at) => ({
      id,
      name: `House ${at}`,
      timezone: 'Europe/Paris',
      currency: 'EUR',
      ...stamps,
    })),
  );
  // The second of each is first in the house's own order.
  const rooms = ids.flatMap((propertyId, at) => [
    { id: newId('unit'), propertyId, name: `Low ${at}`, position: 1, calendarChangedAt: now, ...stamps },
    { id: newId('unit'), propertyId, name: `High ${at}`, position: 0, calendarChangedAt: now, ...stamps },
  ]);
  await ctx.db.insert(units).values(rooms);
  const [part, whole] = rooms;
  await ctx.db
    .insert(unitParts)
    .values({ orgId: ctx.org, compositeId: whole?.id ?? '', partId: part?.id ?? '' });
});
afterAll(() => world.close());

describe('reading all properties', () => {
  it('leaves none out, however many there are, in the order they were made', async () => {
    const all = await readProperties(ctx);
    expect(all.map(({ id }) => id)).toEqual(ids);
    expect(all.every((property) => property.units.length === 2)).toBe(true);
  });

  it('names the units in the order of their house, and of how many a composite is made', async () => {
    const [first] = await readProperties(ctx);
    expect(first?.units.map(({ name, parts }) => [name, parts])).toEqual([
      ['High 0', 1],
      ['Low 0', 0],
    ]);
  });

  it('asks once, and hands a browser names alone', async () => {
    const { answer: all, count } = await countQueries(world.pool, ctx, readProperties);
    expect(count).toBe(1);
    const [first] = toNames(all);
    expect(Object.keys(first ?? {})).toEqual(['id', 'name', 'units']);
    expect(Object.keys(first?.units[0] ?? {})).toEqual(['id', 'name']);
    expect(JSON.stringify(toNames(all)).length / (MANY * 3)).toBeLessThan(110);
  });

  it('keeps what is archived, and what is empty, out of the way', async () => {
    const other = await world.org();
    expect([await readProperties(other), await hasProperties(other)]).toEqual([[], false]);
    const now = other.clock.now();
    const stamps = { orgId: other.org, timezone: 'UTC', currency: 'EUR', createdAt: now, updatedAt: now };
    const [gone, bare] = [newId('property'), newId('property')];
    await other.db.insert(properties).values([
      { id: gone, name: 'Gone', archivedAt: now, ...stamps },
      { id: bare, name: 'Bare', ...stamps },
    ]);
    expect(await readProperties(other)).toMatchObject([{ id: bare, name: 'Bare', units: [] }]);
    expect(await hasProperties(other)).toBe(true);
  });
});
