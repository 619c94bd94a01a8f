import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushStates } from '#db/schema/push.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { updateBlock } from '#lib/domain/blocks/update.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import type { MovePreview } from '#lib/domain/explain/move-schemas.ts';
import { previewBlockMove, previewNewNights, previewStayMove } from '#lib/domain/explain/preview-move.ts';
import { readWays } from '#lib/domain/explain/read-ways.ts';
import { readWanted } from '#lib/domain/explain/wanted.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { getReservation, listReservations } from '#lib/domain/reservations/queries.ts';
import { ReservationInput } from '#lib/domain/reservations/schemas.ts';
import { updateReservation } from '#lib/domain/reservations/update.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { addNights, night, nightsOf } from '#lib/kernel/nights.ts';
import { guest, hear, type PushWorld, pushWorld, sell, settled } from '#tests/integration/push/world.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

let count = 0;
/** A house of two rooms that can be had whole, sold alone, whole and as a pool; nothing is owed. */
async function house() {
  const ctx = await w.world.org();
  const { propertyId, unitId: a } = await makeUnit(ctx);
  const b = await addUnit(ctx, propertyId);
  const whole = await addUnit(ctx, propertyId, [a, b]);
  count += 1;
  const airbnb = await sell(ctx, 'airbnb', `A${count}`, [a]);
  const avito = await sell(ctx, 'avito', `W${count}`, [whole]);
  const booking = await sell(ctx, 'booking', `P${count}`, [a, b]);
  const all = [airbnb, avito, booking];
  await settled(ctx, ...all);
  return { ctx, propertyId, a, b, whole, airbnb, avito, booking, all };
}

const book = (ctx: Ctx, unitId: string, checkIn: string, checkOut: string) =>
  createReservation(
    ctx,
    ReservationInput.parse({
      unitId,
      checkIn,
      checkOut,
      guest: { name: 'Ada' },
      total: { amount: 90_000, currency: 'EUR' },
    }),
  );

/** What is to be left to sell of each night at each channel, as what tells them reckons it. */
async function leftToSell(ctx: Ctx, unitIds: string[]): Promise<Map<string, number>> {
  const window = { from: night('2026-05-01'), to: night('2026-06-28') };
  const wanted = await readWanted(ctx, await readWays(ctx, unitIds), window);
  return new Map(
    [...wanted].flatMap(([mappingId, { grid }]) =>
      grid.wanted.map((one): [string, number] => [`${mappingId} ${one.night}`, one.left]),
    ),
  );
}

function toldNights(preview: MovePreview): string[] {
  return preview.told
    .flatMap(({ mappingId, changes }) =>
      changes.flatMap(({ from, to, left }) =>
        [...nightsOf({ checkIn: from, checkOut: to })].map((one) => `${mappingId} ${one} ${left}`),
      ),
    )
    .sort();
}

async function marks(ctx: Ctx): Promise<Map<string, { from: string; to: string }>> {
  const rows = await ctx.db.select().from(pushStates).where(eq(pushStates.orgId, ctx.org));
  return new Map(
    rows.flatMap(({ mappingId, dirtyFrom, dirtyTo }) =>
      dirtyFrom && dirtyTo ? [[mappingId, { from: dirtyFrom, to: dirtyTo }]] : [],
    ),
  );
}

const clean = (ctx: Ctx) =>
  ctx.db.update(pushStates).set({ dirtyFrom: null, dirtyTo: null }).where(eq(pushStates.orgId, ctx.org));

describe('a preview of a move', () => {
  it('says what opens and closes, and changes nothing', async () => {
    const { ctx, a, b, whole, airbnb, avito, booking, all } = await house();
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    await settled(ctx, ...all);
    const [before, version] = [await getReservation(ctx, id), await marks(ctx)];
    const preview = await previewStayMove(ctx, id, { unitId: b, checkOut: night('2026-05-14') });
    expect(preview).toMatchObject({
      may: true,
      refusal: null,
      isChanged: true,
      price: 'as_agreed',
      from: { unitId: a, checkIn: '2026-05-10', checkOut: '2026-05-13' },
      to: { unitId: b, checkIn: '2026-05-10', checkOut: '2026-05-14' },
    });
    const unit = (id: string) => preview.units.find((one) => one.unitId === id);
    expect(unit(a)).toMatchObject({ opens: [{ from: '2026-05-10', to: '2026-05-13' }], closes: [] });
    expect(unit(b)).toMatchObject({ opens: [], closes: [{ from: '2026-05-10', to: '2026-05-14' }] });
    // The whole house was taken by one of its rooms, and is by the other.
    expect(unit(whole)).toMatchObject({ opens: [], closes: [{ from: '2026-05-13', to: '2026-05-14' }] });
    const told = new Map(preview.told.map((one) => [one.mappingId, one.changes]));
    expect(told.get(airbnb.mappingId)).toEqual([
      { from: '2026-05-10', to: '2026-05-13', kind: 'opens', left: 1 },
    ]);
    expect(told.get(avito.mappingId)).toEqual([
      { from: '2026-05-13', to: '2026-05-14', kind: 'closes', left: 0 },
    ]);
    // It sells no more than one of the two rooms, and one of them is free before and after.
    expect(told.get(booking.mappingId)).toBeUndefined();
    expect(await getReservation(ctx, id)).toEqual(before);
    expect(await marks(ctx)).toEqual(version);
  });

  it('is refused where the move would be, with what stands there', async () => {
    const { ctx, a, b } = await house();
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    const other = await book(ctx, b, '2026-05-12', '2026-05-15');
    const preview = await previewStayMove(ctx, id, { unitId: b });
    expect(preview).toMatchObject({ may: false, told: [], units: [] });
    expect(preview.refusal).toMatchObject({
      code: 'taken',
      mayForce: false,
      nights: [{ night: '2026-05-12', state: 'held' }],
      inTheWay: [{ kind: 'stay', label: 'Ada', reservationId: other.id, checkIn: '2026-05-12' }],
    });
    await expect(updateReservation(ctx, id, { unitId: b })).rejects.toMatchObject({ code: 'nights_taken' });
    // Its own nights are not in its way, nor are a part's of the guest who moves to the whole.
    expect(await previewStayMove(ctx, id, { checkOut: night('2026-05-15') })).toMatchObject({ may: true });
  });

  it('lets a block be booked over where that is said, and no guest', async () => {
    const { ctx, a, b } = await house();
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    await createBlock(ctx, { unitId: b, from: night('2026-05-11'), to: night('2026-05-12') });
    expect((await previewStayMove(ctx, id, { unitId: b })).refusal).toMatchObject({
      code: 'taken',
      mayForce: true,
      inTheWay: [{ kind: 'block' }],
    });
    expect(await previewStayMove(ctx, id, { unitId: b, force: true })).toMatchObject({ may: true });
  });

  it("lets a channel's booking change its unit, and sends who wants other dates to the channel", async () => {
    const { ctx, a, b, airbnb, all } = await house();
    await hear(ctx, 'airbnb', airbnb, guest(ctx, 'HM1', `A${count}`, '2026-05-10', '2026-05-13'));
    await settled(ctx, ...all);
    const { id } = await only(ctx);
    const dates = await previewStayMove(ctx, id, { checkOut: night('2026-05-14') });
    expect(dates.refusal).toMatchObject({ code: 'channel_decides', channel: 'airbnb', externalId: 'HM1' });
    await expect(updateReservation(ctx, id, { checkOut: night('2026-05-14') })).rejects.toMatchObject({
      code: 'conflict',
    });
    const unit = await previewStayMove(ctx, id, { unitId: b });
    expect(unit).toMatchObject({ may: true, refusal: null });
    // Airbnb sold these nights itself: to it they stay taken, whatever door the guest gets.
    expect(unit.told.find((one) => one.mappingId === airbnb.mappingId)).toBeUndefined();
    expect(unit.units.find((one) => one.unitId === a)?.opens).toHaveLength(1);
  });

  it('moves the nights that are kept to prepare', async () => {
    const { ctx, a, b } = await house();
    await updateUnit(ctx, b, { preparationNights: 1 });
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    const preview = await previewStayMove(ctx, id, { unitId: b });
    expect(preview.units.find((one) => one.unitId === b)).toMatchObject({
      preparationEnds: [],
      preparationBegins: [
        { from: '2026-05-09', to: '2026-05-10' },
        { from: '2026-05-13', to: '2026-05-14' },
      ],
      closes: [{ from: '2026-05-09', to: '2026-05-14' }],
    });
  });

  it('hints at what is asked for the nights and would not be kept', async () => {
    const { ctx, a, b } = await house();
    await setRates(ctx, {
      unitIds: [b],
      ranges: [{ from: night('2026-05-10'), to: night('2026-05-14') }],
      set: { minStay: 5, closedToArrival: true, closedToDeparture: true },
    });
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    const { may, hints } = await previewStayMove(ctx, id, { unitId: b });
    expect({ may, hints }).toEqual({
      may: true,
      hints: [
        { code: 'min_stay', night: '2026-05-10', nights: 5 },
        { code: 'closed_to_arrival', night: '2026-05-10', nights: null },
        { code: 'closed_to_departure', night: '2026-05-13', nights: null },
      ],
    });
  });

  it('ends the conflict of a stay that had no room', async () => {
    const { ctx, a, b } = await house();
    await book(ctx, a, '2026-05-10', '2026-05-13');
    const [parked] = await apply(ctx, stay('ical:X1', a, '2026-05-11', '2026-05-14'));
    expect(parked?.conflictIds).toHaveLength(1);
    const preview = await previewStayMove(ctx, parked?.reservationId ?? '', { unitId: b });
    expect(preview).toMatchObject({ may: true, endsConflicts: parked?.conflictIds });
    const moved = await updateReservation(ctx, parked?.reservationId ?? '', { unitId: b });
    expect(moved.stays[0]).toMatchObject({ isHeld: true, conflictIds: [] });
  });

  it('asks which of several rooms is meant, and leaves the others where they are', async () => {
    const { ctx, a, b, propertyId } = await house();
    const third = await addUnit(ctx, propertyId);
    const [one] = await apply(
      ctx,
      stay('direct:two', a, '2026-05-10', '2026-05-13'),
      stay('direct:two', b, '2026-05-10', '2026-05-13', { roomRef: '2' }),
    );
    const id = one?.reservationId ?? '';
    await expect(previewStayMove(ctx, id, { unitId: third })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const preview = await previewStayMove(ctx, id, { unitId: third, stayId: one?.stayId });
    expect(preview.units.map((unit) => unit.unitId).sort()).toEqual([a, third].sort());
    const onto = await previewStayMove(ctx, id, { unitId: b, stayId: one?.stayId });
    expect(onto.refusal).toMatchObject({ code: 'taken', inTheWay: [{ reservationId: id }] });
  });

  it('names who reads a feed, but not whose own booking it is', async () => {
    const { ctx, a, b } = await house();
    const site = await createSubscriber(ctx, a, { name: 'Our site', privacy: 'busy', source: null });
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    const preview = await previewStayMove(ctx, id, { unitId: b });
    expect(preview.readers).toMatchObject([
      { id: site.id, name: 'Our site', unitId: a, opens: [{ from: '2026-05-10', to: '2026-05-13' }] },
    ]);
  });

  it('says why nothing is sent to a channel', async () => {
    const { ctx, a, b, airbnb } = await house();
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    await ctx.db
      .update(pushStates)
      .set({ isOn: false })
      .where(and(eq(pushStates.mappingId, airbnb.mappingId)));
    const preview = await previewStayMove(ctx, id, { unitId: b });
    const told = preview.told.find((one) => one.mappingId === airbnb.mappingId);
    expect(told).toMatchObject({ unsent: 'switched_off', changes: [] });
  });

  it("is nobody else's to ask for", async () => {
    const { ctx, a } = await house();
    const { id } = await book(ctx, a, '2026-05-10', '2026-05-13');
    const stranger = await w.world.org();
    await expect(previewStayMove(stranger, id, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(previewStayMove(w.world.as(ctx, 'viewer'), id, {})).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a preview of new nights', () => {
  it('is what a booking by hand then does', async () => {
    const { ctx, a, b, whole, airbnb, all } = await house();
    const asked = { what: 'stay', unitId: a, from: night('2026-05-20'), to: night('2026-05-22') } as const;
    const preview = await previewNewNights(ctx, asked);
    expect(preview).toMatchObject({ may: true, from: null, price: 'none' });
    expect(preview.units.map((unit) => unit.unitId).sort()).toEqual([a, whole].sort());
    const before = await leftToSell(ctx, [a, b, whole]);
    await book(ctx, a, '2026-05-20', '2026-05-22');
    expect(changed(before, await leftToSell(ctx, [a, b, whole]))).toEqual(toldNights(preview));
    expect(preview.told.map((one) => one.mappingId)).toContain(airbnb.mappingId);
    await settled(ctx, ...all);
    const taken = await previewNewNights(ctx, asked);
    expect(taken.refusal).toMatchObject({ code: 'taken', inTheWay: [{ kind: 'stay' }] });
    expect(await previewNewNights(ctx, { ...asked, what: 'block' })).toMatchObject({ may: true, told: [] });
  });
});

function changed(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...after].flatMap(([key, left]) => (before.get(key) === left ? [] : [`${key} ${left}`])).sort();
}

async function only(ctx: Ctx) {
  const { items } = await listReservations(ctx, { limit: 1 });
  const [first] = items;
  if (!first) throw new Error('nothing is booked');
  return first;
}

async function freeNights(ctx: Ctx, unitIds: string[]): Promise<Set<string>> {
  const states = await readNights(ctx, { unitIds, from: night('2026-04-15'), to: night('2026-07-15') });
  return new Set(
    [...states].flatMap(([id, nights]) =>
      nights.flatMap((one) => (one.state === 'free' ? [`${id} ${one.night}`] : [])),
    ),
  );
}

function nightsOfUnits(preview: MovePreview, which: 'opens' | 'closes'): string[] {
  return preview.units
    .flatMap((unit) =>
      unit[which].flatMap(({ from, to }) =>
        [...nightsOf({ checkIn: from, checkOut: to })].map((one) => `${unit.unitId} ${one}`),
      ),
    )
    .sort();
}

/** The same numbers each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('of any move', () => {
  it.each([1, 2, 3])(
    'the nights it tells are those that the move marks and makes other, series %i',
    async (seed) => {
      const { ctx, a, b, whole, airbnb, booking, all } = await house();
      await updateUnit(ctx, b, { preparationNights: 1 });
      const pick = numbers(seed);
      const start = night('2026-05-03');
      const day = () => addNights(start, pick(24));
      const someUnit = () => [a, b, whole][pick(3)] ?? a;
      const stays: string[] = [];
      for (let i = 0; i < 6; i++) {
        const from = day();
        const made = await book(ctx, someUnit(), from, addNights(from, 1 + pick(4))).catch(refused);
        if (made) stays.push(made.id);
      }
      await hear(ctx, 'airbnb', airbnb, guest(ctx, `HM${seed}`, `A${count}`, '2026-06-01', '2026-06-03'));
      await hear(ctx, 'booking', booking, guest(ctx, `BC${seed}`, `P${count}`, '2026-06-02', '2026-06-05'));
      const { items } = await listReservations(ctx, { limit: 50 });
      stays.push(...items.filter((one) => one.channel !== 'direct').map((one) => one.id));
      const block = await createBlock(ctx, { unitId: a, from: day(), to: addNights(start, 30) });
      await settled(ctx, ...all);

      let moved = 0;
      for (let i = 0; i < 12; i++) {
        const id = stays[pick(stays.length)] ?? '';
        const known = items.find((one) => one.id === id) ?? (await getReservation(ctx, id));
        const isOwn = known.channel === 'direct';
        const from = day();
        const asksBlock = pick(4) === 0;
        const dates = { checkIn: from, checkOut: addNights(from, 1 + pick(5)) };
        const move = { unitId: someUnit(), ...(isOwn ? dates : {}), force: pick(2) === 0 };
        const nights = { unitId: move.unitId, from, to: dates.checkOut };
        const preview = asksBlock
          ? await previewBlockMove(ctx, block.id, nights)
          : await previewStayMove(ctx, id, move);
        await clean(ctx);
        const before = await leftToSell(ctx, [a, b, whole]);
        const free = await freeNights(ctx, [a, b, whole]);
        const done = asksBlock
          ? await updateBlock(ctx, block.id, nights)
          : await updateReservation(ctx, id, move).catch(refused);
        expect([i, preview.may]).toEqual([i, done !== null]);
        if (!done) continue;
        moved += 1;
        expect([i, toldNights(preview)]).toEqual([i, changed(before, await leftToSell(ctx, [a, b, whole]))]);
        const after = await freeNights(ctx, [a, b, whole]);
        expect([i, nightsOfUnits(preview, 'opens')]).toEqual([i, [...after.difference(free)].sort()]);
        expect([i, nightsOfUnits(preview, 'closes')]).toEqual([i, [...free.difference(after)].sort()]);
        const marked = await marks(ctx);
        for (const { mappingId, changes } of preview.told) {
          const range = marked.get(mappingId);
          for (const run of changes) expect(range && range.from <= run.from && run.to <= range.to).toBe(true);
        }
        await settled(ctx, ...all);
      }
      expect(moved).toBeGreaterThan(2);
    },
    120_000, // each move is followed by everything that it leads to
  );
});

function refused(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}
