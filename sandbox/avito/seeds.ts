import { addNights } from '#lib/kernel/nights.ts';
import { type AvitoHost, today } from './host.ts';
import { priceOf } from './selling.ts';
import type { Account, Item } from './world.ts';

export const ANNA = '94235311';
export const SERGEY = '174839205';

export function newAccount(wish: {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly employee?: boolean | undefined;
}): Account {
  return {
    id: wish.id,
    name: wish.name,
    email: wish.email ?? `host-${wish.id}@neva.example`,
    phone: `921${wish.id.padStart(7, '0').slice(-7)}`,
    employee: wish.employee ?? false,
  };
}

export type ItemWish = {
  readonly id: string;
  readonly accountId: string;
  readonly updatedAt: string;
} & {
  readonly [K in 'title' | 'address' | 'status' | 'quotas' | 'units' | 'sleeps']?: Item[K] | undefined;
} & { readonly price?: number | undefined; readonly minNights?: number | undefined };

/** An advert with everything a host would have set, as far as the wish says nothing. */
export function newItem({ price, minNights, ...wish }: ItemWish): Item {
  return {
    id: wish.id,
    accountId: wish.accountId,
    title: wish.title ?? `Квартира ${wish.id}`,
    address: wish.address ?? 'Санкт-Петербург, Невский проспект, 1',
    status: wish.status ?? 'active',
    quotas: wish.quotas ?? false,
    units: wish.units ?? 1,
    sleeps: wish.sleeps ?? 4,
    base: { nightPrice: price ?? 3_500, minimalDuration: minNights ?? 1, more: {} },
    updatedAt: wish.updatedAt,
  };
}

type Life = {
  readonly from: number;
  readonly nights: number;
  /** Left out where Avito hides it. */
  readonly guest?: string;
  readonly guests?: number;
  readonly status?: string;
  readonly phone?: null;
};

/** Days are counted from today, so that there are guests who left, who stay, and who will come. */
const ITEMS: readonly (Omit<ItemWish, 'updatedAt'> & { readonly life: readonly Life[] })[] = [
  {
    id: '8013574208',
    accountId: ANNA,
    title: 'Студия у Эрмитажа',
    address: 'Санкт-Петербург, Миллионная улица, 11',
    sleeps: 2,
    price: 4_200,
    life: [
      { from: -8, nights: 4, guest: 'Ирина' },
      { from: -1, nights: 3, guest: 'Павел' },
      { from: 5, nights: 3, guest: 'Мария Соколова' },
      { from: 14, nights: 4 },
      { from: 21, nights: 2, guest: 'Олег', status: 'canceled' },
      { from: 37, nights: 5, guest: 'Дмитрий', phone: null },
    ],
  },
  {
    id: '8013576641',
    accountId: ANNA,
    title: 'Квартира на Фонтанке',
    address: 'Санкт-Петербург, набережная реки Фонтанки, 38',
    price: 6_500,
    minNights: 2,
    life: [
      { from: -14, nights: 5, guest: 'Наталья' },
      { from: 3, nights: 4, guest: 'Семья Орловых', guests: 4 },
      { from: 16, nights: 3, guest: 'Алексей' },
      { from: 29, nights: 2, status: 'pending' },
    ],
  },
  {
    id: '270000555',
    accountId: SERGEY,
    title: 'Лофт на Васильевском',
    address: 'Санкт-Петербург, 7-я линия В.О., 24',
    price: 5_000,
    life: [
      { from: 2, nights: 3, guest: 'Виктор' },
      { from: 12, nights: 4, guest: 'Елена' },
    ],
  },
  {
    id: '8020117730',
    accountId: SERGEY,
    title: 'Апарт-отель на Петроградской, студии',
    address: 'Санкт-Петербург, Большой проспект П.С., 45',
    quotas: true,
    units: 4,
    sleeps: 3,
    price: 3_300,
    life: [
      { from: 4, nights: 3, guest: 'Роман' },
      { from: 5, nights: 2, guest: 'Юлия' },
    ],
  },
];

const BOOKED_AHEAD_DAYS = 30;

/** The demo's hosts: one whose adverts the demo connects, one left to try. The same clock makes the same world. */
export function seedAvito(host: AvitoHost): void {
  const { store, clock } = host;
  store.state.accounts.push(
    newAccount({ id: ANNA, name: 'Анна Белова', email: 'anna@neva.example' }),
    newAccount({ id: SERGEY, name: 'Сергей Климов', email: 'sergey@petrograd.example' }),
  );
  for (const { life, ...wish } of ITEMS) {
    const item = newItem({ ...wish, updatedAt: clock.now().toString() });
    store.state.items.push(item);
    for (const { from, nights, status = 'active', ...guest } of life) {
      const checkIn = addNights(today(host), from);
      const range = { checkIn, checkOut: addNights(checkIn, nights) };
      const ahead = 24 * (status === 'pending' ? 0 : BOOKED_AHEAD_DAYS - Math.min(from, 25));
      const booking = store.addBooking(item, {
        ...guest,
        ...range,
        status,
        basePrice: priceOf(host, item, range),
        at: clock.now().subtract({ hours: ahead }),
      });
      booking.paid = status !== 'pending';
    }
  }
}
