import { connect as open } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reservations } from '#db/schema/reservations.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { createBooking } from '#lib/providers/booking/provider.ts';
import { sender } from '#tests/http/http.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { type Calls, startCalls } from './calls.ts';
import { type EdgeHost, hostEdge } from './edge-host.ts';
import { FakeQueues } from './fake-queues.ts';
import { newMessage, reservation } from './ota.ts';
import { machine, sells } from './world.ts';

/*
 * The door behind the server's own edge, on a real socket: what a caller claims about where it comes from is taken away there.
 */

const PARTNER = '203.0.113.9';
const clock = testClock('2026-03-01T12:00:00Z');
const channel = new FakeQueues(() => clock.now());
let calls: Calls;
let ctx: Ctx;
let route: typeof import('#app/api/integrations/[provider]/webhook/route.ts');
const hosts: EdgeHost[] = [];

beforeAll(async () => {
  const url = 'http://localhost:1';
  const none = { authorizeUrl: null, tokenUrl: null, readUrl: null };
  const hosts = { authUrl: url, supplyUrl: url, secureUrl: url };
  channel.door = createBooking({ ...hosts, ...none, perMinute: 100, clock, limits: {} }).door;
  channel.doorAllow = [PARTNER];
  calls = await startCalls(channel, clock);
  route = await import('#app/api/integrations/[provider]/webhook/route.ts');
  ctx = await calls.org();
  const { unitId } = await makeUnit(ctx);
  await sells(ctx, await machine(ctx), 'R1', 'H1', unitId);
});
afterAll(async () => {
  for (const host of hosts) await host.close();
  await calls.runtime.end();
});

async function serve(trusted: readonly string[]): Promise<string> {
  const host = await hostEdge(trusted, (request) =>
    route.POST(request, { params: Promise.resolve({ provider: 'booking' }) }),
  );
  hosts.push(host);
  return host.origin;
}

const message = newMessage(
  reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', from: '2026-05-01', to: '2026-05-04' }]),
);
const booked = async () =>
  (await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org))).map(
    (one) => one.externalId,
  );
const xml = { 'content-type': 'application/xml' };
const FORGED: Record<string, string>[] = [
  { 'x-forwarded-for': PARTNER },
  { 'x-forwarded-for': `${PARTNER}, ${PARTNER}` },
  { 'X-Forwarded-For': `127.0.0.1, ${PARTNER}` },
  { 'x-real-ip': PARTNER },
  { 'x-client-ip': PARTNER, 'true-client-ip': PARTNER, 'cf-connecting-ip': PARTNER },
  { forwarded: `for=${PARTNER}` },
];

it('a caller that only claims to be the partner does not pass, whatever header it claims it by', async () => {
  const send = sender(await serve([]));
  for (const headers of FORGED) {
    const told = await send('/', { method: 'POST', headers: { ...xml, ...headers }, body: message });
    expect([told.status, told.text.includes('<Errors>')]).toEqual([403, true]);
  }
  expect(await booked()).toEqual([]);
});

it('a proxy that is not named is not believed, one that is says who is behind it, and only the nearest stranger', async () => {
  const named = sender(await serve(['127.0.0.1']));
  const other = sender(await serve(['10.0.0.0/8']));
  const from = (chain: string) => ({ ...xml, 'x-forwarded-for': chain });
  const claim = { method: 'POST', headers: from(PARTNER), body: message };
  expect((await other('/', claim)).status).toBe(403);
  const forged = await named('/', { ...claim, headers: from(`${PARTNER}, 198.51.100.7`) });
  expect(forged.status).toBe(403);
  expect(await booked()).toEqual([]);
  const told = await named('/', claim);
  expect([told.status, told.text.includes('<Success')]).toEqual([200, true]);
  expect(await booked()).toEqual(['B1']);
});

it('50 MB are cut off with an answer, and the server goes on', async () => {
  const origin = await serve(['127.0.0.1']);
  const { port } = new URL(origin);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = open(Number(port), '127.0.0.1');
    let text = '';
    let left = 50;
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    socket.setTimeout(15_000, () => reject(new Error('no answer')));
    socket.on('data', (data) => {
      text += data;
      if (text.includes('RS>')) {
        socket.destroy();
        resolve(text);
      }
    });
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
    const more = () => {
      while (left-- > 0) if (!socket.write(chunk)) return void socket.once('drain', more);
    };
    socket.write(
      `POST / HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${PARTNER}\r\ncontent-length: ${50 * 1024 * 1024}\r\n\r\n`,
      more,
    );
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('<Errors>');
  const told = await sender(origin)('/', {
    method: 'POST',
    headers: { ...xml, 'x-forwarded-for': PARTNER },
    body: message,
  });
  expect(told.status).toBe(200);
});

it('nobody passes while the list is empty', async () => {
  const real = calls.runtime.channels.booking;
  Object.assign(real ?? {}, { doorAllow: [] });
  const send = sender(await serve(['127.0.0.1']));
  for (const from of [PARTNER, '127.0.0.1'])
    expect(
      (await send('/', { method: 'POST', headers: { ...xml, 'x-forwarded-for': from }, body: message }))
        .status,
    ).toBe(403);
});
