import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberships, users } from '#db/schema/organizations.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { exportJournal, JOURNAL_COLUMNS } from '#lib/domain/journal/export.ts';
import { namesOf } from '#lib/domain/journal/names.ts';
import { hasMoreThan, listJournal } from '#lib/domain/journal/queries.ts';
import { record } from '#lib/domain/journal/record.ts';
import { journalZone } from '#lib/domain/journal/zone.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { shareTurnovers } from '#lib/domain/turnovers/share.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { csvText } from '#lib/kernel/csv.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';

const clock = testClock('2026-03-01T12:00:00Z');
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ clock });
});
afterAll(() => world.close());

/** Two properties, a booking at the first, a block at the second. */
async function estate() {
  const ctx = await world.org();
  const loft = await createProperty(ctx, { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' });
  const mill = await createProperty(ctx, { name: 'Mill 100%', timezone: 'Asia/Tokyo', currency: 'JPY' });
  const [loftUnit, millUnit] = [loft.units[0]?.id ?? '', mill.units[0]?.id ?? ''];
  const booking = await createReservation(ctx, {
    unitId: loftUnit,
    checkIn: night('2026-05-01'),
    checkOut: night('2026-05-04'),
    guest: { name: 'Zoë Quill' },
  });
  await createBlock(ctx, { unitId: millUnit, from: night('2026-05-01'), to: night('2026-05-03') });
  return { ctx, loft, mill, loftUnit, millUnit, booking };
}

const actions = async (ctx: Ctx, asked: Omit<Parameters<typeof listJournal>[1], 'limit'>) =>
  (await listJournal(ctx, { ...asked, limit: 50 })).items.map(({ action }) => action);

describe('a search of the journal', () => {
  it('finds a booking by its guest, in any case, and nothing by a name that nobody has', async () => {
    const { ctx, booking } = await estate();
    expect(await actions(ctx, { q: 'zoë q' })).toEqual(['reservation.created']);
    expect(await actions(ctx, { q: booking.externalId })).toEqual(['reservation.created']);
    expect(await actions(ctx, { q: 'nobody at all' })).toEqual([]);
  });

  it('finds what happened to a property and its units by name, and takes no sign for a pattern', async () => {
    const { ctx } = await estate();
    expect(new Set(await actions(ctx, { q: 'mill' }))).toEqual(
      new Set(['block.created', 'property.created', 'unit.created']),
    );
    expect(await actions(ctx, { q: '100%' })).toHaveLength(3);
    expect(await actions(ctx, { q: '1%0' })).toEqual([]);
  });

  it('finds by a word of an action, by the words of a language, and by any id', async () => {
    const { ctx, booking, millUnit } = await estate();
    expect(await actions(ctx, { q: 'block' })).toEqual(['block.created']);
    expect(await actions(ctx, { q: 'gesperrt', also: ['block.created'] })).toEqual(['block.created']);
    expect(await actions(ctx, { q: booking.id })).toEqual(['reservation.created']);
    expect(await actions(ctx, { q: millUnit })).toContain('block.created');
  });

  it('finds by who did it: a person by name, a person by id, Latchkey itself', async () => {
    const { ctx, loft } = await estate();
    const now = ctx.clock.now();
    const who = ctx.actor.id ?? '';
    await ctx.db.insert(users).values({
      id: who,
      email: `${who}@example.com`,
      name: 'Ada Byron',
      createdAt: now,
      updatedAt: now,
    });
    await ctx.db.insert(memberships).values({
      id: `mem_${who.slice(4)}`,
      orgId: ctx.org,
      userId: who,
      role: 'owner',
      createdAt: now,
      updatedAt: now,
    });
    await record(
      { ...ctx, actor: { kind: 'job', id: null } },
      { action: 'listing.found', subject: { kind: 'listing', id: loft.id } },
    );
    expect(await actions(ctx, { q: 'byron' })).not.toContain('listing.found');
    expect((await actions(ctx, { q: 'byron' })).length).toBeGreaterThan(4);
    expect(await actions(ctx, { actor: who })).toEqual(await actions(ctx, { q: 'byron' }));
    expect(await actions(ctx, { actor: 'latchkey' })).toEqual(['listing.found']);
  });

  it('is narrowed by group, by unit and by property', async () => {
    const { ctx, loft, loftUnit } = await estate();
    expect(await actions(ctx, { group: 'nights' })).toEqual(['block.created']);
    expect(await actions(ctx, { group: 'reservations' })).toEqual(['reservation.created']);
    expect(await actions(ctx, { unit: loftUnit, group: 'reservations' })).toEqual(['reservation.created']);
    expect(await actions(ctx, { unit: loft.id })).toContain('property.created');
    expect(await actions(ctx, { unit: loft.id, group: 'nights' })).toEqual([]);
  });

  it('goes by days of the property asked for: the same moment is another day in Tokyo', async () => {
    const { ctx, mill } = await estate();
    await createProperty(ctx, { name: 'Attic', timezone: 'Europe/Paris', currency: 'EUR' });
    clock.advance({ hours: 10 }); // 22:00 in London, 23:00 in Paris, 07:00 of the next day in Tokyo
    const entry = { action: 'unit.updated', subject: { kind: 'property', id: mill.id } };
    await record(ctx, entry);
    const tomorrow = night('2026-03-02');
    expect(await actions(ctx, { unit: mill.id, from: tomorrow })).toEqual(['unit.updated']);
    expect(await actions(ctx, { subject: mill.id, from: tomorrow })).toEqual([]);
    expect(await actions(ctx, { subject: mill.id, to: night('2026-03-01') })).toContain('unit.updated');
    expect(await journalZone(ctx, mill.id)).toBe('Asia/Tokyo');
    expect(await journalZone(await world.org())).toBe('UTC');
    clock.advance({ hours: -10 });
  });

  it('comes in pages that leave nothing out and give nothing twice', async () => {
    const { ctx } = await estate();
    const all = (await listJournal(ctx, { limit: 50 })).items.map(({ id }) => id);
    const walked: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listJournal(ctx, { limit: 2, cursor });
      walked.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(all);
    expect(all.length).toBeGreaterThan(4);
    expect(await hasMoreThan(ctx, {}, all.length)).toBe(false);
    expect(await hasMoreThan(ctx, {}, all.length - 1)).toBe(true);
  });

  it('knows of no other organization, by name, by id, by unit', async () => {
    const { booking, loft, loftUnit } = await estate();
    const other = await world.org();
    for (const asked of [
      { q: 'Quill' },
      { q: booking.id },
      { q: 'created' },
      { unit: loftUnit },
      { unit: loft.id },
    ])
      expect(await actions(other, asked)).toEqual([]);
    expect(await namesOf(other, [booking.id, loft.id, loftUnit])).toEqual({});
  });
});

describe('what ids are called', () => {
  it('a property’s only unit goes by the property’s name; unknown ids are left out', async () => {
    const { ctx, loft, loftUnit, booking } = await estate();
    expect(await namesOf(ctx, [loft.id, loftUnit, booking.id, 'unt_nothing', 'x'])).toEqual({
      [loft.id]: 'Loft',
      [loftUnit]: 'Loft',
      [booking.id]: 'Zoë Quill',
    });
    expect(await namesOf(ctx, [])).toEqual({});
  });

  it('a cleaner’s link goes by whom it was made for, and who left by their name, here and nowhere else', async () => {
    const { ctx } = await estate();
    const link = await shareTurnovers(ctx, { name: 'Marta, cleaning', propertyIds: null, days: 7 });
    const userId = newId('user');
    await ctx.db.insert(users).values({
      id: userId,
      name: 'Ada Gone',
      email: `${userId}@example.com`,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    expect(await namesOf(ctx, [link.id, userId])).toEqual({ [link.id]: 'Marta, cleaning' });
    await record(ctx, { action: 'member.removed', subject: { kind: 'user', id: userId } });
    expect(await actions(ctx, { q: 'cleaning' })).toEqual(['turnover_link.created']);
    expect(await namesOf(ctx, [link.id, userId])).toEqual({
      [link.id]: 'Marta, cleaning',
      [userId]: 'Ada Gone',
    });
    expect(await namesOf(await world.org(), [link.id, userId])).toEqual({});
  });
});

describe('the journal as a table', () => {
  it('has the rows of the search, without a guest’s name', async () => {
    const { ctx } = await estate();
    const rows = await Array.fromAsync(exportJournal(ctx, { q: 'Quill' }));
    expect(rows).toMatchObject([
      { action: 'reservation.created', unitName: 'Loft', subject: { kind: 'reservation' } },
    ]);
    const text = csvText(JOURNAL_COLUMNS, rows);
    expect(text).not.toContain('Quill');
    expect(text.split('\r\n')[0]).toBe(
      '\uFEFFat,action,subject_kind,subject_id,subject_name,unit_id,unit_name,actor_kind,actor_id,actor_name,reason,before,after,run_id,message_id,id',
    );
  });
});
