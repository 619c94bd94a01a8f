import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HEAD } from '#app/api/integrations/[provider]/callback/route.ts';
import { POST as connect } from '#app/api/integrations/[provider]/connect/route.ts';
import { connectFlows } from '#db/schema/connections.ts';
import { memberships, organizations, sessions } from '#db/schema/organizations.ts';
import { jobs } from '#db/schema/work.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { memberId, newMember, setRole, signIn } from '#tests/integration/people/team.ts';
import { TEST_APP_URL } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';
import {
  AIRBNB,
  actionsOf,
  begin,
  comeBack,
  connected,
  connectionsOf,
  newHost,
  type Owner,
  pageOf,
  startWorld,
  type World,
} from './world.ts';

let world: World;
let accounts = 1000;
const newAccount = () => String(accounts++);

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.runtime.end());
beforeEach(() => world.channel.reset());

const FAILED = '/channels/airbnb/failed';
const stateOf = (authorizeUrl: string) => new URL(authorizeUrl).searchParams.get('state') ?? '';

async function expectNothing(owner: Owner): Promise<void> {
  expect(await connectionsOf(world, owner)).toEqual([]);
  expect(world.channel.times('exchange')).toBe(0);
  expect(await actionsOf(world, owner, 'connection')).toEqual([]);
}

describe('connecting', () => {
  it('stores one connection, owes its first sync, is in the journal, and leads to its page', async () => {
    const owner = await newHost(world);
    const accountId = newAccount();
    const query = world.channel.consent(await begin(owner, { returnTo: '/units/x?tab=1' }), accountId);
    const { page, query: told } = pageOf(await comeBack(owner, query));
    expect(page).toBe('/channels/airbnb/connected');
    const [row] = await connectionsOf(world, owner);
    expect(told).toEqual({ connection: row?.id, next: '/units/x?tab=1' });
    expect(row).toMatchObject({ status: 'connected', accountId, intervalMinutes: 15, lastErrorCode: null });
    expect(await actionsOf(world, owner, 'connection')).toEqual(['connection.connected']);
    const owed = await world.runtime.db
      .select()
      .from(jobs)
      .where(eq(jobs.key, row?.id ?? ''));
    expect(owed).toMatchObject([
      { kind: 'connection.sync', payload: { connectionId: row?.id, trigger: 'added' }, state: 'pending' },
    ]);
  });

  it('asks with PKCE S256 and a state of 256 bits, of which the database has a hash', async () => {
    const owner = await newHost(world);
    const url = new URL(await begin(owner));
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    const state = stateOf(url.href);
    expect(Buffer.from(state, 'base64url')).toHaveLength(32);
    const flows = await world.runtime.db
      .select()
      .from(connectFlows)
      .where(eq(connectFlows.orgId, owner.ctx.org));
    expect(JSON.stringify(flows)).not.toContain(state);
  });

  it('is for people at a browser: a program is told so', async () => {
    const owner = await newHost(world);
    const { createApiKey } = await import('#lib/domain/people/create-api-key.ts');
    const { key } = await createApiKey(owner.ctx, { name: 'A program', role: 'admin' });
    const answer = await new Visitor().send(connect, 'POST', {
      params: AIRBNB,
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(answer.body.title).toContain('a person at a browser');
  });

  it('names its redirect by configuration only, whatever host and scheme a request claims', async () => {
    const owner = await newHost(world);
    const lies = { host: 'evil.test', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'http' };
    const answer = await owner.visitor.send(connect, 'POST', { params: AIRBNB, headers: lies });
    const redirect = new URL(answer.body.authorizeUrl).searchParams.get('redirect_uri');
    expect(redirect).toBe(`${TEST_APP_URL}/api/integrations/airbnb/callback`);
    const query = world.channel.consent(answer.body.authorizeUrl, newAccount());
    expect(pageOf(await comeBack(owner, query, 'airbnb', lies)).page).toBe('/channels/airbnb/connected');
  });

  it.each([
    '//evil.test',
    '/\\evil.test',
    '/\\\\evil.test',
    'https:evil.test',
    'https://evil.test/x',
    '/%2f%2fevil.test',
    '/%5cevil.test',
    'javascript:alert(1)',
    '/\tx',
    '/x/..//evil.test',
    '/api/session',
    '',
  ])('comes back to the channels instead of %j', async (returnTo) => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner, { returnTo }), newAccount());
    expect(pageOf(await comeBack(owner, query)).query.next).toBe('/channels');
  });
});

describe('what no channel sends is a 400 page, asks nothing and stores nothing', () => {
  let owner: Owner;
  let state: string;
  beforeAll(async () => {
    owner = await newHost(world);
    state = stateOf(await begin(owner));
  });

  const unknown = 'A'.repeat(43);
  it.each<[string, (good: string) => string]>([
    ['no state', () => 'code=c'],
    ['an empty state', () => 'code=c&state='],
    ['a wrong state', () => `code=c&state=${unknown}`],
    ['a changed state', (good) => `code=c&state=${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`],
    ['a state of 8 KB', () => `code=c&state=${'A'.repeat(8192)}`],
    ['a state with a NUL', () => `code=c&state=${'A'.repeat(42)}%00`],
    ['two states', (good) => `code=c&state=${good}&state=b`],
    ['the same state twice', (good) => `code=c&state=${good}&state=${good}`],
    ['two codes', (good) => `code=a&code=b&state=${good}`],
    ['two errors', (good) => `error=a&error=b&state=${good}`],
    ['neither code nor error', (good) => `state=${good}`],
    ['an empty code', (good) => `code=&state=${good}`],
    ['code and error', (good) => `code=c&error=access_denied&state=${good}`],
    ['a code of 8 KB', (good) => `code=${'c'.repeat(8192)}&state=${good}`],
    ['a code with a line feed', (good) => `code=a%0Ab&state=${good}`],
  ])('%s', async (_what, queryOf) => {
    const answer = await comeBack(owner, queryOf(state));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.body).toContain(`href="${TEST_APP_URL}/channels"`);
    await expectNothing(owner);
  });

  it('and the state that was played with still works for who began', async () => {
    const query = world.channel.consent(await begin(owner), newAccount());
    await comeBack(owner, `${query}&state=x`);
    expect(pageOf(await comeBack(owner, query)).page).toBe('/channels/airbnb/connected');
  });

  it('speaks the language of the browser', async () => {
    const answer = await comeBack(owner, 'code=c', 'airbnb', { 'accept-language': 'fr' });
    expect(answer.body).toContain('<html lang="fr">');
  });

  it('HEAD uses nothing up', async () => {
    const query = world.channel.consent(await begin(owner), newAccount());
    const path = `/api/integrations/airbnb/callback?${query}`;
    const answer = await owner.visitor.send(async () => HEAD(), 'HEAD', { path });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
    expect(pageOf(await comeBack(owner, query)).page).toBe('/channels/airbnb/connected');
  });
});

describe('a state', () => {
  it('works once: the second use is refused and the connection untouched', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    pageOf(await comeBack(owner, query));
    const before = await connectionsOf(world, owner);
    expect(pageOf(await comeBack(owner, query))).toEqual({ page: FAILED, query: { reason: 'used' } });
    expect(await connectionsOf(world, owner)).toEqual(before);
    expect(world.channel.times('exchange')).toBe(1);
  });

  it('of another signed-in person is refused', async () => {
    const owner = await newHost(world);
    const admin = await newMember(owner, 'admin');
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(admin, query)).query).toEqual({ reason: 'other_user' });
    await expectNothing(owner);
    // and is not used up by it
    expect(pageOf(await comeBack(owner, query)).page).toBe('/channels/airbnb/connected');
  });

  it('of another browser of the same person is refused', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    const elsewhere = { ...owner, visitor: new Visitor('203.0.113.99') };
    await signIn(elsewhere);
    expect(pageOf(await comeBack(elsewhere, query)).query).toEqual({ reason: 'other_session' });
    await expectNothing(owner);
  });

  it('is refused to nobody, who is asked to sign in', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    const nobody = { ...owner, visitor: new Visitor('203.0.113.98') };
    expect(pageOf(await comeBack(nobody, query)).query).toEqual({ reason: 'not_signed_in' });
    await expectNothing(owner);
  });

  it('of one channel is refused at the callback of another', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(owner, query, 'booking'))).toEqual({
      page: '/channels/booking/failed',
      query: { reason: 'mismatch' },
    });
    await expectNothing(owner);
  });

  it('is too old after ten minutes', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    world.clock.advance({ minutes: 10 });
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'expired' });
    await expectNothing(owner);
  });

  it('begun for one organization is refused while working for another', async () => {
    const [owner, other] = [await newHost(world), await newHost(world)];
    const query = world.channel.consent(await begin(owner), newAccount());
    const common = { createdAt: world.clock.now(), updatedAt: world.clock.now() };
    const userId = owner.ctx.actor.id ?? '';
    const both = { ...common, id: newId('membership'), orgId: other.ctx.org, userId, role: 'owner' } as const;
    await world.runtime.db.insert(memberships).values(both);
    const workFor = (orgId: string) =>
      world.runtime.db.update(sessions).set({ orgId }).where(eq(sessions.userId, userId));
    await workFor(other.ctx.org);
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'other_organization' });
    await expectNothing(owner);
    await expectNothing(other);
    await workFor(owner.ctx.org);
    expect(pageOf(await comeBack(owner, query)).page).toBe('/channels/airbnb/connected');
  });

  it('is forgotten a day after its end', async () => {
    const owner = await newHost(world);
    await begin(owner);
    world.clock.advance({ hours: 25 });
    await signIn(owner);
    await begin(owner);
    const flows = world.runtime.db.select().from(connectFlows);
    expect(await flows.where(eq(connectFlows.orgId, owner.ctx.org))).toHaveLength(1);
  });

  it('whose verifier cannot be read is refused before the token request', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    const others = await world.runtime.db.select().from(connectFlows);
    const stolen = others.find((flow) => flow.orgId !== owner.ctx.org)?.verifierSealed ?? '';
    await world.runtime.db
      .update(connectFlows)
      .set({ verifierSealed: stolen })
      .where(eq(connectFlows.orgId, owner.ctx.org));
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'unreadable' });
    await expectNothing(owner);
  });

  it('counts for one of two callbacks at the same moment', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    const ends = await Promise.all([comeBack(owner, query), comeBack(owner, query)]);
    expect(ends.map((end) => pageOf(end).page).sort()).toEqual(['/channels/airbnb/connected', FAILED]);
    expect(world.channel.times('exchange')).toBe(1);
    expect(await connectionsOf(world, owner)).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('is told in friendly words, stores nothing and raises no alarm', async () => {
    const owner = await newHost(world);
    const state = stateOf(await begin(owner));
    const answer = await comeBack(owner, new URLSearchParams({ error: 'access_denied', state }));
    expect(pageOf(answer)).toEqual({ page: FAILED, query: { reason: 'refused' } });
    await expectNothing(owner);
    expect(world.logged()).not.toContain('access_denied');
  });

  it.each([
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['a\r\nb\u2028c\u202Ed', 'a b cd'],
    ['x'.repeat(10_240), 'x'.repeat(300)],
    ['🏠'.repeat(400), '🏠'.repeat(300)],
    ['   ', undefined],
  ])('hands the channel’s own words on as text, cut: %#', async (description, said) => {
    const owner = await newHost(world);
    const state = stateOf(await begin(owner));
    const query = new URLSearchParams({ error: 'access_denied', error_description: description, state });
    expect(pageOf(await comeBack(owner, query)).query).toEqual({
      reason: 'refused',
      ...(said === undefined ? {} : { said }),
    });
  });
});

describe('who answers', () => {
  it.each([
    ['https://evil.test', undefined],
    ['https://channel.test.evil.test', undefined],
    ['nonsense', undefined],
    ['https://evil.test', 'https://channel.test'],
    ['https://channel.test/', 'https://channel.test'],
    [undefined, 'https://channel.test'],
  ])('as %s is refused before the token request where %s is expected', async (iss, issuer) => {
    world.channel.issuer = issuer;
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    if (iss) query.set('iss', iss);
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'wrong_issuer' });
    await expectNothing(owner);
  });

  it.each([
    ['https://channel.test', 'https://channel.test'],
    ['https://channel.test', undefined],
  ])('as %s is believed where %s is expected', async (iss, issuer) => {
    world.channel.issuer = issuer;
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    query.set('iss', iss);
    expect(pageOf(await comeBack(owner, query)).page).toBe('/channels/airbnb/connected');
  });
});

describe('what the channel gives', () => {
  it.each([
    ['rejected', 'The code is refused.'],
    ['transient', 'It is down.'],
    ['malformed', 'HTML.'],
  ] as const)('nothing (%s): the reason is shown, and the code is not sent again', async (kind, message) => {
    const owner = await newHost(world);
    world.channel.before.exchange = async () => {
      throw new ChannelError(kind, message);
    };
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'token_failed', kind });
    expect(world.channel.times('exchange')).toBe(1);
    expect(await connectionsOf(world, owner)).toEqual([]);
  });

  it('that breaks us is told on a page as well, and logged', async () => {
    const owner = await newHost(world);
    world.channel.before.exchange = async () => {
      throw new TypeError('a defect of ours');
    };
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'failed' });
    expect(world.logged()).toContain('a defect of ours');
  });

  it('without a refresh token links with less: offline access is missing', async () => {
    const owner = await newHost(world);
    world.channel.terms.givesRefresh = false;
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(owner, query)).query.limited).toBe('offline_missing');
    expect(await connectionsOf(world, owner)).toMatchObject([
      { status: 'limited', lastErrorCode: 'offline_missing', refreshTokenSealed: null },
    ]);
  });

  it('with fewer rights than asked for links as limited, and says so', async () => {
    const owner = await newHost(world);
    world.channel.terms.scopes = ['read'];
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(owner, query)).query.limited).toBe('scope_missing');
    expect(await connectionsOf(world, owner)).toMatchObject([
      { status: 'limited', lastErrorCode: 'scope_missing', scopes: ['read'] },
    ]);
  });

  it.each([
    ['read', ['read'], 'limited'],
    ['read,push', ['read', 'push'], 'connected'],
    ['', null, 'connected'],
  ])('that is told on the way back alone counts by it: %j', async (scope, scopes, status) => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    query.set('scope', scope);
    expect(pageOf(await comeBack(owner, query)).page).toBe('/channels/airbnb/connected');
    expect(await connectionsOf(world, owner)).toMatchObject([{ status, scopes }]);
  });

  it('but no account: nothing is stored, and the tokens are given back', async () => {
    const owner = await newHost(world);
    world.channel.before.account = async () => {
      throw new ChannelError('transient', 'It is down.');
    };
    const query = world.channel.consent(await begin(owner), newAccount());
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'token_failed', kind: 'transient' });
    expect(await connectionsOf(world, owner)).toEqual([]);
    expect(world.channel.times('revoke')).toBe(1);
  });
});

describe('an account', () => {
  it('that works for another organization is refused, and theirs goes on', async () => {
    const [first, second] = [await newHost(world), await newHost(world)];
    const accountId = newAccount();
    const theirs = await connected(world, first, accountId);
    const query = world.channel.consent(await begin(second), accountId);
    expect(pageOf(await comeBack(second, query)).query).toEqual({ reason: 'taken' });
    expect(await connectionsOf(world, second)).toEqual([]);
    expect(await connectionsOf(world, first)).toEqual([theirs]);
    // giving ours back could end their grant
    expect(world.channel.times('revoke')).toBe(0);
  });

  it('connected by two at once is one connection with the tokens of one of them', async () => {
    const owner = await newHost(world);
    const accountId = newAccount();
    const queries = [await begin(owner), await begin(owner)].map((url) =>
      world.channel.consent(url, accountId),
    );
    const ends = await Promise.all(queries.map((query) => comeBack(owner, query)));
    expect(ends.map((end) => pageOf(end).page)).toEqual(
      Array.from({ length: 2 }, () => '/channels/airbnb/connected'),
    );
    const rows = await connectionsOf(world, owner);
    expect(rows).toMatchObject([{ accountId, status: 'connected', tokenVersion: 2 }]);
    const { openToken } = await import('#lib/domain/connections/tokens.ts');
    const [row] = rows;
    const numbers = (['access', 'refresh'] as const).map((kind) => {
      const sealed = kind === 'access' ? row?.accessTokenSealed : row?.refreshTokenSealed;
      const token = openToken(owner.ctx, row?.id ?? '', `${kind}_token_sealed`, sealed ?? '');
      return Number(token.split('-')[2]);
    });
    // given out one after the other, so those of one answer are neighbours
    expect((numbers[1] ?? 0) - (numbers[0] ?? 0)).toBe(1);
  });

  it('whose organization is deleted meanwhile leaves no row, and its tokens are given back', async () => {
    const owner = await newHost(world);
    const query = world.channel.consent(await begin(owner), newAccount());
    world.channel.before.account = async () => {
      await world.runtime.db.delete(organizations).where(eq(organizations.id, owner.ctx.org));
    };
    expect(pageOf(await comeBack(owner, query)).query).toEqual({ reason: 'gone' });
    expect(await connectionsOf(world, owner)).toEqual([]);
    expect(world.channel.times('revoke')).toBe(1);
  });

  it('is not connected by somebody who lost the right meanwhile', async () => {
    const owner = await newHost(world);
    const admin = await newMember(owner, 'admin');
    const query = world.channel.consent(await begin(admin), newAccount());
    const id = await memberId(admin);
    world.channel.before.account = async () => {
      expect((await setRole(owner, id, 'manager')).status).toBe(204);
    };
    expect(pageOf(await comeBack(admin, query)).query).toEqual({ reason: 'not_allowed' });
    expect(await connectionsOf(world, owner)).toEqual([]);
    expect(world.channel.times('revoke')).toBe(1);
  });
});
