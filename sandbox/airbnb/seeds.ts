import type { Clock } from '#lib/kernel/clock.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { AirbnbStore } from './store.ts';
import type { Account, Listing } from './world.ts';

export type ListingWish = Partial<Omit<Listing, 'id' | 'accountId' | 'pricing' | 'rules'>> & {
  readonly id: string;
  readonly accountId: string;
  readonly pricing?: Partial<Listing['pricing']> | undefined;
  readonly rules?: Partial<Listing['rules']> | undefined;
};

/** A listing with everything a host would have set, as far as the wish says nothing. */
export function newListing(wish: ListingWish): Listing {
  return {
    name: `Listing ${wish.id}`,
    street: 'Rua do Cais 1',
    city: 'Lisbon',
    countryCode: 'PT',
    personCapacity: 2,
    bedrooms: 1,
    beds: 1,
    bathrooms: 1,
    currency: 'EUR',
    timeZone: 'Europe/Lisbon',
    category: null,
    hasAvailability: true,
    instantBook: true,
    checkInTime: '15:00',
    checkOutTime: '11:00',
    ...wish,
    pricing: { dailyPrice: 100, weekendPrice: null, cleaningFee: 30, ...wish.pricing },
    rules: {
      minNights: 1,
      maxNights: 1125,
      leadHours: 0,
      maxDaysNotice: 365,
      turnoverDays: 0,
      ...wish.rules,
    },
  };
}

export const MARTA = '412093817';
export const JOANA = '530118264';

const ACCOUNTS: readonly Account[] = [
  {
    id: MARTA,
    name: 'Marta Oliveira',
    firstName: 'Marta',
    lastName: 'Oliveira',
    email: 'marta@harbour.example',
    phone: '+351 910 000 001',
  },
  {
    id: JOANA,
    name: 'Joana Pires',
    firstName: 'Joana',
    lastName: 'Pires',
    email: 'joana@quayside.example',
    phone: '+351 910 000 002',
  },
];

const paris = { city: 'Paris', countryCode: 'FR', timeZone: 'Europe/Paris' };
const tokyo = { city: 'Tokyo', countryCode: 'JP', timeZone: 'Asia/Tokyo', currency: 'JPY' };
const brighton = { city: 'Brighton', countryCode: 'GB', timeZone: 'Europe/London', currency: 'GBP' };

type Life = {
  readonly from: number;
  readonly nights: number;
  readonly guest: string;
  readonly guests?: number;
  readonly status?: string;
};

/** Days are counted from today at the listing, so that there are guests who left, who stay, and who will come. */
const LISTINGS: readonly (ListingWish & { readonly life: readonly Life[] })[] = [
  {
    id: '48213907',
    accountId: MARTA,
    name: 'Harbour Studio',
    street: 'Rua do Cais 14',
    pricing: { dailyPrice: 95, weekendPrice: 115, cleaningFee: 25 },
    life: [
      { from: -40, nights: 4, guest: 'Clara Moreau' },
      { from: -9, nights: 5, guest: 'Peter Lindqvist' },
      { from: -1, nights: 3, guest: 'Lena Hoffmann' },
      { from: 6, nights: 4, guest: 'Tomás Silva' },
      { from: 15, nights: 2, guest: 'Ruth Abebe', guests: 1 },
      { from: 19, nights: 3, guest: 'Omar Haddad', status: 'cancelled_by_guest' },
      { from: 33, nights: 7, guest: 'Noah Martin' },
    ],
  },
  {
    id: '51770264',
    accountId: MARTA,
    name: 'Old Town Flat',
    street: 'Rua das Flores 82',
    city: 'Porto',
    personCapacity: 4,
    bedrooms: 2,
    beds: 3,
    pricing: { dailyPrice: 130, weekendPrice: 160, cleaningFee: 45 },
    rules: { minNights: 2 },
    life: [
      { from: -22, nights: 6, guest: 'Emma Johansson', guests: 3 },
      { from: 2, nights: 3, guest: 'Aiko Tanaka' },
      { from: 11, nights: 5, guest: 'Grace Okafor', guests: 4 },
      { from: 26, nights: 4, guest: 'Piotr Nowak' },
      { from: 58, nights: 10, guest: 'Luis Ferreira', guests: 4 },
    ],
  },
  {
    id: '39054418',
    accountId: MARTA,
    name: 'Oberkampf flat, 11th',
    street: 'Rue Oberkampf 51',
    ...paris,
    personCapacity: 3,
    pricing: { dailyPrice: 140, cleaningFee: 40 },
    life: [
      { from: -12, nights: 4, guest: 'Iris de Vries' },
      { from: 5, nights: 3, guest: 'Marco Bianchi' },
      { from: 13, nights: 4, guest: 'Sofia Rossi' },
      { from: 30, nights: 5, guest: 'Jack Wilson', guests: 3 },
    ],
  },
  {
    id: '60918845',
    accountId: MARTA,
    name: 'Kemptown studio by the sea',
    street: 'St George’s Road 7',
    ...brighton,
    pricing: { dailyPrice: 85, weekendPrice: 105, cleaningFee: 20 },
    life: [
      { from: -9, nights: 4, guest: 'Hugh Barnes' },
      { from: 9, nights: 3, guest: 'Anna Kovács' },
      { from: 20, nights: 4, guest: 'Elif Kaya' },
    ],
  },
  {
    id: '55530172',
    accountId: MARTA,
    name: 'Machiya Hoshi: Ume',
    street: 'Yanaka 3-12',
    ...tokyo,
    pricing: { dailyPrice: 18_000, cleaningFee: 4_000 },
    life: [
      { from: -15, nights: 5, guest: 'Kenji Mori' },
      { from: 3, nights: 2, guest: 'Maya Cohen' },
      { from: 13, nights: 3, guest: 'Екатерина Орлова' },
    ],
  },
  {
    id: '55530198',
    accountId: MARTA,
    name: 'Machiya Hoshi: Sakura',
    street: 'Yanaka 3-12',
    ...tokyo,
    instantBook: false,
    pricing: { dailyPrice: 20_000, cleaningFee: 4_000 },
    life: [
      { from: 4, nights: 3, guest: '佐藤 健' },
      { from: 12, nights: 2, guest: 'Daniel Kim', status: 'pending' },
    ],
  },
  {
    id: '72216630',
    accountId: JOANA,
    name: 'Quayside Loft',
    street: 'Cais da Ribeira 3',
    city: 'Porto',
    personCapacity: 3,
    pricing: { dailyPrice: 120, cleaningFee: 35 },
    life: [
      { from: -6, nights: 3, guest: 'Oscar Nilsson' },
      { from: 4, nights: 4, guest: 'Fatima Zahra' },
      { from: 17, nights: 3, guest: 'Ben Carter' },
    ],
  },
];

/** How long before the arrival a seeded booking was made. */
const BOOKED_AHEAD_DAYS = 45;

/** The demo's hosts: one whose listings the demo maps, one left to try. The same clock makes the same world. */
export function seedAirbnb(store: AirbnbStore, clock: Clock): void {
  store.state.accounts.push(...structuredClone(ACCOUNTS));
  for (const { life, ...wish } of LISTINGS) {
    const listing = newListing(wish);
    store.state.listings.push(listing);
    const today = todayIn(listing.timeZone, clock.now());
    for (const { from, nights, status = 'accept', ...guest } of life) {
      const checkIn = addNights(today, from);
      // A request is answered within a day: one from long ago would be over.
      const ahead =
        status === 'pending' ? { hours: 1 } : { hours: 24 * (BOOKED_AHEAD_DAYS - Math.min(from, 40)) };
      const at = clock.now().subtract(ahead);
      store.addReservation(listing, {
        ...guest,
        status,
        checkIn,
        checkOut: addNights(checkIn, nights),
        at,
      });
    }
  }
}
