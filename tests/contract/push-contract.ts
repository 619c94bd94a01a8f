import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addNights, type Night, night, nightsOf } from '#lib/kernel/nights.ts';
import type { NightField, NightSet, PushListing } from '#lib/providers/push-contract.ts';
import {
  type PushSetup,
  type PushTrouble,
  type PushWorld,
  rangeOf,
  type Shown,
  seen,
  tell,
  tellCalls,
  told,
} from './push-world.ts';
import { failure } from './world.ts';

/** Where an inclusive end is told from an exclusive one. 2028 is a leap year, 2027 is not. */
const EDGES = [
  ['in the middle of a month', '2027-03-10', '2027-03-13'],
  ['a single night', '2027-03-10', '2027-03-11'],
  ['the last night of a month', '2027-04-30', '2027-05-01'],
  ['over the end of a month', '2027-01-30', '2027-02-02'],
  ['the last night of a year', '2027-12-31', '2028-01-01'],
  ['over the end of a year', '2027-12-30', '2028-01-03'],
  ['29 February', '2028-02-29', '2028-03-01'],
  ['up to 29 February', '2028-02-27', '2028-03-01'],
  ['from 29 February on', '2028-02-29', '2028-03-03'],
  ['over the end of a February without a 29th', '2027-02-27', '2027-03-02'],
] as const;

const VALUES: Required<Omit<NightSet, 'units' | 'priceMinor'>> = {
  minStay: 3,
  maxStay: 21,
  closedToArrival: true,
  closedToDeparture: true,
};

/** What every adapter that pushes must do, at one setting of its simulator's switches. */
export function pushContract(
  name: string,
  setup: PushSetup,
  settings: Readonly<Record<string, unknown>>,
): void {
  describe(name, () => {
    let world: PushWorld;
    let listing: PushListing;
    beforeEach(async () => {
      world = await setup(settings);
      [listing] = world.listings;
    });
    afterEach(() => world.close());

    /** The nights of a range and three on either side. */
    const around = (from: string, to: string) => ({
      from: addNights(night(from), -3),
      to: addNights(night(to), 3),
    });
    const openAll = (from: Night, to: Night, units = 1) =>
      told(world, [rangeOf(listing, from, to, { units })]);
    const nightsWhere = async (from: Night, to: Night, is: (one: Shown) => boolean, of = listing) =>
      (await world.shows(of, from, to)).filter(is).map((one) => one.night);
    /** So many smallest steps: every channel takes it. */
    const price = (steps: number) => steps * world.push.priceStep(listing.currency ?? 'EUR');

    describe('nights', () => {
      it.each(EDGES)('%s: closed are these and no others', async (_name, from, to) => {
        world.near?.(night(from));
        const wide = around(from, to);
        await openAll(wide.from, wide.to);
        await told(world, [rangeOf(listing, from, to, { units: 0 })]);
        const closed = [...nightsOf({ checkIn: night(from), checkOut: night(to) })];
        expect(await nightsWhere(wide.from, wide.to, (one) => one.units === 0)).toEqual(closed);
        const read = await seen(world, listing, wide.from, wide.to);
        expect(read.filter((one) => one.units === 0).map((one) => one.night)).toEqual(closed);
      });

      it.each(EDGES)('%s: opened again are these and no others', async (_name, from, to) => {
        world.near?.(night(from));
        const wide = around(from, to);
        await told(world, [rangeOf(listing, wide.from, wide.to, { units: 0 })]);
        await told(world, [rangeOf(listing, from, to, { units: 1 })]);
        const open = [...nightsOf({ checkIn: night(from), checkOut: night(to) })];
        expect(await nightsWhere(wide.from, wide.to, (one) => one.units > 0)).toEqual(open);
        const read = await seen(world, listing, wide.from, wide.to);
        expect(read.filter((one) => (one.units ?? 0) > 0).map((one) => one.night)).toEqual(open);
      });

      it.each(EDGES)('%s: priced are these and no others', async (_name, from, to) => {
        world.near?.(night(from));
        const wide = around(from, to);
        await openAll(wide.from, wide.to);
        await told(world, [rangeOf(listing, wide.from, wide.to, { priceMinor: price(111) })]);
        await told(world, [rangeOf(listing, from, to, { priceMinor: price(123) })]);
        const priced = [...nightsOf({ checkIn: night(from), checkOut: night(to) })];
        const isNew = (one: { priceMinor: number | null }) => one.priceMinor === price(123);
        expect(await nightsWhere(wide.from, wide.to, isNew)).toEqual(priced);
        const read = await seen(world, listing, wide.from, wide.to);
        if (world.showsPrices === false) {
          expect(read.every((one) => one.priceMinor === null)).toBe(true);
          return;
        }
        expect(read.filter(isNew).map((one) => one.night)).toEqual(priced);
        expect(read.filter((one) => one.priceMinor === price(111))).toHaveLength(6);
      });

      it('are read as many as the horizon has, each once', async () => {
        const from = night('2026-11-21');
        const to = addNights(from, world.push.horizonNights - 1);
        expect(await seen(world, listing, from, to)).toHaveLength(world.push.horizonNights - 1);
      });

      it('of one listing are told and read of that one', async () => {
        const [, other] = world.listings;
        const [from, to] = [night('2027-03-10'), night('2027-03-13')];
        await told(world, [rangeOf(listing, from, to, { units: 1 }), rangeOf(other, from, to, { units: 1 })]);
        await told(world, [rangeOf(listing, from, to, { units: 0 })]);
        expect(await nightsWhere(from, to, (one) => one.units > 0, other)).toHaveLength(3);
        expect((await seen(world, other, from, to)).every((one) => (one.units ?? 0) > 0)).toBe(true);
      });
    });

    describe('values', () => {
      it('are told and read field by field, and what is not named stays', async () => {
        const [from, to] = [night('2027-03-10'), night('2027-03-14')];
        await told(world, [rangeOf(listing, from, to, { units: 1, priceMinor: price(100) })]);
        for (const field of world.push.fields) {
          if (field === 'units' || field === 'priceMinor') continue;
          const before = await world.shows(listing, from, to);
          await told(world, [rangeOf(listing, from, to, { [field]: VALUES[field] })]);
          const expected = before.map((one) => ({ ...one, [field]: VALUES[field] }));
          expect(await world.shows(listing, from, to)).toEqual(expected);
          const read = await seen(world, listing, from, to);
          for (const one of read) expect([null, VALUES[field]]).toContain(one[field]);
        }
      });

      it('go away again', async () => {
        const [from, to] = [night('2027-03-10'), night('2027-03-14')];
        for (const field of ['closedToArrival', 'closedToDeparture'] as const) {
          if (!world.push.fields.includes(field)) continue;
          await told(world, [rangeOf(listing, from, to, { [field]: true })]);
          await told(world, [rangeOf(listing, addNights(from, 1), to, { [field]: false })]);
          expect(await nightsWhere(from, to, (one) => one[field] === true)).toEqual([from]);
        }
      });

      it('count units as far as the channel counts', async () => {
        const [from, to] = [night('2027-03-10'), night('2027-03-12')];
        for (const units of [1, Math.min(2, world.most ?? world.push.maxUnits), 0, 1]) {
          await told(world, [rangeOf(listing, from, to, { units })]);
          expect((await world.shows(listing, from, to)).map((one) => one.units)).toEqual([units, units]);
        }
      });

      it('told twice are told once', async () => {
        const [from, to] = [night('2027-03-10'), night('2027-03-14')];
        const ranges = [rangeOf(listing, from, to, { units: 0, priceMinor: price(90) })];
        await told(world, ranges);
        const once = await world.shows(listing, from, to);
        await told(world, ranges);
        expect(await world.shows(listing, from, to)).toEqual(once);
      });

      it("of a night that a guest of the channel's own has are not free, and never told as closed by hand", async () => {
        const [from, to] = [night('2027-03-09'), night('2027-03-14')];
        await openAll(from, to);
        await world.book(listing, night('2027-03-10'), night('2027-03-13'));
        const read = await seen(world, listing, from, to);
        const taken = read.filter((one) => one.units === 0);
        expect(taken.map((one) => one.night)).toEqual(['2027-03-10', '2027-03-11', '2027-03-12']);
        expect(taken.every((one) => one.isBooked !== false)).toBe(true);
        expect(read.filter((one) => one.units !== 0).every((one) => one.isBooked !== true)).toBe(true);
      });
    });

    describe('calls', () => {
      const mixed = (): ReturnType<typeof rangeOf>[] => {
        const [, other] = world.listings;
        return [
          rangeOf(listing, '2027-03-01', '2027-03-05', { units: 1, priceMinor: price(100) }),
          rangeOf(listing, '2027-03-05', '2027-03-09', { units: 0 }),
          rangeOf(other, '2027-03-01', '2027-03-03', { units: 0, priceMinor: price(80) }),
          rangeOf(other, '2027-03-03', '2027-03-06', { priceMinor: price(90), minStay: 2 }),
          rangeOf(listing, '2027-03-09', '2027-03-12', { units: 1 }),
        ];
      };

      it('hold closings or anything else, never both, the closings first', () => {
        const calls = world.push.plan(mixed());
        const closes = calls.map((call) => new Set(call.records.map((one) => one.set.units === 0)));
        expect(closes.every((kinds) => kinds.size === 1)).toBe(true);
        const order = closes.map((kinds) => kinds.has(true));
        expect(order).toEqual([...order].sort((a, b) => Number(b) - Number(a)));
        const ids = calls.flatMap((call) => call.records.map((one) => one.recordId));
        expect(new Set(ids).size).toBe(ids.length);
      });

      it('tell all that was asked, of each night and field, and nothing else', async () => {
        const fields = (
          ranges: readonly { listing: PushListing; checkIn: Night; checkOut: Night; set: NightSet }[],
        ) =>
          ranges
            .flatMap((one) =>
              [...nightsOf(one)].flatMap((at) =>
                Object.entries(one.set).map(
                  ([field, value]) => `${one.listing.externalId} ${at} ${field} ${value}`,
                ),
              ),
            )
            .sort();
        const asked = mixed();
        expect(fields(world.push.plan(asked).flatMap((call) => call.records))).toEqual(fields(asked));
        await told(world, asked);
        const [first, , third] = asked;
        if (!first || !third) throw new Error('some were asked');
        for (const one of await world.shows(listing, first.checkIn, first.checkOut))
          expect(one).toMatchObject({ units: 1, priceMinor: price(100) });
        for (const one of await world.shows(third.listing, third.checkIn, third.checkOut))
          expect(one).toMatchObject({ units: 0, priceMinor: price(80) });
      });

      it('are none for nothing', () => {
        expect(world.push.plan([])).toEqual([]);
        expect(world.push.plan([rangeOf(listing, '2027-03-01', '2027-03-05', {})])).toEqual([]);
      });

      it('are the fewest there can be, for a price over a year of two listings', async () => {
        const [from, to] = ['2027-01-01', '2028-01-01'];
        world.near?.(night(from));
        const ranges = world.listings.map((one) => rangeOf(one, from, to, { priceMinor: price(140) }));
        await world.calls();
        await told(world, ranges);
        expect(await world.calls()).toBe(world.least.yearOfPrices);
        for (const one of world.listings) {
          const priced = await nightsWhere(night(from), night(to), (at) => at.priceMinor === price(140), one);
          expect(priced).toHaveLength(365);
        }
      });

      it('are the fewest there can be, for closings here and there', async () => {
        const nights = Array.from({ length: 30 }, (_, at) => addNights(night('2027-03-01'), at * 2));
        await openAll(night('2027-03-01'), night('2027-04-30'));
        await world.calls();
        await told(
          world,
          nights.map((at) => rangeOf(listing, at, addNights(at, 1), { units: 0 })),
        );
        expect(await world.calls()).toBe(world.least.scatteredClosings);
        expect(await nightsWhere(night('2027-03-01'), night('2027-04-30'), (one) => one.units === 0)).toEqual(
          nights,
        );
      });
    });
  });
}

/** What an adapter must make of a channel that does not do, or does not say, what it was told. */
export function pushFaultContract(name: string, setup: PushSetup): void {
  describe(`${name} told in vain`, () => {
    let world: PushWorld;
    let listing: PushListing;
    beforeEach(async () => {
      world = await setup({});
      [listing] = world.listings;
    });
    afterEach(async () => {
      const isOver = await world.isTroubleOver();
      await world.close();
      expect(isOver).toBe(true);
    });
    const [from, to] = [night('2027-03-10'), night('2027-03-13')];
    const closing = () => world.push.plan([rangeOf(listing, from, to, { units: 0 })]);
    const price = (steps: number) => steps * world.push.priceStep(listing.currency ?? 'EUR');
    const ACTS = {
      send: (port = world.push) => tellCalls({ ...world, push: port }, closing()),
      read: (port = world.push) => port.read(world.access, { listing, from, to }),
    };

    const TROUBLES: readonly (readonly [PushTrouble, string, number | null])[] = [
      ['limited_with_time', 'limited', 30],
      ['limited', 'limited', null],
      ['broken', 'transient', null],
      ['dropped', 'transient', null],
      ['malformed', 'malformed', null],
      ['truncated', 'malformed', null],
    ];
    const everywhere = (['send', 'read'] as const).flatMap((on) =>
      TROUBLES.map(([trouble, kind, seconds]) => ({ on, trouble, kind, seconds })),
    );

    it.each(everywhere)('$on, $trouble: $kind, nothing is believed, and the next is', async (row) => {
      await world.trouble(row.trouble, row.on);
      const error = await failure(world.access, ACTS[row.on](), [world.access.accessToken]);
      expect(error).toMatchObject({ kind: row.kind, retryAfterSeconds: row.seconds });
      await expect(ACTS[row.on]()).resolves.toBeDefined();
    });

    it.each(['send', 'read'] as const)('%s, slow: transient within our own patience', async (on) => {
      await world.trouble('slow', on);
      const error = await failure(world.access, ACTS[on](world.hasty), [world.access.accessToken]);
      expect(error).toMatchObject({ kind: 'transient', status: null });
      await expect(ACTS[on]()).resolves.toBeDefined();
    });

    it.each(['send', 'read'] as const)('%s, after the host took the access back: auth', async (on) => {
      await world.takeBack();
      if (on === 'read' && world.isReadPublic) return;
      expect((await failure(world.access, ACTS[on](), [world.access.accessToken])).kind).toBe('auth');
    });

    it('a part that is done is confirmed, and only that part', async () => {
      if (world.tellsParts === false) return;
      await told(world, [rangeOf(listing, from, addNights(from, 8), { units: 1, priceMinor: price(100) })]);
      await world.trouble('partial', 'send');
      const calls = world.push.plan(
        Array.from({ length: 4 }, (_, at) =>
          rangeOf(listing, addNights(from, at * 2), addNights(from, at * 2 + 1), {
            priceMinor: price(150 + at),
          }),
        ),
      );
      const [first] = await tellCalls(world, calls);
      if (!first) throw new Error('there is one call');
      const taken = new Set(
        first.outcomes.filter((one) => one.outcome === 'accepted').map((one) => one.recordId),
      );
      expect(taken.size).toBeGreaterThan(0);
      expect(taken.size).toBeLessThan(first.call.records.length);
      for (const record of first.call.records) {
        const [shown] = await world.shows(listing, record.checkIn, record.checkOut);
        expect(shown?.priceMinor === record.set.priceMinor).toBe(taken.has(record.recordId));
      }
      for (const one of first.outcomes.filter((of) => of.outcome !== 'accepted'))
        expect(one.code).toMatch(/\S/);
    });

    it('what is answered for and not done is seen when it is read', async () => {
      await told(world, [rangeOf(listing, from, to, { units: 1 })]);
      await world.trouble('silent', 'send');
      await tellCalls(world, closing());
      const read = await seen(world, listing, from, to);
      expect(read.map((one) => (one.units ?? 0) > 0)).toEqual([true, true, true]);
      await told(world, [rangeOf(listing, from, to, { units: 0 })]);
      expect((await seen(world, listing, from, to)).map((one) => one.units)).toEqual([0, 0, 0]);
    });

    it('what the channel refuses keeps back nothing that it takes', async () => {
      if (world.badPriceMinor === null) return;
      const outcomes = await tell(world, [
        rangeOf(listing, '2027-03-01', '2027-03-02', { priceMinor: price(120) }),
        rangeOf(listing, '2027-03-02', '2027-03-03', { priceMinor: world.badPriceMinor }),
        rangeOf(listing, '2027-03-03', '2027-03-04', { priceMinor: price(130) }),
      ]);
      expect(outcomes.map((one) => one.outcome).sort()).toEqual(['accepted', 'accepted', 'refused']);
      const shown = await world.shows(listing, night('2027-03-01'), night('2027-03-04'));
      expect(shown[0]?.priceMinor).toBe(price(120));
      expect(shown[2]?.priceMinor).toBe(price(130));
    });

    it('a listing that is not ours is neither told nor read', async () => {
      const { foreign } = world;
      const sent = await tell(world, [rangeOf(foreign, from, to, { units: 0 })]).catch((error: unknown) => {
        expect(error).toMatchObject({
          name: 'ChannelError',
          kind: expect.stringMatching(/gone|rejected|auth/),
        });
        return [];
      });
      expect(sent.filter((one) => one.outcome === 'accepted')).toEqual([]);
      if (world.isReadPublic) return;
      const read = world.push.read(world.access, { listing: foreign, from, to });
      expect((await failure(world.access, read)).kind).toMatch(/gone|rejected|auth/);
    });

    it('a field that the channel has not is not planned', () => {
      const set: NightSet = { units: 1, priceMinor: price(100), ...VALUES };
      const fields = world.push
        .plan([rangeOf(listing, from, to, set)])
        .flatMap((call) => call.records)
        .flatMap((one) => Object.keys(one.set));
      for (const field of fields) expect(world.push.fields).toContain(field as NightField); // of a NightSet
    });
  });
}
