import { type Attributes, el, type Xml } from '../core/xml.ts';
import { integerAmount, scaled } from './amounts.ts';
import type { BookingHost } from './host.ts';
import type { Hotel, Message, Reservation, Stay } from './world.ts';

/*
 * A reservation as Booking.com documents it, which is not OpenTravel's own: no UniqueID, TimeSpan or ResStatus; nights
 * carry the dates and the rate; amounts are integers with DecimalPlaces.
 */

const COMMISSION = 0.15;
/** The test numbers of the card schemes: no money has ever moved on them. */
const CARD = { code: 'MC', number: '5555555555554444', cvc: '321', expires: '1229' };
const VIRTUAL_CARD = { code: 'MC', number: '5105105105105100', cvc: '654', expires: '0930' };

/** The element of one reservation: `HotelReservation`, or `HotelResModify` on the other queue. */
export function bookingOut(host: BookingHost, hotel: Hotel, reservation: Reservation, message: Message): Xml {
  const { cancel } = host.settings;
  const gone = reservation.status === 'cancelled';
  const withStays = !gone || cancel === 'resStatus';
  const name = message.queue === 'new' ? 'HotelReservation' : 'HotelResModify';
  const marks = gone && cancel === 'resStatus' ? { ResStatus: 'Cancelled' } : {};
  const stays = withStays
    ? reservation.stays.map((stay, at) => roomStay(host, hotel, reservation, stay, at))
    : [];
  return el(
    name,
    marks,
    withStays || cancel === 'emptyRoomStays' ? el('RoomStays', {}, stays) : null,
    reservation.hideGuests || !withStays ? null : el('ResGuests', {}, reservation.stays.map(resGuest)),
    resGlobalInfo(host, hotel, reservation, message),
  );
}

/** The letters that a rate paid by a virtual card has behind its id. */
const rateCode = (reservation: Reservation, rateId: string) =>
  `${rateId}${reservation.payment === 'vcc' ? 'VCC' : ''}`;

function roomStay(host: BookingHost, hotel: Hotel, reservation: Reservation, stay: Stay, at: number): Xml {
  const room = host.store.findRoom(stay.roomId);
  const sum = stay.nights.reduce((total, one) => total + one.price, 0);
  const { amount, places } = scaled(hotel, Math.round(sum * COMMISSION));
  const commission = { Amount: amount, DecimalPlaces: places, CurrencyCode: hotel.currency };
  return el(
    'RoomStay',
    { IndexNumber: stay.id },
    el(
      'RoomTypes',
      {},
      el(
        'RoomType',
        { RoomTypeCode: stay.roomId },
        el(
          'RoomDescription',
          { Name: room?.name ?? '' },
          el('Text', {}, `${room?.name ?? ''}, sleeps ${room?.maxPersons ?? 2}`),
          el('MealPlan', {}, 'No meal is included in this room rate.'),
          el('MaxChildren', {}, 0),
        ),
        el('Amenities', {}, el('Amenity', {}, 'Shower')),
      ),
    ),
    el('RatePlans', {}, el('RatePlan', {}, el('Commission', {}, el('CommissionPayableAmount', commission)))),
    el(
      'RoomRates',
      {},
      stay.nights.map(({ night, rateId, price }) =>
        el(
          'RoomRate',
          { EffectiveDate: night, RatePlanCode: rateCode(reservation, rateId) },
          el('Rates', {}, el('Rate', {}, el('Total', integerAmount(hotel, price)))),
        ),
      ),
    ),
    el('GuestCounts', {}, el('GuestCount', { Count: stay.guests, AgeQualifyingCode: 10 })),
    el('Total', integerAmount(hotel, sum)),
    el('BasicPropertyInfo', { HotelCode: hotel.id }),
    el('ResGuestRPHs', {}, el('ResGuestRPH', { RPH: at + 1 })),
  );
}

/** The whole name is in the surname. */
function resGuest(stay: Stay, at: number): Xml {
  const name = el('PersonName', {}, el('Surname', {}, stay.guestName));
  const profile = el('ProfileInfo', {}, el('Profile', {}, el('Customer', {}, name)));
  return el('ResGuest', { ResGuestRPH: at + 1 }, el('Profiles', {}, profile));
}

function resGlobalInfo(host: BookingHost, hotel: Hotel, reservation: Reservation, message: Message): Xml {
  const gone = reservation.status === 'cancelled';
  const ids: Attributes = {
    ResID_Value: reservation.id,
    ResID_Date: reservation.createdAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length),
    ResID_SourceContext: gone ? hotel.id : null,
  };
  const token = { ResID_Value: message.token, ResID_Type: 18 };
  const { firstName, lastName, phone, email } = reservation.booker;
  return el(
    'ResGlobalInfo',
    {},
    reservation.remarks === ''
      ? null
      : el('Comments', {}, el('Comment', { ParagraphNumber: 1 }, el('Text', {}, reservation.remarks))),
    guarantee(reservation, message),
    gone ? null : el('Total', integerAmount(hotel, reservation.total)),
    el(
      'HotelReservationIDs',
      {},
      el('HotelReservationID', ids),
      host.settings.responseTokens ? el('HotelReservationID', token) : null,
    ),
    el(
      'Profiles',
      {},
      el(
        'ProfileInfo',
        {},
        el(
          'Profile',
          {},
          el(
            'Customer',
            {},
            el('PersonName', {}, el('GivenName', {}, firstName), el('Surname', {}, lastName)),
            el('Telephone', { PhoneNumber: phone }),
            el('Email', {}, email),
            el('Address', {}, el('AddressLine', {}, ''), el('CountryName', { Code: 'nl' })),
          ),
        ),
      ),
    ),
  );
}

/** A guest's own card goes out until the message is acknowledged; a virtual one always does. */
function guarantee(reservation: Reservation, message: Message): Xml | null {
  const shown = reservation.payment === 'vcc' || (reservation.payment === 'card' && !message.ackedAt);
  if (!shown || reservation.status === 'cancelled') return null;
  const { code, number, cvc, expires } = reservation.payment === 'vcc' ? VIRTUAL_CARD : CARD;
  const holder = `${reservation.booker.firstName} ${reservation.booker.lastName}`.trim();
  const card = el(
    'PaymentCard',
    { CardCode: code, CardNumber: number, SeriesCode: cvc, ExpireDate: expires },
    el('CardHolderName', {}, holder),
  );
  return el('Guarantee', {}, el('GuaranteesAccepted', {}, el('GuaranteeAccepted', {}, card)));
}

export const SAMPLE_CARDS = { guest: CARD, virtual: VIRTUAL_CARD };
