import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { airbnbPushWorld } from './airbnb-push-world.ts';
import { type AirbnbWorld, airbnbWorld } from './airbnb-world.ts';
import { pushContract, pushFaultContract } from './push-contract.ts';
import { accessOf, link } from './world.ts';

// What is not known of Airbnb is a switch of its simulator: the adapter has to do at each.
const SWITCHES: Record<string, readonly unknown[]> = {
  calendarEnd: ['inclusive', 'exclusive'],
  listingIds: ['number', 'text'],
  operationsAnswer: ['repeats'],
};

for (const [name, values] of Object.entries(SWITCHES)) {
  for (const value of values) pushContract(`airbnb, ${name}: ${value}`, airbnbPushWorld, { [name]: value });
}

pushFaultContract('airbnb', airbnbPushWorld);

describe('airbnb alone', () => {
  let world: AirbnbWorld;
  let listingId: string;
  beforeEach(async () => {
    world = await airbnbWorld({ operationsAnswer: 'bare' });
    [listingId] = world.account.listingIds;
  });
  afterEach(() => world.close());
  const port = () => {
    const { push } = world.provider;
    if (push === null) throw new Error('it takes nothing');
    return push;
  };
  const listing = () => ({ externalId: listingId, groupId: null, ratePlanId: null, currency: 'EUR' });
  const read = async (from: string, to: string) =>
    port().read(accessOf(world, await link(world)), { listing: listing(), from: night(from), to: night(to) });

  it('an answer that shows nothing confirms nothing, although it was done', async () => {
    const access = accessOf(world, await link(world));
    const ranges = [
      { listing: listing(), checkIn: night('2027-03-01'), checkOut: night('2027-03-03'), set: { units: 0 } },
    ];
    const [call] = port().plan(ranges);
    if (!call) throw new Error('there is a call');
    const { outcomes } = await port().send(access, call, world.now());
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'failed', code: 'unclear' })]);
    expect((await read('2027-03-01', '2027-03-04')).nights.map((one) => one.units)).toEqual([0, 0, 1]);
  });

  it('nights beyond how far ahead the host sells, or too soon, are not known: no closure is made of them', async () => {
    await world.control('listing', { id: listingId, rules: { maxDaysNotice: 180, leadHours: 48 } });
    const far = (await read('2027-05-01', '2027-06-01')).nights;
    expect(far.at(0)?.units).toBe(1);
    expect(far.at(-1)).toMatchObject({ units: null, isBooked: null });
    const soon = (await read('2026-11-20', '2026-11-30')).nights;
    expect(soon[0]?.units).toBeNull();
  });

  it('a price in another currency than the listing is known by is not ours', async () => {
    const access = accessOf(world, await link(world));
    const asked = { from: night('2027-03-01'), to: night('2027-03-02') };
    const { nights } = await port().read(access, { listing: { ...listing(), currency: 'USD' }, ...asked });
    expect(nights[0]?.priceMinor).toBeNull();
  });
});
