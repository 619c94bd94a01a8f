import { lengthOf } from '#lib/kernel/nights.ts';
import { decimal, rounded } from '../core/money.ts';
import type { Offer } from './selling.ts';
import type { Account, Listing, Reservation, Settings } from './world.ts';

/** Every shape that leaves for the partner, written here and nowhere else. */
type Json = Record<string, unknown>;

// TypeScript does not know it yet: a number written digit by digit, however long.
const { rawJSON } = JSON as JSON & { rawJSON: (text: string) => unknown };

/** An id as the answers write it. */
export function idOut(settings: Settings, id: string): unknown {
  return settings.listingIds === 'number' ? rawJSON(id) : id;
}

export function userOut(settings: Settings, account: Account): Json {
  return {
    id: idOut(settings, account.id),
    first_name: account.firstName,
    last_name: account.lastName,
    email: account.email,
    phone: account.phone,
    picture_url: null,
    managed_business_entity_id: null,
  };
}

export function listingOut(settings: Settings, listing: Listing): Json {
  return {
    id: idOut(settings, listing.id),
    host_id: idOut(settings, listing.accountId),
    name: listing.name,
    street: listing.street,
    city: listing.city,
    country_code: listing.countryCode,
    person_capacity: listing.personCapacity,
    bedrooms: listing.bedrooms,
    beds: listing.beds,
    bathrooms: listing.bathrooms,
    listing_currency: listing.currency,
    time_zone: listing.timeZone,
    check_in_time_start: listing.checkInTime,
    check_out_time: listing.checkOutTime,
    thumbnail_url: null,
    synchronization_category: listing.category,
    has_availability: listing.hasAvailability,
    requested_approval_status_category: 'approved',
  };
}

export function reservationOut(settings: Settings, listing: Listing, reservation: Reservation): Json {
  const { money, currency } = reservation;
  const guests = reservation.adults + reservation.children;
  return {
    confirmation_code: reservation.code,
    listing_id: idOut(settings, reservation.listingId),
    host_id: idOut(settings, reservation.accountId),
    guest_id: idOut(settings, reservation.guestId),
    thread_id: idOut(settings, reservation.threadId),
    start_date: reservation.checkIn,
    end_date: reservation.checkOut,
    nights: lengthOf(reservation),
    check_in_datetime: zoned(listing, reservation.checkIn, listing.checkInTime),
    check_out_datetime: zoned(listing, reservation.checkOut, listing.checkOutTime),
    number_of_guests: guests,
    number_of_pets: 0,
    guest_details: guestDetails(reservation),
    guest_first_name: reservation.firstName,
    guest_last_name: reservation.lastName,
    guest_email: `${reservation.firstName.toLowerCase().replace(/[^a-z]/g, '') || 'guest'}-${reservation.guestId}@guest.airbnb.com`,
    guest_phone_numbers: [reservation.phone],
    guest_preferred_locale: reservation.locale,
    status_type: reservation.status,
    host_currency: currency,
    booked_at: reservation.bookedAt,
    created_at: reservation.createdAt,
    updated_at: reservation.updatedAt,
    cancellation_policy_category: 'moderate',
    ...pair('expected_payout_amount', money.base + money.cleaning - money.hostFee, currency),
    ...pair('listing_base_price', money.base, currency),
    ...pair('listing_host_fee', money.hostFee, currency),
    ...pair('listing_cleaning_fee', money.cleaning, currency),
    ...pair('listing_security_price', 0, currency),
    ...pair('listing_cancellation_host_fee', 0, currency),
    ...pair('listing_cancellation_payout', 0, currency),
    ...pair('occupancy_tax_amount_paid_to_host', money.tax, currency),
    ...pair('transient_occupancy_tax_paid_amount', 0, currency),
    ...pair('total_paid_amount', money.base + money.cleaning + money.tax, currency),
    standard_fees_details: [],
    transient_occupancy_tax_details: [],
  };
}

export function guestDetails(reservation: Reservation): Json {
  const { adults, children, infants } = reservation;
  const guests = adults + children;
  return {
    number_of_adults: adults,
    number_of_children: children,
    number_of_infants: infants,
    localized_description: `${guests} ${guests === 1 ? 'guest' : 'guests'}`,
  };
}

/** What a notification says of a reservation. */
export function hintOut(settings: Settings, reservation: Reservation): Json {
  return {
    confirmation_code: reservation.code,
    status_type: reservation.status,
    listing_id: idOut(settings, reservation.listingId),
    start_date: reservation.checkIn,
    nights: lengthOf(reservation),
  };
}

/** What the gate is told when the guest has paid, and for an alteration. */
export function gateOut(settings: Settings, reservation: Reservation): Json {
  return {
    confirmation_code: reservation.code,
    listing_id: idOut(settings, reservation.listingId),
    start_date: reservation.checkIn,
    nights: lengthOf(reservation),
    number_of_guests: reservation.adults + reservation.children,
    listing_base_price: rounded(reservation.money.base, reservation.currency),
    guest_id: idOut(settings, reservation.guestId),
    guest_details: guestDetails(reservation),
  };
}

export function dayOut(offer: Offer): Json {
  const availability = offer.shut ? 'unavailable' : 'available';
  return {
    date: offer.night,
    availability,
    availability_type: availability,
    availability_sub_type: null,
    daily_price: offer.price,
    min_nights: offer.minNights,
    max_nights: offer.maxNights,
    closed_to_arrival: offer.closedToArrival,
    closed_to_departure: offer.closedToDeparture,
    notes: offer.notes,
  };
}

function pair(name: string, amount: number, currency: string): Json {
  return { [name]: rounded(amount, currency), [`${name}_accurate`]: decimal(amount, currency) };
}

function zoned(listing: Listing, date: string, time: string): string {
  const at = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(listing.timeZone);
  return at.toString({ smallestUnit: 'minute' });
}
