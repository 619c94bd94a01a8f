import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { jobs } from '#db/schema/work.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { apply, makeUnit, openConflicts, stay, unprotectedStays } from '#tests/support/stays.ts';
import { type Calls, call, startCalls, workDue } from './calls.ts';
import { booking, FakeChannel, listing } from './channel.ts';
import { addListing, bookings, connect, soldUnit } from './world.ts';

const channel = new FakeChannel();
const clock = testClock('2026-03-01T12:00:00Z');
let calls: Calls;
let routes: typeof import('#app/api/integrations/[provider]/gate/route.ts');
let change: typeof import('#app/api/integrations/[provider]/gate/[code]/route.ts');
let ctx: Ctx;
let unitId: string;
let connectionId: string;
let sold: string;
let next = 0;

beforeAll(async () => {
  calls = await startCalls(channel, clock);
  routes = await import('#app/api/integrations/[provider]/gate/route.ts');
  change = await import('#app/api/integrations/[provider]/gate/[code]/route.ts');
});
afterAll(() => calls.runtime.end());
beforeEach(async () => {
  ctx = await calls.org();
  sold = `G${++next}`;
  ({ unitId, connectionId } = await soldUnit(ctx, sold));
  channel.listings = [listing(sold)];
  channel.bookings.clear();
  channel.calls.length = 0;
});

const asked = (listingId: string, from: string, nights: number) =>
  call(routes.GET, clock.now(), {
    method: 'GET',
    query: `?action=check_availability&listing_id=${listingId}&start_date=${from}&nights=${nights}`,
  });
const isFree = async (listingId: string, from: string, nights: number) =>
  (await (await asked(listingId, from, nights)).json()).available;
const question = (code: string, from: string, nights: number, listingId = sold) =>
  JSON.stringify({
    confirmation_code: code,
    listing_id: listingId,
    start_date: from,
    nights,
    number_of_guests: 2,
  });
const paid = async (code: string, from: string, nights: number, listingId = sold) => {
  const answer = await call(routes.POST, clock.now(), { body: question(code, from, nights, listingId) });
  expect(answer.status).toBe(200);
  return (await answer.json()).succeed;
};
const changed = async (code: string, from: string, nights: number) => {
  const body = question(code, from, nights);
  const answer = await call(change.PUT, clock.now(), { method: 'PUT', body, params: { code } });
  return (await answer.json()).succeed;
};
const roomsOf = async (code: string) =>
  ((await bookings(ctx)).get(code)?.rooms ?? [])
    .filter((room) => room.status === 'active')
    .map((room) => `${room.roomRef} ${room.checkIn}..${room.checkOut}`)
    .sort();

describe('the question whether nights may be sold', () => {
  it('is answered from the calendar, without any call to the channel', async () => {
    await createReservation(ctx, {
      unitId,
      checkIn: night('2026-05-03'),
      checkOut: night('2026-05-05'),
      guest: { name: 'Ada' },
    });
    await createBlock(ctx, { unitId, from: night('2026-06-01'), to: night('2026-06-02') });
    expect(await isFree(sold, '2026-05-01', 2)).toBe(true);
    expect(await isFree(sold, '2026-05-01', 3)).toBe(false);
    expect(await isFree(sold, '2026-05-05', 1)).toBe(true);
    expect(await isFree(sold, '2026-05-31', 2)).toBe(false);
    expect(channel.calls).toEqual([]);
  });

  it('is yes to the channel’s self-test and for a listing we keep no calendar for, and no for one we never met', async () => {
    await addListing(ctx, connectionId, `${sold}-unmapped`);
    expect(await isFree('0', '2026-05-01', 2)).toBe(true);
    expect(await isFree(`${sold}-unmapped`, '2026-05-01', 2)).toBe(true);
    expect(await isFree('never-met', '2026-05-01', 2)).toBe(false);
  });

  it('is yes where the mapping is a draft or off, and by the calendar while the connection is paused', async () => {
    await apply(ctx, stay('direct:D1', unitId, '2026-05-01', '2026-05-03'));
    await ctx.db.update(connections).set({ status: 'paused' }).where(eq(connections.id, connectionId));
    expect(await isFree(sold, '2026-05-01', 2)).toBe(false);
    await ctx.db.update(mappings).set({ isSyncOn: false }).where(eq(mappings.connectionId, connectionId));
    expect(await isFree(sold, '2026-05-01', 2)).toBe(true);
  });

  it('is refused without the channel’s signature, and where it cannot be read', async () => {
    const wrong = await call(routes.GET, clock.now(), { method: 'GET', secret: 'whsec_d3Jvbmc=' });
    expect(wrong.status).toBe(401);
    expect((await asked(sold, '2026-05-01', 0)).status).toBe(422);
    expect((await asked(`${sold}%00`, '2026-05-01', 1)).status).toBe(422);
  });
});

describe('a guest who has paid', () => {
  it('gets the nights held until the channel confirms, and the booking becomes one reservation', async () => {
    expect(await paid('HM1', '2026-05-01', 3)).toBe(true);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ status: 'pending', gateAskedAt: clock.now() });
    expect(await isFree(sold, '2026-05-02', 1)).toBe(false);
    expect(await unprotectedStays(ctx)).toEqual([]);
    const messages = await ctx.db.select().from(inboundMessages).where(eq(inboundMessages.orgId, ctx.org));
    expect(messages).toMatchObject([{ sourceKind: 'gate', verdict: 'applied' }]);
    channel.tell(booking('HM1', sold, '2026-05-01', '2026-05-04'));
    clock.advance({ minutes: 15 });
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ status: 'confirmed', gateAskedAt: null });
    expect((await bookings(ctx)).size).toBe(1);
    expect(await ctx.db.select().from(jobs).where(eq(jobs.orgId, ctx.org))).toEqual([]);
  });

  it('is refused where a night is taken, and holds nothing', async () => {
    await apply(ctx, stay('direct:D1', unitId, '2026-05-03', '2026-05-05'));
    expect(await paid('HM1', '2026-05-01', 3)).toBe(false);
    expect((await bookings(ctx)).has('HM1')).toBe(false);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('is answered the same when asked again, and held once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => paid('HM1', '2026-05-01', 3)));
    expect([...answers, await paid('HM1', '2026-05-01', 3)]).toEqual([true, true, true, true]);
    expect(await roomsOf('HM1')).toEqual(['1 2026-05-01..2026-05-04']);
  });

  it('is one of many at once for one night', async () => {
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D', 'E'].map((code) => paid(`HM${code}`, '2026-05-01', 3)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('of a listing without a mapping waits in the inbox, and holds nothing', async () => {
    await addListing(ctx, connectionId, `${sold}-unmapped`);
    expect(await paid('HM1', '2026-05-01', 3, `${sold}-unmapped`)).toBe(true);
    const { items } = await listWaiting(ctx, { limit: 10 });
    expect(items).toMatchObject([
      { kind: 'unmapped', externalId: 'HM1', protection: 'none', hasAlarm: true },
    ]);
  });
});

describe('a hold that nobody confirms', () => {
  it('asks after 15 minutes, then hourly, alarms from the second hour, and is freed by nothing but the channel', async () => {
    await paid('HM1', '2026-05-01', 3);
    channel.tell(booking('HM1', sold, '2026-05-01', '2026-05-04', { status: 'pending', changedAt: null }));
    const gate = async () => (await listWaiting(ctx, { limit: 10 })).items;
    expect(await gate()).toEqual([]);
    clock.advance({ minutes: 14 });
    expect(await workDue(ctx)).toBe(0);
    clock.advance({ minutes: 1 });
    expect(await workDue(ctx)).toBe(1);
    expect(await gate()).toMatchObject([{ kind: 'gate', protection: 'held', hasAlarm: false, hours: 0 }]);
    clock.advance({ minutes: 59 });
    expect(await workDue(ctx)).toBe(0);
    clock.advance({ minutes: 1 });
    expect(await workDue(ctx)).toBe(1);
    expect(await gate()).toMatchObject([{ kind: 'gate', hasAlarm: true, hours: 1 }]);
    for (let hour = 0; hour < 30; hour++) {
      clock.advance({ hours: 1 });
      expect(await workDue(ctx)).toBe(1);
    }
    expect(await isFree(sold, '2026-05-01', 1)).toBe(false);
    channel.bookings.delete('HM1');
    clock.advance({ hours: 1 });
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ status: 'cancelled', gateAskedAt: null });
    expect(await isFree(sold, '2026-05-01', 1)).toBe(true);
    expect(await gate()).toEqual([]);
    expect(await ctx.db.select().from(jobs).where(eq(jobs.orgId, ctx.org))).toEqual([]);
  });

  it('is asked for again for as long as the channel cannot be asked', async () => {
    await paid('HM1', '2026-05-01', 3);
    channel.before = () => {
      throw new ChannelError('transient', 'The channel did not answer.');
    };
    for (let attempt = 0; attempt < 15; attempt++) {
      clock.advance({ minutes: 15 });
      expect(await workDue(ctx)).toBe(1);
    }
    channel.before = () => {};
    channel.tell(booking('HM1', sold, '2026-05-01', '2026-05-04'));
    clock.advance({ minutes: 15 });
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')?.status).toBe('confirmed');
  });

  it('is not freed by the word "inquiry", which only says that nothing is decided', async () => {
    await paid('HM1', '2026-05-01', 3);
    channel.tell(booking('HM1', sold, '2026-05-01', '2026-05-04', { status: 'inquiry' }));
    clock.advance({ minutes: 15 });
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')?.status).toBe('pending');
    channel.tell(booking('HM1', sold, '2026-05-01', '2026-05-04', { status: 'cancelled' }));
    clock.advance({ hours: 1 });
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')?.status).toBe('cancelled');
  });
});

describe('a change of a booking that stands', () => {
  async function confirmed() {
    channel.tell(booking('HM1', sold, '2026-05-10', '2026-05-13'));
    await paid('HM1', '2026-05-10', 3);
    clock.advance({ minutes: 15 });
    await workDue(ctx);
  }

  it('holds what it adds beside the old nights, and becomes the booking when the channel confirms', async () => {
    await confirmed();
    expect(await changed('HM1', '2026-05-12', 4)).toBe(true);
    expect(await roomsOf('HM1')).toEqual(['1 2026-05-10..2026-05-13', 'change-1 2026-05-13..2026-05-16']);
    expect((await bookings(ctx)).get('HM1')?.status).toBe('confirmed');
    expect(await isFree(sold, '2026-05-15', 1)).toBe(false);
    channel.tell(booking('HM1', sold, '2026-05-12', '2026-05-16', { changedAt: clock.now() }));
    clock.advance({ minutes: 15 });
    await workDue(ctx);
    expect(await roomsOf('HM1')).toEqual(['1 2026-05-12..2026-05-16']);
    expect(await isFree(sold, '2026-05-10', 2)).toBe(true);
    expect(await unprotectedStays(ctx)).toEqual([]);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('is not forgotten for a poll that still tells the old nights', async () => {
    await confirmed();
    await changed('HM1', '2026-05-12', 4);
    clock.advance({ minutes: 5 });
    await syncConnection(ctx, { connectionId, trigger: 'schedule' });
    expect(await roomsOf('HM1')).toHaveLength(2);
    expect((await bookings(ctx)).get('HM1')?.gateAskedAt).not.toBeNull();
  });

  it('that came to nothing lets go of what it added, and keeps the booking', async () => {
    await confirmed();
    await changed('HM1', '2026-07-01', 2);
    clock.advance({ minutes: 15 });
    await workDue(ctx);
    expect(await roomsOf('HM1')).toEqual(['1 2026-05-10..2026-05-13']);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ status: 'confirmed', gateAskedAt: null });
    expect(await isFree(sold, '2026-07-01', 2)).toBe(true);
  });

  it('is refused where another guest stands on a night it wants; its own are no obstacle', async () => {
    await confirmed();
    await apply(ctx, stay('direct:D1', unitId, '2026-05-14', '2026-05-15'));
    expect(await changed('HM1', '2026-05-09', 5)).toBe(true);
    expect(await changed('HM1', '2026-05-12', 4)).toBe(false);
    expect(await changed('HM1', '2026-05-11', 1)).toBe(true);
  });
});

describe('an account that is not connected any more', () => {
  it('sells nothing through us', async () => {
    await connect(await calls.org());
    await ctx.db.update(connections).set({ status: 'disconnected' }).where(eq(connections.id, connectionId));
    expect(await isFree(sold, '2026-05-01', 2)).toBe(false);
  });
});

describe('a listing with a pool of units behind it', () => {
  let second: string;
  beforeEach(async () => {
    const [row] = await ctx.db.select().from(mappings).where(eq(mappings.unitId, unitId));
    const { unitId: another } = await makeUnit(ctx);
    second = another;
    const behind = { orgId: ctx.org, mappingId: row?.id ?? '', unitId: another, position: 1 };
    await ctx.db.insert(mappingUnits).values(behind);
  });
  const unitsOf = async (code: string) =>
    ((await bookings(ctx)).get(code)?.rooms ?? [])
      .filter((room) => room.status === 'active')
      .map((room) => room.unitId);

  it('may be sold as long as one of them is free', async () => {
    await apply(ctx, stay('direct:a', unitId, '2026-05-03', '2026-05-06'));
    expect(await isFree(sold, '2026-05-04', 3)).toBe(true);
    await apply(ctx, stay('direct:b', second, '2026-05-06', '2026-05-08'));
    expect(await isFree(sold, '2026-05-04', 3)).toBe(false);
    expect(await isFree(sold, '2026-05-04', 2)).toBe(true);
  });

  it('of many guests who pay at once lets in as many as there are units, each on one of its own', async () => {
    const answers = await Promise.all(
      ['HMP1', 'HMP2', 'HMP3', 'HMP4'].map((code) => paid(code, '2026-05-04', 3)),
    );
    expect(answers.filter((answer) => answer)).toHaveLength(2);
    const held = await Promise.all(['HMP1', 'HMP2', 'HMP3', 'HMP4'].map(unitsOf));
    expect(held.flat().sort()).toEqual([unitId, second].sort());
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('holds a change on another unit where the booking’s own has no room, and moves it when that is confirmed', async () => {
    channel.tell(booking('HMC1', sold, '2026-05-04', '2026-05-06'));
    await syncConnection(ctx, { connectionId, trigger: 'manual' });
    const [own] = await unitsOf('HMC1');
    const other = own === unitId ? second : unitId;
    await apply(ctx, stay('direct:n', own ?? '', '2026-05-06', '2026-05-09'));
    expect(await changed('HMC1', '2026-05-04', 4)).toBe(true);
    expect((await unitsOf('HMC1')).sort()).toEqual([unitId, second].sort());
    channel.tell(booking('HMC1', sold, '2026-05-04', '2026-05-08', { changedAt: clock.now() }));
    await syncConnection(ctx, { connectionId, trigger: 'manual' });
    expect(await unitsOf('HMC1')).toEqual([other]);
    expect(await openConflicts(ctx)).toEqual([]);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });
});
