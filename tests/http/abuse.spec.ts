import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { type OwnApp, startOwnApp } from '#tests/e2e/own-app.ts';
import { FakeQstash } from '#tests/support/fake-qstash.ts';
import { type Estate, hostFeed, newEstate, night } from './estate.ts';
import { sender } from './http.ts';
import { cookiesOf, newTeam, type Team, trySignIn } from './team.ts';

/*
 * An app of its own: it says all it can, its limits are used up, and QStash rings it.
 */
const LOG = '.cache/logs/http-abuse.log';
const FEED_SECRET = 'k9f3zq7t';
let qstash: FakeQstash;
let app: OwnApp;
let team: Team;
let estate: Estate;
beforeAll(async () => {
  rmSync(LOG, { force: true });
  qstash = await new FakeQstash().start();
  app = await startOwnApp({ env: { LOG_LEVEL: 'debug', ...qstash.env }, logFile: LOG });
  team = await newTeam(app);
  // Now: later this address has guessed too often to sign in.
  estate = await newEstate(team);
});
afterAll(async () => {
  await app.stop();
  await qstash.close();
});

const spoofed = (n: number) => ({
  'x-forwarded-for': `203.0.113.${n % 250}`,
  'x-real-ip': `198.51.100.${n % 250}`,
});

describe('a delivery of QStash', () => {
  const url = () => `${app.appUrl}/api/jobs/tick`;
  const deliver = (signature: string, body: string | Uint8Array = '{}', more: Record<string, string> = {}) =>
    sender(app.appUrl)('/api/jobs/tick', {
      method: 'POST',
      headers: { 'upstash-signature': signature, ...more },
      body,
    });

  it('is taken with either key, and a second time without effect', async () => {
    for (const key of [qstash.currentKey, qstash.nextKey]) {
      const signature = qstash.sign(url(), '{}', { key });
      const id = { 'upstash-message-id': `msg_${key}` };
      expect(await deliver(signature, '{}', id)).toMatchObject({ status: 200, body: { repeated: false } });
      expect(await deliver(signature, '{}', id)).toMatchObject({ status: 200, body: { repeated: true } });
    }
  });

  it('is 401 with a signature that proves nothing, whatever is wrong with it', async () => {
    const now = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000);
    const bent = (claims: Record<string, unknown>) => qstash.sign(url(), '{}', { claims });
    const wrong = [
      '',
      '..',
      'x'.repeat(8_000),
      qstash.sign(url(), '{ }'),
      qstash.sign(url(), '{}', { key: 'sig_other' }),
      qstash.sign(url(), '{}', { header: { alg: 'none' } }),
      qstash.sign(url(), '{}', { header: { alg: 'HS512' }, digest: 'sha512' }),
      qstash.sign(url(), '{}', { header: { alg: 'RS256' } }),
      bent({ sub: `${app.appUrl}/api/jobs/failed` }),
      bent({ sub: 'http://evil.example/api/jobs/tick' }),
      bent({ iss: 'Evil' }),
      bent({ nbf: now - 900, exp: now - 600 }),
      bent({ nbf: now + 600 }),
      bent({ body: undefined }),
    ];
    for (const signature of wrong) {
      expect(await deliver(signature)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });

  it('for another Host is still for our address', async () => {
    const signature = qstash.sign('http://evil.example/api/jobs/tick', '{}');
    expect((await deliver(signature, '{}', { host: 'evil.example' })).status).toBe(401);
  });

  it('of 10 MB is 413', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, 0x20);
    const answer = await deliver(qstash.sign(url(), body.toString()), body).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    // Cut before it was all sent: then the sender may see no answer at all.
    if (typeof answer === 'object') expect(answer.status).toBe(413);
    else expect(['EPIPE', 'ECONNRESET']).toContain(answer);
  });
});

describe('guessing', () => {
  it('of passwords is slowed down for the socket, whatever address is claimed, and for nobody else', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) {
      const answer = await trySignIn(app.appUrl, team.email, `wrong ${n}`, spoofed(n));
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    // The right one is not even looked at now, but whoever is in stays in.
    const answer = await trySignIn(app.appUrl, team.email, team.password);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': expect.any(String) } });
    expect((await team.browser('/api/me')).status).toBe(200);
  });

  it('of links: a thousand wrong ones become 429, and the right one opens all the while', async () => {
    const { unit } = estate;
    const { body } = await team.as.manager(`/api/calendar/${unit}/token`);
    const send = sender(app.appUrl);
    const right = body.url.replace(app.appUrl, '');
    const seen = new Map<number, number>();
    for (let batch = 0; batch < 20; batch++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => {
          const token = (batch * 50 + n).toString(16).padStart(64, 'a');
          return send(`/api/calendar/${unit}/feed.ics?token=${token}`, { headers: spoofed(n) });
        }),
      );
      for (const { status } of answers) seen.set(status, (seen.get(status) ?? 0) + 1);
      if (batch % 5 === 0) expect((await send(right)).status).toBe(200);
    }
    expect([...seen.keys()].sort()).toEqual([404, 429]);
    expect(seen.get(404)).toBeLessThanOrEqual(100);
    expect((await send(right)).status).toBe(200);
  });
});

describe('bytes that are no HTTP', () => {
  it.each([
    ['nonsense', 'hello\r\n\r\n'],
    [
      'two lengths',
      'POST /api/properties HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'a length and chunks',
      'POST /api/properties HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a header of 64 kB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(64 * 1024)}\r\n\r\n`],
    ['no host', 'GET /api/health HTTP/1.1\r\n\r\n'],
  ])('are refused and end the connection: %s', async (_, bytes) => {
    const answer = await sendBytes(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await sender(app.appUrl)('/api/health')).status).toBe(200);
  });
});

it('no secret and no guest stands in the log, although it says all it can', { timeout: 30_000 }, async () => {
  const { owner } = team.as;
  const link = await hostFeed('BEGIN:VCALENDAR', `private${FEED_SECRET}`);
  const external = `/api/calendar/${estate.unit}/external`;
  const calendar = await owner(external, {
    method: 'POST',
    body: { name: 'Secret', icalUrl: `${link}?s=${FEED_SECRET}` },
  });
  await owner(`${external}/${calendar.body.id}/sync`, { method: 'POST' });
  await owner(`${external}/preview`, {
    method: 'POST',
    body: { icalUrl: `https://u:${FEED_SECRET}@example.com/` },
  });
  const nights = { checkIn: night(500), checkOut: night(502) };
  const guest = { name: 'Zebediah Quill', email: 'zeb@example.com' };
  await owner('/api/reservations', { method: 'POST', body: { unitId: estate.unit, ...nights, guest } });
  const token = (await owner(`/api/calendar/${estate.unit}/token`)).body.token;
  await sender(app.appUrl)(`/api/calendar/${estate.unit}/feed.ics?token=${token}`);
  const invitation = await owner('/api/invitations', {
    method: 'POST',
    body: { email: 'q@example.com', role: 'viewer' },
  });
  const invite = new URL(invitation.body.url).pathname;
  await sender(app.appUrl)(invite);
  await sender(app.appUrl)(`${invite}%ff?token=${token}`);
  const cookie = cookiesOf(await trySignIn(app.appUrl, 'nobody@example.com', 'a password of nobody'));
  await sender(app.appUrl, { cookie, authorization: `Bearer ${team.ownerKey}` })('/api/me');
  await app.stop();
  const log = readFileSync(LOG, 'utf8');
  expect(log.split('\n').length).toBeGreaterThan(5);
  const secrets = [
    token,
    invite.split('/').at(-1),
    team.ownerKey,
    team.password,
    FEED_SECRET,
    qstash.token,
    qstash.currentKey,
  ];
  const channel = await airbnbTokens();
  expect(channel).not.toEqual([]);
  const personal = ['a password of nobody', 'Ann Waiting', 'Zebediah', 'zeb@example.com', team.email];
  for (const secret of [...secrets, ...channel, ...personal]) {
    expect(secret).toBeTruthy();
    const at = log.split('\n').find((line) => line.includes(String(secret)));
    expect([secret, at]).toEqual([secret, undefined]);
  }
});

const AirbnbState = z.object({
  accounts: z.array(
    z.object({
      authorizations: z.array(
        z.object({
          accessTokens: z.array(z.object({ token: z.string() })),
          refreshTokens: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** Every token that the sandbox's Airbnb ever gave out. */
async function airbnbTokens(): Promise<string[]> {
  const answer = await fetch(`${inject('world').sandboxUrl}/control/airbnb/state`);
  return AirbnbState.parse(await answer.json()).accounts.flatMap(({ authorizations }) =>
    authorizations.flatMap((one) => [...one.accessTokens.map(({ token }) => token), ...one.refreshTokens]),
  );
}

function sendBytes(bytes: string): Promise<string> {
  const { port } = new URL(app.appUrl);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no end of: ${text}`)));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', (error) => (text ? resolve(text) : reject(error)));
    socket.on('close', () => resolve(text));
  });
}
