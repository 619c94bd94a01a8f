import { addNights } from '#lib/kernel/nights.ts';
import { type Attributes, el, type Xml } from '../core/xml.ts';
import { decimalAmount, integerAmount } from './amounts.ts';
import type { BookingHost } from './host.ts';
import type { Hotel, Reservation, Stay } from './world.ts';

/** A reservation in the textbook's words: UniqueID, TimeSpan, ResStatus. No card data ever. */
export function otaOut(host: BookingHost, hotel: Hotel, reservation: Reservation, name: string): Xml {
  const gone = reservation.status === 'cancelled';
  const { firstName, lastName, phone, email } = reservation.booker;
  const booker = el(
    'Customer',
    {},
    el('PersonName', {}, el('GivenName', {}, firstName), el('Surname', {}, lastName)),
    el('Telephone', { PhoneNumber: phone }),
    el('Email', {}, email),
  );
  const ids = { ResID_Type: 14, ResID_Value: reservation.id, ResID_Source: 'BOOKING.COM' };
  return el(
    name,
    {
      CreateDateTime: seconds(reservation.createdAt),
      LastModifyDateTime: seconds(reservation.updatedAt),
      ResStatus: statusOf(host, reservation),
    },
    el('UniqueID', { Type: 14, ID: reservation.id }),
    gone ? el('UniqueID', { Type: 15, ID: reservation.id }) : null,
    el(
      'RoomStays',
      {},
      reservation.stays.map((stay, at) => roomStay(host, hotel, stay, at)),
    ),
    reservation.hideGuests ? null : el('ResGuests', {}, reservation.stays.map(resGuest)),
    el(
      'ResGlobalInfo',
      {},
      reservation.remarks === ''
        ? null
        : el('Comments', {}, el('Comment', {}, el('Text', {}, reservation.remarks))),
      el('Total', amount(host, hotel, reservation.total)),
      el('HotelReservationIDs', {}, el('HotelReservationID', ids)),
      el('Profiles', {}, el('ProfileInfo', {}, el('Profile', { ProfileType: 1 }, booker))),
    ),
  );
}

function statusOf(host: BookingHost, { status, changes }: Reservation): string {
  if (host.settings.otaStatus === 'status') return status === 'cancelled' ? 'Cancelled' : 'Reserved';
  if (status === 'cancelled') return 'Cancel';
  return changes === 0 ? 'Commit' : 'Modify';
}

function amount(host: BookingHost, hotel: Hotel, minor: number): Attributes {
  return host.settings.otaAmounts === 'integer' ? integerAmount(hotel, minor) : decimalAmount(hotel, minor);
}

function roomStay(host: BookingHost, hotel: Hotel, stay: Stay, at: number): Xml {
  const plans = [...new Set(stay.nights.map((one) => one.rateId))];
  const sum = stay.nights.reduce((total, one) => total + one.price, 0);
  const rates = plans.map((rateId) =>
    el(
      'RoomRate',
      { RoomTypeCode: stay.roomId, RatePlanCode: rateId, NumberOfUnits: 1 },
      el(
        'Rates',
        {},
        stay.nights
          .filter((one) => one.rateId === rateId)
          .map(({ night, price }) =>
            el(
              'Rate',
              {
                EffectiveDate: night,
                ExpireDate: addNights(night, 1),
                RateTimeUnit: 'Day',
                UnitMultiplier: 1,
              },
              el('Base', amount(host, hotel, price)),
            ),
          ),
      ),
    ),
  );
  return el(
    'RoomStay',
    { IndexNumber: stay.id },
    el('RoomTypes', {}, el('RoomType', { RoomTypeCode: stay.roomId, NumberOfUnits: 1 })),
    el(
      'RatePlans',
      {},
      plans.map((rateId) => el('RatePlan', { RatePlanCode: rateId })),
    ),
    el('RoomRates', {}, rates),
    el('GuestCounts', {}, el('GuestCount', { AgeQualifyingCode: 10, Count: stay.guests })),
    el('TimeSpan', { Start: stay.checkIn, End: stay.checkOut }),
    el('Total', amount(host, hotel, sum)),
    el('BasicPropertyInfo', { HotelCode: hotel.id, HotelName: hotel.name }),
    el('ResGuestRPHs', {}, el('ResGuestRPH', { RPH: at + 1 })),
  );
}

function resGuest(stay: Stay, at: number): Xml {
  const [given = '', ...rest] = stay.guestName.split(/\s+/);
  const name = el('PersonName', {}, el('GivenName', {}, given), el('Surname', {}, rest.join(' ')));
  const profile = el('ProfileInfo', {}, el('Profile', { ProfileType: 1 }, el('Customer', {}, name)));
  return el('ResGuest', { ResGuestRPH: at + 1 }, el('Profiles', {}, profile));
}

const seconds = (at: string) => Temporal.Instant.from(at).toString({ smallestUnit: 'second' });
