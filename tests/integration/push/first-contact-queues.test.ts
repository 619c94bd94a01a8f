import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connections } from '#db/schema/connections.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import type { QueuePort } from '#lib/providers/queue-contract.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { type PushWorld, pushWorld, sell, stateOf } from './world.ts';

/* First contact at a channel whose queues of bookings may be asked every 20 seconds by all accounts of a machine together. */

const EVERY_SECONDS = 20;

let w: PushWorld;
let asked: string[];
const queues: QueuePort = {
  minSeconds: EVERY_SECONDS,
  pauseSeconds: 5,
  deadlineMinutes: 30,
  poll: async (_, queue) => {
    asked.push(queue);
    return { items: [], bytes: new TextEncoder().encode('[]') };
  },
  acknowledge: async () => 'heard',
};
beforeAll(async () => {
  w = await pushWorld();
  Object.assign(w.world.deps.channels.booking?.provider ?? {}, { queues });
});
afterAll(() => w.world.close());
beforeEach(async () => {
  await w.world.deps.db.delete(connections);
  asked = [];
  w.clock.advance({ minutes: 5 });
});

/** An account with room types of that many, each a unit's. */
async function account(name: string, roomTypes: number) {
  const ctx = await w.world.org();
  const sold: Awaited<ReturnType<typeof sell>>[] = [];
  for (let at = 0; at < roomTypes; at++) {
    const { unitId } = await makeUnit(ctx);
    sold.push(await sell(ctx, 'booking', `${name}${at}`, [unitId], sold[0]?.connectionId));
  }
  const read = () => readBack(ctx, sold[0]?.connectionId ?? '');
  const adopted = async () =>
    (await Promise.all(sold.map((one) => stateOf(ctx, one)))).filter((state) => state.adoptedAt !== null)
      .length;
  return { read, adopted };
}

it('asks the queues once for all room types of an account', async () => {
  const { read, adopted } = await account('many', 4);
  await read();
  expect(await adopted()).toBe(4);
  expect(asked).toEqual(['new', 'modified']);
});

it('of two accounts of one machine the second comes back when the queues may be asked again, and not before', async () => {
  const [first, second] = [await account('first', 1), await account('second', 2)];
  await first.read();
  const askedAt = w.clock.now();
  w.clock.advance({ seconds: 7 });
  const next = await second.read();
  expect(await second.adopted()).toBe(0);
  expect(next?.toString()).toBe(askedAt.add({ seconds: EVERY_SECONDS }).toString());
  w.clock.advance({ seconds: EVERY_SECONDS - 7 });
  await second.read();
  expect(await second.adopted()).toBe(2);
  expect(asked).toEqual(['new', 'modified', 'new', 'modified']);
});
