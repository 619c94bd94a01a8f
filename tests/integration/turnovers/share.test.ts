import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { journal } from '#db/schema/work.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { archiveProperty } from '#lib/domain/properties/archive-property.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { findShare, noteOpened } from '#lib/domain/turnovers/find-share.ts';
import { listShares } from '#lib/domain/turnovers/list-shares.ts';
import { listTurnovers } from '#lib/domain/turnovers/list-turnovers.ts';
import { revokeShare } from '#lib/domain/turnovers/revoke.ts';
import { shareTurnovers } from '#lib/domain/turnovers/share.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

// 14:00 in Paris on 1 May.
const clock = testClock('2026-05-01T12:00:00Z');
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ clock });
});
afterAll(() => world.close());

const INPUT = { name: 'Marta', propertyIds: null, days: 30 };
const tokenOf = ({ url }: { url: string }) => url.split('/').at(-1) ?? '';

async function shown(ctx: Ctx, propertyIds: string[] | null = null) {
  const share = await findShare(ctx, tokenOf(await shareTurnovers(ctx, { ...INPUT, propertyIds })));
  if (!share) throw new Error('the link does not open');
  return listTurnovers(share);
}

describe('a link', () => {
  it('opens for whoever has it, is kept as a hash alone, and is on record without its secret', async () => {
    const ctx = await world.org();
    const made = await shareTurnovers(ctx, INPUT);
    expect(made).toMatchObject({
      name: 'Marta',
      properties: null,
      expiresAt: '2026-05-31T12:00:00Z',
      isExpired: false,
      lastOpenedAt: null,
      url: expect.stringMatching(/^http:\/\/localhost:3000\/turnovers\/[\w-]{43}$/),
    });
    expect(await findShare(ctx, tokenOf(made))).toMatchObject({ name: 'Marta', organization: 'Test' });
    const stored = [
      await ctx.db.select().from(turnoverLinks).where(eq(turnoverLinks.orgId, ctx.org)),
      await ctx.db.select().from(journal).where(eq(journal.orgId, ctx.org)),
    ];
    expect(JSON.stringify(stored)).not.toContain(tokenOf(made));
    expect(stored[1]).toMatchObject([{ action: 'turnover_link.created', after: { name: 'Marta' } }]);
  });

  it.each([
    ['revoked', async (ctx: Ctx, id: string) => revokeShare(ctx, id)],
    ['run out', async () => void clock.advance({ hours: 30 * 24 })],
  ])('that is %s opens no more', async (_, end) => {
    const ctx = await world.org();
    const made = await shareTurnovers(ctx, INPUT);
    await end(ctx, made.id);
    expect(await findShare(ctx, tokenOf(made))).toBeNull();
    clock.set('2026-05-01T12:00:00Z');
  });

  it.each(['', 'x', '0'.repeat(43), 'a'.repeat(9000), '\u0000', '../..'])(
    'is not just any text: %#',
    async (text) => {
      expect(await findShare(await world.org(), text)).toBeNull();
    },
  );

  it('without an end opens until it is revoked, which is recorded once', async () => {
    const ctx = await world.org();
    const made = await shareTurnovers(ctx, { ...INPUT, days: null });
    clock.advance({ hours: 24 * 4000 });
    expect(await findShare(ctx, tokenOf(made))).not.toBeNull();
    clock.set('2026-05-01T12:00:00Z');
    await revokeShare(ctx, made.id);
    await revokeShare(ctx, made.id);
    const rows = await ctx.db.select().from(journal).where(eq(journal.subjectId, made.id));
    expect(rows.map((row) => row.action).sort()).toEqual(['turnover_link.created', 'turnover_link.revoked']);
  });

  it('is listed with when it was last opened, and no more once it is revoked', async () => {
    const ctx = await world.org();
    const { propertyId } = await makeUnit(ctx);
    const made = await shareTurnovers(ctx, { ...INPUT, propertyIds: [propertyId, propertyId] });
    const share = await findShare(ctx, tokenOf(made));
    if (share) await noteOpened(share);
    expect((await listShares(world.as(ctx, 'manager'))).items).toMatchObject([
      { properties: [{ id: propertyId, name: 'Loft' }], lastOpenedAt: '2026-05-01T12:00:00Z' },
    ]);
    expect(JSON.stringify(await listShares(ctx))).not.toContain(tokenOf(made));
    await revokeShare(ctx, made.id);
    expect((await listShares(ctx)).items).toEqual([]);
  });
});

describe('who may', () => {
  it('an admin makes and revokes, a manager sees, a viewer does neither', async () => {
    const ctx = await world.org();
    const made = await shareTurnovers(world.as(ctx, 'admin'), INPUT);
    const forbidden = { code: 'forbidden' };
    await expect(shareTurnovers(world.as(ctx, 'manager'), INPUT)).rejects.toMatchObject(forbidden);
    await expect(revokeShare(world.as(ctx, 'manager'), made.id)).rejects.toMatchObject(forbidden);
    await expect(listShares(world.as(ctx, 'viewer'))).rejects.toMatchObject(forbidden);
  });

  it("nobody touches another organization's link, nor shares its properties", async () => {
    const [ours, theirs] = [await world.org(), await world.org()];
    const { propertyId } = await makeUnit(theirs);
    const made = await shareTurnovers(theirs, INPUT);
    await expect(revokeShare(ours, made.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(shareTurnovers(ours, { ...INPUT, propertyIds: [propertyId] })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await listShares(ours)).items).toEqual([]);
    expect(await shown(ours)).toEqual([]);
  });
});

describe('what it shows', () => {
  const guest = { name: 'Camille Moreau', email: 'camille@example.com', phone: '+33 6 12 34 56 78' };

  it('tells a turnover with its time, how many come, how long they stay, and of a name its first word', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    await apply(
      ctx,
      stay('airbnb:HMOUT', unitId, '2026-04-28', '2026-05-01', { guest: { name: '+33 6 00' } }),
      stay('airbnb:HMIN', unitId, '2026-05-01', '2026-05-04', {
        guest,
        guests: 3,
        note: 'The key is with Xaver',
      }),
    );
    const [property] = await shown(ctx);
    expect(property?.days[0]).toEqual({
      night: '2026-05-01',
      rows: [
        {
          unit: 'Loft',
          leaving: [{ name: null, party: null, nights: 3, maybe: false, tentative: false }],
          arriving: [{ name: 'Camille', party: 3, nights: 3, maybe: false, tentative: false }],
          windowMinutes: expect.any(Number),
          preparingUntil: null,
          next: null,
        },
      ],
    });
    expect(property?.days).toHaveLength(7);
    const text = JSON.stringify(property);
    for (const secret of [
      'Moreau',
      'example.com',
      '12 34',
      '+33',
      'HM',
      'Xaver',
      'unt_',
      'prp_',
      'rsv_',
      'EUR',
    ])
      expect(text).not.toContain(secret);
  });

  it('tells until when a unit is kept free to prepare, also on a day without a move, and who comes next', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    await updateUnit(ctx, unitId, { preparationNights: 2 });
    await apply(
      ctx,
      stay('airbnb:A', unitId, '2026-04-28', '2026-05-02'),
      stay('airbnb:B', unitId, '2026-05-20', '2026-05-22'),
    );
    const days = (await shown(ctx))[0]?.days ?? [];
    expect(days.map((day) => day.rows.map(({ preparingUntil, next }) => [preparingUntil, next]))).toEqual([
      [],
      [['2026-05-04', '2026-05-20']],
      [['2026-05-04', null]],
      [],
      [],
      [],
      [],
    ]);
  });

  it('goes by the clock of each property, and leaves out what is archived or not shared', async () => {
    const ctx = await world.org();
    const make = (name: string, timezone: string) => createProperty(ctx, { name, timezone, currency: 'EUR' });
    const far = await make('Far', 'Pacific/Kiritimati');
    const near = await make('Near', 'Europe/Paris');
    const gone = await make('Gone', 'Europe/Paris');
    await archiveProperty(ctx, gone.id);
    expect((await shown(ctx)).map(({ name, days }) => [name, days[0]?.night])).toEqual([
      ['Far', '2026-05-02'],
      ['Near', '2026-05-01'],
    ]);
    expect((await shown(ctx, [far.id])).map(({ name }) => name)).toEqual(['Far']);
    await archiveProperty(ctx, near.id);
    expect((await shown(ctx)).map(({ name }) => name)).toEqual(['Far']);
  });

  it('costs seven queries, with one unit as with ten', async () => {
    const ctx = await world.org();
    const { propertyId } = await makeUnit(ctx);
    for (let unit = 0; unit < 9; unit++) await addUnit(ctx, propertyId);
    const share = await findShare(ctx, tokenOf(await shareTurnovers(ctx, INPUT)));
    const counted = await countQueries(world.pool, ctx, (ours) =>
      share ? listTurnovers({ ...share, ctx: ours }) : Promise.resolve([]),
    );
    expect(counted.count).toBe(7);
  });
});
