import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import { avitoWorld } from './avito-world.ts';
import { PUSH_FAULTS, type PushWorld, type Shown } from './push-world.ts';
import { linked } from './world.ts';

type State = {
  readonly listings: readonly {
    readonly nights: readonly {
      readonly night: Night;
      readonly sells: boolean;
      readonly left: number;
      readonly price: number;
      readonly minNights: number;
    }[];
  }[];
};

/** A token outlives what the clock is moved by. */
const TOKEN_SECONDS = 700 * 24 * 3600;
/** Nights between today and those that a test is about, where they are further ahead. */
const NEAR_NIGHTS = 20;

export type AvitoPushWorld = PushWorld & Pick<Awaited<ReturnType<typeof avitoWorld>>, 'control'>;

/** The sandbox's Avito, linked, with two adverts of one kind. `units` among the settings is ours: of adverts with quotas. */
export async function avitoPushWorld({
  units = 1,
  ...settings
}: Readonly<Record<string, unknown>>): Promise<AvitoPushWorld> {
  const world = await avitoWorld({ tokenSeconds: TOKEN_SECONDS, ...settings });
  const access = await linked(world);
  const listing = async (account: string) => {
    const { id } = await world.control<{ id: string }>('listing', { account, units, quotas: units !== 1 });
    return { externalId: id, groupId: null, ratePlanId: null, currency: 'RUB' };
  };
  const listings = [await listing(world.account.id), await listing(world.account.id)] as const;
  let counted = 0;
  return {
    control: world.control,
    push: portOf(world.provider),
    hasty: portOf(world.hasty),
    access,
    now: world.now,
    listings,
    foreign: await listing(world.otherAccount.id),
    near: (night) => {
      const noon = Temporal.Instant.from(`${addNights(night, -NEAR_NIGHTS)}T12:00:00Z`);
      const ahead = noon.since(world.now());
      if (ahead.sign > 0) world.advance(ahead);
    },
    most: Number(units),
    tellsParts: false,
    showsPrices: false,
    isReadPublic: true,
    shows: async ({ externalId }, from, to) => {
      const [shown] = (await world.control<State>(`state?listing=${externalId}&from=${from}&to=${to}`))
        .listings;
      if (!shown) throw new Error('the listing is not there');
      return shown.nights.map(
        (one): Shown => ({
          night: one.night,
          units: one.sells ? one.left : 0,
          priceMinor: one.price * 100,
          minStay: one.minNights,
          maxStay: null,
          closedToArrival: null,
          closedToDeparture: null,
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
        path: on === 'send' ? '/core/v1/accounts/' : '/calendars-export/',
        count: 1,
      }),
    isTroubleOver: world.isTroubleOver,
    calls: async () => {
      const { items } = await world.control<{ items: { method: string; url: string }[] }>('log');
      const all = items.filter(({ method, url }) => method === 'POST' && !url.endsWith('/token')).length;
      const since = all - counted;
      counted = all;
      return since;
    },
    // More than any night costs.
    badPriceMinor: 99_999_999_900,
    // A call is about one advert and takes any number of nights.
    least: { yearOfPrices: 2, scatteredClosings: 1 },
    close: world.close,
  };
}

function portOf(provider: ChannelProvider): PushPort {
  if (provider.push === null) throw new Error('this channel takes nothing');
  return provider.push;
}
