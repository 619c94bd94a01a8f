import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connections, listings } from '#db/schema/connections.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { FakeQueues, room, roomType, whole } from './fake-queues.ts';
import { bookings, connect, connectionRow, runsOf } from './world.ts';

const clock = testClock('2026-03-01T12:00:00Z');
const channel = new FakeQueues(() => clock.now());
let world: TestWorld;
let ctx: Ctx;
let connectionId: string;

beforeAll(async () => {
  world = await testWorld({ clock, deps: { channels: channel.channels() } });
});
afterAll(() => world.close());
beforeEach(async () => {
  channel.reset();
  await world.deps.db.update(connections).set({ status: 'disconnected' });
  clock.advance({ hours: 3 });
  ctx = await world.org();
  await makeUnit(ctx);
  connectionId = await machine(ctx);
  channel.listings = [roomType('R1', 'H1'), roomType('R2', 'H2')];
});

function machine(org: Ctx, more: Partial<typeof connections.$inferInsert> = {}): Promise<string> {
  const none = { accessTokenSealed: null, refreshTokenSealed: null, tokenExpiresAt: null };
  return connect(org, { provider: 'booking', mode: 'machine', ...none, ...more });
}

const sync = (org: Ctx = ctx, id = connectionId) =>
  syncConnection(org, { connectionId: id, trigger: 'schedule' });
const known = async (code: string) => {
  const found = (await bookings(ctx)).get(code);
  const rooms = found?.rooms.filter((one) => one.status === 'active').map((one) => one.roomRef);
  return found ? `${found.status} ${rooms?.sort()}` : null;
};
const MAY = ['2026-05-01', '2026-05-04'] as const;

describe('a channel that tells whole reservations', () => {
  it('is read in full at first, then for what has changed, once a day in full again', async () => {
    channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY), room('2', 'R1', ...MAY)]));
    await sync();
    expect(await known('B1')).toBe('confirmed 1,2');
    clock.advance({ minutes: 30 });
    await sync();
    clock.advance({ hours: 24 });
    await sync();
    const asked = channel.calls.filter((call) => call === 'list' || call === 'changed');
    expect(asked).toEqual(['list', 'changed', 'list']);
  });

  it('frees a room that a reservation no longer lists, and what it names as ended', async () => {
    channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY), room('2', 'R1', ...MAY)]));
    channel.reservations.set('B2', whole('B2', 'H1', [room('1', 'R1', '2026-06-01', '2026-06-05')]));
    await sync();
    clock.advance({ minutes: 30 });
    channel.reservations.set('B1', whole('B1', 'H1', [room('2', 'R1', ...MAY)]));
    channel.reservations.set('B2', whole('B2', 'H1', []));
    channel.reservations.set('B3', whole('B3', 'H1', []));
    await sync();
    expect([await known('B1'), await known('B2'), await known('B3')]).toEqual([
      'confirmed 2',
      'cancelled ',
      null,
    ]);
  });

  it('is asked by its id for what its whole list leaves out, before anything is freed', async () => {
    channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.reservations.set('B2', whole('B2', 'H1', [room('1', 'R1', '2026-06-01', '2026-06-05')]));
    await sync();
    clock.advance({ hours: 25 });
    channel.reservations.set('B1', whole('B1', 'H1', []));
    channel.reservations.delete('B2');
    await sync();
    expect(channel.calls.filter((call) => call.startsWith('get'))).toEqual(['get B1', 'get B2']);
    expect(await known('B1')).toBe('cancelled ');
    expect(await known('B2')).toBe('confirmed 1');
    expect((await listWaiting(ctx, { limit: 9 })).items.map((one) => one.externalId)).toContain('B2');
    expect((await runsOf(ctx, connectionId)).at(-1)?.errors).toMatchObject([{ code: 'booking_gone' }]);
  });

  it('frees nothing where its list ended early', async () => {
    channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await sync();
    clock.advance({ hours: 25 });
    channel.reservations.clear();
    channel.before = (call) => {
      if (call === 'list') throw new ChannelError('malformed', 'A half answer.');
    };
    await sync();
    expect(channel.times('get')).toBe(0);
    expect(await known('B1')).toBe('confirmed 1');
  });

  it('does not undo what came by another way while it was asked', async () => {
    channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await sync();
    clock.advance({ minutes: 30 });
    const { pollQueues } = await import('#lib/domain/intake/poll-queues.ts');
    channel.before = async (call) => {
      if (call !== 'changed') return;
      channel.before = () => {};
      clock.advance({ seconds: 1 });
      channel.tell(whole('B1', 'H1', [room('1', 'R1', '2026-05-02', '2026-05-09')]), 'modified');
      await pollQueues(ctx, connectionId);
      channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    };
    await sync();
    expect((await bookings(ctx)).get('B1')?.rooms).toMatchObject([{ checkOut: '2026-05-09' }]);
  });

  it('shows a connection the properties that it was granted, and no other host’s', async () => {
    await ctx.db
      .update(connections)
      .set({ granted: ['H2'], mode: 'consent' })
      .where(eq(connections.id, connectionId));
    const other = await world.org();
    const otherId = await machine(other);
    channel.reservations.set('B1', whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.reservations.set('B2', whole('B2', 'H2', [room('1', 'R2', ...MAY)]));
    await sync();
    await sync(other, otherId);
    const shown = async (id: string) =>
      (await world.deps.db.select().from(listings).where(eq(listings.connectionId, id))).map(
        (one) => one.externalId,
      );
    expect([await shown(connectionId), await shown(otherId)]).toEqual([['R2'], ['R1']]);
    expect([...(await bookings(ctx)).keys()]).toEqual(['B2']);
    expect([...(await bookings(other)).keys()]).toEqual(['B1']);
    expect((await connectionRow(ctx, connectionId)).lastErrorCode).toBeNull();
  });
});
