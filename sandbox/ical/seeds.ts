import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { Calendar, Dialect } from './calendar.ts';
import type { CalendarStore, NewEntry } from './store.ts';

type Life = { readonly from: number; readonly nights: number } & Omit<NewEntry, 'checkIn' | 'checkOut'>;

/** The demo's calendars: days are counted from today, so that there is always someone staying and someone to come. */
const SEEDS: readonly { name: string; dialect: Dialect; life: readonly Life[] }[] = [
  {
    name: 'sea-view-airbnb',
    dialect: 'airbnb',
    life: [
      { from: -2, nights: 4, guest: 'Lena Hoffmann' },
      { from: 5, nights: 4, guest: 'Tomás Silva' },
      { from: 14, nights: 3, guest: 'Aiko Tanaka' },
      { from: 20, nights: 2, kind: 'block' },
      { from: 30, nights: 7, guest: 'Noah Martin' },
    ],
  },
  {
    name: 'sea-view-booking',
    dialect: 'booking',
    life: [
      { from: 10, nights: 3, guest: 'Elif Kaya' },
      { from: 24, nights: 3, guest: 'Piotr Nowak' },
      { from: 45, nights: 5, guest: 'Grace Okafor' },
    ],
  },
  {
    name: 'garden-vrbo',
    dialect: 'vrbo',
    life: [
      { from: -20, nights: 6, guest: 'Marie Dubois' },
      { from: 3, nights: 5, guest: 'Jack Wilson' },
      { from: 12, nights: 3, kind: 'block' },
      { from: 40, nights: 3, kind: 'tentative', guest: 'Sofia Rossi' },
    ],
  },
  {
    name: 'old-town-google',
    dialect: 'google',
    life: [
      { from: 1, nights: 1, guest: 'Cleaning', weekly: { count: 8, hours: ['10:00', '12:00'] } },
      { from: 6, nights: 3, guest: 'Family visit' },
      { from: 18, nights: 1, guest: 'Owner stays', weekly: { count: 4, hours: null } },
    ],
  },
];

/** Fills the store with the demo's calendars and answers them, to be kept for a reset. */
export function seedCalendars(store: CalendarStore, now: Temporal.Instant): Calendar[] {
  return SEEDS.map(({ name, dialect, life }) => {
    const calendar = store.ensure(name, dialect);
    const today = todayIn(calendar.settings.timeZone, now);
    for (const { from, nights, ...entry } of life) {
      const checkIn = addNights(today, from);
      store.book(calendar, { ...entry, checkIn, checkOut: addNights(checkIn, nights) });
    }
    return calendar;
  });
}
