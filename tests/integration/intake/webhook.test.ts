import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { channelApps, quarantine, webhookCalls } from '#db/schema/connections.ts';
import { jobs } from '#db/schema/work.ts';
import { appPlace, webhookPathHash } from '#lib/domain/connections/app.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { seal } from '#lib/platform/seal.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { type Calls, call, callsOf, startCalls, workDue } from './calls.ts';
import { booking, FakeChannel, listing, OLD_SECRET, SECRET, signed } from './channel.ts';
import { bookings, connectionRow, journalOf, runsOf, soldUnit } from './world.ts';

const channel = new FakeChannel();
const clock = testClock('2026-03-01T12:00:00Z');
let calls: Calls;
let webhook: typeof import('#app/api/integrations/[provider]/webhook/route.ts').POST;
let ownWebhook: typeof webhook;
let ctx: Ctx;
let connectionId: string;
let listingId: string;
let next = 0;

beforeAll(async () => {
  calls = await startCalls(channel, clock);
  webhook = (await import('#app/api/integrations/[provider]/webhook/route.ts')).POST;
  ownWebhook = (await import('#app/api/integrations/[provider]/webhook/[secret]/route.ts')).POST;
});
afterAll(() => calls.runtime.end());
beforeEach(async () => {
  ctx = await calls.org();
  listingId = `L${++next}`;
  ({ connectionId } = await soldUnit(ctx, listingId));
  channel.listings = [listing(listingId)];
  channel.before = () => {};
  channel.calls.length = 0;
});

const accepted = (code: string, more: object = {}) =>
  JSON.stringify({
    action: 'reservation_acceptance_confirmation',
    reservation: { confirmation_code: code, listing_id: listingId },
    ...more,
  });
const send = (message: Omit<Parameters<typeof call>[2], 'params'>) => call(webhook, clock.now(), message);
const owed = () => ctx.db.select().from(jobs).where(eq(jobs.orgId, ctx.org));
const stored = () => ctx.db.select().from(inboundMessages).where(eq(inboundMessages.orgId, ctx.org));

async function expectNothing(id: string, verdict: string): Promise<void> {
  expect(await owed()).toEqual([]);
  expect(await stored()).toEqual([]);
  expect(await bookings(ctx)).toEqual(new Map());
  expect((await callsOf(calls, id)).filter((one) => one.verdict === 'accepted')).toEqual([]);
  const all = await calls.runtime.db.select().from(webhookCalls).orderBy(webhookCalls.id);
  expect(all.at(-1)?.verdict).toBe(verdict);
}

describe('a notification', () => {
  it('is stored, acknowledged, and then its booking is fetched, whatever the body says of it', async () => {
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    const body = accepted('HM1', { guest: 'Mallory' });
    const answer = await send({ id: 'once', body });
    expect([answer.status, await answer.json()]).toEqual([200, { succeed: true }]);
    const [message] = await stored();
    expect(message).toMatchObject({ sourceKind: 'webhook', sourceId: connectionId });
    expect(Buffer.from(message?.body ?? []).toString()).toBe(body);
    expect((await bookings(ctx)).size).toBe(0);
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({
      status: 'confirmed',
      guestName: 'Ada Lovelace',
    });
    expect(await journalOf(ctx, 'reservation.created')).toMatchObject([{ messageId: message?.id }]);
    expect((await connectionRow(ctx, connectionId)).lastWebhookAt).toEqual(clock.now());
  });

  it('has no second effect when it comes again, at once or later', async () => {
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    const id = newId('message');
    const twice = await Promise.all([
      send({ id, body: accepted('HM1') }),
      send({ id, body: accepted('HM1') }),
    ]);
    expect(twice.map((one) => one.status)).toEqual([200, 200]);
    await workDue(ctx);
    expect((await send({ id, body: accepted('HM1') })).status).toBe(200);
    expect(await owed()).toEqual([]);
    expect(await stored()).toHaveLength(2); // the call, and the answer to the question that followed
    const verdicts = (await callsOf(calls, id)).map((one) => one.verdict).sort();
    expect(verdicts).toEqual(['accepted', 'repeated', 'repeated']);
  });

  it('is refused a day later, when only its signature is still right', async () => {
    const at = clock.now().subtract({ hours: 24 });
    const answer = await call(webhook, at, { id: 'old', body: accepted('HM1') });
    expect(answer.status).toBe(401);
    await expectNothing('old', 'refused');
  });

  it('has no effect under an id that came with another body, and alarms', async () => {
    const id = newId('message');
    const alarm = vi.spyOn(calls.runtime.log, 'error');
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    await send({ id, body: accepted('HM1') });
    await workDue(ctx);
    expect((await send({ id, body: accepted('HM2') })).status).toBe(200);
    expect(await owed()).toEqual([]);
    expect((await callsOf(calls, id)).map((one) => one.verdict).sort()).toEqual(['accepted', 'altered']);
    expect(await journalOf(ctx, 'webhook.altered')).toMatchObject([{ subjectId: connectionId }]);
    expect(alarm).toHaveBeenCalled();
    alarm.mockRestore();
  });

  it('that the same booking comes by poll too is one reservation and one journal row', async () => {
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    await send({ body: accepted('HM1') });
    const { syncConnection } = await import('#lib/domain/intake/sync-connection.ts');
    await Promise.all([
      workDue(ctx),
      syncConnection(ctx, { connectionId, trigger: 'schedule' }),
      syncConnection(ctx, { connectionId, trigger: 'schedule' }),
    ]);
    expect((await bookings(ctx)).size).toBe(1);
    expect(await journalOf(ctx, 'reservation.created')).toHaveLength(1);
    expect(await journalOf(ctx, 'reservation.updated')).toHaveLength(0);
  });

  it('to two accounts with one listing is one booking in each, and to nobody else', async () => {
    const other = await calls.org();
    await soldUnit(other, listingId);
    const third = await calls.org();
    await soldUnit(third, 'another');
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    await send({ body: accepted('HM1') });
    await Promise.all([workDue(ctx), workDue(other), workDue(third)]);
    expect(
      [await bookings(ctx), await bookings(other), await bookings(third)].map((one) => one.size),
    ).toEqual([1, 1, 0]);
  });

  it('that the access was revoked is asked of the channel: only its answer ends the connection', async () => {
    const { accountId } = await connectionRow(ctx, connectionId);
    const body = JSON.stringify({ action: 'authorization_revoked', host_id: accountId });
    await send({ body });
    await workDue(ctx);
    expect((await connectionRow(ctx, connectionId)).status).toBe('connected');
    channel.before = () => {
      throw new ChannelError('auth', 'The token was revoked.');
    };
    await send({ body });
    await workDue(ctx);
    expect((await connectionRow(ctx, connectionId)).status).toBe('expired');
  });

  it('of an unknown kind, or with unknown fields, is acknowledged and counted', async () => {
    const odd = await send({ id: 'odd', body: JSON.stringify({ action: 'moon_landed', extra: { a: [1] } }) });
    expect(odd.status).toBe(200);
    expect(await callsOf(calls, 'odd')).toMatchObject([
      { verdict: 'accepted', reason: 'unknown action: moon_landed' },
    ]);
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    expect((await send({ body: accepted('HM1', { moon: true }) })).status).toBe(200);
    expect(await owed()).toHaveLength(1);
  });

  it('of a known kind without what it must name waits for a person of the account it mentions', async () => {
    const { accountId } = await connectionRow(ctx, connectionId);
    const body = JSON.stringify({
      action: 'reservation_acceptance_confirmation',
      reservation: {},
      host_id: accountId,
    });
    const id = newId('message');
    for (let i = 0; i < 2; i++) expect((await send({ id, body })).status).toBe(422);
    const kept = await ctx.db.select().from(quarantine).where(eq(quarantine.orgId, ctx.org));
    expect(kept).toHaveLength(1);
    expect(Buffer.from(kept[0]?.raw ?? []).toString()).toBe(body);
    expect(await stored()).toHaveLength(1);
    expect((await callsOf(calls, id)).map((one) => one.verdict)).toEqual(['unusable', 'unusable']);
  });

  it('for a listing that nobody has is acknowledged, says nothing, and alarms', async () => {
    const alarm = vi.spyOn(calls.runtime.log, 'warn');
    listingId = 'nobodys';
    const answer = await send({ id: 'nobody', body: accepted('HMNOBODY') });
    expect([answer.status, await answer.json()]).toEqual([200, { succeed: true }]);
    await expectNothing('nobody', 'unknown_listing');
    expect(alarm).toHaveBeenCalled();
    alarm.mockRestore();
  });

  it('names a booking that we know without its listing', async () => {
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    await send({ body: accepted('HM1') });
    await workDue(ctx);
    channel.tell(
      booking('HM1', listingId, '2026-05-01', '2026-05-04', { status: 'cancelled', changedAt: clock.now() }),
    );
    const body = JSON.stringify({
      action: 'reservation_cancellation_confirmation',
      reservation: { confirmation_code: 'HM1' },
    });
    await send({ body });
    await workDue(ctx);
    expect((await bookings(ctx)).get('HM1')?.status).toBe('cancelled');
  });
});

describe('a signature', () => {
  const body = () => accepted('HM1');
  it.each<[string, Record<string, string>]>([
    ['no headers', { 'webhook-id': '', 'webhook-timestamp': '', 'webhook-signature': '' }],
    ['an empty signature', { 'webhook-signature': '' }],
    ['a malformed signature', { 'webhook-signature': 'v1' }],
    ['only an unknown version', { 'webhook-signature': 'v2,AAAA' }],
    ['a timestamp in words', { 'webhook-timestamp': 'abc' }],
    ['a timestamp of 0', { 'webhook-timestamp': '0' }],
    ['a negative timestamp', { 'webhook-timestamp': '-5' }],
    ['a timestamp of 1e20', { 'webhook-timestamp': '1e20' }],
  ])('with %s is refused, and the body is not read', async (_, headers) => {
    const interpret = vi.spyOn(channel.provider.webhook ?? ({} as never), 'interpret'); // this channel has one
    const answer = await send({ body: body(), headers });
    expect(answer.status).toBe(401);
    expect(interpret).not.toHaveBeenCalled();
    interpret.mockRestore();
    await expectNothing('', 'refused');
  });

  it.each([
    ['6 minutes old', -6],
    ['6 minutes ahead', 6],
  ])('that is %s is refused', async (_, minutes) => {
    const answer = await call(webhook, clock.now().add({ minutes }), { body: body() });
    expect(answer.status).toBe(401);
  });

  it('of another body is refused: one more space is another body', async () => {
    const id = newId('message');
    const answer = await send({ id, body: `${body()} `, headers: signed(id, body(), clock.now()) });
    expect(answer.status).toBe(401);
    await expectNothing(id, 'refused');
  });

  it('in capitals or without padding is never a failure of ours', async () => {
    const id = newId('message');
    const right = signed(id, body(), clock.now());
    for (const signature of [
      right['webhook-signature']?.toUpperCase(),
      right['webhook-signature']?.replace(/=+$/, ''),
    ]) {
      const answer = await send({
        id,
        body: body(),
        headers: { ...right, 'webhook-signature': signature ?? '' },
      });
      expect([200, 401]).toContain(answer.status);
    }
  });

  it('among several counts where one is right, and one of the secret before inside the overlap', async () => {
    const id = newId('message');
    const right = signed(id, body(), clock.now());
    const two = await send({
      id,
      body: body(),
      headers: { 'webhook-signature': `v1,AAAA ${right['webhook-signature']}` },
    });
    expect(two.status).toBe(200);
    expect((await send({ body: body(), secret: OLD_SECRET })).status).toBe(200);
    expect((await send({ body: body(), secret: 'whsec_c29tZWJvZHkgZWxzZSdz' })).status).toBe(401);
  });
});

describe('an organization’s own address', () => {
  async function ownApp(org: Ctx, secret: string | null): Promise<string> {
    const [id, path, now] = [newId('channelApp'), newId('token').slice(4), clock.now()];
    await org.db.insert(channelApps).values({
      id,
      orgId: org.org,
      provider: 'airbnb',
      webhookPathHash: webhookPathHash(org, path),
      webhookPathSealed: 'sealed',
      webhookSecretSealed: secret && seal(org.keys, secret, appPlace(org, id, 'webhook_secret_sealed')),
      createdAt: now,
      updatedAt: now,
    });
    return path;
  }
  const own = 'whsec_b3VyIG93biBzZWNyZXQ=';
  const sendTo = (path: string, message: Parameters<typeof call>[2]) =>
    call(ownWebhook, clock.now(), { ...message, params: { secret: path } });

  it('takes its own secret alone, and only for its own accounts', async () => {
    const path = await ownApp(ctx, own);
    const other = await calls.org();
    const othersPath = await ownApp(other, 'whsec_dGhlIG90aGVyIG9uZSdz');
    expect((await sendTo(path, { body: accepted('HM1'), secret: SECRET })).status).toBe(401);
    expect((await sendTo(othersPath, { body: accepted('HM1'), secret: own })).status).toBe(401);
    expect(await owed()).toEqual([]);
    expect((await sendTo(path, { body: accepted('HM1'), secret: own })).status).toBe(200);
    expect(await owed()).toHaveLength(1);
  });

  it('does not reach into another organization by its listing', async () => {
    const other = await calls.org();
    const path = await ownApp(other, own);
    expect((await sendTo(path, { body: accepted('HM1'), secret: own })).status).toBe(200);
    expect(await owed()).toEqual([]);
  });

  it('takes the instance’s secret where the organization set none, and is unknown otherwise', async () => {
    const path = await ownApp(ctx, null);
    expect((await sendTo(path, { body: accepted('HM1') })).status).toBe(200);
    expect((await sendTo('never-told-to-anybody', { body: accepted('HM1') })).status).toBe(404);
  });
});

describe('a body', () => {
  it('of 0 bytes is refused', async () => {
    expect((await send({ body: '' })).status).toBe(400);
  });

  it('of 10 MB, or without end, is cut at the limit', async () => {
    const big = 'x'.repeat(10 * 1024 * 1024);
    expect((await send({ body: big })).status).toBe(413);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const request = new Request('http://latchkey.test/api/call', {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: signed('endless', '', clock.now()),
    } as RequestInit); // the types of lib.dom know no duplex
    const answer = await webhook(request, { params: Promise.resolve({ provider: 'airbnb' }) });
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(4 * 1024 * 1024);
  });

  it('with a content encoding is refused unopened', async () => {
    expect((await send({ body: accepted('HM1'), headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  });

  it('is taken whatever it says that it is', async () => {
    const body = accepted('HM1');
    expect((await send({ body, headers: { 'content-type': 'text/plain' } })).status).toBe(200);
    expect(await owed()).toHaveLength(1);
  });

  it.each([
    ['with keys twice', '{"action":"a","action":"b"}'],
    ['with __proto__', '{"action":"x","__proto__":{"admin":true}}'],
    ['100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['with half of a surrogate pair', '{"action":"\\ud800"}'],
    ['with a NUL', '{"action":"a\\u0000b"}'],
    [
      'with a NUL in a code',
      '{"action":"reservation_requested","reservation":{"confirmation_code":"a\\u0000b","listing_id":"L1"}}',
    ],
    [
      'with a code of 9,000 characters',
      `{"action":"reservation_requested","reservation":{"confirmation_code":"${'x'.repeat(9000)}"}}`,
    ],
    ['that is no JSON', '{"action":'],
  ])('%s leaves the process alive and our things as they were', async (_, body) => {
    const answer = await send({ body });
    expect([200, 400, 422]).toContain(answer.status);
    expect(await owed()).toEqual([]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('what fails on our side', () => {
  it('with the database down the sender is told to come again', async () => {
    const db = calls.runtime.db;
    const broken = vi.spyOn(db, 'select').mockImplementation(() => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    });
    const answer = await send({ body: accepted('HM1') });
    broken.mockRestore();
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(await owed()).toEqual([]);
  });

  it('dying while it stores leaves nothing, so that the next attempt is the first', async () => {
    const id = newId('message');
    const name = `no_${id.slice(-8)}`;
    await ctx.db.execute(sql.raw(`alter table jobs add constraint ${name} check (org_id <> '${ctx.org}')`));
    expect((await send({ id, body: accepted('HM1') })).status).toBeGreaterThanOrEqual(500);
    expect(await stored()).toEqual([]);
    expect(await callsOf(calls, id)).toEqual([]);
    await ctx.db.execute(sql.raw(`alter table jobs drop constraint ${name}`));
    expect((await send({ id, body: accepted('HM1') })).status).toBe(200);
    expect(await owed()).toHaveLength(1);
  });

  it('a fetch that fails is tried again, and one without access waits for the next sync', async () => {
    channel.tell(booking('HM1', listingId, '2026-05-01', '2026-05-04'));
    await send({ body: accepted('HM1') });
    channel.before = () => {
      throw new ChannelError('transient', 'The channel did not answer.');
    };
    await expect(workDue(ctx)).rejects.toMatchObject({ kind: 'transient' });
    channel.before = () => {
      throw new ChannelError('limited', 'Too many requests.', { retryAfterSeconds: 77 });
    };
    await send({ body: accepted('HM1') });
    await workDue(ctx);
    expect((await owed())[0]?.dueAt).toEqual(clock.now().add({ seconds: 77 }));
    expect(await runsOf(ctx, connectionId)).toEqual([]);
  });
});
