import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units } from '#db/schema/properties.ts';
import { foundClosures, pushStates } from '#db/schema/push.ts';
import { jobs, journal } from '#db/schema/work.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { readTimeline } from '#lib/domain/availability/timeline.ts';
import { readToday } from '#lib/domain/availability/today.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { readEntries } from '#lib/domain/feeds/entries.ts';
import { countFoundClosures, listFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { settleFoundClosure } from '#lib/domain/push/settle-found-closure.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeFoundClosure, makeTold } from '#tests/support/found-closures.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MAY = { from: night('2026-05-01'), to: night('2026-05-11') };
const LETTER = { free: '.', held: 'h', blocked: 'b', closed: 'c', conflict: 'X' } as const;

async function picture(ctx: Ctx, unitId: string): Promise<string> {
  const nights = await readNights(ctx, { unitIds: [unitId], ...MAY });
  return (nights.get(unitId) ?? []).map((one) => LETTER[one.state]).join('');
}

async function closed(checkIn = '2026-05-03', checkOut = '2026-05-06') {
  const ctx = await world.org();
  const { propertyId, unitId } = await makeUnit(ctx);
  const told = await makeTold(ctx, [unitId]);
  const id = await makeFoundClosure(ctx, { ...told, unitId }, checkIn, checkOut);
  return { ctx, propertyId, unitId, id, ...told };
}

const dirtyOf = async (ctx: Ctx, mappingId: string) => {
  const [row] = await ctx.db.select().from(pushStates).where(eq(pushStates.mappingId, mappingId));
  return row?.dirtyFrom ? `${row.dirtyFrom}..${row.dirtyTo}` : null;
};
const said = async (ctx: Ctx, id: string) => {
  const rows = await ctx.db
    .select()
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), eq(journal.subjectId, id)))
    .orderBy(journal.id);
  return rows.map((row) => row.action);
};

describe('nights that a channel keeps closed', () => {
  it('are closed here, and name what closes them', async () => {
    const { ctx, unitId, id } = await closed();
    expect(await picture(ctx, unitId)).toBe('..ccc.....');
    const nights = (await readNights(ctx, { unitIds: [unitId], ...MAY })).get(unitId);
    expect(nights?.[2]).toMatchObject({ state: 'closed', by: { kind: 'found_closure', id } });
  });

  it('weigh less than a guest and more than a block', async () => {
    const { ctx, unitId } = await closed();
    await createBlock(ctx, { unitId, from: night('2026-05-02'), to: night('2026-05-05') });
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-05', '2026-05-08'));
    expect(await picture(ctx, unitId)).toBe('.bcchhh...');
  });

  it('close the whole house with a part, and a part with the whole house', async () => {
    const ctx = await world.org();
    const { propertyId, unitId: left } = await makeUnit(ctx);
    const right = await addUnit(ctx, propertyId);
    const whole = await addUnit(ctx, propertyId, [left, right]);
    const told = await makeTold(ctx, [whole]);
    await makeFoundClosure(ctx, { ...told, unitId: whole }, '2026-05-01', '2026-05-03');
    await makeFoundClosure(ctx, { ...told, unitId: left }, '2026-05-06', '2026-05-07');
    expect(await picture(ctx, whole)).toBe('cc...c....');
    expect(await picture(ctx, left)).toBe('cc...c....');
    expect(await picture(ctx, right)).toBe('cc........');
  });

  it('of a pool close no unit of it', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    const told = await makeTold(ctx, [unitId, await addUnit(ctx, propertyId)]);
    await makeFoundClosure(ctx, { ...told, unitId: null }, '2026-05-03', '2026-05-06', { units: 1 });
    expect(await picture(ctx, unitId)).toBe('..........');
    expect(await countFoundClosures(ctx)).toBe(1);
  });

  it.each([
    ['kept', '..ccc.....'],
    ['opened', '..........'],
    ['gone', '..........'],
  ] as const)('that are %s look like %s', async (resolution, expected) => {
    const { ctx, unitId, id } = await closed();
    await ctx.db.update(foundClosures).set({ resolution }).where(eq(foundClosures.id, id));
    expect(await picture(ctx, unitId)).toBe(expected);
  });

  it('stay closed when their mapping is gone', async () => {
    const { ctx, unitId, mappingId } = await closed();
    await ctx.db.delete(pushStates).where(eq(pushStates.mappingId, mappingId));
    await ctx.db.update(foundClosures).set({ mappingId: null }).where(eq(foundClosures.orgId, ctx.org));
    expect(await picture(ctx, unitId)).toBe('..ccc.....');
    const { items } = await listFoundClosures(ctx, { status: 'open', limit: 10 });
    expect(items[0]).toMatchObject({ listing: null, unit: { id: unitId } });
  });

  it('are a bar of the timeline that names the channel, and a stretch of today’s strip', async () => {
    const { ctx, unitId, id, connectionId } = await closed();
    const { properties } = await readTimeline(ctx, MAY);
    expect(properties[0]?.units[0]?.bars).toEqual([
      {
        kind: 'closure',
        id,
        unitId,
        checkIn: '2026-05-03',
        checkOut: '2026-05-06',
        channel: 'airbnb',
        label: '',
        found: { connectionId, account: 'Harbour Stays', reason: 'closed_there', isKept: false },
        reservationId: null,
        inConflict: false,
        parked: false,
        tentative: false,
      },
    ]);
    const near = await makeFoundClosure(
      ctx,
      { connectionId, mappingId: null, unitId },
      '2026-03-02',
      '2026-03-04',
    );
    const today = await readToday(ctx);
    expect(today.properties[0]?.units[0]?.strip).toContainEqual(
      expect.objectContaining({ by: near, state: 'closed', nights: 2, label: 'Harbour Stays' }),
    );
  });
});

describe('our feeds', () => {
  const entriesFor = async (
    ctx: Ctx,
    at: { propertyId: string; unitId: string },
    connectionId: string | null,
  ) => {
    const entries = await readEntries(ctx.db, {
      orgId: ctx.org,
      ...at,
      sourceCalendarId: null,
      sourceConnectionId: connectionId,
      today: night('2026-03-01'),
      instanceId: 'test',
    });
    return entries.map((one) => `${one.what} ${one.checkIn}..${one.checkOut}`);
  };

  it('tell them as closed, but never to the account that keeps them closed', async () => {
    const { ctx, connectionId, propertyId, unitId } = await closed();
    const other = await makeTold(ctx, [unitId], 'booking');
    const at = { propertyId, unitId };
    expect(await entriesFor(ctx, at, null)).toEqual(['closure 2026-05-03..2026-05-06']);
    expect(await entriesFor(ctx, at, other.connectionId)).toEqual(['closure 2026-05-03..2026-05-06']);
    expect(await entriesFor(ctx, at, connectionId)).toEqual([]);
  });

  it('tell an account nothing of its own bookings', async () => {
    const { ctx, connectionId, propertyId, unitId, listingId } = await closed();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-08', '2026-05-10', { connectionId, listingId }));
    await apply(ctx, stay('booking:77', unitId, '2026-05-20', '2026-05-22'));
    expect(await entriesFor(ctx, { propertyId, unitId }, connectionId)).toEqual([
      'stay 2026-05-20..2026-05-22',
    ]);
  });

  it('tell them no more once they are opened', async () => {
    const { ctx, id, propertyId, unitId } = await closed();
    await settleFoundClosure(ctx, id, { resolution: 'open' });
    expect(await entriesFor(ctx, { propertyId, unitId }, null)).toEqual([]);
  });
});

describe('a person', () => {
  it('keeps them closed: nothing is told anew, and nobody is asked again', async () => {
    const { ctx, unitId, mappingId, id } = await closed();
    const kept = await settleFoundClosure(ctx, id, { resolution: 'keep' });
    expect(kept).toMatchObject({ id, resolution: 'kept', resolvedAt: expect.any(String) });
    expect(await picture(ctx, unitId)).toBe('..ccc.....');
    expect(await dirtyOf(ctx, mappingId)).toBeNull();
    expect(await countFoundClosures(ctx)).toBe(0);
    expect((await listFoundClosures(ctx, { status: 'kept', limit: 10 })).items).toHaveLength(1);
    expect(await said(ctx, id)).toEqual(['found_closure.kept']);
  });

  it('opens them: every channel of the unit is owed the news of these nights, and its calendar moves', async () => {
    const { ctx, unitId, mappingId, id } = await closed();
    const other = await makeTold(ctx, [unitId], 'booking');
    const version = async () => {
      const [row] = await ctx.db.select().from(units).where(eq(units.id, unitId));
      return row?.calendarVersion ?? 0;
    };
    const before = await version();
    await settleFoundClosure(ctx, id, { resolution: 'open' });
    expect(await version()).toBeGreaterThan(before);
    expect(await picture(ctx, unitId)).toBe('..........');
    expect(await dirtyOf(ctx, mappingId)).toBe('2026-05-03..2026-05-06');
    expect(await dirtyOf(ctx, other.mappingId)).toBe('2026-05-03..2026-05-06');
    const owed = await ctx.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.orgId, ctx.org), eq(jobs.kind, 'channel.push')));
    expect(owed).toHaveLength(2);
    expect(await said(ctx, id)).toEqual(['found_closure.opened']);
  });

  it('opens what was kept, but nothing twice, and not what the channel has opened', async () => {
    const { ctx, id } = await closed();
    await settleFoundClosure(ctx, id, { resolution: 'keep' });
    await settleFoundClosure(ctx, id, { resolution: 'keep' });
    await settleFoundClosure(ctx, id, { resolution: 'open' });
    await settleFoundClosure(ctx, id, { resolution: 'open' });
    expect(await said(ctx, id)).toEqual(['found_closure.kept', 'found_closure.opened']);
    await expect(settleFoundClosure(ctx, id, { resolution: 'keep' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await ctx.db.update(foundClosures).set({ resolution: 'gone' }).where(eq(foundClosures.id, id));
    await expect(settleFoundClosure(ctx, id, { resolution: 'open' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('opens a pool’s: only the channel that sells less of it is owed the news', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    const told = await makeTold(ctx, [unitId, await addUnit(ctx, propertyId)]);
    const other = await makeTold(ctx, [unitId], 'booking');
    const id = await makeFoundClosure(ctx, { ...told, unitId: null }, '2026-05-03', '2026-05-06', {
      units: 1,
    });
    await settleFoundClosure(ctx, id, { resolution: 'open' });
    expect(await dirtyOf(ctx, told.mappingId)).toBe('2026-05-03..2026-05-06');
    expect(await dirtyOf(ctx, other.mappingId)).toBeNull();
  });

  it('who says two things at once is heard once', async () => {
    const { ctx, id } = await closed();
    const answers = await Promise.allSettled([
      settleFoundClosure(ctx, id, { resolution: 'open' }),
      settleFoundClosure(ctx, id, { resolution: 'open' }),
    ]);
    expect(answers.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await said(ctx, id)).toEqual(['found_closure.opened']);
  });

  it('who only looks may not, and of another organization sees none', async () => {
    const { ctx, id } = await closed();
    const viewer = world.as(ctx, 'viewer');
    expect((await listFoundClosures(viewer, { status: 'open', limit: 10 })).items).toHaveLength(1);
    await expect(settleFoundClosure(viewer, id, { resolution: 'open' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const stranger = await world.org();
    await expect(settleFoundClosure(stranger, id, { resolution: 'open' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await countFoundClosures(stranger)).toBe(0);
    expect((await listFoundClosures(stranger, { status: 'all', limit: 10 })).items).toEqual([]);
  });
});

describe('the list', () => {
  it('is the soonest first, by pages, without what is over', async () => {
    const { ctx, unitId, connectionId, mappingId } = await closed();
    const on = { connectionId, mappingId, unitId };
    const soon = await makeFoundClosure(ctx, on, '2026-03-10', '2026-03-12');
    await makeFoundClosure(ctx, on, '2026-02-01', '2026-02-04');
    const late = await makeFoundClosure(ctx, on, '2026-08-01', '2026-08-02');
    expect(await countFoundClosures(ctx)).toBe(3);
    const first = await listFoundClosures(ctx, { status: 'open', limit: 2 });
    expect(first.items[0]).toMatchObject({
      id: soon,
      provider: 'airbnb',
      connection: { id: connectionId, accountName: 'Harbour Stays' },
      listing: { name: 'Loft by the harbour' },
      unit: { id: unitId, propertyName: 'Loft' },
      reason: 'closed_there',
      resolution: null,
    });
    const cursor = first.nextCursor ?? '';
    const rest = await listFoundClosures(ctx, { status: 'open', limit: 2, cursor });
    expect(rest.items.map((one) => one.id)).toEqual([late]);
    expect(rest.nextCursor).toBeNull();
  });
});
