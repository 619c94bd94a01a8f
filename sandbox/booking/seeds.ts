import { addNights, todayIn } from '#lib/kernel/nights.ts';
import { book } from './guests.ts';
import type { BookingHost } from './host.ts';
import type { BookingApp } from './settings.ts';
import type { Account, Hotel, Machine, RatePlan, RoomRate, RoomType } from './world.ts';

/** The partner's own machine account: which hotels it reaches, their hosts decide. */
export function demoMachine(app: BookingApp): Machine {
  return {
    id: '70031',
    name: 'Latchkey',
    providerId: '4417',
    clientId: app.clientId,
    clientSecret: app.clientSecret,
  };
}

export const HARBOUR_STAYS = '8841207';
export const QUAYSIDE_ROOMS = '8850318';

const ACCOUNTS: readonly Account[] = [
  { id: HARBOUR_STAYS, name: 'Harbour Stays', email: 'marta@harbour.example' },
  { id: QUAYSIDE_ROOMS, name: 'Quayside Rooms', email: 'joana@quayside.example' },
];

type RateSeed = Pick<RatePlan, 'id' | 'name'> & { readonly childOf?: string; readonly percent?: number };
type RoomSeed = Pick<RoomType, 'id' | 'name' | 'quantity' | 'maxPersons'> & {
  /** Minor units, as the host once said for all nights. */
  readonly price: number;
  readonly singlePrice?: number;
};
type Life = {
  readonly room: string;
  readonly from: number;
  readonly nights: number;
  readonly guest: string;
  readonly guests?: number;
  readonly quantity?: number;
};
type HotelSeed = Pick<
  Hotel,
  'id' | 'accountId' | 'name' | 'city' | 'countryCode' | 'timeZone' | 'currency'
> & {
  readonly taxIncluded?: boolean;
  readonly rooms: readonly RoomSeed[];
  readonly rates: readonly RateSeed[];
  readonly life: readonly Life[];
};

/** Days are counted from today at the hotel. Nights that another calendar of the demo has taken are left alone. */
const HOTELS: readonly HotelSeed[] = [
  {
    id: '777',
    accountId: HARBOUR_STAYS,
    name: 'Sea View',
    city: 'Lisbon',
    countryCode: 'PT',
    timeZone: 'Europe/Lisbon',
    currency: 'EUR',
    rooms: [
      { id: '77701', name: 'Blue Room', quantity: 1, maxPersons: 2, price: 11_000, singlePrice: 9_000 },
      { id: '77702', name: 'Garden Room', quantity: 1, maxPersons: 3, price: 9_500, singlePrice: 8_000 },
    ],
    rates: [{ id: '2001', name: 'Standard Rate' }],
    life: [
      { room: '77701', from: -8, nights: 3, guest: 'Nils Holmberg' },
      { room: '77701', from: 2, nights: 2, guest: 'Astrid Nygaard' },
      { room: '77702', from: 3, nights: 2, guest: 'Hugo Marques', guests: 1 },
      { room: '77701', from: 27, nights: 3, guest: 'Leila Farouk' },
    ],
  },
  {
    id: '781',
    accountId: HARBOUR_STAYS,
    name: 'Machiya Hoshi',
    city: 'Tokyo',
    countryCode: 'JP',
    timeZone: 'Asia/Tokyo',
    currency: 'JPY',
    taxIncluded: false,
    rooms: [
      { id: '78101', name: 'Tatami Room', quantity: 3, maxPersons: 3, price: 21_000, singlePrice: 17_000 },
    ],
    rates: [
      { id: '3001', name: 'Standard Rate' },
      { id: '3002', name: 'Non-refundable', childOf: '3001', percent: 90 },
    ],
    life: [
      { room: '78101', from: 14, nights: 3, guest: 'Mikael Lund' },
      { room: '78101', from: 20, nights: 2, guest: 'Camille Roy', quantity: 2, guests: 3 },
    ],
  },
  {
    id: '902',
    accountId: QUAYSIDE_ROOMS,
    name: 'Quayside Guesthouse',
    city: 'Porto',
    countryCode: 'PT',
    timeZone: 'Europe/Lisbon',
    currency: 'EUR',
    rooms: [{ id: '90201', name: 'River Double', quantity: 2, maxPersons: 2, price: 8_800 }],
    rates: [{ id: '5001', name: 'Standard Rate' }],
    life: [{ room: '90201', from: 6, nights: 3, guest: 'Ben Carter' }],
  },
];

const BOOKED_AHEAD_DAYS = 45;

/** The demo's hosts: one whose hotels the demo maps, one left to try. The same clock makes the same world. */
export function seedBooking(host: BookingHost): void {
  const { state } = host.store;
  state.accounts.push(...structuredClone(ACCOUNTS));
  for (const { rooms, rates, life, taxIncluded = true, ...hotel } of HOTELS) {
    state.hotels.push({
      ...hotel,
      taxIncluded,
      decimalPlaces: null,
      machineId: null,
      connectedAt: null,
      requestedAt: null,
    });
    for (const { childOf, percent, ...rate } of rates) {
      state.rates.push(newRate({ ...rate, hotelId: hotel.id, childOf, percent }));
    }
    for (const { price, singlePrice, ...room } of rooms) {
      state.rooms.push({ ...room, hotelId: hotel.id });
      for (const { id, childOf } of rates) {
        const own = childOf === undefined;
        state.roomRates.push(
          newRoomRate({
            roomId: room.id,
            rateId: id,
            price: own ? price : null,
            singlePrice: (own ? singlePrice : null) ?? null,
            singleUse: singlePrice !== undefined,
          }),
        );
      }
    }
    const today = todayIn(hotel.timeZone, host.clock.now());
    for (const { room, from, nights, ...guest } of life) {
      const checkIn = addNights(today, from);
      book(host, {
        ...guest,
        listing: hotel.id,
        roomType: room,
        checkIn,
        checkOut: addNights(checkIn, nights),
        at: host.clock.now().subtract({ hours: 24 * (BOOKED_AHEAD_DAYS - Math.min(from, 40)) }),
        force: true,
      });
    }
  }
}

export function newRate(
  wish: Pick<RatePlan, 'id' | 'hotelId' | 'name'> & {
    readonly childOf?: string | null | undefined;
    readonly percent?: number | undefined;
  },
): RatePlan {
  const { childOf, percent, ...rate } = wish;
  const child = childOf ?? null;
  return {
    ...rate,
    policy: child ? 'Non-refundable' : 'General',
    policyId: child ? '2' : '1',
    parentId: child,
    percentOfParent: percent ?? 100,
  };
}

export function newRoomRate(wish: Partial<RoomRate> & Pick<RoomRate, 'roomId' | 'rateId'>): RoomRate {
  return { active: true, singleUse: true, price: null, singlePrice: null, ...wish };
}
