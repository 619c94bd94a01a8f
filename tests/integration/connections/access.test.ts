import { createSecretKey, randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectFlows, connections } from '#db/schema/connections.ts';
import { journal } from '#db/schema/work.ts';
import { configureChannel } from '#lib/domain/connections/configure.ts';
import { disconnect } from '#lib/domain/connections/disconnect.ts';
import { finishConnect } from '#lib/domain/connections/finish-connect.ts';
import { markExpired, markTrouble, markWell } from '#lib/domain/connections/mark-trouble.ts';
import { renew } from '#lib/domain/connections/refresh.ts';
import { openToken } from '#lib/domain/connections/tokens.ts';
import { getAccess, withAccess } from '#lib/domain/connections/with-access.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { resealSecrets } from '#lib/domain/secrets/reseal.ts';
import type { KeyRing } from '#lib/platform/seal.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { APP } from './fake-channel.ts';
import { begin, connected, newHost, type Owner, rowOf, startWorld, type World } from './world.ts';

let world: World;
let accounts = 5000;
let owner: Owner;
let id: string;
/** A worker: it acts for the organization, as nobody's person. */
let worker: Ctx;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.runtime.end());
beforeEach(async () => {
  world.channel.reset();
  owner = await newHost(world);
  id = (await connected(world, owner, String(accounts++))).id;
  world.channel.calls.length = 0;
  worker = ctxFor(world.runtime, {
    provenOrg: owner.ctx.org,
    actor: { kind: 'job', id: null },
    requestId: 'req_test',
  });
});

const row = () => rowOf(world, id);
const tokenOf = async (ctx = worker) => (await getAccess(ctx, id)).access.accessToken;
const refreshes = () => world.channel.times('refresh');
const failure = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error,
  );
const fails = (kind: ChannelError['kind']) => async () => {
  throw new ChannelError(kind, 'It is so.', { status: 500 });
};
async function expiries(): Promise<number> {
  const rows = await world.runtime.db.select().from(journal).where(eq(journal.subjectId, id));
  return rows.filter((one) => one.action === 'connection.expired').length;
}
async function storedRefreshToken(): Promise<string> {
  return openToken(worker, id, 'refresh_token_sealed', (await row()).refreshTokenSealed ?? '');
}

describe('a token', () => {
  it('that lives long is used as it is', async () => {
    expect(await tokenOf()).toBe(await tokenOf());
    expect(refreshes()).toBe(0);
  });

  it.each([
    [24 * 60, 24 * 60 - 11, 0],
    [24 * 60, 24 * 60 - 10, 1],
    [50, 44, 0],
    [50, 45, 1],
  ])(
    'of %i minutes is renewed early: after %i minutes there were %i refreshes',
    async (life, after, times) => {
      world.channel.terms.lifeMinutes = life;
      const mine = await connected(world, owner, String(accounts++));
      world.clock.advance({ minutes: after });
      await getAccess(worker, mine.id);
      expect(refreshes()).toBe(times);
    },
  );

  it('is renewed once for many workers, who all get one that works', async () => {
    const old = await tokenOf();
    world.clock.advance({ hours: 24 });
    world.channel.before.refresh = () => new Promise((done) => setTimeout(done, 300));
    const tokens = await Promise.all(Array.from({ length: 6 }, () => tokenOf()));
    expect(refreshes()).toBe(1);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(old);
    expect(world.channel.access.has(tokens[0] ?? '')).toBe(true);
    expect(await row()).toMatchObject({ tokenVersion: 2, refreshingUntil: null, status: 'connected' });
  });

  it('comes with another refresh token, which is stored; where none comes the old one is kept', async () => {
    const first = await storedRefreshToken();
    world.clock.advance({ hours: 24 });
    await tokenOf();
    const second = await storedRefreshToken();
    expect(second).not.toBe(first);
    world.channel.terms.rotates = false;
    world.clock.advance({ hours: 24 });
    await tokenOf();
    expect(await storedRefreshToken()).toBe(second);
    expect(refreshes()).toBe(2);
  });

  it('is not asked for by who read the row before another renewed it', async () => {
    const before = await row();
    world.clock.advance({ hours: 24 });
    await tokenOf();
    const oauth = world.channel.channel().provider.oauth;
    if (!oauth) throw new Error('the fake has OAuth');
    expect(await renew(worker, before, { oauth, app: APP })).toEqual({ kind: 'busy' });
    expect([refreshes(), (await row()).status]).toEqual([1, 'connected']);
  });

  it('of a new connect during a refresh stays: what the refresh brings is not stored over it', async () => {
    const { accountId } = await row();
    world.clock.advance({ hours: 24 });
    world.channel.before.refresh = async () => {
      world.channel.before = {};
      await connected(world, owner, accountId);
    };
    const token = await tokenOf();
    expect(await row()).toMatchObject({ status: 'connected', tokenVersion: 2, refreshingUntil: null });
    // the one that the connect brought, which came before the refresh's
    expect(token).toBe([...world.channel.access.keys()].at(-2));
    expect(world.channel.times('revoke')).toBe(0);
  });

  it('with fewer rights than before makes the connection limited', async () => {
    world.channel.terms.scopes = ['read'];
    world.clock.advance({ hours: 24 });
    await tokenOf();
    expect(await row()).toMatchObject({ status: 'limited', lastErrorCode: 'scope_missing' });
  });

  it('without means to renew it serves to its end, and then a person connects again', async () => {
    world.channel.terms.givesRefresh = false;
    const mine = await connected(world, owner, String(accounts++));
    world.clock.advance({ minutes: 24 * 60 - 1 });
    await getAccess(worker, mine.id);
    world.clock.advance({ minutes: 1 });
    expect(await failure(getAccess(worker, mine.id))).toMatchObject({ kind: 'auth' });
    expect(await rowOf(world, mine.id)).toMatchObject({ status: 'expired', lastErrorCode: 'auth' });
  });
});

describe('a refresh that the channel refuses', () => {
  it('is one change of state, told once, and asks no more', async () => {
    world.channel.revokeAll((await row()).accountId);
    world.clock.advance({ hours: 24 });
    const ends = await Promise.all([1, 2, 3].map(() => failure(getAccess(worker, id))));
    for (const end of ends) expect(end).toMatchObject({ name: 'ChannelError', kind: 'auth' });
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'auth' });
    expect(refreshes()).toBe(1);
    expect(await expiries()).toBe(1);
    expect(await row()).toMatchObject({ status: 'expired', lastErrorCode: 'auth', nextSyncAt: null });
  });

  it('is not tried again by who read the row before', async () => {
    const before = await row();
    await markExpired(worker, before, { code: 'auth' });
    const oauth = world.channel.channel().provider.oauth;
    if (!oauth) throw new Error('the fake has OAuth');
    expect(await renew(worker, before, { oauth, app: APP })).toEqual({ kind: 'busy' });
    expect(refreshes()).toBe(0);
  });

  it('asks no more of a paused one either', async () => {
    await world.runtime.db.update(connections).set({ status: 'paused' }).where(eq(connections.id, id));
    world.channel.revokeAll((await row()).accountId);
    world.clock.advance({ hours: 24 });
    for (let times = 0; times < 3; times++)
      expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'auth' });
    expect([refreshes(), await expiries(), (await row()).status]).toEqual([1, 1, 'paused']);
  });

  it.each(['transient', 'limited', 'malformed'] as const)('for now (%s) changes nothing', async (kind) => {
    const before = await row();
    world.clock.advance({ hours: 24 });
    world.channel.before.refresh = fails(kind);
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind });
    expect(await row()).toEqual(before);
    world.channel.before = {};
    expect(world.channel.access.has(await tokenOf())).toBe(true);
  });

  it('for now leaves the old token in use while it lives', async () => {
    const old = await tokenOf();
    world.clock.advance({ minutes: 24 * 60 - 5 });
    world.channel.before.refresh = fails('transient');
    expect(await tokenOf()).toBe(old);
  });
});

describe('dying after the channel rotated and before we stored', () => {
  /** Another worker took the lease, got new tokens and was never seen again. */
  async function dieInRefresh(): Promise<void> {
    const refreshToken = await storedRefreshToken();
    world.clock.advance({ hours: 24 });
    const oauth = world.channel.channel().provider.oauth;
    await oauth?.refresh({ app: { clientId: 'x', clientSecret: 'x' }, refreshToken });
    const refreshingUntil = world.clock.now().add({ seconds: 60 });
    await world.runtime.db.update(connections).set({ refreshingUntil }).where(eq(connections.id, id));
    world.channel.calls.length = 0;
  }

  it('ends in a clear "connect again", once', async () => {
    await dieInRefresh();
    world.clock.advance({ seconds: 60 });
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'auth' });
    expect([refreshes(), await expiries(), (await row()).status]).toEqual([1, 1, 'expired']);
  });

  it('is mended by itself where the channel still takes the old token', async () => {
    world.channel.terms.rotates = false;
    await dieInRefresh();
    world.clock.advance({ seconds: 60 });
    expect(world.channel.access.has(await tokenOf())).toBe(true);
    expect((await row()).status).toBe('connected');
  });
});

describe('a call', () => {
  const ask = (access: Access) => world.channel.channel().provider.account(access);

  it('whose token was revoked in mid-run is made again with a new one', async () => {
    const old = await tokenOf();
    world.channel.access.delete(old);
    expect(await withAccess(worker, id, ask)).toMatchObject({ externalId: (await row()).accountId });
    expect(refreshes()).toBe(1);
    expect((await row()).status).toBe('connected');
  });

  it('of several workers with a revoked token asks for one new one', async () => {
    world.channel.access.delete(await tokenOf());
    const ends = await Promise.all([1, 2, 3, 4].map(() => withAccess(worker, id, ask)));
    expect(ends).toHaveLength(4);
    expect(refreshes()).toBe(1);
  });

  it('that is refused with a new token as well expires the connection', async () => {
    expect(await failure(withAccess(worker, id, fails('auth')))).toMatchObject({ kind: 'auth' });
    expect([refreshes(), await expiries(), (await row()).status]).toEqual([1, 1, 'expired']);
  });

  it('that fails otherwise is not made again, and changes nothing', async () => {
    const before = await row();
    let times = 0;
    const work = () => {
      times += 1;
      return fails('transient')();
    };
    expect(await failure(withAccess(worker, id, work))).toMatchObject({ kind: 'transient' });
    expect(times).toBe(1);
    expect(await row()).toEqual(before);
  });

  it('for another organization’s connection finds none', async () => {
    const stranger = await newHost(world);
    expect(await failure(getAccess(stranger.ctx, id))).toMatchObject({ kind: 'gone' });
  });

  it('with a token whose key is gone says so, and expires the connection', async () => {
    const other = await connected(world, owner, String(accounts++));
    const { accessTokenSealed } = other;
    await world.runtime.db.update(connections).set({ accessTokenSealed }).where(eq(connections.id, id));
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'auth' });
    expect(await row()).toMatchObject({ status: 'expired', lastErrorCode: 'unreadable' });
  });
});

describe('a rotation of the keys', () => {
  it('seals tokens, credentials and flows anew; afterwards the old key is not needed', async () => {
    await configureChannel(owner.ctx, 'airbnb', { apiKey: 'own', apiSecret: 'SECRET-api-of-its-own' });
    const consent = await begin(owner);
    const { keys } = world.runtime;
    const fresh = createSecretKey(randomBytes(32));
    const both: KeyRing = { newestId: 'next', keys: new Map([['next', fresh], ...keys.keys]) };
    const token = await tokenOf();
    const done = await resealSecrets({ db: world.runtime.db, keys: both });
    expect(done.filter((one) => one.resealed > 0).map((one) => one.column)).toEqual(
      expect.arrayContaining([
        'access_token_sealed',
        'refresh_token_sealed',
        'api_secret_sealed',
        'webhook_path_sealed',
        'verifier_sealed',
      ]),
    );
    const alone: KeyRing = { newestId: 'next', keys: new Map([['next', fresh]]) };
    expect((await getAccess({ ...worker, keys: alone }, id)).access).toMatchObject({
      accessToken: token,
      app: { clientSecret: 'SECRET-api-of-its-own' },
    });
    const who = {
      userId: owner.ctx.actor.id ?? '',
      sessionId: '',
      orgId: owner.ctx.org,
      role: 'owner',
    } as const;
    const [flow] = await world.runtime.db
      .select()
      .from(connectFlows)
      .where(and(eq(connectFlows.orgId, owner.ctx.org), isNull(connectFlows.usedAt)));
    const end = await finishConnect(
      { ...world.runtime, keys: alone },
      {
        provider: 'airbnb',
        query: world.channel.consent(consent, String(accounts++)),
        who: { ...who, sessionId: flow?.sessionId ?? '' },
        requestId: 'req_test',
      },
    );
    expect(end).toMatchObject({ kind: 'connected' });
    // The others of this file keep their key.
    await resealSecrets({ db: world.runtime.db, keys: { newestId: keys.newestId, keys: both.keys } });
  });
});

describe('disconnecting during a refresh', () => {
  it('wins: the new tokens are given back and none is stored', async () => {
    world.clock.advance({ hours: 24 });
    world.channel.before.refresh = async () => {
      world.channel.before = {};
      await disconnect(owner.ctx, 'airbnb', id);
    };
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'gone' });
    expect(await row()).toMatchObject({
      status: 'disconnected',
      accessTokenSealed: null,
      refreshTokenSealed: null,
    });
    expect([...world.channel.access.values()]).not.toContain((await row()).accountId);
  });
});

describe('trouble', () => {
  const trouble = (kind: ChannelError['kind']) =>
    markTrouble(worker, id, new ChannelError(kind, 'It is so.'));

  it('is shown from the third failure in a row on, told once, and over with the next success', async () => {
    await trouble('transient');
    await trouble('transient');
    expect(await row()).toMatchObject({ status: 'connected', lastErrorCode: 'transient' });
    await trouble('limited');
    await trouble('transient');
    expect(await row()).toMatchObject({ status: 'error', consecutiveFailures: 4, lastError: 'It is so.' });
    await markWell(worker, id);
    expect(await row()).toMatchObject({ status: 'connected', consecutiveFailures: 0, lastErrorCode: null });
    const rows = await world.runtime.db.select().from(journal).where(eq(journal.subjectId, id));
    const told = rows.map((one) => one.action).filter((action) => /failing|recovered/.test(action));
    expect(told.sort()).toEqual(['connection.failing', 'connection.recovered']);
  });

  it('with the access is judged by the tokens that were refused, never by those of a new connect', async () => {
    const before = await row();
    await trouble('auth');
    expect(await row()).toEqual(before);
  });

  it('that has expired the connection is not undone by a success', async () => {
    expect(await failure(withAccess(worker, id, fails('auth')))).toMatchObject({ kind: 'auth' });
    await markWell(worker, id);
    expect((await row()).status).toBe('expired');
  });
});
