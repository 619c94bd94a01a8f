import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyReservations } from '#lib/domain/intake/apply-reservations.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { restoreWaiting } from '#lib/domain/intake/restore-waiting.ts';
import { settleWaiting } from '#lib/domain/intake/settle-waiting.ts';
import { testClock } from '#lib/kernel/clock.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { heldBy, openConflicts } from '#tests/support/stays.ts';
import { booking } from './channel.ts';
import { addListing, bookings, journalOf, soldUnit } from './world.ts';

let world: TestWorld;
let ctx: Ctx;
let sold: Awaited<ReturnType<typeof soldUnit>>;
const clock = testClock('2026-03-01T12:00:00Z');

beforeAll(async () => {
  world = await testWorld({ clock });
});
afterAll(() => world.close());
beforeEach(async () => {
  ctx = await world.org();
  sold = await soldUnit(ctx, 'L1');
  await addListing(ctx, sold.connectionId, 'L2');
});

const told = (...items: ChannelReservation[]) =>
  inTx(ctx, (tx) =>
    applyReservations(
      tx,
      { id: sold.connectionId, provider: 'airbnb' },
      { items, unreadable: [{ externalId: null, reason: 'no code', raw: '{"x":1}' }] },
      { reason: 'test', messageId: 'msg_1' },
    ),
  );
const waiting = async (asked: Partial<Parameters<typeof listWaiting>[1]> = {}) =>
  (await listWaiting(ctx, { limit: 50, ...asked })).items;
const first = async (kind: 'unmapped' | 'unknown_status' | 'unreadable') =>
  (await waiting({ kind }))[0]?.id ?? '';

describe('what waits', () => {
  it('says what it is, whether its nights are protected, and for how many hours', async () => {
    await told(
      booking('HM1', 'L2', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L1', '2026-05-01', '2026-05-04', { status: 'unknown', channelStatus: 'on_the_moon' }),
      booking('OLD', 'L2', '2025-05-01', '2025-05-04'),
      booking('OFF', 'L2', '2026-05-01', '2026-05-04', { status: 'cancelled' }),
    );
    clock.advance({ minutes: 150 });
    const found = Object.fromEntries((await waiting()).map((one) => [one.kind, one]));
    expect(Object.keys(found).sort()).toEqual(['unknown_status', 'unmapped', 'unreadable']);
    expect(found.unmapped).toMatchObject({
      externalId: 'HM1',
      listing: { externalId: 'L2' },
      connection: { id: sold.connectionId },
      guestName: 'Ada Lovelace',
      protection: 'none',
      hours: 2,
      hasAlarm: true,
    });
    expect(found.unknown_status).toMatchObject({ channelStatus: 'on_the_moon', protection: 'held' });
    expect(found.unreadable).toMatchObject({ reason: 'no code', externalId: null });
  });

  it('is listed by pages, and only to its own organization', async () => {
    await told(
      booking('HM1', 'L2', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L2', '2026-06-01', '2026-06-04'),
    );
    const one = await listWaiting(ctx, { limit: 2 });
    const two = await listWaiting(ctx, { limit: 2, cursor: one.nextCursor ?? '' });
    expect([one.items.length, two.items.length, two.nextCursor]).toEqual([2, 1, null]);
    expect((await listWaiting(await world.org(), { limit: 50 })).items).toEqual([]);
  });

  it('is placed on a unit by hand, where it holds its nights or opens a conflict, and stays there', async () => {
    await told(
      booking('HM1', 'L2', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L2', '2026-05-02', '2026-05-05'),
    );
    const one = await settleWaiting(ctx, await first('unmapped'), {
      action: 'place',
      unitId: sold.propertyId,
    });
    const two = await settleWaiting(ctx, await first('unmapped'), { action: 'place', unitId: sold.unitId });
    expect([one.conflictIds.length, two.conflictIds.length]).toEqual([0, 1]);
    expect(await openConflicts(ctx)).toHaveLength(1);
    const room = (await bookings(ctx)).get('HM1')?.rooms[0];
    expect(await heldBy(ctx, room?.id ?? '')).toHaveLength(1);
    await told(booking('HM1', 'L2', '2026-05-01', '2026-05-04'));
    expect((await bookings(ctx)).get('HM1')?.rooms[0]?.unitId).toBe(sold.unitId);
    expect(await waiting({ kind: 'unmapped' })).toEqual([]);
    await expect(
      settleWaiting(ctx, room?.id ?? '', { action: 'place', unitId: sold.unitId }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('without a unit cannot be dismissed: nothing would protect its guest', async () => {
    await told(booking('HM1', 'L2', '2026-05-01', '2026-05-04'));
    await expect(settleWaiting(ctx, await first('unmapped'), { action: 'dismiss' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('for an unknown status alarms no more once dismissed, until the channel says another one', async () => {
    const odd = booking('HM2', 'L1', '2026-05-01', '2026-05-04', { status: 'unknown', channelStatus: 'odd' });
    await told(odd);
    await settleWaiting(ctx, await first('unknown_status'), { action: 'dismiss', note: 'asked the guest' });
    await told(odd);
    expect(await waiting({ kind: 'unknown_status' })).toEqual([]);
    expect((await bookings(ctx)).get('HM2')?.rooms[0]?.status).toBe('active');
    await told({ ...odd, channelStatus: 'odder' });
    expect(await waiting({ kind: 'unknown_status' })).toHaveLength(1);
  });

  it('and cannot be read is put away, in the journal, and never twice', async () => {
    await told();
    const id = await first('unreadable');
    await settleWaiting(ctx, id, { action: 'dismiss', note: 'spam' });
    expect(await journalOf(ctx, 'booking.dismissed')).toMatchObject([{ reason: 'spam' }]);
    await expect(settleWaiting(ctx, id, { action: 'dismiss' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('comes back, alarm and all, when its dismissal is taken back, and the journal tells both', async () => {
    await told(booking('HM2', 'L1', '2026-05-01', '2026-05-04', { status: 'unknown', channelStatus: 'odd' }));
    const [odd, unreadable] = [await first('unknown_status'), await first('unreadable')];
    clock.advance({ minutes: 1 });
    for (const id of [odd, unreadable]) await settleWaiting(ctx, id, { action: 'dismiss' });
    expect(await waiting()).toEqual([]);
    clock.advance({ minutes: 1 });
    for (const id of [odd, unreadable]) await restoreWaiting(ctx, id);
    expect((await waiting()).sort((a, b) => (a.kind < b.kind ? -1 : 1))).toMatchObject([
      { id: odd, kind: 'unknown_status', channelStatus: 'odd', protection: 'held', hasAlarm: true },
      { id: unreadable, kind: 'unreadable', reason: 'no code', hasAlarm: true },
    ]);
    expect(await journalOf(ctx, 'booking.restored')).toMatchObject([{ after: { quarantineId: unreadable } }]);
    const reasons = (await journalOf(ctx, 'reservation.updated')).map((row) => row.reason);
    expect(reasons.sort()).toEqual(['dismissal taken back', 'dismissed']);
  });

  it('is restored once: not what waits already, nor what could not be dismissed', async () => {
    await told(
      booking('HM1', 'L2', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L1', '2026-05-01', '2026-05-04', { status: 'unknown', channelStatus: 'odd' }),
      booking('HM4', 'L1', '2026-06-01', '2026-06-04'),
    );
    const restore = (id: string) => restoreWaiting(ctx, id);
    const [unmapped, odd, unreadable] = [
      await first('unmapped'),
      await first('unknown_status'),
      await first('unreadable'),
    ];
    const refused = { code: 'conflict' };
    await expect(restore(unmapped)).rejects.toMatchObject(refused);
    await expect(restore(odd)).rejects.toMatchObject(refused);
    await expect(restore((await bookings(ctx)).get('HM4')?.id ?? '')).rejects.toMatchObject(refused);
    await expect(restore(unreadable)).rejects.toMatchObject(refused);
    await expect(restore(unreadable.replace(/.{4}$/, 'zzzz'))).rejects.toMatchObject({
      code: 'not_found',
    });
    await settleWaiting(ctx, unreadable, { action: 'dismiss' });
    const both = await Promise.allSettled([restore(unreadable), restore(unreadable)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await journalOf(ctx, 'booking.restored')).toHaveLength(1);
  });

  it('does not come back over what the channel has told since', async () => {
    const odd = booking('HM2', 'L1', '2026-05-01', '2026-05-04', { status: 'unknown', channelStatus: 'odd' });
    await told(odd);
    const [status, unreadable] = [await first('unknown_status'), await first('unreadable')];
    for (const id of [status, unreadable]) await settleWaiting(ctx, id, { action: 'dismiss' });
    clock.advance({ minutes: 1 });
    // Both are told of again: one with a word that is known, the other as unreadable as before.
    await told({ ...odd, status: 'confirmed', channelStatus: 'accept' });
    const again = await waiting();
    expect(again).toMatchObject([{ kind: 'unreadable' }]);
    const changed = { code: 'conflict', details: { reason: 'changed_meanwhile' } };
    await expect(restoreWaiting(ctx, status)).rejects.toMatchObject(changed);
    await expect(restoreWaiting(ctx, unreadable)).rejects.toMatchObject(changed);
    expect(await waiting()).toEqual(again);
    expect(await journalOf(ctx, 'booking.restored')).toEqual([]);
  });

  it('does not come back where its booking could be read meanwhile', async () => {
    const unreadable = { items: [], unreadable: [{ externalId: 'HM3', reason: 'no dates', raw: '{}' }] };
    const connection = { id: sold.connectionId, provider: 'airbnb' } as const;
    const cause = { reason: 'test', messageId: 'msg_2' };
    await inTx(ctx, (tx) => applyReservations(tx, connection, unreadable, cause));
    const id = await first('unreadable');
    await settleWaiting(ctx, id, { action: 'dismiss' });
    clock.advance({ minutes: 1 });
    await told(booking('HM3', 'L1', '2026-05-01', '2026-05-04'));
    await expect(restoreWaiting(ctx, id)).rejects.toMatchObject({
      details: { reason: 'changed_meanwhile' },
    });
  });

  it('is settled by those who may write, and never by another organization', async () => {
    await told(booking('HM1', 'L2', '2026-05-01', '2026-05-04'));
    const id = await first('unmapped');
    const place = { action: 'place', unitId: sold.unitId } as const;
    await expect(settleWaiting(world.as(ctx, 'viewer'), id, place)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(restoreWaiting(world.as(ctx, 'viewer'), await first('unreadable'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    const other = await world.org();
    await settleWaiting(ctx, await first('unreadable'), { action: 'dismiss' });
    const [put] = await journalOf(ctx, 'booking.dismissed');
    const { quarantineId } = z.object({ quarantineId: z.string() }).parse(put?.before);
    await expect(restoreWaiting(other, quarantineId)).rejects.toMatchObject({
      code: 'not_found',
    });
    const theirs = await soldUnit(other, 'X1');
    await expect(settleWaiting(other, id, { action: 'place', unitId: theirs.unitId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(settleWaiting(ctx, id, { action: 'place', unitId: theirs.unitId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
