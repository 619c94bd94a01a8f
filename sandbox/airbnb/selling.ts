import { addNights, type Night, type NightRange, nightsOf, overlaps, todayIn } from '#lib/kernel/nights.ts';
import { minor } from '../core/money.ts';
import type { AirbnbState, Day, Listing, Reservation } from './world.ts';

/** Why a night is not for sale. */
export type Shut = 'past' | 'reserved' | 'closed' | 'too_soon' | 'beyond_window' | 'turnover';

/** What a guest would be sold on one night. */
export type Offer = {
  readonly night: Night;
  readonly shut: Shut | null;
  readonly holder: Reservation | null;
  /** Whole units of the listing's currency. */
  readonly price: number;
  readonly minNights: number;
  readonly maxNights: number;
  readonly closedToArrival: boolean;
  readonly closedToDeparture: boolean;
  readonly availability: Day['availability'];
  readonly notes: string | null;
  readonly toldAt: string | null;
};

const FREE = /^(new|deny|timeout|timedout|pending_voided|checkpoint_voided|cancelled_.*)$/;

/** An unknown status holds: who cannot read a booking must not sell its nights. */
export function holdsNights(reservation: Reservation): boolean {
  return !FREE.test(reservation.status);
}

/** The reservations that hold nights of a listing, in order of arrival. */
export function holders(state: AirbnbState, listingId: string): Reservation[] {
  return state.reservations
    .filter((one) => one.listingId === listingId && holdsNights(one))
    .sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1));
}

/** Each night of the range as it would be sold now. */
export function offers(
  state: AirbnbState,
  listing: Listing,
  range: NightRange,
  now: Temporal.Instant,
  except: Reservation | null = null,
): Offer[] {
  const taken = holders(state, listing.id).filter((one) => one !== except);
  const days = state.days[listing.id] ?? {};
  const today = todayIn(listing.timeZone, now);
  return [...nightsOf(range)].map((night) => {
    const day = days[night];
    const holder = taken.find((one) => one.checkIn <= night && night < one.checkOut) ?? null;
    return {
      night,
      shut: holder ? 'reserved' : shutBecause(listing, day, night, today, taken),
      holder,
      price: day?.price ?? defaultPrice(listing, night),
      minNights: day?.minNights ?? listing.rules.minNights,
      maxNights: day?.maxNights ?? listing.rules.maxNights,
      closedToArrival: day?.closedToArrival ?? false,
      closedToDeparture: day?.closedToDeparture ?? false,
      availability: day?.availability ?? null,
      notes: day?.notes ?? null,
      toldAt: day?.toldAt ?? null,
    };
  });
}

/** `available` overrides the host's rules; `default`, and saying nothing, leave them in force. */
function shutBecause(
  listing: Listing,
  day: Day | undefined,
  night: Night,
  today: Night,
  taken: readonly Reservation[],
): Shut | null {
  if (night < today) return 'past';
  if (!listing.hasAvailability || day?.availability === 'unavailable') return 'closed';
  if (day?.availability === 'available') return null;
  const { leadHours, maxDaysNotice, turnoverDays } = listing.rules;
  if (night < addNights(today, Math.floor(leadHours / 24))) return 'too_soon';
  if (maxDaysNotice >= 0 && night >= addNights(today, maxDaysNotice)) return 'beyond_window';
  const near = {
    checkIn: addNights(night, -turnoverDays),
    checkOut: addNights(night, turnoverDays + 1),
  };
  return turnoverDays > 0 && taken.some((one) => overlaps(one, near)) ? 'turnover' : null;
}

function defaultPrice(listing: Listing, night: Night): number {
  const weekday = Temporal.PlainDate.from(night).dayOfWeek;
  const weekend = weekday === 5 || weekday === 6;
  return (weekend ? listing.pricing.weekendPrice : null) ?? listing.pricing.dailyPrice;
}

/** What keeps the listing from selling the stay, in words for a guest; null: nothing. */
export function refusal(
  state: AirbnbState,
  listing: Listing,
  range: NightRange,
  now: Temporal.Instant,
  except: Reservation | null = null,
): string | null {
  const nights = offers(state, listing, range, now, except);
  const [first] = nights;
  if (!first) return 'Check-out must be after check-in.';
  const shut = nights.find((offer) => offer.shut);
  if (shut) return `${listing.name} does not sell ${shut.night}: ${SHUT_WORDS[shut.shut ?? 'closed']}.`;
  if (nights.length < first.minNights)
    return `The shortest stay from ${first.night} is ${first.minNights} nights.`;
  if (nights.length > first.maxNights)
    return `The longest stay from ${first.night} is ${first.maxNights} nights.`;
  if (first.closedToArrival) return `Nobody can arrive on ${first.night}.`;
  const out = state.days[listing.id]?.[range.checkOut];
  return out?.closedToDeparture ? `Nobody can leave on ${range.checkOut}.` : null;
}

export const SHUT_WORDS: Record<Shut, string> = {
  past: 'it is over',
  reserved: 'it is reserved',
  closed: 'it is closed',
  too_soon: 'it is too soon',
  beyond_window: 'it is beyond the booking window',
  turnover: 'it is kept free for the turnover',
};

/** Minor units: nights, cleaning, and 3 % of both for the channel. */
export function priceOf(state: AirbnbState, listing: Listing, range: NightRange, now: Temporal.Instant) {
  const whole = offers(state, listing, range, now).reduce((sum, offer) => sum + offer.price, 0);
  const base = minor(whole, listing.currency);
  const cleaning = minor(listing.pricing.cleaningFee, listing.currency);
  return { base, cleaning, hostFee: Math.round((base + cleaning) * 0.03), tax: 0 };
}
