import { addNights, type Night, type NightRange, nightsOf } from '#lib/kernel/nights.ts';
import { type AvitoHost, today } from './host.ts';
import type { Booking, Day, Item } from './world.ts';

/** Why a night is not for sale. */
export type Shut = 'past' | 'booked' | 'closed' | 'closed_by_hand' | 'beyond_window' | 'inactive';

/** What a guest would be sold on one night. */
export type Offer = {
  readonly night: Night;
  readonly shut: Shut | null;
  /** How many a guest could still have; 0 where it is not for sale. */
  readonly left: number;
  readonly holders: readonly Booking[];
  /** Roubles. */
  readonly price: number;
  readonly minNights: number;
  readonly day: Day | null;
};

/** An unknown status holds: who cannot read a booking must not sell its nights. */
export function holdsNights(booking: Booking): boolean {
  return booking.status !== 'canceled';
}

/** The bookings that hold nights of an advert, in order of arrival. */
export function holders(host: AvitoHost, itemId: string): Booking[] {
  return host.store.bookingsOf(itemId).filter(holdsNights);
}

export function bookedOn(taken: readonly Booking[], night: Night): Booking[] {
  return taken.filter((one) => one.checkIn <= night && night < one.checkOut);
}

/** Each night of the range as it would be sold now. */
export function offers(
  host: AvitoHost,
  item: Item,
  range: NightRange,
  except: Booking | null = null,
): Offer[] {
  const taken = holders(host, item.id).filter((one) => one !== except);
  const days = host.store.state.days[item.id] ?? {};
  const first = today(host);
  const end = addNights(first, host.settings.horizonNights);
  return [...nightsOf(range)].map((night) => {
    const day = days[night] ?? null;
    const there = bookedOn(taken, night);
    const left = leftOf(host, item, day, there.length);
    const shut = shutBecause(item, day, { night, first, end, left, booked: there.length });
    return {
      night,
      shut,
      left: shut ? 0 : left,
      holders: there,
      price: day?.price ?? item.base.nightPrice,
      minNights: day?.minNights ?? item.base.minimalDuration,
      day,
    };
  });
}

/** A booking takes one of what was open when it was said, a cancellation gives one back; but what is closed stays so. */
function leftOf(host: AvitoHost, item: Item, day: Day | null, booked: number): number {
  if (!item.quotas) return day?.open === 0 || booked > 0 ? 0 : 1;
  if (day === null || day.open === null) return Math.max(0, item.units - booked);
  if (day.open === 0) return 0;
  const since = host.settings.quota === 'left' ? booked - day.bookedThen : booked;
  return Math.max(0, day.open - since);
}

function shutBecause(
  item: Item,
  day: Day | null,
  at: { night: Night; first: Night; end: Night; left: number; booked: number },
): Shut | null {
  if (at.night < at.first) return 'past';
  if (at.left === 0 && at.booked > 0) return 'booked';
  if (item.status !== 'active') return 'inactive';
  if (day?.closedByHand) return 'closed_by_hand';
  if (day?.closed || at.left === 0) return 'closed';
  return at.night >= at.end ? 'beyond_window' : null;
}

export const SHUT_WORDS: Record<Shut, string> = {
  past: 'it is over',
  booked: 'it is booked',
  closed: 'it is closed',
  closed_by_hand: 'the host closed it by hand',
  beyond_window: 'it is too far ahead',
  inactive: 'the advert is not shown',
};

/** What keeps the advert from selling the stay, in words for a guest; null: nothing. */
export function refusal(
  host: AvitoHost,
  item: Item,
  range: NightRange,
  except: Booking | null = null,
): string | null {
  const nights = offers(host, item, range, except);
  const [first] = nights;
  if (!first) return 'Check-out must be after check-in.';
  const shut = nights.find((offer) => offer.shut);
  if (shut) return `${item.title} does not sell ${shut.night}: ${SHUT_WORDS[shut.shut ?? 'closed']}.`;
  if (nights.length < first.minNights) {
    return `The shortest stay from ${first.night} is ${first.minNights} nights.`;
  }
  return null;
}

/** Roubles for the whole stay. */
export function priceOf(host: AvitoHost, item: Item, range: NightRange): number {
  return offers(host, item, range).reduce((sum, offer) => sum + offer.price, 0);
}
