import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import type { DoorPort, QueueItem, QueueName, QueuePort } from '#lib/providers/queue-contract.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import { type BookingWorld, bookingWorld, machineOf } from './booking-world.ts';
import { failure, getOf, linked, oauthOf, walk } from './world.ts';

/*
 * Booking.com's own words, said by its simulator and heard by our adapter: both were written from the same facts by
 * different hands, so a word that one of them misread is found here.
 */

let world: BookingWorld;
let access: Access;
afterEach(() => world.close());
const begin = async (settings: Readonly<Record<string, unknown>> = {}) => {
  world = await bookingWorld(settings);
  access = await world.attached();
};

const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };
const FROM = night('2026-11-01');
const book = (more: object = {}) => world.book({ listingId: world.account.listingIds[0], ...STAY, ...more });

function queues(): QueuePort {
  const { queues } = world.provider;
  if (queues === null) throw new Error('the channel has queues');
  return queues;
}

function door(): DoorPort {
  const { door } = world.provider;
  if (door === null) throw new Error('the channel has a door');
  return door;
}

const waiting = async (queue: QueueName) =>
  (await queues().poll(access, queue, access.groupIds ?? null)).items;
const acknowledge = (
  queue: QueueName,
  item: QueueItem,
  refusal: { code: string; message: string } | null = null,
) =>
  queues().acknowledge(access, {
    queue,
    externalId: item.externalId ?? '',
    ackToken: item.ackToken,
    confirmation: 'res_17',
    refusal,
  });
const listed = (): Promise<ChannelReservation[]> =>
  walk((page) => world.provider.reservations.list(access, { listingId: null, from: FROM, page }));
const of = (items: readonly QueueItem[], code: string) => {
  const item = items.find((one) => one.externalId === code);
  if (!item) throw new Error(`${code} is not among them`);
  return item;
};

describe.each([[{}], [{ responseTokens: true }], [{ cancel: 'noRoomStays' }], [{ cancel: 'resStatus' }]])(
  'the queues, %o',
  (settings) => {
    beforeEach(() => begin(settings));

    it('keep a new booking until it is acknowledged, and the same rooms as the list has', async () => {
      const code = await book({ guest: 'Ann Lee' });
      const item = of(await waiting('new'), code);
      expect(item.reservation).toMatchObject({
        status: 'confirmed',
        rooms: [{ ...STAY, guest: { name: 'Ann Lee' } }],
      });
      expect(item.unreadable).toBeNull();
      expect(of(await waiting('new'), code)).toBeDefined();
      const inList = (await listed()).find((one) => one.externalId === code);
      const [room] = item.reservation?.rooms ?? [];
      expect(inList).toMatchObject({
        roomRef: room?.roomRef,
        listingId: room?.listingId,
        checkIn: room?.checkIn,
        total: room?.total,
        pricing: room?.pricing,
      });
      expect(await acknowledge('new', item)).toBe('heard');
      expect(await acknowledge('new', item)).toBe('heard');
      expect((await waiting('new')).map((one) => one.externalId)).not.toContain(code);
    });

    it('tell a change and a cancellation in the other queue', async () => {
      const code = await book();
      await acknowledge('new', of(await waiting('new'), code));
      world.advance({ minutes: 1 });
      await world.modify(code, { checkIn: '2027-03-02', checkOut: '2027-03-06' });
      const changed = of(await waiting('modified'), code);
      expect(changed.reservation?.rooms[0]).toMatchObject({ checkIn: '2027-03-02', checkOut: '2027-03-06' });
      expect(await acknowledge('modified', changed)).toBe('heard');
      await world.cancel(code);
      const ended = of(await waiting('modified'), code);
      expect(ended.reservation).toMatchObject({
        status: 'cancelled',
        groupId: expect.stringMatching(/^\d+$/),
      });
      expect(await acknowledge('modified', ended)).toBe('heard');
      expect(await waiting('modified')).toEqual([]);
    });

    it('tell as new, with the newest content, what changed before it was acknowledged', async () => {
      const code = await book();
      const before = of(await waiting('new'), code);
      await world.modify(code, { checkIn: '2027-03-02', checkOut: '2027-03-06' });
      expect(await acknowledge('new', before)).toBe('stale');
      const after = of(await waiting('new'), code);
      expect(after.reservation?.rooms[0]).toMatchObject({ checkIn: '2027-03-02' });
      expect(await acknowledge('new', after)).toBe('heard');
    });

    it('want the acknowledgement where the message came from', async () => {
      const code = await book();
      expect(await acknowledge('modified', of(await waiting('new'), code))).toBe('stale');
    });

    it('hear that we cannot take one, and tell it no more', async () => {
      const code = await book();
      const refusal = { code: 'unknown_room', message: 'Nobody here knows this room type.' };
      expect(await acknowledge('new', of(await waiting('new'), code), refusal)).toBe('heard');
      expect((await waiting('new')).map((one) => one.externalId)).not.toContain(code);
    });
  },
);

describe('the queues', () => {
  it('never show a card', async () => {
    await begin();
    await world.control('book', {
      listing: access.groupIds?.[0],
      ...STAY,
      guest: 'Ann Lee',
      payment: 'card',
    });
    const { items, bytes } = await queues().poll(access, 'new', null);
    expect(items.length).toBeGreaterThan(0);
    const all = [bytes, ...items.map((item) => item.bytes)]
      .map((part) => Buffer.from(part).toString())
      .join('');
    expect(all).toContain('PaymentCard');
    expect(all).not.toMatch(/CardNumber="[^"]+"|SeriesCode="[^"]+"/);
  });

  it('of a property that is not ours are refused, and the account stands', async () => {
    await begin();
    const poll = queues().poll(access, 'new', ['999999']);
    expect((await failure(world, poll)).kind).toBe('rejected');
    expect(await queues().poll(access, 'new', [])).toMatchObject({ items: [] });
  });

  it('asked too soon say so', async () => {
    await begin({ intervals: true });
    await waiting('new');
    expect((await failure(world, waiting('new'))).kind).toBe('limited');
    world.advance({ seconds: queues().minSeconds });
    await expect(waiting('new')).resolves.toBeDefined();
  });
});

it('a booking of several rooms has each with its own dates, in the queue and in the list', async () => {
  await begin();
  const rooms = access.groupIds?.flatMap(() => world.account.listingIds) ?? [];
  const [roomType] = rooms;
  const { id: code } = await world.control<{ id: string }>('book', {
    listing: '777',
    checkIn: '2027-05-01',
    checkOut: '2027-05-04',
    guest: 'Ann Lee',
    rooms: [
      { roomType, checkIn: '2027-05-01', checkOut: '2027-05-02', guest: 'Ann Lee' },
      { roomType, checkIn: '2027-05-02', checkOut: '2027-05-04', guest: 'Bo Berg' },
    ],
  });
  const told = of(await waiting('new'), code).reservation?.rooms ?? [];
  expect(told).toMatchObject([
    { checkIn: '2027-05-01', checkOut: '2027-05-02', guest: { name: 'Ann Lee' } },
    { checkIn: '2027-05-02', checkOut: '2027-05-04', guest: { name: 'Bo Berg' } },
  ]);
  const inList = (await listed()).filter((one) => one.externalId === code);
  expect(inList.map((one) => one.roomRef).sort()).toEqual(told.map((one) => one.roomRef).sort());
  const { whole } = await getOf(world)(access, code);
  expect(whole?.rooms).toHaveLength(2);
});

describe.each(['bxml', 'ota'])('the reader, %s', (reader) => {
  it('asked what has changed since tells that, cancelled ones among it', async () => {
    await begin({ reader });
    const [old, kept, gone] = [
      await book(),
      await book({ checkIn: '2027-04-01', checkOut: '2027-04-03' }),
      await book({ checkIn: '2027-04-05', checkOut: '2027-04-07' }),
    ];
    world.advance({ hours: 2 });
    // The token has run out.
    access = await world.attached();
    const changedSince = world.now();
    world.advance({ minutes: 1 });
    await world.modify(kept, { checkIn: '2027-04-01', checkOut: '2027-04-04' });
    await world.cancel(gone);
    const changed = await walk((page) =>
      world.provider.reservations.list(access, { listingId: null, from: FROM, page, changedSince }),
    );
    const codes = changed.map((one) => one.externalId);
    expect(codes).toEqual(expect.arrayContaining([kept, gone]));
    expect(codes).not.toContain(old);
    expect(changed.find((one) => one.externalId === gone)?.status).toBe('cancelled');
  });
});

it('a list longer than one answer is told to its end, each once', async () => {
  await begin({ reader: 'ota', readMost: 5 });
  const codes: string[] = [];
  for (let at = 0; at < 14; at++) {
    const checkIn = night('2027-03-10').replace('10', String(10 + at));
    codes.push(await book({ checkIn, checkOut: checkIn.replace(/\d\d$/, String(11 + at)) }));
  }
  const got = await listed();
  expect(got.map((one) => one.externalId)).toEqual(expect.arrayContaining(codes));
  expect(new Set(got.map((one) => `${one.externalId} ${one.roomRef}`)).size).toBe(got.length);
});

describe.each(['ota', 'booking'])('what is pushed, in the dialect %s', (pushDialect) => {
  beforeEach(async () => {
    await begin({ pushDialect });
  });

  it('is read at the door, and our answer ends it', async () => {
    const answered: string[] = [];
    await world.control(
      'settings',
      {
        webhookUrl: await world.listen((call) => {
          const read = door().read(call.bytes, call.headers['content-type'] ?? null);
          answered.push(...read.items.map((item) => item.externalId ?? ''));
          expect(read.echo).toMatch(/\S/);
          expect(read.items[0]?.reservation?.rooms[0]).toMatchObject(STAY);
          const items = read.items.map(({ externalId }) => ({
            externalId,
            confirmation: 'res_17',
            error: null,
          }));
          return door().answer(read.kind, { echo: read.echo, items, fault: null }, world.now());
        }),
      },
      'PUT',
    );
    const code = await book({ guest: 'Ann Lee' });
    await world.control('deliver', {});
    await world.settle();
    expect(answered).toContain(code);
    expect((await waiting('new')).map((one) => one.externalId)).not.toContain(code);
  });
});

describe('access', () => {
  it('names the properties that were granted, and they can be reached', async () => {
    await begin();
    const { groupIds } = await linked(world);
    expect(groupIds).toEqual(access.groupIds);
    const may = await machineOf(world.provider).mayReach(access, [...(groupIds ?? []), '999999']);
    expect([...may].sort()).toEqual([...(groupIds ?? [])].sort());
  });

  it('ends where we let go', async () => {
    world = await bookingWorld({});
    const begun = await linked(world);
    access = begun;
    await world.takeBack(world.account.id);
    expect(await machineOf(world.provider).mayReach(begun, begun.groupIds ?? [])).toEqual(new Set());
    expect((await failure(world, waiting('new'))).kind).toBe('rejected');
    await expect(oauthOf(world).isValid(begun)).resolves.toBe(true);
  });

  it('of a machine account is an hour, thirty times an hour, and refused to others', async () => {
    world = await bookingWorld({});
    const machine = machineOf(world.provider);
    const wrong = machine.exchange({ ...world.app, clientSecret: 'made-up-secret' });
    expect((await failure(world, wrong)).kind).toBe('auth');
    for (let at = 0; at < machine.tokensPerHour; at++) {
      const tokens = await machine.exchange(world.app);
      expect(tokens.accountId).toMatch(/\S/);
      const seconds = (tokens.expiresAt.epochMilliseconds - world.now().epochMilliseconds) / 1000;
      expect(Math.abs(seconds - 3600)).toBeLessThan(2);
    }
    expect((await failure(world, machine.exchange(world.app))).kind).toBe('limited');
    world.advance({ hours: 1, minutes: 1 });
    await expect(machine.exchange(world.app)).resolves.toBeDefined();
  });
});
