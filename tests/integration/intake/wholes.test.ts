import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listings } from '#db/schema/connections.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyWhole } from '#lib/domain/intake/apply-whole.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { getReservation } from '#lib/domain/reservations/queries.ts';
import { night } from '#lib/kernel/nights.ts';
import type { ChannelReservation, WholeReservation } from '#lib/providers/sales-contract.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit, openConflicts, unprotectedStays } from '#tests/support/stays.ts';
import { addListing, bookings, connect, journalOf, map } from './world.ts';

let world: TestWorld;
let ctx: Ctx;
let connection: { id: string; provider: 'booking' };
let pool: string[];

beforeAll(async () => {
  world = await testWorld({ max: 12 });
});
afterAll(() => world.close());
beforeEach(async () => {
  ctx = await world.org();
  connection = { id: await connect(ctx, { provider: 'booking' }), provider: 'booking' };
  const { unitId, propertyId } = await makeUnit(ctx);
  pool = [unitId, await addUnit(ctx, propertyId)];
  const doubleId = await addListing(ctx, connection.id, 'double');
  await inGroup(doubleId, 'hotel-1');
  await inGroup(await addListing(ctx, connection.id, 'single'), 'hotel-1');
  await inGroup(await addListing(ctx, connection.id, 'elsewhere'), 'hotel-2');
  await map(ctx, connection.id, doubleId, unitId, {}, pool.slice(1));
});
const inGroup = (id: string, groupId: string) =>
  ctx.db.update(listings).set({ groupId, groupName: groupId }).where(eq(listings.id, id));

const room = (
  roomRef: string,
  from: string,
  to: string,
  more: Partial<ChannelReservation> = {},
): ChannelReservation => ({
  externalId: '',
  roomRef,
  listingId: 'double',
  checkIn: night(`2026-05-${from}`),
  checkOut: night(`2026-05-${to}`),
  status: 'confirmed',
  channelStatus: 'Commit',
  guest: { name: `Guest ${roomRef}`, email: null, phone: null, locale: null },
  guests: 2,
  adults: 2,
  children: 0,
  infants: null,
  total: null,
  payout: null,
  bookedAt: null,
  changedAt: null,
  ...more,
});
const whole = (
  externalId: string,
  rooms: ChannelReservation[],
  more: Partial<WholeReservation> = {},
): WholeReservation => ({
  externalId,
  groupId: 'hotel-1',
  status: 'confirmed',
  channelStatus: 'Commit',
  rooms: rooms.map((one) => ({ ...one, externalId })),
  warnings: [],
  ...more,
});
const told = (...wholes: WholeReservation[]) =>
  inTx(ctx, (tx) => applyWhole(tx, connection, wholes, { reason: 'test' }));
const one = async (...args: Parameters<typeof whole>) => (await told(whole(...args)))[0];
const cancelled = { status: 'cancelled', channelStatus: 'Cancel' } as const;

/** The rooms of a booking as `ref unit from..to status`, the unit by its number in the pool. */
async function rooms(code: string): Promise<string[]> {
  return ((await bookings(ctx)).get(code)?.rooms ?? [])
    .map((stay) => {
      const at = stay.unitId === null ? 'none' : pool.indexOf(stay.unitId);
      return `${stay.roomRef} ${at} ${stay.checkIn.slice(8)}..${stay.checkOut.slice(8)} ${stay.status}`;
    })
    .sort();
}

describe('a reservation that is told as a whole', () => {
  it('books all of its rooms, each on a unit of its own and for its own nights', async () => {
    const answer = await one('R1', [room('1', '05', '08'), room('2', '06', '10')]);
    expect(answer).toMatchObject({ outcome: 'created', refusal: null });
    expect(answer?.stays).toHaveLength(2);
    expect(await rooms('R1')).toEqual(['1 0 05..08 active', '2 1 06..10 active']);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('keeps what each room costs, what all cost, and who comes', async () => {
    const pricing = (totalMinor: number) => ({
      currency: 'EUR',
      totalMinor,
      isBeforeTax: false,
      nights: [{ night: night('2026-05-05'), minor: totalMinor, plan: 'flex' }],
    });
    const said = [
      room('1', '05', '06', { pricing: pricing(10_000) }),
      room('2', '05', '06', { pricing: pricing(9_050) }),
    ];
    const answer = await one('R1', said);
    const kept = await getReservation(ctx, answer?.reservationId ?? '');
    expect(kept).toMatchObject({
      total: { amount: 19_050, currency: 'EUR' },
      guests: 4,
      guest: { name: 'Guest 1' },
    });
    const priced = (await bookings(ctx)).get('R1')?.rooms.map((stay) => stay.pricing?.totalMinor);
    expect(priced?.sort()).toEqual([10_000, 9_050].sort());
    expect(await one('R1', said)).toMatchObject({ outcome: 'unchanged' });
    const dearer = [room('1', '05', '06', { pricing: pricing(12_000) }), ...said.slice(1)];
    expect(await one('R1', dearer)).toMatchObject({ outcome: 'updated' });
  });

  it('cancels the room that it no longer lists, and leaves the other where it is', async () => {
    await one('R1', [room('1', '05', '08'), room('2', '05', '08')]);
    const answer = await one('R1', [room('2', '05', '09')]);
    expect(answer?.outcome).toBe('updated');
    expect(await rooms('R1')).toEqual(['1 0 05..08 cancelled', '2 1 05..09 active']);
    expect((await bookings(ctx)).get('R1')?.status).toBe('confirmed');
    await one('R2', [room('1', '05', '08')]);
    expect(await rooms('R2')).toEqual(['1 0 05..08 active']);
  });

  it('without a room is cancelled, and told again changes nothing', async () => {
    await one('R1', [room('1', '05', '08'), room('2', '05', '08')]);
    expect(await one('R1', [], cancelled)).toMatchObject({ outcome: 'cancelled' });
    expect((await bookings(ctx)).get('R1')).toMatchObject({ status: 'cancelled', channelStatus: 'Cancel' });
    expect(await one('R1', [], cancelled)).toMatchObject({ outcome: 'unchanged', refusal: null });
    await one('R3', [room('1', '05', '08')]);
    expect(await one('R3', [])).toMatchObject({ outcome: 'cancelled' });
  });

  it('cancelled with its rooms is cancelled', async () => {
    await one('R1', [room('1', '05', '08')]);
    await one('R1', [room('1', '05', '08')], cancelled);
    expect(await rooms('R1')).toEqual(['1 0 05..08 cancelled']);
  });

  it('cancelled before anybody knew it is kept as cancelled, and an older word books nothing', async () => {
    const answer = await one('R1', [], cancelled);
    expect(answer).toMatchObject({ outcome: 'cancelled', reservationId: expect.stringMatching(/^rsv_/) });
    const changedAt = world.deps.clock.now().subtract({ minutes: 5 });
    expect(await one('R1', [room('1', '05', '08', { changedAt })])).toMatchObject({ outcome: 'unchanged' });
    expect(await rooms('R1')).toEqual([]);
    expect(await one('R1', [], cancelled)).toMatchObject({ outcome: 'unchanged' });
  });

  it('changed before it was new is booked, and its older word changes nothing, not even a room', async () => {
    const at = (text: string) => ({ changedAt: Temporal.Instant.from(text) });
    await one('R1', [room('1', '06', '09', at('2026-02-20T10:00:00Z'))]);
    const late = [
      room('1', '05', '08', at('2026-02-20T09:00:00Z')),
      room('2', '05', '08', at('2026-02-20T09:00:00Z')),
    ];
    expect(await one('R1', late)).toMatchObject({ outcome: 'unchanged' });
    expect(await rooms('R1')).toEqual(['1 0 06..09 active']);
  });

  it('twice in one batch ends as the later says', async () => {
    const answers = await told(
      whole('R1', [room('1', '05', '08'), room('2', '05', '08')]),
      whole('R2', [room('1', '20', '22')]),
      whole('R1', [room('2', '05', '08')]),
    );
    expect(answers.map((answer) => answer.outcome)).toEqual(['created', 'created', 'updated']);
    expect(await rooms('R1')).toEqual(['1 0 05..08 cancelled', '2 1 05..08 active']);
  });

  it('of a room type that nobody has mapped waits, and what was certain stays held', async () => {
    await one('R1', [room('1', '05', '08'), room('2', '05', '08', { listingId: 'single' })]);
    expect(await rooms('R1')).toEqual(['1 0 05..08 active', '2 none 05..08 active']);
    await one('R2', [room('1', '05', '08', { listingId: 'never-heard-of' })]);
    const { items } = await listWaiting(ctx, { limit: 50 });
    expect(items.map((item) => [item.externalId, item.kind, item.protection]).sort()).toEqual([
      ['R1', 'unmapped', 'none'],
      ['R2', 'unmapped', 'none'],
    ]);
    // Its type is told as one that we do not know: it stands where it stood.
    await one('R1', [room('1', '05', '08', { listingId: 'never-heard-of' })]);
    expect(await rooms('R1')).toEqual(['1 0 05..08 active', '2 none 05..08 cancelled']);
  });

  it('with a status that nobody knows holds its nights and alarms', async () => {
    await one('R1', [room('1', '05', '08')], { status: 'unknown', channelStatus: 'Mystery' });
    await one('R2', [room('1', '05', '08')]);
    await one('R2', [], { status: 'unknown', channelStatus: 'Mystery' });
    await one('R3', [room('1', '15', '18'), room('2', '15', '18')]);
    await one('R3', [room('2', '15', '18')], { status: 'unknown', channelStatus: 'Mystery' });
    const { items } = await listWaiting(ctx, { limit: 50, kind: 'unknown_status' });
    expect(items.map((item) => item.protection)).toEqual(['held', 'held', 'held']);
    expect(await rooms('R2')).toEqual(['1 1 05..08 active']);
    expect(await rooms('R3')).toEqual(['1 0 15..18 active', '2 1 15..18 active']);
  });

  it('says in the journal what was odd about it', async () => {
    await one('R1', [room('1', '05', '08')], { warnings: ['the rooms do not add up'] });
    const [row] = await journalOf(ctx, 'reservation.created');
    expect(row?.after).toMatchObject({ warnings: ['the rooms do not add up'] });
  });
});

describe('a reservation that is refused', () => {
  it.each<[string, ChannelReservation[], string]>([
    ['that leaves before it arrives', [room('1', '05', '08'), room('2', '09', '08')], 'no_nights'],
    ['with one room twice', [room('1', '05', '08'), room('1', '09', '10')], 'room_twice'],
    ['with a room of no name', [room('', '05', '08')], 'bad_room'],
    ['of three years', [room('1', '05', '08', { checkOut: night('2029-05-08') })], 'too_long'],
  ])('one %s: changes nothing and waits for a person', async (_, said, code) => {
    await one('R1', [room('1', '05', '08')]);
    const [bad, good] = await told(whole('R1', said), whole('R2', [room('1', '05', '08')]));
    expect(bad).toMatchObject({ outcome: 'refused', reservationId: null, stays: [], refusal: { code } });
    expect(good?.outcome).toBe('created');
    expect(await rooms('R1')).toEqual(['1 0 05..08 active']);
    const { items } = await listWaiting(ctx, { limit: 50, kind: 'unreadable' });
    expect(items).toMatchObject([{ externalId: 'R1', reason: code }]);
  });

  it('one whose id is known of another property: nothing of the known one changes', async () => {
    await one('R1', [room('1', '05', '08')]);
    const answer = await one('R1', [room('1', '05', '08', { listingId: 'elsewhere' })], {
      groupId: 'hotel-2',
    });
    expect(answer).toMatchObject({ outcome: 'refused', refusal: { code: 'other_property' } });
    expect(await one('R1', [], { ...cancelled, groupId: 'hotel-2' })).toMatchObject({ outcome: 'refused' });
    expect(await rooms('R1')).toEqual(['1 0 05..08 active']);
    expect(await one('R1', [], { ...cancelled, groupId: null })).toMatchObject({ outcome: 'cancelled' });
  });

  it('one without an id, or with one that cannot be one', async () => {
    const answers = await told(
      whole('', [room('1', '05', '08')]),
      whole('a\u0000b', [room('1', '05', '08')]),
    );
    expect(answers.map((answer) => answer.refusal?.code)).toEqual(['bad_code', 'bad_code']);
    expect((await bookings(ctx)).size).toBe(0);
  });
});

describe('at once', () => {
  it('a booking and its change end as one of them says, and no room is left over', async () => {
    for (let round = 0; round < 5; round++) {
      const code = `R${round}`;
      const day = (n: number) => String(n + round * 4).padStart(2, '0');
      await Promise.all([
        one(code, [room('1', day(1), day(3)), room('2', day(1), day(3))]),
        one(code, [room('2', day(1), day(4))]),
        one(code, [room('2', day(1), day(4))]),
      ]);
      const active = (await rooms(code)).filter((stay) => stay.endsWith('active'));
      const isNew = active.length === 2 && active.every((stay) => stay.includes(`..${day(3)}`));
      const isChanged = active.length === 1 && active.every((stay) => stay.includes(`..${day(4)}`));
      expect(isNew || isChanged).toBe(true);
      expect((await bookings(ctx)).get(code)?.rooms.length).toBeLessThanOrEqual(2);
    }
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('two for the last room: one holds it, the other stands in conflict', async () => {
    await one('R0', [room('1', '05', '08')]);
    await Promise.all([one('R1', [room('1', '05', '08')]), one('R2', [room('1', '05', '08')])]);
    expect(await openConflicts(ctx)).toHaveLength(1);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });
});
