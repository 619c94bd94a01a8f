import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { connections, quarantine, queueMessages } from '#db/schema/connections.ts';
import { notices } from '#db/schema/notices.ts';
import { jobs } from '#db/schema/work.ts';
import { getConnection } from '#lib/domain/connections/queries.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { fetchReservation } from '#lib/domain/intake/fetch-reservation.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { pollQueues } from '#lib/domain/intake/poll-queues.ts';
import { scanNotices } from '#lib/domain/notices/scan.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeUnit, openConflicts, unprotectedStays } from '#tests/support/stays.ts';
import { FakeQueues, room, whole } from './fake-queues.ts';
import { bookings, connectionRow, machine, sells } from './world.ts';

const clock = testClock('2026-03-01T12:00:00Z');
const channel = new FakeQueues(() => clock.now());
let world: TestWorld;
let ctx: Ctx;
let connectionId: string;
let unitId: string;

beforeAll(async () => {
  world = await testWorld({ clock, deps: { channels: channel.channels() } });
});
afterAll(() => world.close());
beforeEach(async () => {
  channel.reset();
  await world.deps.db.update(connections).set({ status: 'disconnected' });
  clock.advance({ hours: 3 });
  ctx = await world.org();
  ({ unitId } = await makeUnit(ctx));
  connectionId = await machine(ctx);
  await sells(ctx, connectionId, 'R1', 'H1', unitId);
});

const poll = (org: Ctx = ctx, id = connectionId) => pollQueues(org, id);
const later = (seconds: number) => clock.advance({ seconds });
const messages = () => ctx.db.select().from(queueMessages).where(eq(queueMessages.orgId, ctx.org));
const stays = async (code: string, org: Ctx = ctx) =>
  ((await bookings(org)).get(code)?.rooms ?? [])
    .filter((one) => one.status === 'active')
    .map(
      (one) =>
        `${one.roomRef} ${one.checkIn}..${one.checkOut} ${one.unitId === unitId ? 'here' : one.unitId}`,
    )
    .sort();
const seconds = (at: Temporal.Instant | null) => at && Math.round(at.since(clock.now()).total('seconds'));

const MAY = ['2026-05-01', '2026-05-04'] as const;

describe('a booking in a queue', () => {
  it('is stored, applied and then acknowledged on its own queue, by itself, with our number', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.tell(whole('B2', 'H1', [room('1', 'R1', '2026-06-01', '2026-06-03')]), 'modified');
    expect(seconds(await poll())).toBe(60);
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 here']);
    expect(await stays('B2')).toEqual(['1 2026-06-01..2026-06-03 here']);
    expect(channel.calls.filter((call) => call.startsWith('ack'))).toEqual(['ack new B1', 'ack modified B2']);
    expect(channel.offered()).toEqual([]);
    const known = await bookings(ctx);
    expect(channel.confirmations.get('B1')).toBe(known.get('B1')?.id);
    expect(await messages()).toMatchObject([
      { externalId: 'B1', queue: 'new', answer: 'taken', ackAttempts: 1 },
      { externalId: 'B2', queue: 'modified', answer: 'taken', ackAttempts: 1 },
    ]);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('changes and ends by what comes next: a room that is not listed any more is free', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY), room('2', 'R1', '2026-07-01', '2026-07-03')]));
    await poll();
    later(60);
    channel.tell(whole('B1', 'H1', [room('1', 'R1', '2026-05-02', '2026-05-05')]), 'modified');
    await poll();
    expect(await stays('B1')).toEqual(['1 2026-05-02..2026-05-05 here']);
    later(60);
    channel.tell(whole('B1', null, []), 'modified');
    await poll();
    expect((await bookings(ctx)).get('B1')).toMatchObject({ status: 'cancelled' });
    expect(await stays('B1')).toEqual([]);
  });

  it('that is changed and changed back is believed each time', async () => {
    const first = whole('B1', 'H1', [room('1', 'R1', ...MAY)]);
    const second = whole('B1', 'H1', [room('1', 'R1', '2026-05-10', '2026-05-12')]);
    for (const word of [first, second, first, second]) {
      channel.tell(word, 'modified');
      await poll();
      expect(await stays('B1')).toEqual([`1 ${word.rooms[0]?.checkIn}..${word.rooms[0]?.checkOut} here`]);
      later(60);
    }
  });

  it('of a room that we have not met waits in the inbox, is acknowledged, and the rooms are read', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R9', ...MAY)]));
    await poll();
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 null']);
    expect(channel.offered()).toEqual([]);
    const owed = await ctx.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.orgId, ctx.org), eq(jobs.kind, 'connection.sync')));
    expect(owed).toHaveLength(1);
  });

  it('that cannot be read is kept for a person, is not acknowledged, and holds up no other', async () => {
    channel.tellUnreadable('B1');
    channel.tellUnreadable(null);
    channel.tell(whole('B2', 'H1', [room('1', 'R1', ...MAY)]));
    await poll();
    expect(channel.calls.filter((call) => call.startsWith('ack'))).toEqual(['ack new B2']);
    const kept = await ctx.db.select().from(quarantine).where(eq(quarantine.connectionId, connectionId));
    expect(kept.map((one) => one.reason)).toEqual(['no_dates', 'no_dates']);
    later(60);
    await poll();
    expect(channel.times('ack')).toBe(1);
    expect(
      await ctx.db.select().from(quarantine).where(eq(quarantine.connectionId, connectionId)),
    ).toHaveLength(2);
  });

  it('whose id is known of another hotel is answered with a refusal, and nothing changes', async () => {
    await sells(ctx, connectionId, 'R2', 'H2', null);
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await poll();
    later(60);
    channel.tell(whole('B1', 'H2', [room('1', 'R2', '2026-08-01', '2026-08-05')]), 'modified');
    await poll();
    expect(channel.refusals).toEqual([{ externalId: 'B1', code: 'other_property' }]);
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 here']);
    expect((await messages()).map((one) => one.answer).sort()).toEqual(['refused', 'taken']);
  });

  it('is stored as it came before it is used, and an answer like the last is only counted', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    for (let times = 0; times < 3; times++) {
      await poll();
      later(60);
    }
    const stored = await ctx.db
      .select()
      .from(inboundMessages)
      .where(eq(inboundMessages.sourceId, connectionId));
    const seen = Object.fromEntries(
      stored.map((one) => [one.contentHash.split(' ').slice(0, 3).join(' '), one.timesSeen]),
    );
    expect(seen).toMatchObject({ 'queue new empty': 2, 'queue modified empty': 3 });
    expect(stored).toHaveLength(3);
  });
});

describe('an acknowledgement', () => {
  it('that is not heard is said again until it is, and nothing is applied twice', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    let fails = 2;
    channel.before = (call) => {
      if (call.startsWith('ack') && fails-- > 0)
        throw new ChannelError('transient', 'Not now.', { status: 503 });
    };
    expect(seconds(await poll())).toBe(15);
    expect(await messages()).toMatchObject([{ ackedAt: null, answer: 'taken', ackAttempts: 1 }]);
    later(15);
    expect(seconds(await poll())).toBe(15);
    later(15);
    await poll();
    expect(channel.offered()).toEqual([]);
    expect(await messages()).toMatchObject([{ ackAttempts: 3, ackError: null }]);
    expect(channel.times('poll new')).toBe(1);
  });

  it('of what has changed since leads to the newest, as soon as the channel may be asked', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.after = (call) => {
      if (call !== 'poll new') return;
      channel.after = () => {};
      channel.waiting.new = [];
      channel.tell(whole('B1', 'H1', [room('1', 'R1', '2026-05-02', '2026-05-06')]), 'modified');
    };
    const next = await poll();
    expect(seconds(next)).toBe(20);
    expect(channel.times('ack modified')).toBe(1);
    expect(await stays('B1')).toEqual(['1 2026-05-02..2026-05-06 here']);
    later(20);
    await poll();
    expect((await messages()).filter((one) => one.ackedAt === null)).toEqual([]);
  });

  it('that the channel heard, though we did not hear that, is over once it is offered no more', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.after = (call) => {
      if (call.startsWith('ack')) throw new ChannelError('rejected', 'Cut off.');
    };
    await poll();
    expect(await messages()).toMatchObject([{ ackedAt: null }]);
    later(60);
    await poll();
    expect((await messages())[0]?.ackedAt).not.toBeNull();
  });
});

describe('a booking that leaves its queue before it was taken in', () => {
  /** It is offered, and a defect of ours keeps it from being applied. */
  const withdraw = () => {
    channel.waiting.new = [];
  };
  async function missed(after: () => void = withdraw) {
    let isBroken = false;
    channel.after = (call) => {
      if (call === 'poll new') isBroken = true;
    };
    const db = new Proxy(ctx.db, {
      get(target, name) {
        if (name !== 'transaction' || !isBroken) return Reflect.get(target, name);
        isBroken = false;
        return () => Promise.reject(new Error('a defect'));
      },
    });
    await poll({ ...ctx, db });
    channel.after = () => {};
    expect(await messages()).toMatchObject([{ externalId: 'B1', appliedAt: null, ackedAt: null }]);
    after();
    clock.advance({ minutes: 31 });
    await poll();
  }
  const inbox = async () =>
    (await listWaiting(ctx, { limit: 9 })).items.map((one) => [one.externalId, one.reason]);
  const owed = () =>
    ctx.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.orgId, ctx.org), eq(jobs.kind, 'reservation.fetch')));
  const fetch = () => fetchReservation(ctx, { connectionId, externalId: 'B1', why: 'webhook' });

  it('is shown to a person, and asked for by itself until it is', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await missed();
    expect(await inbox()).toEqual([['B1', 'withdrawn_unapplied']]);
    const [kept] = await ctx.db.select().from(quarantine).where(eq(quarantine.connectionId, connectionId));
    expect(Buffer.from(kept?.raw ?? []).toString()).toContain('B1');
    expect((await messages())[0]?.ackError).toBe('not offered any more, never applied');
    expect((await owed()).map((one) => one.key)).toEqual([`${connectionId}/B1`]);
    later(60);
    await poll();
    expect(await owed()).toHaveLength(1);
    await fetch();
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 here']);
    expect(await inbox()).toEqual([]);
  });

  it('stays with the person where the channel does not know it any more', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await missed();
    channel.reservations.delete('B1');
    await fetch();
    expect(await inbox()).toEqual([['B1', 'withdrawn_unapplied']]);
  });

  it('is over where a newer word on it was taken in', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await missed(() => channel.tell(whole('B1', 'H1', [room('1', 'R1', '2026-05-02', '2026-05-05')])));
    expect(await stays('B1')).toEqual(['1 2026-05-02..2026-05-05 here']);
    expect(await inbox()).toEqual([]);
    expect(await owed()).toEqual([]);
  });
});

describe('a process that ends', () => {
  class Killed extends Error {}
  /** The database goes on to say what was committed; everything of the dead process is gone. */
  const dying = (ctxOf: Ctx, when: (statement: string) => boolean): Ctx => {
    const db = new Proxy(ctxOf.db, {
      get(target, name) {
        if (name === 'update' || name === 'insert' || name === 'transaction') {
          return (...given: unknown[]) => {
            if (when(`${String(name)}`)) throw new Killed();
            return Reflect.apply(Reflect.get(target, name), target, given);
          };
        }
        return Reflect.get(target, name);
      },
    });
    return { ...ctxOf, db };
  };

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'at its write number %i loses nothing and doubles nothing',
    async (fatal) => {
      channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
      channel.tell(whole('B2', 'H1', [room('1', 'R1', '2026-06-01', '2026-06-04')]));
      await poll({ ...ctx }, await machineWithToken());
      let writes = 0;
      await pollQueues(
        dying(ctx, () => ++writes >= fatal),
        connectionId,
      ).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      for (let times = 0; times < 3; times++) {
        later(60);
        await poll();
      }
      expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 here']);
      expect(await stays('B2')).toEqual(['1 2026-06-01..2026-06-04 here']);
      expect(channel.offered()).toEqual([]);
      expect((await messages()).filter((one) => one.ackedAt === null)).toEqual([]);
      expect(await openConflicts(ctx)).toEqual([]);
    },
  );

  /** So that the fatal write is one of the poll and not of the first token. */
  async function machineWithToken(): Promise<string> {
    return newId('connection');
  }
});

describe('the queues', () => {
  it('are asked once a minute each, and not sooner than the channel allows where somebody waits', async () => {
    await poll();
    later(10);
    expect(seconds(await poll())).toBe(50);
    expect(seconds(await pollQueues(ctx, connectionId, { isWanted: true }))).toBe(10);
    expect(channel.times('poll')).toBe(2);
    later(10);
    await pollQueues(ctx, connectionId, { isWanted: true });
    expect(channel.times('poll')).toBe(4);
  });

  it('are left alone for a moment after an acknowledgement', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.after = (call) => {
      if (call.startsWith('ack')) later(18);
    };
    await poll();
    later(2);
    expect(channel.times('poll new')).toBe(1);
    await pollQueues(ctx, connectionId, { isWanted: true });
    expect(channel.times('poll new')).toBe(1);
    expect(channel.times('poll modified')).toBe(2);
    later(3);
    await pollQueues(ctx, connectionId, { isWanted: true });
    expect(channel.times('poll new')).toBe(2);
  });

  it('are asked by one of two workers at once', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    await Promise.all([poll(), poll(), poll()]);
    expect([channel.times('poll new'), channel.times('poll modified')]).toEqual([1, 1]);
    expect(channel.times('exchange')).toBeLessThanOrEqual(1);
    expect(await stays('B1')).toHaveLength(1);
  });

  it.each(['paused', 'expired', 'disconnected'] as const)(
    'are not asked while the connection is %s',
    async (status) => {
      await ctx.db.update(connections).set({ status }).where(eq(connections.id, connectionId));
      expect(await poll()).toBeNull();
      expect(channel.times('poll')).toBe(0);
    },
  );

  it('that fail are asked again, and what came of the other is taken in', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.before = (call) => {
      if (call === 'poll modified') throw new ChannelError('transient', 'Not now.', { status: 503 });
    };
    expect(seconds(await poll())).toBe(60);
    expect(await stays('B1')).toHaveLength(1);
    expect((await connectionRow(ctx, connectionId)).queuesAskedAt).not.toHaveProperty('modified.answered');
  });
});

describe('several hosts on one machine account', () => {
  it('are asked for together, and each gets its own and nothing of another’s', async () => {
    await ctx.db
      .update(connections)
      .set({ granted: ['H1'], mode: 'consent' })
      .where(eq(connections.id, connectionId));
    const other = await world.org();
    const mine = await makeUnit(other);
    const otherId = await machine(other, { granted: ['H2'], mode: 'consent' });
    await sells(other, otherId, 'R2', 'H2', mine.unitId);
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    channel.tell(whole('B2', 'H2', [room('1', 'R2', ...MAY)]));
    channel.tell(whole('B3', 'H3', [room('1', 'R3', ...MAY)]));
    await Promise.all([poll(), poll(other, otherId)]);
    expect(channel.calls.filter((call) => call.startsWith('poll'))).toEqual([
      'poll new H1,H2',
      'poll modified H1,H2',
    ]);
    expect([...(await bookings(ctx)).keys()]).toEqual(['B1']);
    expect([...(await bookings(other)).keys()]).toEqual(['B2']);
    expect(channel.offered()).toEqual(['B3']);
    const stored = await ctx.db.select().from(inboundMessages).where(eq(inboundMessages.orgId, ctx.org));
    expect(stored.map((one) => Buffer.from(one.body).toString()).join()).not.toContain('B2');
    later(60);
    channel.tell(whole('B2', null, []), 'modified');
    await poll();
    expect((await bookings(other)).get('B2')?.status).toBe('cancelled');
    expect((await bookings(ctx)).has('B2')).toBe(false);
  });

  it('do not lose their queues with one whose property was taken away', async () => {
    await ctx.db
      .update(connections)
      .set({ granted: ['H1', 'H9'], mode: 'consent' })
      .where(eq(connections.id, connectionId));
    channel.before = (call) => {
      if (call.startsWith('poll') && call.includes('H9'))
        throw new ChannelError('rejected', 'H9 is not attached.', { status: 403 });
    };
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    expect(seconds(await poll())).toBe(20);
    expect(await stays('B1')).toEqual([]);
    later(20);
    await poll();
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 here']);
    const polls = channel.calls.filter((call) => call.startsWith('poll'));
    expect(polls).toEqual(['poll new H1,H9', 'poll new', 'poll modified']);
  });
});

describe('the clock of what is not acknowledged', () => {
  const refuseAcks = () => {
    channel.before = (call) => {
      if (call.startsWith('ack')) throw new ChannelError('transient', 'Not now.', { status: 503 });
    };
  };
  const told = async () => {
    await scanNotices(world.deps);
    const open = await ctx.db
      .select()
      .from(notices)
      .where(and(eq(notices.orgId, ctx.org), isNull(notices.closedAt)));
    return open.filter((one) => one.cause === `queues:${connectionId}`).map((one) => one.state);
  };
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute++) {
      later(60);
      await poll();
    }
  };

  it('shows in the status and is told at ten minutes, at twenty and at the deadline, and ends when it is heard', async () => {
    channel.tell(whole('B1', 'H1', [room('1', 'R1', ...MAY)]));
    refuseAcks();
    await poll();
    expect((await getConnection(ctx, connectionId)).queues).toMatchObject({
      unacknowledged: 1,
      oldestAt: clock.now().toString(),
      deadlineMinutes: 30,
      level: 'well',
    });
    expect(await told()).toEqual([]);
    await minutes(10);
    expect(await told()).toEqual(['unacked_alarm']);
    await minutes(10);
    expect((await getConnection(ctx, connectionId)).queues).toMatchObject({ level: 'red' });
    expect(await told()).toEqual(['unacked_red']);
    await minutes(10);
    expect(await told()).toEqual(['unacked_missed']);
    channel.before = () => {};
    await minutes(1);
    expect((await getConnection(ctx, connectionId)).queues).toMatchObject({
      unacknowledged: 0,
      level: 'well',
    });
    expect(await told()).toEqual([]);
  });

  it('runs for what cannot be read, too, until the channel offers it no more', async () => {
    channel.tellUnreadable('B1');
    await poll();
    await minutes(12);
    expect(await told()).toEqual(['unacked_alarm']);
    channel.waiting.new = [];
    await minutes(1);
    expect(await told()).toEqual([]);
  });

  it('is told as well where the queues cannot be read, though not while they are paused', async () => {
    await poll();
    channel.before = (call) => {
      if (call.startsWith('poll')) throw new ChannelError('transient', 'Not now.', { status: 503 });
    };
    await minutes(11);
    expect(await told()).toEqual(['unread']);
    await ctx.db.update(connections).set({ status: 'paused' }).where(eq(connections.id, connectionId));
    expect(await told()).toEqual([]);
  });
});
