/** Messages as a channel pushes them, written by hand: what the readers and writers of the app make is not asked here. */

export type OtaRoom = { id: string; type: string; from: string; to: string; hotel?: string; amount?: string };

const NAMESPACE = 'http://www.opentravel.org/OTA/2003/05';

function nights(from: string, to: string): string[] {
  const all: string[] = [];
  for (let day = Temporal.PlainDate.from(from); day.toString() < to; day = day.add({ days: 1 }))
    all.push(day.toString());
  return all;
}

function roomStay({ id, type, from, to, hotel, amount = '10000' }: OtaRoom): string {
  const rates = nights(from, to)
    .map(
      (day) =>
        `<RoomRate EffectiveDate="${day}" RatePlanCode="2001"><Rates><Rate><Total AmountAfterTax="${amount}" DecimalPlaces="2" CurrencyCode="EUR"/></Rate></Rates></RoomRate>`,
    )
    .join('');
  const property = hotel === undefined ? '' : `<BasicPropertyInfo HotelCode="${hotel}"/>`;
  return `<RoomStay IndexNumber="${id}"><RoomTypes><RoomType RoomTypeCode="${type}"/></RoomTypes><RoomRates>${rates}</RoomRates><GuestCounts><GuestCount Count="2" AgeQualifyingCode="10"/></GuestCounts>${property}</RoomStay>`;
}

const CARD =
  '<Guarantee><GuaranteesAccepted><GuaranteeAccepted><PaymentCard CardCode="MC" CardNumber="5555444433332222" SeriesCode="987" ExpireDate="1228"><CardHolderName>Ada</CardHolderName></PaymentCard></GuaranteeAccepted></GuaranteesAccepted></Guarantee>';

/** One reservation, without the element around it. */
export function reservation(
  code: string,
  rooms: readonly OtaRoom[],
  more: { surname?: string; extra?: string } = {},
): string {
  const stays = rooms.length > 0 ? `<RoomStays>${rooms.map(roomStay).join('')}</RoomStays>` : '';
  const name = `<Profiles><ProfileInfo><Profile><Customer><PersonName><GivenName>Ann</GivenName><Surname>${more.surname ?? 'Example'}</Surname></PersonName></Customer></Profile></ProfileInfo></Profiles>`;
  const ids = `<HotelReservationIDs><HotelReservationID ResID_Value="${code}" ResID_Date="2026-01-10T09:59:00"/></HotelReservationIDs>`;
  return `${stays}<ResGlobalInfo>${CARD}${ids}${name}</ResGlobalInfo>${more.extra ?? ''}`;
}

export function newMessage(...reservations: readonly string[]): string {
  const inner = reservations.map((one) => `<HotelReservation>${one}</HotelReservation>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><OTA_HotelResNotifRQ xmlns="${NAMESPACE}" EchoToken="echo-1" TimeStamp="2026-01-10T10:00:00+00:00" Target="Production" Version="2.001"><HotelReservations>${inner}</HotelReservations></OTA_HotelResNotifRQ>`;
}

export function changedMessage(...reservations: readonly string[]): string {
  const inner = reservations.map((one) => `<HotelResModify>${one}</HotelResModify>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><OTA_HotelResModifyNotifRQ xmlns="${NAMESPACE}" EchoToken="echo-2" TimeStamp="2026-01-10T10:00:00+00:00" Target="Production" Version="2.001"><HotelResModifies>${inner}</HotelResModifies></OTA_HotelResModifyNotifRQ>`;
}
