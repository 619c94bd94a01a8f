import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withAccess } from '#lib/domain/connections/with-access.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { createChannels } from '#lib/providers/registry.ts';
import { type ApiAnswer, type ApiCall, apiHost } from '#tests/support/api-host.ts';
import {
  begin,
  comeBack,
  connectionsOf,
  newHost,
  type Owner,
  pageOf,
  rowOf,
  startWorld,
  type World,
} from './world.ts';

/* The real adapter against a server that answers as it likes: what the callback makes of a token answer. */

const GOOD = { access_token: 'SECRET-1', refresh_token: 'SECRET-2', token_type: 'Bearer', expires_in: 3600 };
const isToken = (call: ApiCall) => call.path.includes('authorizations') && call.method === 'POST';

let host: Awaited<ReturnType<typeof apiHost>>;
let world: World;
let owner: Owner;
let accounts = 40_000;

beforeAll(async () => {
  host = await apiHost(() => ({ body: {} }));
  const clock = testClock('2026-12-01T08:00:00Z');
  const settings = {
    app: { clientId: 'the-app', clientSecret: 'SECRET-app' },
    apiUrl: `${host.origin}/v2`,
    authorizeUrl: 'https://www.airbnb.com/oauth2/auth',
    scopes: 'property_management,reservations_web_hooks',
    webhookSecrets: [],
    pollMinutes: 15,
  };
  world = await startWorld(() => createChannels({ airbnb: settings }, clock, { totalMs: 400 }));
});
afterAll(async () => {
  await world.runtime.end();
  await host.close();
});
beforeEach(async () => {
  host.calls.length = 0;
  owner = await newHost(world);
});

/** Everything but the token call is answered well. */
function answerTokens(answer: ApiAnswer): string {
  const account = String(accounts++);
  host.set((call) => {
    if (isToken(call)) {
      const { body } = answer;
      const isObject = typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
      return { ...answer, body: isObject ? { user_id: account, ...body } : body };
    }
    return { body: { user: { id: account, first_name: 'Anna' } } };
  });
  return account;
}

async function tryConnect() {
  const state = new URL(await begin(owner)).searchParams.get('state') ?? '';
  return pageOf(await comeBack(owner, new URLSearchParams({ code: 'the-code', state })));
}

describe('a token answer', () => {
  it.each<[string, ApiAnswer, string]>([
    ['200 with an error', { body: { error: 'invalid_grant' } }, 'rejected'],
    ['HTML with 200', { body: '<!doctype html><title>Sign in</title>' }, 'malformed'],
    ['500', { status: 500, body: 'oops' }, 'transient'],
    ['one that never comes', { body: GOOD, delayMs: 1500 }, 'transient'],
    ['one that is cut', { body: GOOD, isCut: true }, 'transient'],
    ['a redirect', { status: 302, headers: { location: 'https://evil.test/' }, body: '' }, 'malformed'],
    ['a token of another type', { body: { ...GOOD, token_type: 'mac' } }, 'malformed'],
  ])('%s does not connect; the code is sent once and the reason shown', async (_what, answer, kind) => {
    answerTokens(answer);
    const { page, query } = await tryConnect();
    expect(page).toBe('/channels/airbnb/failed');
    expect(query).toEqual({ reason: 'token_failed', kind });
    expect(host.calls.filter(isToken)).toHaveLength(1);
    expect(await connectionsOf(world, owner)).toEqual([]);
  });

  it.each([['Bearer'], ['bearer'], [undefined]])('of type %s is taken', async (token_type) => {
    const accountId = answerTokens({ body: { ...GOOD, token_type } });
    expect((await tryConnect()).page).toBe('/channels/airbnb/connected');
    expect(await connectionsOf(world, owner)).toMatchObject([{ accountId, status: 'connected' }]);
  });

  it.each([
    ['no expires_in', undefined, 24 * 3600],
    ['"3600"', '3600', 3600],
    ['0', 0, 60],
    ['a negative one', -100, 60],
    ['1e12', 1e12, 365 * 24 * 3600],
    ['nonsense', 'soon', 24 * 3600],
  ])('with %s ends at a time that can be', async (_what, expires_in, seconds) => {
    answerTokens({ body: { ...GOOD, expires_in } });
    await tryConnect();
    const [row] = await connectionsOf(world, owner);
    expect(row?.tokenExpiresAt?.since(world.clock.now()).total('seconds')).toBe(seconds);
  });

  it('without a refresh token links with less on a first link, and keeps the old one on a refresh', async () => {
    const { refresh_token: _, ...without } = GOOD;
    answerTokens({ body: without });
    expect((await tryConnect()).query.limited).toBe('offline_missing');
    answerTokens({ body: GOOD });
    const { query } = await tryConnect();
    const before = await rowOf(world, query.connection ?? '');
    answerTokens({ body: { ...without, user_id: before.accountId, expires_in: 7200 } });
    world.clock.advance({ hours: 1 });
    await withAccess(owner.ctx, before.id, async () => null);
    const after = await rowOf(world, before.id);
    expect(after).toMatchObject({
      tokenVersion: 2,
      status: 'connected',
      refreshTokenSealed: before.refreshTokenSealed,
    });
  });
});
