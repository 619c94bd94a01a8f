import { type Ledger, placesOf, type StayRow } from './ledger-rules.ts';

/** A booking that arrives in the window, its rooms taken together. */
export type Arriving = {
  readonly channel: string;
  readonly isCancelled: boolean;
  /** Days from the booking to the first arrival; null where nobody told when it was booked. */
  readonly lead: number | null;
  readonly nights: number;
};

/**
 * Bookings whose first arrival lies in the window. One is cancelled where the whole booking is; a room that was given up
 * alone is no cancellation.
 */
export function arrivingIn(ledger: Ledger): Arriving[] {
  const { window } = ledger;
  const places = placesOf(ledger);
  const here = ledger.stays.filter((stay) => places.of(stay[2]).here.length > 0);
  return [...Map.groupBy(here, (stay) => stay[1]).values()].flatMap((rooms) => {
    const isCancelled = rooms.every((room) => room[7] === 'cancelled' || room[5] === 'cancelled');
    const counted = isCancelled ? rooms : rooms.filter((room) => room[5] === 'active');
    const [first] = [...counted].sort((a, b) => a[3] - b[3]);
    if (!first || first[3] < window.from || first[3] >= window.to) return [];
    // Rooms given up from a booking that stands are in neither count.
    if (isCancelled && rooms.some((room) => room[7] !== 'cancelled')) return [];
    return [{ channel: first[6], isCancelled, lead: leadOf(first), nights: first[4] - first[3] }];
  });
}

function leadOf(stay: StayRow): number | null {
  const booked = stay[12];
  return booked === null ? null : stay[3] - booked;
}

export function rateOf(cancelled: number, bookings: number): number | null {
  return cancelled + bookings > 0 ? cancelled / (cancelled + bookings) : null;
}
