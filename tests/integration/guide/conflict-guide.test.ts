import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarEvents } from '#db/schema/calendars.ts';
import { mappings } from '#db/schema/mappings.ts';
import { conflicts, holds, reservations, stays } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { openConflict } from '#lib/domain/conflicts/open-conflict.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { getConflictGuide } from '#lib/domain/guide/get-guide.ts';
import { previewAnswer } from '#lib/domain/guide/preview-answer.ts';
import type { ConsideredAnswer } from '#lib/domain/guide/schemas.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { RateEdit } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { reopenConflict } from '#lib/domain/reservations/reopen-conflict.ts';
import { resolveConflict } from '#lib/domain/reservations/resolve-conflict.ts';
import { type Night, night, nightRange, nightsOf } from '#lib/kernel/nights.ts';
import { owedPushes, type PushWorld, pushWorld, sell, settled } from '#tests/integration/push/world.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { addUnit, apply, makeUnit, openConflicts, stay, unprotectedStays } from '#tests/support/stays.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

let count = 0;

/** Ada booked directly and holds; Airbnb then brings Grace for two of her nights. Airbnb sells the unit, and a free one. */
async function doubleBooked() {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const other = await addUnit(ctx, propertyId);
  count += 1;
  const here = await sell(ctx, 'airbnb', `H${count}`, [unitId]);
  const there = await sell(ctx, 'airbnb', `T${count}`, [other], here.connectionId);
  const direct = await createReservation(ctx, {
    unitId,
    checkIn: night('2026-05-10'),
    checkOut: night('2026-05-13'),
    guest: { name: 'Ada' },
  });
  await settled(ctx, here);
  w.clock.advance({ minutes: 5 });
  const [told] = await apply(
    ctx,
    stay(`booking:B${count}`, unitId, '2026-05-11', '2026-05-15', { guest: { name: 'Grace' } }),
  );
  await pushConnection(ctx, here.connectionId);
  w.sellers.airbnb.told();
  const [open] = await openConflicts(ctx);
  return {
    ctx,
    unitId,
    propertyId,
    other,
    here,
    there,
    conflictId: open?.id ?? '',
    ada: direct.stays[0]?.id ?? '',
    grace: told?.stayId ?? '',
  };
}

/** A stay, and an event on the same nights that may be a copy of it. */
async function perhapsDouble(nights: [string, string] = ['2026-05-20', '2026-05-23']) {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const [told] = await apply(ctx, stay('booking:HM1', unitId, '2026-05-20', '2026-05-23'));
  w.clock.advance({ minutes: 5 });
  const { eventId } = await makeClosure(ctx, { propertyId, unitId }, ...nights);
  const found = {
    unitId,
    kind: 'possible_double_booking',
    claims: [told?.stayId ?? '', eventId],
    nights: nightRange('2026-05-20', '2026-05-23'),
  } as const;
  const conflictId = (await inTx(ctx, (tx) => openConflict(tx, found))) ?? '';
  return { ctx, unitId, eventId, conflictId, stayId: told?.stayId ?? '' };
}

const MAY = { from: night('2026-05-01'), to: night('2026-06-01') };

async function freeNights(ctx: Ctx, unitIds: readonly string[]): Promise<Map<string, Set<Night>>> {
  const found = await readNights(ctx, { unitIds, ...MAY });
  return new Map(
    [...found].map(([id, states]) => [
      id,
      new Set(states.filter(({ state }) => state === 'free').map((one) => one.night)),
    ]),
  );
}

const nightsIn = (runs: readonly { from: Night; to: Night }[]) =>
  runs.flatMap((run) => [...nightsOf({ checkIn: run.from, checkOut: run.to })]);

/** Everything that an answer could have written, as it stands. */
async function everything(ctx: Ctx) {
  const of = (table: typeof conflicts | typeof stays | typeof holds | typeof reservations | typeof journal) =>
    ctx.db.select().from(table).where(eq(table.orgId, ctx.org)).orderBy(table.id);
  return JSON.stringify([
    await Promise.all([of(conflicts), of(stays), of(holds), of(reservations), of(journal)]),
    await ctx.db.select().from(calendarEvents).where(eq(calendarEvents.orgId, ctx.org)),
    await owedPushes(ctx),
  ]);
}

describe('what an answer would lead to', () => {
  it.each<[string, (of: Awaited<ReturnType<typeof doubleBooked>>) => ConsideredAnswer]>([
    ['move', ({ grace, other }) => ({ action: 'move', stayId: grace, unitId: other })],
    ['moving the one that holds', ({ ada, other }) => ({ action: 'move', stayId: ada, unitId: other })],
    ['cancel', ({ ada }) => ({ action: 'cancel', stayId: ada })],
    ['cancelling there', ({ grace }) => ({ action: 'cancel_there', stayId: grace })],
    ['accept', () => ({ action: 'accept' })],
  ])('changes nothing: %s', async (_, answerOf) => {
    const of = await doubleBooked();
    const before = await everything(of.ctx);
    await previewAnswer(of.ctx, of.conflictId, answerOf(of));
    expect(await everything(of.ctx)).toBe(before);
    expect(w.sellers.airbnb.told()).toEqual([]);
  });

  it.each<
    [
      string,
      (of: Awaited<ReturnType<typeof doubleBooked>>) => Exclude<ConsideredAnswer, { action: 'cancel_there' }>,
    ]
  >([
    ['move', ({ grace, other }) => ({ action: 'move', stayId: grace, unitId: other })],
    ['moving the one that holds', ({ ada, other }) => ({ action: 'move', stayId: ada, unitId: other })],
    ['cancel', ({ ada }) => ({ action: 'cancel', stayId: ada })],
    ['accept', () => ({ action: 'accept' })],
  ])('is what the answer then does, night for night: %s', async (_, answerOf) => {
    const of = await doubleBooked();
    const { ctx, conflictId, unitId, other } = of;
    const effect = await previewAnswer(ctx, conflictId, answerOf(of));
    const before = await freeNights(ctx, [unitId, other]);
    const settledNow = await resolveConflict(ctx, conflictId, answerOf(of));
    const after = await freeNights(ctx, [unitId, other]);
    for (const id of [unitId, other]) {
      const said = effect.units.find((one) => one.unitId === id);
      const [was, is] = [before.get(id) ?? new Set(), after.get(id) ?? new Set()];
      expect([id, nightsIn(said?.opens ?? [])]).toEqual([id, [...is].filter((one) => !was.has(one))]);
      expect([id, nightsIn(said?.closes ?? [])]).toEqual([id, [...was].filter((one) => !is.has(one))]);
    }
    expect(effect.status).toBe(settledNow.status);
    expect(effect.sides).toEqual(
      settledNow.sides.map(({ id, isStanding, isHeld, unit }) => ({ id, isStanding, isHeld, unit })),
    );
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('names each account and the numbers that are then sent to it', async () => {
    const { ctx, conflictId, ada, unitId, here } = await doubleBooked();
    const effect = await previewAnswer(ctx, conflictId, { action: 'cancel', stayId: ada });
    expect(effect.channels).toMatchObject([
      {
        mappingId: here.mappingId,
        unsent: null,
        changes: [{ from: '2026-05-10', to: '2026-05-11', was: 0, becomes: 1 }],
      },
    ]);
    expect(effect.units).toMatchObject([{ unitId, opens: [{ from: '2026-05-10', to: '2026-05-11' }] }]);
    await resolveConflict(ctx, conflictId, { action: 'cancel', stayId: ada });
    await pushConnection(ctx, here.connectionId);
    expect(w.sellers.airbnb.told()).toEqual([`H${count} 2026-05-10..2026-05-11 units=1`]);
  });

  it('says which account would not hear of it, and why', async () => {
    const { ctx, conflictId, grace, other, there } = await doubleBooked();
    await ctx.db.update(mappings).set({ isSyncOn: false }).where(eq(mappings.id, there.mappingId));
    const effect = await previewAnswer(ctx, conflictId, { action: 'move', stayId: grace, unitId: other });
    const ofOther = effect.channels.find((one) => one.mappingId === there.mappingId);
    expect(ofOther).toMatchObject({ unsent: 'not_active' });
  });

  it('of a copy: nothing opens where the booking keeps its nights, and what it closed alone opens', async () => {
    const { ctx, conflictId, unitId } = await perhapsDouble(['2026-05-20', '2026-05-25']);
    const effect = await previewAnswer(ctx, conflictId, { action: 'same_booking' });
    expect(effect.units).toMatchObject([{ unitId, opens: [{ from: '2026-05-23', to: '2026-05-25' }] }]);
  });

  it('is refused where the answer would be, in the same words', async () => {
    const { ctx, conflictId, grace, unitId } = await doubleBooked();
    const theirs: ConsideredAnswer = { action: 'cancel', stayId: grace };
    await expect(previewAnswer(ctx, conflictId, theirs)).rejects.toMatchObject({ code: 'conflict' });
    const taken: ConsideredAnswer = { action: 'move', stayId: grace, unitId };
    await expect(previewAnswer(ctx, conflictId, taken)).rejects.toMatchObject({ code: 'nights_taken' });
    await expect(
      previewAnswer(w.world.as(ctx, 'viewer'), conflictId, { action: 'accept' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it("of another organization's conflict, or onto its unit, is not found", async () => {
    const ours = await doubleBooked();
    const theirs = await doubleBooked();
    await expect(previewAnswer(ours.ctx, theirs.conflictId, { action: 'accept' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      previewAnswer(ours.ctx, ours.conflictId, {
        action: 'move',
        stayId: ours.grace,
        unitId: theirs.other,
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a guide', () => {
  it('advises to move whoever came second within the house, and to accept last', async () => {
    const { ctx, conflictId, grace, ada, other } = await doubleBooked();
    const guide = await getConflictGuide(ctx, conflictId);
    expect(guide.answers.map(({ action, stayId }) => [action, stayId])).toEqual([
      ['move', grace],
      ['move', ada],
      ['cancel', ada],
      ['cancel_there', grace],
      ['accept', null],
    ]);
    expect(guide.answers[0]?.reason).toBe('free_same_property');
    expect(guide.moves).toMatchObject([
      {
        stayId: expect.any(String),
        free: 1,
        choices: [{ unitId: other, isSameProperty: true, level: null }],
      },
      { stayId: expect.any(String), free: 1 },
    ]);
  });

  it('compares what the nights are asked for, where both are known', async () => {
    const { ctx, conflictId, grace, unitId, other } = await doubleBooked();
    const priced = (id: string, amount: number) =>
      RateEdit.parse({
        unitIds: [id],
        ranges: [{ from: '2026-05-11', to: '2026-05-15' }],
        set: { price: { amount, currency: 'EUR' } },
      });
    await setRates(ctx, priced(unitId, 10_000));
    await setRates(ctx, priced(other, 12_000));
    const { moves } = await getConflictGuide(ctx, conflictId);
    expect(moves.find((one) => one.stayId === grace)?.choices).toMatchObject([
      { unitId: other, level: 'higher', price: { amount: 48_000, currency: 'EUR' } },
    ]);
  });

  it('shows how each claim came, and what the channels were told between', async () => {
    const { ctx, conflictId, ada, grace, here } = await doubleBooked();
    const { stories, cause, told } = await getConflictGuide(ctx, conflictId);
    expect(stories.find((one) => one.sideId === ada)).toMatchObject({ by: 'hand' });
    expect(cause).toMatchObject({ firstId: ada, secondId: grace });
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'delivery', provider: 'airbnb', outcome: 'accepted', units: 0 }),
    );
    expect(here.connectionId).toBeTruthy();
  });

  it.each([
    [['2026-05-20', '2026-05-23'], 'same_booking', 'same_nights_later'],
    [['2026-05-19', '2026-05-24'], 'distinct', 'other_nights'],
  ] as const)('of %s that may be a copy advises: %s', async (nights, action, reason) => {
    const { ctx, conflictId } = await perhapsDouble([...nights]);
    const { answers } = await getConflictGuide(ctx, conflictId);
    expect(answers[0]).toEqual({ action, stayId: null, reason });
  });

  it('of another organization is not found, and never counts its units', async () => {
    const ours = await doubleBooked();
    const theirs = await doubleBooked();
    await expect(getConflictGuide(ours.ctx, theirs.conflictId)).rejects.toMatchObject({ code: 'not_found' });
    const { moves } = await getConflictGuide(ours.ctx, ours.conflictId);
    expect(moves.flatMap((one) => one.choices.map((choice) => choice.unitId))).not.toContain(theirs.other);
  });

  it('once it is resolved says by whom, and offers no answer', async () => {
    const { ctx, conflictId } = await doubleBooked();
    await resolveConflict(ctx, conflictId, { action: 'accept' });
    const guide = await getConflictGuide(ctx, conflictId);
    expect(guide).toMatchObject({ answers: [], moves: [], settled: { byKind: 'user', mayReopen: true } });
  });
});

describe('a word that is taken back', () => {
  it('opens the conflict again, and it can be answered otherwise', async () => {
    const { ctx, conflictId, grace, other } = await doubleBooked();
    await resolveConflict(ctx, conflictId, { action: 'accept' });
    expect(await reopenConflict(ctx, conflictId)).toMatchObject({ status: 'open', resolution: null });
    expect(await unprotectedStays(ctx)).toEqual([]);
    await resolveConflict(ctx, conflictId, { action: 'move', stayId: grace, unitId: other });
    await expect(reopenConflict(ctx, conflictId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of a copy: its nights are closed again', async () => {
    const { ctx, conflictId, unitId } = await perhapsDouble(['2026-05-20', '2026-05-25']);
    await resolveConflict(ctx, conflictId, { action: 'same_booking' });
    expect((await freeNights(ctx, [unitId])).get(unitId)?.has(night('2026-05-24'))).toBe(true);
    await reopenConflict(ctx, conflictId);
    expect((await freeNights(ctx, [unitId])).get(unitId)?.has(night('2026-05-24'))).toBe(false);
  });

  it('is refused while it is open, to a viewer, to a stranger, and where a side is gone', async () => {
    const { ctx, conflictId, ada } = await doubleBooked();
    await expect(reopenConflict(ctx, conflictId)).rejects.toMatchObject({ code: 'conflict' });
    await resolveConflict(ctx, conflictId, { action: 'accept' });
    await expect(reopenConflict(w.world.as(ctx, 'viewer'), conflictId)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(reopenConflict(await w.world.org(), conflictId)).rejects.toMatchObject({
      code: 'not_found',
    });
    await ctx.db.update(stays).set({ status: 'cancelled' }).where(eq(stays.id, ada));
    await expect(reopenConflict(ctx, conflictId)).rejects.toMatchObject({ code: 'conflict' });
  });
});
