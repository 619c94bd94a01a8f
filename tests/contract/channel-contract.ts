import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { night, nightsBetween } from '#lib/kernel/nights.ts';
import type { Hint, SignedCall, WebhookPort } from '#lib/providers/webhook-contract.ts';
import {
  accessOf,
  approved,
  beginLink,
  type ChannelWorld,
  failure,
  getOf,
  link,
  linked,
  oauthOf,
  type Setup,
  toldOf,
  walk,
} from './world.ts';

const FROM = night('2026-11-01');
const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };

/** What every adapter must do in a channel that is in order, at one setting of its simulator's switches. */
export function channelContract(
  name: string,
  setup: Setup,
  settings: Readonly<Record<string, unknown>>,
): void {
  describe(name, () => {
    let world: ChannelWorld;
    beforeEach(async () => {
      world = await setup(settings);
    });
    afterEach(() => world.close());
    const stays = (access: Awaited<ReturnType<typeof linked>>, listingId: string | null) =>
      walk((page) => world.provider.reservations.list(access, { listingId, from: FROM, page }));
    const stayOf = (listingId: string) => ({ listingId, ...STAY, guest: 'Ann Lee' });

    describe('linking an account', () => {
      it('takes a person to the consent page and comes back with working tokens', async () => {
        const tokens = await link(world);
        if (!world.machine) expect(tokens.refreshToken !== null).toBe(world.renews !== false);
        const seconds = (tokens.expiresAt.epochMilliseconds - world.now().epochMilliseconds) / 1000;
        expect(Math.abs(seconds - world.tokenSeconds)).toBeLessThan(2);
        expect(tokens.accountId ?? world.account.id).toBe(world.account.id);
        const access = world.machine
          ? await world.machine.open(tokens)
          : { ...accessOf(world, tokens), accountId: tokens.accountId };
        await expect(world.provider.account(access)).resolves.toEqual({
          externalId: world.account.id,
          name: expect.stringMatching(/\S/),
        });
        await expect(oauthOf(world).isValid(access)).resolves.toBe(true);
      });

      it('is preceded by a key and a secret that the channel knows, or does not', async () => {
        const { knowsApp } = oauthOf(world);
        if (!knowsApp) return;
        await expect(knowsApp(world.app)).resolves.toBe(true);
        await expect(knowsApp({ ...world.app, clientSecret: 'made-up-secret' })).resolves.toBe(false);
        await expect(knowsApp({ ...world.app, clientId: 'made-up-id' })).resolves.toBe(false);
      });

      it('that a person refuses brings an error and no code', async () => {
        const begun = beginLink(world);
        const back = await world.consent(begun.url, 'refuse');
        expect(back.searchParams.get('state')).toBe(begun.state);
        expect(back.searchParams.get('error')).toMatch(/\S/);
        expect(back.searchParams.has('code')).toBe(false);
      });

      it.each([
        ['another verifier', { codeVerifier: 'x'.repeat(43) }],
        ['another redirect', { redirectUri: 'http://localhost:3000/elsewhere' }],
        ['another code', { code: 'made-up' }],
        ['another app', { app: { clientId: 'nobody', clientSecret: 'nothing' } }],
      ])('with %s is refused', async (what, change) => {
        if (world.bindsCode === false && /verifier|redirect/.test(what)) return;
        const begun = beginLink(world);
        const code = await approved(world, begun);
        const { app, redirectUri } = world;
        const request = { app, code, redirectUri, codeVerifier: begun.verifier, ...change };
        const { kind } = await failure(world, oauthOf(world).exchange(request), [code, begun.verifier]);
        expect(['rejected', 'auth']).toContain(kind);
      });

      it('works once for each code', async () => {
        const begun = beginLink(world);
        const code = await approved(world, begun);
        const { app, redirectUri } = world;
        const request = { app, code, redirectUri, codeVerifier: begun.verifier };
        await oauthOf(world).exchange(request);
        expect((await failure(world, oauthOf(world).exchange(request), [code])).kind).toBe('rejected');
      });
    });

    describe('tokens', () => {
      it('are renewed again and again, whether the refresh token changes or stays', async () => {
        if (world.machine || world.renews === false) return;
        const first = await link(world);
        let refreshToken = first.refreshToken ?? '';
        for (let round = 0; round < 3; round++) {
          world.advance({ hours: 1 });
          const next = await oauthOf(world).refresh({ app: world.app, refreshToken });
          expect(next.expiresAt.epochMilliseconds).toBeGreaterThan(world.now().epochMilliseconds);
          await expect(world.provider.account(accessOf(world, next))).resolves.toMatchObject({
            externalId: world.account.id,
          });
          refreshToken = next.refreshToken ?? refreshToken;
        }
      });

      it('that ran out are refused, and a renewal brings new ones', async () => {
        if (world.machine) return;
        const tokens = await link(world);
        world.advance({ seconds: world.tokenSeconds + 60 });
        const work = world.provider.account(accessOf(world, tokens));
        expect((await failure(world, work, [tokens.accessToken])).kind).toBe('auth');
        if (world.renews === false) return;
        const next = await oauthOf(world).refresh({
          app: world.app,
          refreshToken: tokens.refreshToken ?? '',
        });
        await expect(world.provider.account(accessOf(world, next))).resolves.toBeDefined();
      });

      it('that were made up are refused', async () => {
        if (world.machine) return;
        const access = { ...(await linked(world)), accessToken: 'made-up-access' };
        expect((await failure(world, world.provider.account(access), ['made-up-access'])).kind).toBe('auth');
        await expect(oauthOf(world).isValid(access)).resolves.toBe(false);
        const refreshing = oauthOf(world).refresh({ app: world.app, refreshToken: 'made-up-refresh' });
        expect((await failure(world, refreshing, ['made-up-refresh'])).kind).toBe('auth');
      });

      it('that we let go of work no more, and letting go twice is no error', async () => {
        if (world.machine) return;
        const access = await linked(world);
        await oauthOf(world).revoke(access);
        await oauthOf(world).revoke(access);
        // Where the channel has no such call, ours is none, and its token ends by itself.
        if (world.letsGo === false) return;
        await expect(oauthOf(world).isValid(access)).resolves.toBe(false);
        expect((await failure(world, world.provider.account(access), [access.accessToken])).kind).toBe(
          'auth',
        );
      });

      it('that the host took back work no more, nor does a renewal', async () => {
        if (world.machine) return;
        const tokens = await link(world);
        await world.takeBack(world.account.id);
        const access = accessOf(world, tokens);
        expect((await failure(world, world.provider.account(access), [access.accessToken])).kind).toBe(
          'auth',
        );
        if (world.renews === false) return;
        const refreshToken = tokens.refreshToken ?? '';
        const refreshing = oauthOf(world).refresh({ app: world.app, refreshToken });
        expect((await failure(world, refreshing, [refreshToken])).kind).toBe('auth');
      });
    });

    describe('listings', () => {
      it("are the account's own, all of them, each once and whole", async () => {
        const access = await linked(world);
        const got = await walk((page) => world.provider.listings(access, page));
        expect(got.map((one) => one.externalId).sort()).toEqual([...world.account.listingIds].sort());
        for (const one of got) {
          expect(one).toMatchObject({
            name: expect.stringMatching(/\S/),
            currency: expect.stringMatching(/^[A-Z]{3}$/),
          });
          if (world.describesListings === false) continue;
          expect(one).toMatchObject({
            timeZone: expect.stringMatching(/^[A-Z]\w+\//),
            capacity: expect.any(Number),
          });
        }
      });
    });

    describe('reservations', () => {
      it('come with their nights, guest, counts and money', async () => {
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        const code = await world.book(stayOf(listingId));
        const found = (await stays(access, listingId)).find((one) => one.externalId === code);
        expect(found).toMatchObject({
          listingId,
          roomRef: expect.stringMatching(/^\S+$/),
          ...STAY,
          status: 'confirmed',
          guest: { name: 'Ann Lee' },
          guests: expect.any(Number),
          total: { amount: expect.any(Number), currency: expect.stringMatching(/^[A-Z]{3}$/) },
        });
        expect(nightsBetween(night(STAY.checkIn), night(STAY.checkOut))).toBe(3);
        if (world.tellsChanges !== false)
          expect(found?.changedAt?.epochMilliseconds).toBeLessThanOrEqual(world.now().epochMilliseconds);
      });

      it('are the same by their code as in a list', async () => {
        if (world.provider.reservations.get === null) return;
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        const code = await world.book(stayOf(listingId));
        const listed = (await stays(access, listingId)).find((one) => one.externalId === code);
        const got = await getOf(world)(access, code);
        expect(got.unreadable).toBeNull();
        expect(JSON.stringify(got.reservation)).toBe(JSON.stringify(listed));
      });

      it('of all listings come without naming one, and none of another account', async () => {
        if (world.asksListings === 'one') return;
        const access = await linked(world);
        const [mine, ...more] = world.account.listingIds;
        const other = more[0] ?? mine;
        const codes = [
          await world.book(stayOf(mine)),
          await world.book({ ...stayOf(other), checkIn: '2027-04-01', checkOut: '2027-04-05' }),
        ];
        const foreign = await world.book(stayOf(world.otherAccount.listingIds[0]));
        const got = (await stays(access, null)).map((one) => one.externalId);
        expect(got).toEqual(expect.arrayContaining(codes));
        expect(got).not.toContain(foreign);
        const ofOne = await stays(access, mine);
        expect(ofOne.every((one) => one.listingId === mine)).toBe(true);
        expect((await failure(world, getOf(world)(access, foreign))).kind).toMatch(/gone|auth/);
      });

      it('of a listing are of that one, and of another account none are told', async () => {
        const access = await linked(world);
        const [mine] = world.account.listingIds;
        const [theirs] = world.otherAccount.listingIds;
        const code = await world.book(stayOf(mine));
        const foreign = await world.book(stayOf(theirs));
        const got = await stays(access, mine);
        expect(got.map((one) => one.externalId)).toContain(code);
        expect(got.map((one) => one.externalId)).not.toContain(foreign);
        expect(got.every((one) => one.listingId === mine)).toBe(true);
        const ofTheirs = await stays(access, theirs).catch((error: unknown) => {
          expect(error).toMatchObject({
            name: 'ChannelError',
            kind: expect.stringMatching(/gone|rejected|auth/),
          });
          return [];
        });
        expect(ofTheirs).toEqual([]);
      });

      it('that changed tell the new nights, a later time, and still the same code', async () => {
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        const code = await world.book(stayOf(listingId));
        const before = await toldOf(world, access, { code, listingId });
        world.advance({ minutes: 5 });
        await world.modify(code, { checkIn: '2027-03-02', checkOut: '2027-03-06' });
        const after = await toldOf(world, access, { code, listingId });
        expect(after).toMatchObject({ externalId: code, checkIn: '2027-03-02', checkOut: '2027-03-06' });
        if (world.tellsChanges === false) return;
        const times = [before, after].map((one) => one?.changedAt?.epochMilliseconds ?? Number.NaN);
        expect(times[1]).toBeGreaterThan(times[0] ?? Number.NaN);
      });

      it('that were cancelled are listed still, as cancelled', async () => {
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        const code = await world.book(stayOf(listingId));
        await world.cancel(code);
        const found = (await stays(access, listingId)).find((one) => one.externalId === code);
        expect(found?.status).toBe('cancelled');
      });

      it('of a status nobody has heard of are unknown, never dropped and never free', async () => {
        if (world.setOddStatus === null) return;
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        const code = await world.book(stayOf(listingId));
        await world.setOddStatus(code);
        const found = (await stays(access, listingId)).find((one) => one.externalId === code);
        expect(found).toMatchObject({
          status: 'unknown',
          channelStatus: expect.stringMatching(/\S/),
          ...STAY,
        });
      });

      it('that there are none of are gone', async () => {
        if (world.provider.reservations.get === null) return;
        const access = await linked(world);
        expect((await failure(world, getOf(world)(access, 'HMNOWHERE1'))).kind).toBe('gone');
      });
    });

    describe('webhooks', () => {
      const port = (): WebhookPort | null => world.provider.webhook;
      const hints = (calls: readonly SignedCall[]): Hint[] =>
        calls.flatMap((call) => port()?.interpret(call.bytes) ?? []);

      it('say what happened to a reservation, and it can be fetched', async () => {
        if (port() === null) return;
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        const code = await world.book(stayOf(listingId));
        const named = { kind: 'reservation', externalId: code };
        expect(hints(await world.heard())).toContainEqual(expect.objectContaining(named));
        await world.modify(code, { checkIn: '2027-03-02', checkOut: '2027-03-06' });
        expect(hints(await world.heard())).toContainEqual(expect.objectContaining(named));
        await world.cancel(code);
        expect(hints(await world.heard())).toContainEqual(expect.objectContaining(named));
        const { reservation } = await getOf(world)(access, code);
        expect(reservation?.status).toBe('cancelled');
      });

      it('say that the host took our access back, and whose', async () => {
        if (port() === null) return;
        await linked(world);
        await world.heard();
        await world.takeBack(world.account.id);
        expect(hints(await world.heard())).toEqual([{ kind: 'revoked', accountId: world.account.id }]);
      });

      it('are known by their signature: not one byte, second or secret may differ', async () => {
        const webhook = port();
        if (webhook === null) return;
        await linked(world);
        await world.book(stayOf(world.account.listingIds[0]));
        const [call] = await world.heard();
        if (call === undefined) throw new Error('the channel sent nothing');
        const judged = (given: SignedCall, at = world.now(), secrets = world.secrets) =>
          webhook.verify(given, secrets, at).ok;
        expect(judged(call)).toBe(true);
        expect(judged(call, world.now(), ['whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI=', ...world.secrets])).toBe(
          true,
        );
        expect(judged(call, world.now(), ['whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI='])).toBe(false);
        expect(judged(call, world.now(), [])).toBe(false);
        expect(judged({ ...call, bytes: Buffer.concat([call.bytes, Buffer.from(' ')]) })).toBe(false);
        expect(judged({ ...call, headers: {} })).toBe(false);
        expect(judged(call, world.now().add({ minutes: 6 }))).toBe(false);
        expect(judged(call, world.now().subtract({ minutes: 6 }))).toBe(false);
      });
    });

    describe('the gate', () => {
      it('is asked before a guest books, and its word counts', async () => {
        if (world.provider.gate === null) return;
        const access = await linked(world);
        const [listingId] = world.account.listingIds;
        world.setGate(true);
        const code = await world.book(stayOf(listingId));
        expect(world.gateQuestions).toContainEqual(
          expect.objectContaining({ kind: 'availability', listingId, ...STAY }),
        );
        expect(world.gateQuestions).toContainEqual(
          expect.objectContaining({ kind: 'booking', listingId, externalId: code, ...STAY }),
        );
        await world.modify(code, { checkIn: '2027-03-02', checkOut: '2027-03-06' });
        expect(world.gateQuestions).toContainEqual(
          expect.objectContaining({ kind: 'change', externalId: code, checkOut: '2027-03-06' }),
        );
        world.setGate(false);
        const next = { ...stayOf(listingId), checkIn: '2027-03-10', checkOut: '2027-03-12' };
        await expect(world.book(next)).rejects.toThrow();
        const got = await stays(access, listingId);
        expect(got.filter((one) => one.checkIn === '2027-03-10' && one.status === 'confirmed')).toEqual([]);
      });
    });
  });
}
