import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { channelApps, connections, quarantine, webhookCalls } from '#db/schema/connections.ts';
import { reservations } from '#db/schema/reservations.ts';
import { appPlace, webhookPathHash } from '#lib/domain/connections/app.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { systemClock, testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { seal } from '#lib/platform/seal.ts';
import { createChannels } from '#lib/providers/registry.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { type Calls, startCalls } from './calls.ts';
import { FakeQueues } from './fake-queues.ts';
import { changedMessage, newMessage, reservation } from './ota.ts';
import { bookings, machine, sells } from './world.ts';

const PARTNER = '192.0.2.7';
const clock = testClock('2026-03-01T12:00:00Z');
const channel = new FakeQueues(() => clock.now());
let calls: Calls;
let route: typeof import('#app/api/integrations/[provider]/webhook/route.ts');
let ownRoute: typeof import('#app/api/integrations/[provider]/webhook/[secret]/route.ts');
let ctx: Ctx;
let unitId: string;
let connectionId: string;
let count = 0;

beforeAll(async () => {
  const real = createChannels(
    {
      booking: {
        app: null,
        authUrl: 'http://localhost:1',
        supplyUrl: 'http://localhost:1',
        secureUrl: 'http://localhost:1',
        authorizeUrl: null,
        tokenUrl: null,
        readUrl: null,
        pollSeconds: 60,
        pollMinutes: 30,
        doorAllow: [],
        perMinute: 100,
      },
    },
    systemClock,
  );
  channel.door = real.booking?.provider.door ?? null;
  channel.doorAllow = ['192.0.2.0/24'];
  calls = await startCalls(channel, clock);
  route = await import('#app/api/integrations/[provider]/webhook/route.ts');
  ownRoute = await import('#app/api/integrations/[provider]/webhook/[secret]/route.ts');
});
afterAll(() => calls.runtime.end());
beforeEach(async () => {
  await calls.runtime.db.update(connections).set({ status: 'disconnected' });
  clock.advance({ hours: 1 });
  count += 1;
  ctx = await calls.org();
  ({ unitId } = await makeUnit(ctx));
  connectionId = await machine(ctx);
  await sells(ctx, connectionId, 'R1', 'H1', unitId);
});

type Post = { from?: string; headers?: Record<string, string>; secret?: string; provider?: string };
/** Each test is a place of its own: what came to nothing in one is not counted in another. */
const place = () => `192.0.2.${count}`;

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  { from = place(), headers = {}, secret }: Post = {},
) {
  const request = new Request('http://latchkey.test/api/integrations/booking/webhook', {
    method: 'POST',
    headers: { 'content-type': 'application/xml', 'x-forwarded-for': from, ...headers },
    body,
  });
  const params = Promise.resolve({ provider: 'booking', ...(secret ? { secret } : {}) });
  const answer = await (secret ? ownRoute.POST(request, { params }) : route.POST(request, { params }));
  return { status: answer.status, type: answer.headers.get('content-type'), xml: await answer.text() };
}

const MAY = { from: '2026-05-01', to: '2026-05-04' };
const stays = async (code: string, org: Ctx = ctx) =>
  ((await bookings(org)).get(code)?.rooms ?? [])
    .filter((one) => one.status === 'active')
    .map(
      (one) => `${one.roomRef} ${one.checkIn}..${one.checkOut} ${one.unitId === null ? 'waits' : 'placed'}`,
    )
    .sort();
const nothing = async () => {
  const known = await calls.runtime.db.select().from(reservations).where(eq(reservations.orgId, ctx.org));
  const stored = await calls.runtime.db
    .select()
    .from(inboundMessages)
    .where(eq(inboundMessages.orgId, ctx.org));
  return known.length + stored.length === 0;
};

describe('a pushed booking', () => {
  it('is booked before it is answered, with both numbers and the token that came with it', async () => {
    const told = await post(
      newMessage(reservation('4000000001', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }])),
    );
    expect(told).toMatchObject({ status: 200, type: expect.stringContaining('application/xml') });
    expect(told.xml).toMatch(/<OTA_HotelResNotifRS [^>]*EchoToken="echo-1"/);
    expect(told.xml).toContain('<Success');
    const known = (await bookings(ctx)).get('4000000001');
    expect(told.xml).toContain('4000000001');
    expect(told.xml).toContain(known?.id ?? 'none');
    expect(await stays('4000000001')).toEqual(['1 2026-05-01..2026-05-04 placed']);
  });

  it('changes and is cancelled by what follows, answered in the other message’s words; again has no effect', async () => {
    const first = newMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }]));
    await post(first);
    const change = changedMessage(
      reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', from: '2026-05-02', to: '2026-05-06' }]),
    );
    expect((await post(change)).xml).toMatch(/<OTA_HotelResModifyNotifRS [^>]*EchoToken="echo-2"/);
    expect(await stays('B1')).toEqual(['1 2026-05-02..2026-05-06 placed']);
    await post(change);
    const cancel = changedMessage(reservation('B1', []));
    expect((await post(cancel)).xml).toContain('<Success');
    expect((await post(cancel)).xml).toContain('<Success');
    expect((await bookings(ctx)).get('B1')?.status).toBe('cancelled');
  });

  it('that is changed or cancelled before it was told is no fault of anybody', async () => {
    const change = changedMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }]));
    expect((await post(change)).xml).toContain('<Success');
    expect(await stays('B1')).toHaveLength(1);
    const cancel = changedMessage(
      reservation('B2', [], { extra: '' }).replace(
        'ResID_Value="B2"',
        'ResID_Value="B2" ResID_SourceContext="H1"',
      ),
    );
    expect((await post(cancel)).xml).toContain('<Success');
    expect(await stays('B2')).toEqual([]);
  });

  it('of a room that we have not met is taken and waits in the inbox', async () => {
    const told = await post(newMessage(reservation('B1', [{ id: '1', type: 'R9', hotel: 'H1', ...MAY }])));
    expect(told.xml).toContain('<Success');
    expect(told.xml).not.toContain('<Error');
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 waits']);
  });

  it('of a hotel that nobody here has is refused by itself', async () => {
    const told = await post(newMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H9', ...MAY }])));
    expect(told.status).toBe(200);
    expect(told.xml).toMatch(/<Errors><Error [^>]*Code="392"[^>]*RecordID="B1"/);
    expect(await nothing()).toBe(true);
  });

  it('with an id that is known of another hotel is refused, and the first stands', async () => {
    await sells(ctx, connectionId, 'R2', 'H2', null);
    await post(newMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }])));
    const told = await post(
      newMessage(
        reservation('B1', [{ id: '1', type: 'R2', hotel: 'H2', from: '2026-08-01', to: '2026-08-03' }]),
      ),
    );
    expect(told.xml).toMatch(/<Error [^>]*RecordID="B1"/);
    expect(await stays('B1')).toEqual(['1 2026-05-01..2026-05-04 placed']);
  });

  it.each([
    ['no night', { from: '2026-05-01', to: '2026-05-01' }],
    [
      'an impossible date',
      { from: '2026-05-01', to: '2026-05-03', break: ['2026-05-02', '2026-02-30'] as const },
    ],
  ])('with %s keeps no other of its message from being booked', async (_, { from, to, ...more }) => {
    let bad = reservation('B2', [{ id: '1', type: 'R1', hotel: 'H1', from, to }]);
    if ('break' in more) bad = bad.replaceAll(more.break[0], more.break[1]);
    const good = (code: string, month: string) =>
      reservation(code, [
        { id: '1', type: 'R1', hotel: 'H1', from: `2026-${month}-01`, to: `2026-${month}-04` },
      ]);
    const told = await post(newMessage(good('B1', '06'), bad, good('B3', '07')));
    expect(told.status).toBe(200);
    expect(told.xml).toContain('<Success');
    expect(told.xml).toMatch(/<Warning [^>]*Status="NotProcessed"[^>]*RecordID="B2"/);
    expect([await stays('B1'), await stays('B2'), await stays('B3')].map((one) => one.length)).toEqual([
      1, 0, 1,
    ]);
    expect(
      await ctx.db.select().from(quarantine).where(eq(quarantine.connectionId, connectionId)),
    ).toHaveLength(1);
  });

  it('is stored without its card, and nothing of the card stands anywhere', async () => {
    await post(newMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }])));
    const [stored] = await ctx.db.select().from(inboundMessages).where(eq(inboundMessages.orgId, ctx.org));
    const text = Buffer.from(stored?.body ?? []).toString();
    expect(text).toContain('RoomTypeCode="R1"');
    expect(text).not.toMatch(/5555444433332222|987"/);
  });

  it('reaches the organization that has the hotel, and no other learns of it', async () => {
    const other = await calls.org();
    const mine = await makeUnit(other);
    const otherId = await machine(other, { granted: ['H2'], mode: 'consent' });
    await sells(other, otherId, 'R2', 'H2', mine.unitId);
    const message = newMessage(
      reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }]),
      reservation('B2', [{ id: '1', type: 'R2', hotel: 'H2', ...MAY }], { surname: 'Secretive' }),
    );
    expect((await post(message)).xml).not.toContain('<Warning');
    expect([...(await bookings(ctx)).keys()]).toEqual(['B1']);
    expect([...(await bookings(other)).keys()]).toEqual(['B2']);
    const [stored] = await ctx.db.select().from(inboundMessages).where(eq(inboundMessages.orgId, ctx.org));
    expect(Buffer.from(stored?.body ?? []).toString()).not.toContain('Secretive');
  });

  it('at an organization’s own address reaches only its own hotels; an unknown address is none', async () => {
    const secret = 'a'.repeat(32);
    const other = await calls.org();
    const id = newId('channelApp');
    const stamps = { createdAt: clock.now(), updatedAt: clock.now() };
    await other.db.insert(channelApps).values({
      id,
      orgId: other.org,
      provider: 'booking',
      webhookPathHash: webhookPathHash(other, secret),
      webhookPathSealed: seal(other.keys, secret, appPlace(other, id, 'webhook_path_sealed')),
      ...stamps,
    });
    const message = newMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }]));
    expect((await post(message, { secret })).xml).toMatch(/<Error [^>]*Code="392"/);
    expect((await post(message, { secret: 'b'.repeat(32) })).status).toBe(404);
    expect(await nothing()).toBe(true);
  });
});

const DOCTYPE = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
const good = newMessage(reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', ...MAY }]));
const utf16 = (text: string) =>
  new Uint8Array(Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'));

describe('a message that cannot be read', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['empty', ''],
    ['cut', good.slice(0, good.length / 2)],
    ['a page', '<html><body>Bad gateway</body></html>'],
    ['JSON', '{"reservation": 1}'],
    ['two roots', `${good}<a/>`],
    ['entities that grow', good.replace('?>', `?>${DOCTYPE}`).replace('Example', '&b;')],
    [
      'an external entity',
      good
        .replace('?>', '?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
        .replace('Example', '&x;'),
    ],
    ['an external DTD', good.replace('?>', '?><!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">')],
    ['deep nesting', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
    ['another root', good.replaceAll('OTA_HotelResNotifRQ', 'OTA_HotelAvailNotifRQ')],
    ['an answer in place of a message', good.replaceAll('OTA_HotelResNotifRQ', 'OTA_HotelResNotifRS')],
    ['another namespace', good.replace('OTA/2003/05', 'OTA/1999')],
    ['no reservation', newMessage()],
    [
      'bytes that are no text',
      new Uint8Array(Buffer.concat([Buffer.from(good.slice(0, 900)), Buffer.from([0xff, 0xfe, 0xc0])])),
    ],
    ['a character that XML has not', good.replace('Example', 'Ex&#0;ample')],
    ['UTF-16', utf16(good)],
  ])('(%s) gets an OTA error, and nothing changes', async (_, body) => {
    const told = await post(body);
    expect(told).toMatchObject({ status: 400, type: expect.stringContaining('application/xml') });
    expect(told.xml).toMatch(/<OTA_HotelResNotifRS [\s\S]*<Errors><Error Type="\d+" ShortText="[^"]{1,64}"/);
    expect(told.xml).not.toContain('<Success');
    expect(await nothing()).toBe(true);
  });

  it('because it is larger than 10 MB is let go of before it has all come', async () => {
    let sent = 0;
    const chunk = new Uint8Array(1024 * 1024).fill(32);
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 50) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const request = new Request('http://latchkey.test/x', {
      method: 'POST',
      headers: { 'x-forwarded-for': place() },
      body,
      duplex: 'half',
    } as RequestInit); // undici wants duplex for a stream; the DOM's type does not know it
    const answer = await route.POST(request, { params: Promise.resolve({ provider: 'booking' }) });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('<Errors>');
    expect(sent).toBeLessThan(20);
  });

  it('packed is refused unopened', async () => {
    expect((await post(good, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
    expect(await nothing()).toBe(true);
  });

  it('too often is not looked into any more; a good one of another place is', async () => {
    const from = `192.0.2.${200 + (count % 50)}`;
    for (let times = 0; times < 60; times++) await post('<a', { from });
    const told = await post(good, { from });
    expect(told.status).toBe(429);
    expect(told.xml).toMatch(/<Errors><Error [^>]*Code="191"/);
    expect((await post(good)).status).toBe(200);
    expect(await stays('B1')).toHaveLength(1);
  });
});

describe('the allow-list', () => {
  it.each([
    ['another address', '198.51.100.7'],
    ['no address', 'unknown'],
    ['IPv6', '2001:db8::1'],
  ])('keeps out %s with an OTA error, and nothing is read', async (_, from) => {
    const told = await post(good, { from });
    expect(told.status).toBe(403);
    expect(told.xml).toMatch(/<Errors><Error Type="6"[^>]*Code="497"/);
    expect(await nothing()).toBe(true);
    const kept = await calls.runtime.db.select().from(webhookCalls).where(eq(webhookCalls.orgId, ctx.org));
    expect(kept).toEqual([]);
  });

  it('lets in an IPv4 address that came by IPv6', async () => {
    expect((await post(good, { from: `::ffff:${PARTNER}` })).status).toBe(200);
  });
});
