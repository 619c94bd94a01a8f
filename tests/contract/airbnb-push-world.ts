import { minorDigits } from '#lib/kernel/currency.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import { airbnbWorld } from './airbnb-world.ts';
import { PUSH_FAULTS, type PushWorld, type Shown } from './push-world.ts';
import { linked } from './world.ts';

type State = {
  readonly faults: readonly unknown[];
  readonly listings: readonly {
    readonly currency: string;
    readonly nights: readonly {
      readonly night: Night;
      readonly sells: boolean;
      readonly price: number;
      readonly minNights: number;
      readonly maxNights: number;
      readonly closedToArrival: boolean;
      readonly closedToDeparture: boolean;
    }[];
  }[];
};

/** The sandbox's Airbnb, linked, with two listings that sell two years ahead. */
export async function airbnbPushWorld(settings: Readonly<Record<string, unknown>>): Promise<PushWorld> {
  // Its answer shows what was done, where the tests ask for that; at each other setting the adapter has to do too.
  const world = await airbnbWorld({ operationsAnswer: 'applied', ...settings });
  const access = await linked(world);
  const listing = async (account: string) => {
    const { id } = await world.control<{ id: string }>('listing', {
      account,
      currency: 'EUR',
      category: 'sync_all',
      rules: { maxDaysNotice: -1 },
    });
    return { externalId: id, groupId: null, ratePlanId: null, currency: 'EUR', syncScope: 'sync_all' };
  };
  const listings = [await listing(world.account.id), await listing(world.account.id)] as const;
  let counted = 0;
  return {
    push: portOf(world.provider),
    hasty: portOf(world.hasty),
    access,
    now: world.now,
    listings,
    foreign: await listing(world.otherAccount.id),
    shows: async ({ externalId }, from, to) => {
      const state = await world.control<State>(`state?listing=${externalId}&from=${from}&to=${to}`);
      const [shown] = state.listings;
      if (!shown) throw new Error('the listing is not there');
      return shown.nights.map(
        (one): Shown => ({
          night: one.night,
          units: one.sells ? 1 : 0,
          priceMinor: one.price * 10 ** minorDigits(shown.currency),
          minStay: one.minNights,
          maxStay: one.maxNights,
          closedToArrival: one.closedToArrival,
          closedToDeparture: one.closedToDeparture,
        }),
      );
    },
    book: async ({ externalId: listingId }, checkIn, checkOut) => {
      await world.book({ listingId, checkIn, checkOut });
    },
    takeBack: () => world.takeBack(world.account.id),
    trouble: (kind, on) =>
      world.control('fault', {
        ...PUSH_FAULTS[kind],
        path: on === 'send' ? '/calendar_operations' : '/calendars/',
        count: 1,
      }),
    isTroubleOver: world.isTroubleOver,
    calls: async () => {
      const { items } = await world.control<{ items: { url: string }[] }>('log');
      const all = items.filter((one) => one.url.includes('/calendar_operations')).length;
      const since = all - counted;
      counted = all;
      return since;
    },
    // The least that it takes is 10 whole units.
    badPriceMinor: 900,
    // A call is about one listing and takes any number of nights.
    least: { yearOfPrices: 2, scatteredClosings: 1 },
    close: world.close,
  };
}

function portOf(provider: ChannelProvider): PushPort {
  if (provider.push === null) throw new Error('this channel takes nothing');
  return provider.push;
}
