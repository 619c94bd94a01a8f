/*
 * Messages for tests and benches, in the two shapes: Booking.com's own (nightly prices, no status) and textbook OTA. Written
 * from the public descriptions; names and numbers are made up.
 */

const ROOT =
  'xmlns="http://www.opentravel.org/OTA/2003/05" TimeStamp="2026-01-10T10:00:00+00:00" Target="Production" Version="2.001"';

type Total = { readonly amount: string; readonly places?: string | null; readonly currency?: string };

function total({ amount, places = '2', currency = 'EUR' }: Total, name = 'AmountAfterTax'): string {
  const decimals = places === null ? '' : ` DecimalPlaces="${places}"`;
  return `<Total ${name}="${amount}"${decimals} CurrencyCode="${currency}"/>`;
}

export type OwnRoom = {
  readonly index?: string;
  readonly type?: string;
  readonly hotel?: string;
  /** Night and price. */
  readonly nights?: readonly (readonly [string, string])[];
  readonly plan?: string;
  readonly total?: Total;
  readonly guestNumber?: string;
  readonly count?: string;
  readonly tax?: 'AmountAfterTax' | 'AmountBeforeTax';
};

const NIGHTS = [
  ['2026-03-01', '6050'],
  ['2026-03-02', '6050'],
] as const;

/** A RoomStay of Booking.com's own shape. */
export function ownRoom(room: OwnRoom = {}): string {
  const { index = '101', type = '100101', hotel = '777', nights = NIGHTS, plan = '2001', tax } = room;
  const sum = room.total ?? {
    amount: String(nights.reduce((before, [, price]) => before + Number(price), 0)),
  };
  const { places, currency } = { places: '2', currency: 'EUR', ...sum };
  const rates = nights.map(
    ([night, amount]) =>
      `<RoomRate EffectiveDate="${night}" RatePlanCode="${plan}"><Rates><Rate>${total({ amount, places, currency }, tax)}</Rate></Rates></RoomRate>`,
  );
  return [
    `<RoomStay IndexNumber="${index}">`,
    `<RoomTypes><RoomType RoomTypeCode="${type}"><RoomDescription Name="Studio"><Text>A room</Text><MealPlan>None</MealPlan><MaxChildren>0</MaxChildren></RoomDescription><Amenities><Amenity>Shower</Amenity></Amenities></RoomType></RoomTypes>`,
    '<RatePlans><RatePlan><Commission><CommissionPayableAmount Amount="1500" DecimalPlaces="2" CurrencyCode="EUR"/></Commission></RatePlan></RatePlans>',
    `<RoomRates>${rates.join('')}</RoomRates>`,
    `<GuestCounts><GuestCount Count="${room.count ?? '2'}" AgeQualifyingCode="10"/></GuestCounts>`,
    total({ ...sum, places, currency }, tax),
    `<BasicPropertyInfo HotelCode="${hotel}"/>`,
    `<ResGuestRPHs><ResGuestRPH RPH="${room.guestNumber ?? '1'}"/></ResGuestRPHs>`,
    '</RoomStay>',
  ].join('');
}

export type Own = {
  readonly id?: string | null;
  readonly rooms?: readonly string[] | null;
  readonly total?: Total;
  readonly surname?: string;
  readonly card?: string;
  readonly token?: string;
  readonly attributes?: string;
  readonly more?: string;
  readonly tax?: 'AmountAfterTax' | 'AmountBeforeTax';
};

/** A reservation of Booking.com's own shape. */
export function own(reservation: Own = {}, element = 'HotelReservation'): string {
  const {
    id = '4000000001',
    rooms = [ownRoom()],
    surname = 'Ann Example',
    attributes = '',
    more = '',
  } = reservation;
  const ids = [
    id === null
      ? ''
      : `<HotelReservationID ResID_Value="${id}" ResID_Date="2026-01-10T09:59:00" ResID_SourceContext="777"/>`,
    reservation.token === undefined
      ? ''
      : `<HotelReservationID ResID_Type="18" ResID_Value="${reservation.token}"/>`,
  ];
  const card =
    reservation.card === undefined
      ? ''
      : `<Guarantee><GuaranteesAccepted><GuaranteeAccepted>${reservation.card}</GuaranteeAccepted></GuaranteesAccepted></Guarantee>`;
  return [
    `<${element}${attributes}>`,
    rooms === null ? '' : `<RoomStays>${rooms.join('')}</RoomStays>`,
    `<ResGuests><ResGuest ResGuestRPH="1"><Profiles><ProfileInfo><Profile><Customer><PersonName><Surname>${surname}</Surname></PersonName></Customer></Profile></ProfileInfo></Profiles></ResGuest></ResGuests>`,
    '<ResGlobalInfo><Comments><Comment ParagraphNumber="1"><Text>By mail, please</Text></Comment></Comments>',
    card,
    rooms === null ? '' : total(reservation.total ?? { amount: '12100' }, reservation.tax),
    `<HotelReservationIDs>${ids.join('')}</HotelReservationIDs>`,
    '<Profiles><ProfileInfo><Profile><Customer><PersonName><GivenName>Bea</GivenName><Surname>Booker</Surname></PersonName><Telephone PhoneNumber="+49 30 1234"/><Email>bbooker.12@guest.booking.com</Email><Address><AddressLine>A street 1</AddressLine><CityName>Berlin</CityName><PostalCode>01067</PostalCode><CountryName Code="DE"/></Address></Customer></Profile></ProfileInfo></Profiles>',
    `</ResGlobalInfo>${more}</${element}>`,
  ].join('');
}

export type Textbook = {
  readonly id?: string;
  readonly status?: string;
  readonly start?: string;
  readonly end?: string;
  readonly type?: string;
  readonly amount?: string;
  readonly places?: string;
  readonly currency?: string;
  readonly units?: string;
};

/** A reservation of textbook OTA. */
export function textbook(reservation: Textbook = {}): string {
  const { id = 'LOV-0042', status = 'Commit', start = '2026-03-01', end = '2026-03-04' } = reservation;
  const places = reservation.places === undefined ? '' : ` DecimalPlaces="${reservation.places}"`;
  const money = `AmountAfterTax="${reservation.amount ?? '300.00'}"${places} CurrencyCode="${reservation.currency ?? 'EUR'}"`;
  const units = reservation.units === undefined ? '' : ` NumberOfUnits="${reservation.units}"`;
  return [
    `<HotelReservation CreateDateTime="2026-01-10T09:59:00Z" LastModifyDateTime="2026-01-11T08:00:00Z" ResStatus="${status}">`,
    `<UniqueID Type="14" ID="${id}"/>`,
    `<RoomStays><RoomStay><RoomTypes><RoomType RoomTypeCode="${reservation.type ?? '100101'}"${units}/></RoomTypes>`,
    '<GuestCounts><GuestCount AgeQualifyingCode="10" Count="2"/><GuestCount AgeQualifyingCode="8" Count="1"/></GuestCounts>',
    `<TimeSpan Start="${start}" End="${end}"/><Total ${money}/><BasicPropertyInfo HotelCode="777"/></RoomStay></RoomStays>`,
    '<ResGuests><ResGuest ResGuestRPH="1" PrimaryIndicator="1"><Profiles><ProfileInfo><Profile><Customer><PersonName><GivenName>Ann</GivenName><Surname>Example</Surname></PersonName><Email>ann@example.com</Email></Customer></Profile></ProfileInfo></Profiles></ResGuest></ResGuests>',
    '</HotelReservation>',
  ].join('');
}

/** The message of new reservations, or of changed and cancelled ones. */
export function notification(
  entries: readonly string[],
  kind: 'new' | 'modified' = 'new',
  root = ROOT,
): string {
  const [name, list] =
    kind === 'new'
      ? ['OTA_HotelResNotifRQ', 'HotelReservations']
      : ['OTA_HotelResModifyNotifRQ', 'HotelResModifies'];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} ${root}><${list}>${entries.join('')}</${list}></${name}>`;
}
