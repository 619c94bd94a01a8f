import type { Night } from '#lib/kernel/nights.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import type { PushListing, PushPort } from '#lib/providers/push-contract.ts';
import { bookingWorld } from './booking-world.ts';
import { PUSH_FAULTS, type PushWorld, type Shown } from './push-world.ts';

const SENT = ['/hotels/ota/OTA_HotelAvailNotif', '/hotels/ota/OTA_HotelRateAmountNotif'];

type State = {
  readonly hotels: readonly {
    readonly id: string;
    readonly accountId: string;
    readonly currency: string;
    readonly rates: readonly { readonly id: string; readonly parentId: string | null }[];
    readonly rooms: readonly {
      readonly id: string;
      readonly nights: readonly {
        readonly night: Night;
        readonly roomsToSell: number;
        readonly sells: boolean;
        readonly rates: readonly {
          readonly rateId: string;
          readonly price: number | null;
          readonly minStay: number | null;
          readonly maxStay: number | null;
          readonly closedToArrival: boolean;
          readonly closedToDeparture: boolean;
        }[];
      }[];
    }[];
  }[];
};

/** The sandbox's Booking.com, its first account attached, with two more room types of one hotel. */
export async function bookingPushWorld(settings: Readonly<Record<string, unknown>>): Promise<PushWorld> {
  const world = await bookingWorld(settings);
  const { control } = world;
  const access = await world.attached();
  const { hotels } = await control<State>('state');
  const hotelOf = (account: string) => {
    const hotel = hotels.find((one) => one.accountId === account);
    if (!hotel) throw new Error('the account has no hotel');
    return hotel;
  };
  const room = async (account: string): Promise<PushListing> => {
    const { id: hotel, rates, currency } = hotelOf(account);
    const rate = rates.find((one) => one.parentId === null);
    if (!rate) throw new Error('the hotel has no rate');
    const made = { hotel, name: 'A room', quantity: 2, rates: [{ id: rate.id, price: 10_000 }] };
    const { id } = await control<{ id: string }>('room', made);
    return { externalId: id, groupId: hotel, ratePlanId: rate.id, currency };
  };
  const listings = [await room(world.account.id), await room(world.account.id)] as const;
  let counted = 0;
  return {
    push: portOf(world.provider),
    hasty: portOf(world.hasty),
    access,
    now: world.now,
    listings,
    foreign: await room(world.otherAccount.id),
    shows: async ({ externalId, groupId, ratePlanId }, from, to) => {
      const state = await control<State>(`state?hotel=${groupId}&room=${externalId}&from=${from}&to=${to}`);
      const shown = state.hotels.flatMap((hotel) => hotel.rooms).find((one) => one.id === externalId);
      if (!shown) throw new Error('the room is not there');
      return shown.nights.map((one): Shown => {
        const rate = one.rates.find((of) => of.rateId === ratePlanId);
        if (!rate) throw new Error('the rate is not there');
        const { price: priceMinor, minStay, maxStay, closedToArrival, closedToDeparture } = rate;
        const units = one.sells ? one.roomsToSell : 0;
        return { night: one.night, units, priceMinor, minStay, maxStay, closedToArrival, closedToDeparture };
      });
    },
    book: async ({ externalId: listingId }, checkIn, checkOut) => {
      await world.book({ listingId, checkIn, checkOut });
    },
    // A host who ends the connection takes one property away (403); the account's own access ends with its tokens.
    takeBack: () => control('tokens', undefined, 'DELETE'),
    trouble: (kind, on) =>
      control('fault', {
        ...PUSH_FAULTS[kind],
        path: on === 'send' ? '/hotels/ota/' : '/hotels/xml/roomrateavailability',
        count: 1,
      }),
    isTroubleOver: world.isTroubleOver,
    calls: async () => {
      const { items } = await control<{ items: { url: string }[] }>('log');
      const all = items.filter((one) => SENT.some((path) => one.url.includes(path))).length;
      const since = all - counted;
      counted = all;
      return since;
    },
    badPriceMinor: null,
    // A call is about one property and one month: twelve months; March and April.
    least: { yearOfPrices: 12, scatteredClosings: 2 },
    close: world.close,
  };
}

function portOf(provider: ChannelProvider): PushPort {
  if (provider.push === null) throw new Error('this channel takes nothing');
  return provider.push;
}
