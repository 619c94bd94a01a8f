import { afterEach, describe, expect, it } from 'vitest';
import { type Night, night } from '#lib/kernel/nights.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import { TAKEN_THERE } from '#lib/providers/push-contract.ts';
import { type AvitoPushWorld, avitoPushWorld } from './avito-push-world.ts';
import { type AvitoWorld, avitoWorld } from './avito-world.ts';
import { rangeOf, seen, tell, told } from './push-world.ts';
import { failure, linked, walk } from './world.ts';

/*
 * Avito's own words, said by its simulator and heard by our adapter: both were written from the same facts by different
 * hands, so a word that one of them misread is found here.
 */

const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };
const FROM = night('2026-11-20');

describe('bookings', () => {
  let world: AvitoWorld;
  let access: Access;
  afterEach(() => world.close());
  const begin = async () => {
    world = await avitoWorld({});
    access = await linked(world);
  };
  const listingId = () => world.account.listingIds[0];
  const stays = () =>
    walk((page) => world.provider.reservations.list(access, { listingId: listingId(), from: FROM, page }));

  it.each([
    ['active', 'confirmed'],
    ['pending', 'pending'],
    ['canceled', 'cancelled'],
    ['overbook', 'unknown'],
  ])('that are %s are %s here', async (word, status) => {
    await begin();
    const id = await world.book({ listingId: listingId(), ...STAY });
    await world.control('status', { id, status: word });
    const found = (await stays()).find((one) => one.externalId === id);
    expect(found).toMatchObject({ status, channelStatus: word, ...STAY });
  });

  it('have ids of nineteen digits, all of them exact', async () => {
    await begin();
    const id = await world.book({ listingId: listingId(), ...STAY });
    expect(id).toMatch(/^\d{19}$/);
    const ids = (await stays()).map((one) => one.externalId);
    expect(ids).toContain(id);
    expect(ids.every((one) => /^\d{19}$/.test(one))).toBe(true);
  });

  it('cost what Avito says, in kopecks, and their guests are hidden as far as it hides them', async () => {
    await begin();
    const booked = await world.control<{ id: string; booking: { base_price: number } }>('book', {
      listing: listingId(),
      ...STAY,
      guest: 'Ann Lee',
    });
    const found = (await stays()).find((one) => one.externalId === booked.id);
    expect(found?.total).toEqual({ amount: booked.booking.base_price * 100, currency: 'RUB' });
    expect(found?.payout).toBeNull();
    expect(found?.guest).toMatchObject({
      name: 'Ann Lee',
      email: null,
      phone: expect.stringMatching(/^\d{10}$/),
    });
  });

  it('that are told twice are told once', async () => {
    await begin();
    const id = await world.book({ listingId: listingId(), ...STAY });
    await world.control('fault', { kind: 'duplicate_bookings', path: '/bookings', count: 1 });
    expect((await stays()).filter((one) => one.externalId === id)).toHaveLength(1);
    await expect(world.isTroubleOver()).resolves.toBe(true);
  });
});

describe('picking an advert', () => {
  let world: AvitoWorld;
  afterEach(() => world.close());
  const granted = async (scopes: string): Promise<Access> => {
    world = await avitoWorld({});
    const account = world.account.id;
    const { accessToken } = await world.control<{ accessToken: string }>('authorize', {
      account,
      scopes: scopes.split(' '),
    });
    return { app: world.app, accessToken, accountId: account };
  };
  const check = (access: Access, id: string) =>
    world.provider.pick?.check(access, id) ?? Promise.reject(new Error('nothing can be picked'));

  it.each([
    ['may be seen', 'user:read items:info short_term_rent:read short_term_rent:write'],
    ['may not be seen', 'user:read short_term_rent:read short_term_rent:write'],
  ])('knows mine, theirs and none where the account’s adverts %s', async (_what, scopes) => {
    const access = await granted(scopes);
    const [mine] = world.account.listingIds;
    await expect(check(access, mine)).resolves.toMatchObject({ externalId: mine, currency: 'RUB' });
    const theirs = check(access, world.otherAccount.listingIds[0]);
    expect(await failure(world, theirs)).toMatchObject({ kind: 'rejected', status: 403 });
    expect(await failure(world, check(access, '8999999999'))).toMatchObject({ kind: 'gone' });
  });

  it('tells its name where the account’s adverts may be seen', async () => {
    const access = await granted('user:read items:info short_term_rent:read');
    const [mine] = world.account.listingIds;
    const all = await walk((page) => world.provider.listings(access, page));
    const { name, address } = await check(access, mine);
    expect(all.find((one) => one.externalId === mine)).toMatchObject({ name, address });
    expect(name).not.toBe(mine);
  });

  it('without the scope to list adverts is no end of the access', async () => {
    const access = await granted('user:read short_term_rent:read');
    const listing = world.provider.listings(access, null);
    expect(await failure(world, listing)).toMatchObject({ kind: 'rejected', status: 403 });
    await expect(world.provider.oauth?.isValid(access)).resolves.toBe(true);
  });
});

describe.each(['replace', 'merge'])('closings, as a list that is there to %s', (closeDates) => {
  let world: AvitoPushWorld;
  afterEach(() => world.close());
  const [from, to] = [night('2027-03-01'), night('2027-03-10')];
  const begin = async (conflicts: 'told' | 'untold') => {
    world = await avitoPushWorld({ closeDates, conflicts });
    const [listing] = world.listings;
    await told(world, [rangeOf(listing, from, to, { units: 1 })]);
    await world.book(listing, night('2027-03-04'), night('2027-03-06'));
    return listing;
  };
  const free = async (listing: Awaited<ReturnType<typeof begin>>) =>
    (await world.shows(listing, from, to)).filter((one) => one.units > 0).map((one): Night => one.night);

  it('that meet a paid booking are done but for its nights, where it is named', async () => {
    const listing = await begin('told');
    await world.calls();
    const outcomes = await tell(world, [rangeOf(listing, '2027-03-02', '2027-03-09', { units: 0 })]);
    expect(outcomes).toEqual([
      expect.objectContaining({
        outcome: 'accepted',
        notDone: [{ checkIn: '2027-03-04', checkOut: '2027-03-06' }],
      }),
    ]);
    expect(await world.calls()).toBe(2);
    expect(await free(listing)).toEqual(['2027-03-01', '2027-03-09']);
    const shown = await seen(world, listing, '2027-03-03', '2027-03-07');
    expect(shown.map((one) => [one.units, one.isBooked])).toEqual([
      [0, false],
      [0, true],
      [0, true],
      [0, false],
    ]);
  });

  it('that meet a paid booking are not done at all, where it is not named', async () => {
    const listing = await begin('untold');
    await world.calls();
    const outcomes = await tell(world, [rangeOf(listing, '2027-03-02', '2027-03-09', { units: 0 })]);
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'failed', code: TAKEN_THERE })]);
    expect(await world.calls()).toBe(1);
    expect(await free(listing)).toHaveLength(7);
  });

  it('of other nights leave those closed that are said to be closed still', async () => {
    const listing = await begin('told');
    await told(world, [rangeOf(listing, '2027-03-01', '2027-03-03', { units: 0 })]);
    await told(world, [rangeOf(listing, '2027-03-07', '2027-03-09', { units: 0 })]);
    expect(await free(listing)).toEqual(['2027-03-03', '2027-03-06', '2027-03-09']);
    await told(world, [rangeOf(listing, '2027-03-01', '2027-03-02', { units: 1 })]);
    expect(await free(listing)).toEqual(['2027-03-01', '2027-03-03', '2027-03-06', '2027-03-09']);
  });
});

describe('a period without its price', () => {
  it('may be refused, so that a shortest stay is told with it', async () => {
    const world = await avitoPushWorld({ nightPrice: 'required' });
    const [listing] = world.listings;
    expect(world.push.together).toEqual(['priceMinor', 'minStay']);
    const alone = await tell(world, [rangeOf(listing, '2027-03-01', '2027-03-03', { minStay: 3 })]);
    expect(alone).toMatchObject([{ outcome: 'refused', message: expect.stringContaining('night_price') }]);
    await told(world, [rangeOf(listing, '2027-03-01', '2027-03-03', { minStay: 3, priceMinor: 300_000 })]);
    await told(world, [rangeOf(listing, '2027-03-01', '2027-03-03', { minStay: 4 })]);
    const shown = await world.shows(listing, night('2027-03-01'), night('2027-03-03'));
    expect(shown).toMatchObject([
      { minStay: 4, priceMinor: 300_000 },
      { minStay: 4, priceMinor: 300_000 },
    ]);
    await world.close();
  });
});
