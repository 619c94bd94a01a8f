import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../app.ts';
import { signedHeaders } from '../core/standard-webhooks.ts';
import { DEMO_APP } from './settings.ts';
import { connect, type Sent, type World, world } from './test-world.ts';

const STAY = { listing: '48213907', checkIn: '2027-02-01', checkOut: '2027-02-04' };
const notices = (at: World) => at.sent.filter((one) => one.url.pathname === '/webhook');
const actionOf = (sent: Sent) => JSON.parse(sent.body).action;

async function book(at: World, more: object = {}) {
  const made = await at.control('POST', '/book', { ...STAY, skipGate: true, ...more });
  await at.sandbox.settle();
  return made;
}

function isSigned(sent: Sent): boolean {
  const id = sent.headers.get('webhook-id') ?? '';
  const at = Temporal.Instant.fromEpochMilliseconds(Number(sent.headers.get('webhook-timestamp')) * 1000);
  const wanted = signedHeaders(DEMO_APP.webhookSecret, { id, at, body: sent.body });
  return sent.headers.get('webhook-signature') === wanted['webhook-signature'];
}

describe('a signature', () => {
  it('is the one of the published example of Standard Webhooks', () => {
    const at = Temporal.Instant.fromEpochMilliseconds(1_614_265_330_000);
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, body: '{"test": 2432232314}' };
    expect(signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', message)['webhook-signature']).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });
});

describe('a notification', () => {
  it('tells of booking, change and cancellation, signed, each with an id of its own', async () => {
    const at = world();
    await connect(at);
    const { code } = await book(at);
    await at.control('POST', '/modify', { code, checkOut: '2027-02-05', skipGate: true });
    await at.control('POST', '/cancel', { code });
    await at.sandbox.settle();
    expect(notices(at).map(actionOf)).toEqual([
      'reservation_acceptance_confirmation',
      'reservation_alteration_confirmation',
      'reservation_cancellation_confirmation',
    ]);
    expect(notices(at).every(isSigned)).toBe(true);
    expect(new Set(notices(at).map((one) => one.headers.get('webhook-id'))).size).toBe(3);
    expect(JSON.parse(notices(at)[2]?.body ?? '').reservation).toEqual({
      confirmation_code: code,
      status_type: 'cancelled_by_guest',
      listing_id: 48213907,
      start_date: '2027-02-01',
      nights: 4,
    });
  });

  it('goes only where the host has connected the app', async () => {
    const at = world();
    await book(at);
    expect(at.sent).toEqual([]);
  });

  it('that fails comes again, later and later, then is given up', async () => {
    const at = world();
    await connect(at);
    at.answers.reply = () => new Response('no', { status: 503 });
    await book(at);
    for (const seconds of [4, 1, 30, 300, 1800, 7200, 90_000]) {
      at.clock.advance({ seconds });
      await at.sandbox.tick();
    }
    // The seeded request has run out meanwhile: another notification.
    const tries = notices(at).filter((one) => actionOf(one) === 'reservation_acceptance_confirmation');
    expect(tries).toHaveLength(6);
    expect(new Set(tries.map((one) => one.headers.get('webhook-id'))).size).toBe(1);
    expect(new Set(tries.map((one) => one.headers.get('webhook-timestamp'))).size).toBe(6);
    const [delivery] = (await at.control('GET', '/state')).deliveries;
    expect(delivery).toMatchObject({ state: 'gave_up' });
    expect(delivery.attempts[0]).toMatchObject({ status: 503, answer: 'no' });
  });

  it('is lost, doubled, late or overtaken as told', async () => {
    const at = world();
    await connect(at);
    const plan = (kind: string) => at.control('POST', '/fault', { kind, count: 1, delayMs: 60_000 });
    await plan('webhook_lost');
    const { code } = await book(at);
    expect(notices(at)).toHaveLength(0);
    await plan('webhook_duplicate');
    await at.control('POST', '/modify', { code, checkOut: '2027-02-05', skipGate: true });
    await at.sandbox.settle();
    expect(new Set(notices(at).map((one) => one.headers.get('webhook-id'))).size).toBe(1);
    expect(notices(at)).toHaveLength(2);
    await plan('webhook_late');
    await at.control('POST', '/cancel', { code });
    await at.sandbox.settle();
    expect(notices(at)).toHaveLength(2);
    at.clock.advance({ seconds: 60 });
    await at.sandbox.tick();
    expect(notices(at)).toHaveLength(3);
    await plan('webhook_reorder');
    const again = await book(at);
    await at.control('POST', '/cancel', { code: again.code });
    await at.sandbox.settle();
    expect(notices(at).slice(3).map(actionOf)).toEqual([
      'reservation_cancellation_confirmation',
      'reservation_acceptance_confirmation',
    ]);
  });

  it('comes as a message instead, wrongly signed, unsigned or old where a test wants it', async () => {
    const at = world();
    await connect(at);
    await at.control('POST', '/fault', { kind: 'webhook_as_message', count: 1 });
    const { code } = await book(at);
    expect(JSON.parse(notices(at)[0]?.body ?? '')).toMatchObject({
      action: 'message_added',
      reservation: { confirmation_code: code },
    });
    const action = 'reservation_acceptance_confirmation';
    for (const sign of ['wrong', 'missing', 'old', 'right']) {
      await at.control('POST', '/notify', { action, code, sign });
      await at.sandbox.settle();
    }
    const sent = notices(at).slice(1);
    expect(sent.map(isSigned)).toEqual([false, false, true, true]);
    expect(sent[2]?.headers.get('webhook-timestamp')).toBe(String(Date.parse('2026-11-20T11:00:00Z') / 1000));
  });

  it('of every action can be sent by hand', async () => {
    const at = world();
    const { items } = await at.control('GET', '/actions');
    for (const action of items) {
      await at.control('POST', '/notify', { action, listing: '48213907', body: { note: 'by hand' } });
    }
    await at.sandbox.settle();
    expect(notices(at).map(actionOf)).toEqual(items);
    expect(notices(at).every((one) => JSON.parse(one.body).note === 'by hand')).toBe(true);
  });

  it('tells that access was revoked, and that a listing has another id', async () => {
    const at = world();
    await connect(at);
    await at.control('POST', '/listing', { id: '48213907', becomes: '48213999' });
    await at.control('POST', '/revoke', { account: 'Marta Oliveira' });
    await at.sandbox.settle();
    const [mapped, revoked] = notices(at).map((one) => JSON.parse(one.body));
    expect(mapped.updates[0]).toMatchObject({ listing_id: 48213907, after_mapping_listing_id: 48213999 });
    expect(revoked).toMatchObject({ action: 'authorization_revoked', host_id: 412093817 });
    expect(revoked.listing_ids).toContain('48213999');
  });

  it('reaches a real server, and a redirect is a failure', async () => {
    const got: string[] = [];
    const partner = await serve((request, response) => {
      got.push(request.url ?? '');
      response.writeHead(got.length === 1 ? 302 : 200, { location: '/elsewhere' }).end();
    });
    const { clock } = world();
    const webhookUrl = `${partner.url}/hook`;
    const sandbox = createSandbox({ clock, seeded: true, airbnb: { webhookUrl } });
    const body = JSON.stringify({ action: 'test_notification' });
    await sandbox.fetch(new Request('http://s.test/control/airbnb/notify', { method: 'POST', body }));
    await sandbox.settle();
    clock.advance({ seconds: 5 });
    await sandbox.tick();
    partner.close();
    expect(got).toEqual(['/hook', '/hook']);
    expect(sandbox.snapshot().airbnb?.deliveries[0]).toMatchObject({ state: 'delivered' });
  });

  it('to a gate that takes its time goes on without an answer', async () => {
    const partner = await serve(() => {});
    const sandbox = createSandbox({ clock: world().clock, seeded: true, airbnb: { gateUrl: partner.url } });
    const control = async (method: string, path: string, body: unknown) =>
      await sandbox.fetch(
        new Request(`http://s.test/control/airbnb${path}`, { method, body: JSON.stringify(body) }),
      );
    await control('POST', '/authorize', { account: 'Marta Oliveira' });
    await control('PUT', '/settings', { gateTimeoutMs: 20 });
    expect((await control('POST', '/book', STAY)).status).toBe(201);
    partner.close();
    expect(sandbox.snapshot().airbnb?.gateCalls.map((one) => one.outcome)).toEqual([
      'unreachable',
      'unreachable',
    ]);
  });
});

async function serve(listener: RequestListener): Promise<{ url: string; close: () => void }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${address.port}`, close };
}
