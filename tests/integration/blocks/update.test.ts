import { and, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units } from '#db/schema/properties.ts';
import { journal } from '#db/schema/work.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import { listBlocks } from '#lib/domain/blocks/queries.ts';
import { BlockPatch } from '#lib/domain/blocks/schemas.ts';
import { updateBlock } from '#lib/domain/blocks/update.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ max: 10 });
});
afterAll(() => world.close());

async function blocked() {
  const ctx = await world.org();
  const { propertyId, unitId } = await makeUnit(ctx);
  const other = await addUnit(ctx, propertyId);
  const block = await createBlock(ctx, {
    unitId,
    from: night('2026-05-01'),
    to: night('2026-05-04'),
    reason: 'Paint',
  });
  return { ctx, propertyId, unitId, other, block };
}

async function versions(ctx: Ctx, ids: string[]): Promise<number[]> {
  const rows = await ctx.db
    .select({ id: units.id, version: units.calendarVersion })
    .from(units)
    .where(and(eq(units.orgId, ctx.org), inArray(units.id, ids)));
  return ids.map((id) => rows.find((row) => row.id === id)?.version ?? 0);
}

const toldOf = (ctx: Ctx, id: string) =>
  ctx.db
    .select({ action: journal.action, before: journal.before, after: journal.after })
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), eq(journal.subjectId, id)))
    .orderBy(journal.at, journal.id);

describe('changing a block', () => {
  it('moves it to another unit and other nights, and the calendars of both units with it', async () => {
    const { ctx, unitId, other, block } = await blocked();
    const before = await versions(ctx, [unitId, other]);
    const moved = await updateBlock(ctx, block.id, { unitId: other, to: night('2026-05-06') });
    expect(moved).toMatchObject({ id: block.id, unitId: other, from: '2026-05-01', to: '2026-05-06' });
    const after = await versions(ctx, [unitId, other]);
    expect(after.every((version, index) => version > (before[index] ?? 0))).toBe(true);
    expect((await toldOf(ctx, block.id)).at(-1)).toEqual({
      action: 'block.updated',
      before: { unitId, checkIn: '2026-05-01', checkOut: '2026-05-04', kind: 'other' },
      after: { unitId: other, checkIn: '2026-05-01', checkOut: '2026-05-06', kind: 'other' },
    });
  });

  it('says what it is for without touching any calendar, and keeps the words out of the journal', async () => {
    const { ctx, unitId, block } = await blocked();
    const before = await versions(ctx, [unitId]);
    const told = await updateBlock(ctx, block.id, { kind: 'maintenance', reason: 'Ask Ada Lovelace' });
    expect(told).toMatchObject({ kind: 'maintenance', reason: 'Ask Ada Lovelace' });
    expect(await versions(ctx, [unitId])).toEqual(before);
    const [row] = (await toldOf(ctx, block.id)).slice(-1);
    expect(row?.after).toMatchObject({ kind: 'maintenance', changed: ['reason'] });
    expect(JSON.stringify(row)).not.toContain('Lovelace');
    expect((await updateBlock(ctx, block.id, { reason: null })).reason).toBeNull();
  });

  it('changes nothing when it is told what stands already', async () => {
    const { ctx, unitId, block } = await blocked();
    const [before, rows] = [await versions(ctx, [unitId]), (await toldOf(ctx, block.id)).length];
    await updateBlock(ctx, block.id, { unitId, from: block.from, to: block.to, reason: 'Paint' });
    expect(await versions(ctx, [unitId])).toEqual(before);
    expect(await toldOf(ctx, block.id)).toHaveLength(rows);
  });

  it('refuses nights in the wrong order, another organization and a viewer', async () => {
    const { ctx, block } = await blocked();
    const backwards = BlockPatch.parse({ to: '2026-05-01' });
    await expect(updateBlock(ctx, block.id, backwards)).rejects.toMatchObject({ code: 'invalid_input' });
    const stranger = await world.org();
    await expect(updateBlock(stranger, block.id, { kind: 'owner' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const theirs = await makeUnit(stranger);
    await expect(updateBlock(ctx, block.id, { unitId: theirs.unitId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(updateBlock(world.as(ctx, 'viewer'), block.id, {})).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('asks which unit of a property is meant', async () => {
    const { ctx, propertyId, block } = await blocked();
    await expect(updateBlock(ctx, block.id, { unitId: propertyId })).rejects.toMatchObject({
      code: 'choose_unit',
    });
  });

  it('lets two who swap their blocks wait for each other and never hang', async () => {
    const { ctx, unitId, other, block } = await blocked();
    const second = await createBlock(ctx, { unitId: other, from: block.from, to: block.to });
    await Promise.all(
      Array.from({ length: 6 }, (_, index) => [
        updateBlock(ctx, block.id, { unitId: index % 2 ? unitId : other }),
        updateBlock(ctx, second.id, { unitId: index % 2 ? other : unitId }),
      ]).flat(),
    );
    expect((await listBlocks(ctx, { limit: 10 })).items).toHaveLength(2);
  });
});

describe('taking back what was done to a block', () => {
  it('moves it back, unless somebody has moved it since', async () => {
    const { ctx, unitId, other, block } = await blocked();
    const was = { unitId: other, from: block.from, to: block.to };
    await updateBlock(ctx, block.id, { unitId: other });
    const back = await updateBlock(ctx, block.id, { unitId, was });
    expect(back.unitId).toBe(unitId);
    const late = updateBlock(ctx, block.id, { unitId: other, was });
    await expect(late).rejects.toMatchObject({ code: 'conflict', details: { reason: 'changed_meanwhile' } });
  });

  it('takes it away only where it still stands', async () => {
    const { ctx, unitId, block } = await blocked();
    const was = { unitId, from: block.from, to: block.to };
    await updateBlock(ctx, block.id, { to: night('2026-05-09') });
    await expect(deleteBlock(ctx, block.id, was)).rejects.toMatchObject({ code: 'conflict' });
    await deleteBlock(ctx, block.id, { ...was, to: night('2026-05-09') });
    expect((await listBlocks(ctx, { limit: 10 })).items).toEqual([]);
  });
});
