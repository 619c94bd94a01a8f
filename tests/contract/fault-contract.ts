import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import {
  accessOf,
  type ChannelWorld,
  failure,
  getOf,
  link,
  linked,
  oauthOf,
  type Setup,
  type Trouble,
  type Where,
  walk,
} from './world.ts';

const FROM = night('2026-11-01');

/** What an adapter must make of a channel that is not in order: the kind of trouble, once, and nothing believed. */
export function faultContract(name: string, setup: Setup): void {
  describe(`${name} in trouble`, () => {
    let world: ChannelWorld;
    let access: Access;
    let code: string;
    beforeEach(async () => {
      world = await setup({});
      access = await linked(world);
      code = await world.book({
        listingId: world.account.listingIds[0],
        checkIn: '2027-03-01',
        checkOut: '2027-03-04',
      });
    });
    afterEach(async () => {
      const isOver = await world.isTroubleOver();
      await world.close();
      expect(isOver).toBe(true);
    });

    const CALLS: Record<Where, (provider: ChannelProvider) => Promise<unknown>> = {
      account: (provider) => provider.account(access),
      listings: (provider) => provider.listings(access, null),
      reservations: (provider) =>
        provider.reservations.list(access, {
          listingId: world.account.listingIds[0],
          from: FROM,
          page: null,
        }),
      reservation: (provider) => getOf({ provider })(access, code),
      // Where nothing is asked at the token call but tokens, a person links once more.
      tokens: (provider) => (world.letsGo === false ? link(world, provider) : isValid(provider)),
    };

    const TROUBLES: readonly (readonly [Trouble, string, number | null])[] = [
      ['limited_with_time', 'limited', 30],
      ['limited', 'limited', null],
      ['broken', 'transient', null],
      ['dropped', 'transient', null],
      ['malformed', 'malformed', null],
      ['truncated', 'malformed', null],
    ];
    const isValid = (provider: ChannelProvider) => provider.oauth?.isValid(access) ?? Promise.resolve(true);
    const canAsk = (where: Where) => where !== 'reservation' || world.provider.reservations.get !== null;
    const everywhere = (Object.keys(CALLS) as Where[]).flatMap((where) =>
      TROUBLES.map(([trouble, kind, seconds]) => ({ where, trouble, kind, seconds })),
    );

    it.each(everywhere)('$where, $trouble: $kind, and the next call is answered', async (row) => {
      if (!canAsk(row.where)) return;
      await world.trouble(row.trouble, row.where);
      const error = await failure(world, CALLS[row.where](world.provider), [access.accessToken]);
      expect(error).toMatchObject({ kind: row.kind, retryAfterSeconds: row.seconds });
      await expect(CALLS[row.where](world.provider)).resolves.toBeDefined();
    });

    it.each(Object.keys(CALLS) as Where[])('%s, slow: transient within our own patience', async (where) => {
      if (!canAsk(where)) return;
      await world.trouble('slow', where);
      const error = await failure(world, CALLS[where](world.hasty), [access.accessToken]);
      expect(error).toMatchObject({ kind: 'transient', status: null });
      await expect(CALLS[where](world.provider)).resolves.toBeDefined();
    });

    it('a renewal that fails for a while is no refusal: the same refresh token works afterwards', async () => {
      if (world.machine || world.renews === false) return;
      const { refreshToken } = await link(world);
      const refresh = () => oauthOf(world).refresh({ app: world.app, refreshToken: refreshToken ?? '' });
      for (const [trouble, kind] of [
        ['broken', 'transient'],
        ['limited', 'limited'],
        ['malformed', 'malformed'],
      ] as const) {
        await world.trouble(trouble, 'tokens');
        expect((await failure(world, refresh(), [refreshToken ?? ''])).kind).toBe(kind);
      }
      await expect(refresh()).resolves.toBeDefined();
    });

    describe('over several pages', () => {
      let codes: string[];
      beforeEach(async () => {
        codes = [code];
        const [listingId] = world.account.listingIds;
        for (let at = 0; at < 60; at++) {
          const checkIn = night('2027-03-10').replace('03-10', dayOf(at));
          const checkOut = night('2027-03-10').replace('03-10', dayOf(at + 1));
          codes.push(await world.book({ listingId, checkIn, checkOut }));
        }
      });
      const all = () =>
        walk((page) =>
          world.provider.reservations.list(access, {
            listingId: world.account.listingIds[0],
            from: FROM,
            page,
          }),
        );

      it('a channel in order brings each reservation once', async () => {
        const got = (await all()).map((one) => one.externalId);
        expect(got).toEqual(expect.arrayContaining(codes));
        expect(new Set(got).size).toBe(got.length);
      });

      /** All of them, or an error of the channel: never fewer in good faith. */
      const allOrNothing = async () => {
        const got = await all().catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'ChannelError' });
          return null;
        });
        if (got !== null) expect(got.map((one) => one.externalId)).toEqual(expect.arrayContaining(codes));
      };

      it('half a page loses none: the rest comes with the next, or the page is not believed', async () => {
        if (world.isUnpaged) return;
        await world.trouble('half_page', 'reservations');
        await allOrNothing();
      });

      it('a page that repeats is not believed, and not followed for ever', async () => {
        if (world.isUnpaged) return;
        await world.trouble('repeat_page', 'reservations');
        expect((await failure(world, all())).kind).toBe('malformed');
        await expect(all()).resolves.toBeDefined();
      });

      it('a place that the channel lost is no end', async () => {
        if (world.isUnpaged) return;
        await world.trouble('cursor_lost', 'reservations');
        await allOrNothing();
      });

      it('a token that runs out in mid-run is refused, and after a renewal the run goes on where it was', async () => {
        if (world.isUnpaged) return;
        const tokens = await link(world);
        const first = accessOf(world, tokens);
        const [listingId] = world.account.listingIds;
        const page = await world.provider.reservations.list(first, { listingId, from: FROM, page: null });
        await world.trouble('expired_token', 'reservations');
        const work = world.provider.reservations.list(first, { listingId, from: FROM, page: page.next });
        expect((await failure(world, work, [first.accessToken])).kind).toBe('auth');
        const renewed = await oauthOf(world).refresh({
          app: world.app,
          refreshToken: tokens.refreshToken ?? '',
        });
        const rest = await walk((at) =>
          world.provider.reservations.list(accessOf(world, renewed), {
            listingId,
            from: FROM,
            page: at ?? page.next,
          }),
        );
        const got = [...page.items, ...rest].map((one) => one.externalId);
        expect(got).toEqual(expect.arrayContaining(codes));
        expect(new Set(got).size).toBe(got.length);
      });

      it('access that is taken back in mid-run is refused, and a renewal as well', async () => {
        if (world.isUnpaged) return;
        const tokens = await link(world);
        const first = accessOf(world, tokens);
        const [listingId] = world.account.listingIds;
        const page = await world.provider.reservations.list(first, { listingId, from: FROM, page: null });
        await world.trouble('revoked_token', 'reservations');
        const work = world.provider.reservations.list(first, { listingId, from: FROM, page: page.next });
        expect((await failure(world, work, [first.accessToken])).kind).toBe('auth');
        const refreshing = oauthOf(world).refresh({
          app: world.app,
          refreshToken: tokens.refreshToken ?? '',
        });
        expect((await failure(world, refreshing)).kind).toBe('auth');
      });
    });
  });
}

/** The days after 10 March, as month and day. */
function dayOf(at: number): string {
  return Temporal.PlainDate.from('2027-03-10').add({ days: at }).toString().slice(5);
}
