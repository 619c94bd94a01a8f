import { describe, expect, it } from 'vitest';
import { all, type Element, first } from '../core/xml.ts';
import { ack, book, idsIn, MODIFY, NEW, OTA, poll, STAY, type World, world } from './test-world.ts';

const STAYS = ['HotelReservations', 'HotelReservation', 'RoomStays', 'RoomStay'];
const settings = (at: World, change: object) => at.control('PUT', '/settings', change);
const total = (element: Element | undefined) => (element ? first(element, 'Total')?.attributes : undefined);

describe("a reservation in Booking.com's own shape", () => {
  it('has no UniqueID, TimeSpan or ResStatus; its nights carry dates, rate and price', async () => {
    const at = await world();
    const id = await book(at, { guest: 'Ann Example', remarks: 'Late & tired' });
    const { xml, text } = await poll(at);
    expect(xml).toMatchObject({
      name: 'OTA_HotelResNotifRQ',
      namespace: 'http://www.opentravel.org/OTA/2003/05',
      attributes: { Target: 'Production', Version: '2.001', TimeStamp: '2026-11-20T12:00:20+00:00' },
    });
    expect(xml.attributes.EchoToken).toBeUndefined();
    for (const word of ['UniqueID', 'TimeSpan', 'ResStatus', 'POS']) expect(text).not.toContain(word);
    expect(text).toMatch(/<!-- RUID: \[[\w-]+\] -->/);
    const [stay] = all(xml, ...STAYS);
    if (!stay) throw new Error('no room');
    expect(stay.attributes.IndexNumber).toMatch(/^\d+$/);
    expect(first(stay, 'RoomTypes', 'RoomType')?.attributes.RoomTypeCode).toBe('77701');
    expect(first(stay, 'BasicPropertyInfo')?.attributes.HotelCode).toBe('777');
    const rates = all(stay, 'RoomRates', 'RoomRate');
    expect(rates.map((one) => one.attributes)).toEqual([
      { EffectiveDate: '2027-02-01', RatePlanCode: '2001' },
      { EffectiveDate: '2027-02-02', RatePlanCode: '2001' },
    ]);
    const night = { AmountAfterTax: '11000', DecimalPlaces: '2', CurrencyCode: 'EUR' };
    expect(first(rates[0] ?? stay, 'Rates', 'Rate', 'Total')?.attributes).toEqual(night);
    expect(total(stay)).toEqual({ ...night, AmountAfterTax: '22000' });
    const [reservation] = all(xml, 'HotelReservations', 'HotelReservation');
    const info = reservation && first(reservation, 'ResGlobalInfo');
    expect(info && first(info, 'HotelReservationIDs', 'HotelReservationID')?.attributes).toEqual({
      ResID_Value: id,
      ResID_Date: '2026-11-20T12:00:00',
    });
    expect(info && first(info, 'Comments', 'Comment', 'Text')?.text).toBe('Late & tired');
    const guest = ['ResGuests', 'ResGuest', 'Profiles', 'ProfileInfo', 'Profile', 'Customer', 'PersonName'];
    expect(reservation && first(reservation, ...guest, 'Surname')?.text).toBe('Ann Example');
    const booker = info && first(info, 'Profiles', 'ProfileInfo', 'Profile', 'Customer');
    expect(booker && first(booker, 'PersonName', 'GivenName')?.text).toBe('Ann');
    expect(booker && first(booker, 'Email')?.text).toMatch(/@guest\.booking\.com$/);
  });

  it('of a hotel without tax and without decimals says so', async () => {
    const at = await world();
    await book(at, { listing: '781', roomType: '78101', checkOut: '2027-02-02' });
    expect(total(all((await poll(at)).xml, ...STAYS)[0])).toEqual({
      AmountBeforeTax: '21000',
      DecimalPlaces: '0',
      CurrencyCode: 'JPY',
    });
    await at.control('POST', '/hotel', { id: '781', decimalPlaces: 3 });
    expect(total(all((await poll(at)).xml, ...STAYS)[0])).toMatchObject({
      AmountBeforeTax: '21000000',
      DecimalPlaces: '3',
    });
  });

  it('has one stay for each room, with its own dates and guest, and a total of its own', async () => {
    const at = await world();
    const rooms = [
      { roomType: '78101', guest: 'Ann One', ratePlan: '3001' },
      {
        roomType: '78101',
        guest: 'Ben Two',
        ratePlan: '3002',
        checkIn: '2027-02-02',
        checkOut: '2027-02-05',
      },
    ];
    await book(at, { listing: '781', roomType: undefined, rooms, total: 30_000 });
    const { xml } = await poll(at);
    const stays = all(xml, ...STAYS);
    expect(new Set(stays.map((one) => one.attributes.IndexNumber)).size).toBe(2);
    expect(stays.map((one) => all(one, 'RoomRates', 'RoomRate').map((rate) => rate.attributes))).toEqual([
      ['2027-02-01', '2027-02-02'].map((EffectiveDate) => ({ EffectiveDate, RatePlanCode: '3001' })),
      ['2027-02-02', '2027-02-03', '2027-02-04'].map((EffectiveDate) => ({
        EffectiveDate,
        RatePlanCode: '3002',
      })),
    ]);
    expect(stays.map((one) => first(one, 'ResGuestRPHs', 'ResGuestRPH')?.attributes.RPH)).toEqual(['1', '2']);
    expect(stays.map((one) => total(one)?.AmountBeforeTax)).toEqual(['42000', '56700']);
    const [info] = all(xml, 'HotelReservations', 'HotelReservation', 'ResGlobalInfo');
    expect(total(info)?.AmountBeforeTax).toBe('30000');
  });

  it('may point at a guest who is not in the list', async () => {
    const at = await world();
    await book(at, { hideGuests: true });
    const { xml } = await poll(at);
    expect(all(xml, ...STAYS, 'ResGuestRPHs', 'ResGuestRPH')).toHaveLength(1);
    expect(all(xml, 'HotelReservations', 'HotelReservation', 'ResGuests')).toEqual([]);
  });

  it('shows a card until it is acknowledged, a virtual one always, with letters behind the rate', async () => {
    const at = await world();
    await settings(at, { intervals: false });
    const card = await book(at);
    const virtual = await book(at, { payment: 'vcc', checkIn: '2027-03-01', checkOut: '2027-03-02' });
    const none = await book(at, { payment: 'none', checkIn: '2027-03-05', checkOut: '2027-03-06' });
    const read = async (id: string) => (await at.api('GET', `${NEW}?id=${id}`)).text;
    expect(await read(card)).toContain('CardNumber="5555555555554444" SeriesCode="321"');
    expect(await read(virtual)).toContain('RatePlanCode="2001VCC"');
    expect(await read(none)).not.toContain('Guarantee');
    for (const id of [card, virtual]) await at.api('POST', NEW, ack(id));
    expect(await read(card)).not.toContain('Guarantee');
    expect(await read(virtual)).toContain('PaymentCard');
  });

  it.each([
    ['emptyRoomStays', '<RoomStays/>'],
    ['noRoomStays', null],
    ['resStatus', 'ResStatus="Cancelled"'],
  ])('tells a cancellation by %s', async (cancel, mark) => {
    const at = await world();
    await settings(at, { cancel });
    const id = await book(at);
    await poll(at);
    await at.api('POST', NEW, ack(id));
    await at.control('POST', '/cancel', { id });
    const answer = await poll(at, MODIFY);
    expect(idsIn(answer)).toEqual([id]);
    expect(answer.text).toContain('ResID_SourceContext="777"');
    if (mark) expect(answer.text).toContain(mark);
    else expect(answer.text).not.toContain('RoomStays');
    expect(answer.text.includes('IndexNumber')).toBe(cancel === 'resStatus');
    expect(answer.text).not.toContain('PaymentCard');
  });

  it('that was cancelled before it was taken comes as new, with the same mark', async () => {
    const at = await world();
    const id = await book(at);
    await at.control('POST', '/cancel', { id });
    const answer = await poll(at);
    expect(idsIn(answer)).toEqual([id]);
    expect(answer.text).toContain('<RoomStays/>');
  });
});

const READ = (inside: string) =>
  `<OTA_ReadRQ ${OTA}><ReadRequests><HotelReadRequest HotelCode="777">${inside}</HotelReadRequest></ReadRequests></OTA_ReadRQ>`;

describe("the textbook's pull", () => {
  const idOf = (one: Element) => first(one, 'UniqueID')?.attributes.ID;
  const read = async (at: World, inside: string) =>
    all((await at.api('POST', 'read', READ(inside))).xml, 'ReservationsList', 'HotelReservation').map(idOf);

  it('has UniqueID, TimeSpan, ResStatus and decimals', async () => {
    const at = await world();
    const id = await book(at);
    const answer = await at.api(
      'POST',
      'read',
      READ('<SelectionCriteria Start="2027-02-01" End="2027-02-01"/>'),
    );
    expect(answer.xml.name).toBe('OTA_ResRetrieveRS');
    expect(first(answer.xml, 'Success')).not.toBeNull();
    const [one] = all(answer.xml, 'ReservationsList', 'HotelReservation');
    if (!one) throw new Error('no reservation');
    expect(one.attributes.ResStatus).toBe('Commit');
    expect(first(one, 'UniqueID')?.attributes).toEqual({ Type: '14', ID: id });
    const [stay] = all(one, 'RoomStays', 'RoomStay');
    expect(stay && first(stay, 'TimeSpan')?.attributes).toEqual({ Start: '2027-02-01', End: '2027-02-03' });
    expect(total(stay)).toEqual({ AmountAfterTax: '220.00', CurrencyCode: 'EUR' });
    expect(answer.text).not.toContain('PaymentCard');
    await settings(at, { otaStatus: 'status', otaAmounts: 'integer' });
    const other = await at.api(
      'POST',
      'read',
      READ('<SelectionCriteria Start="2027-02-01" End="2027-02-01"/>'),
    );
    expect(other.text).toContain('ResStatus="Reserved"');
    expect(other.text).toContain('AmountAfterTax="22000" DecimalPlaces="2"');
  });

  it('selects by date and by what was delivered, and is closed by a report', async () => {
    const at = await world();
    const id = await book(at);
    expect(await read(at, '<SelectionCriteria SelectionType="Undelivered"/>')).toEqual([id]);
    expect(await read(at, '')).toEqual([id]);
    expect(
      await read(at, '<SelectionCriteria Start="2027-02-03" End="2027-02-03" DateType="DepartureDate"/>'),
    ).toEqual([id]);
    expect(await read(at, '<SelectionCriteria Start="2027-02-02"/>')).toEqual([]);
    expect(
      await read(at, '<SelectionCriteria Start="2026-11-20T11:59:00Z" DateType="LastUpdateDate"/>'),
    ).toEqual([id]);
    expect((await read(at, '<SelectionCriteria SelectionType="All"/>')).length).toBeGreaterThan(3);
    const report = `<OTA_NotifReportRQ ${OTA}><Success/><NotifDetails><HotelNotifReport><HotelReservations>
      <HotelReservation><UniqueID Type="14" ID="${id}"/></HotelReservation></HotelReservations></HotelNotifReport></NotifDetails></OTA_NotifReportRQ>`;
    expect((await at.api('POST', 'read', report)).xml.name).toBe('OTA_NotifReportRS');
    expect(await read(at, '')).toEqual([]);
    expect(idsIn(await poll(at))).toEqual([]);
    await at.control('POST', '/cancel', { id });
    const one = `<OTA_ReadRQ ${OTA}><ReadRequests><ReadRequest><UniqueID Type="14" ID="${id}"/></ReadRequest></ReadRequests></OTA_ReadRQ>`;
    const { xml } = await at.api('POST', 'read', one);
    const [cancelled] = all(xml, 'ReservationsList', 'HotelReservation');
    expect(cancelled?.attributes.ResStatus).toBe('Cancel');
  });

  it('says that there is more than it answers, and refuses what it cannot read', async () => {
    const at = await world();
    await settings(at, { readMost: 2 });
    const { xml } = await at.api('POST', 'read', READ('<SelectionCriteria SelectionType="All"/>'));
    expect(all(xml, 'ReservationsList', 'HotelReservation')).toHaveLength(2);
    expect(first(xml, 'Warnings', 'Warning')?.attributes.ShortText).toBe('MORE_RESERVATIONS');
    const status = async (body: string) => (await at.api('POST', 'read', body)).status;
    expect(await status(READ('<SelectionCriteria SelectionType="Some"/>'))).toBe(400);
    expect(await status(READ('<SelectionCriteria Start="2027-02-30"/>'))).toBe(400);
    expect(await status(READ('').replace('"777"', '"902"'))).toBe(403);
    expect(await status(`<OTA_ReadRQ ${OTA}/>`)).toBe(400);
  });
});

describe('B.XML', () => {
  const ask = async (at: World, call: string, inside = '') =>
    await at.api('POST', `hotels/xml/${call}`, `<request>${inside}</request>`);
  const ids = (xml: Element) => xml.children.map((one) => first(one, 'id')?.text);

  it('sums up all stays to come, those of before the connection too, by name alone', async () => {
    const at = await world({ attach: false });
    const before = await book(at);
    const gone = await book(at, { checkIn: '2027-03-01', checkOut: '2027-03-02' });
    await at.control('POST', '/cancel', { id: gone });
    await at.control('POST', '/attach', { account: 'Harbour Stays' });
    const { xml, text } = await ask(at, 'reservationssummary', '<hotel_id>777</hotel_id>');
    expect(ids(xml)).toContain(before);
    expect(ids(xml)).not.toContain(gone);
    // The seeded guest who has left is not among them.
    expect(text).not.toContain('Holmberg');
    const one = xml.children.find((item) => first(item, 'id')?.text === before);
    const room = one && first(one, 'room');
    expect(room?.children.map((child) => [child.name, child.text])).toEqual([
      ['id', '77701'],
      ['roomreservation_id', expect.stringMatching(/^\d+$/)],
      ['arrival_date', '2027-02-01'],
      ['departure_date', '2027-02-03'],
      ['currencycode', 'EUR'],
      ['numberofguests', '2'],
      ['guest_name', 'Alex Example'],
      ['price', '110.00'],
      ['price', '110.00'],
      ['totalprice', '220.00'],
    ]);
    expect(room && first(room, 'price')?.attributes).toEqual({ date: '2027-02-01', rate_id: '2001' });
    expect(one && first(one, 'customer', 'email')).toBeNull();
  });

  it('is delivered by asking for it, in one stream and with the card once', async () => {
    const at = await world();
    const id = await book(at);
    const first_ = await ask(at, 'reservations');
    expect(ids(first_.xml)).toEqual([id]);
    expect(first_.text).toContain('<status>new</status>');
    expect(first_.text).toContain('<cc_number>');
    expect(ids((await ask(at, 'reservations')).xml)).toEqual([]);
    expect(idsIn(await poll(at))).toEqual([]);
    await at.control('POST', '/modify', { id, checkOut: '2027-02-04' });
    expect((await ask(at, 'reservations')).text).toContain('<status>modified</status>');
    await at.control('POST', '/cancel', { id });
    expect((await ask(at, 'reservations')).text).toContain('<status>cancelled</status>');
    const again = await ask(at, 'reservations', `<id>${id}</id>`);
    expect(again.text).toContain('<status>cancelled</status>');
    expect(again.text).not.toContain('cc_number');
  });

  it('asked with last_change takes nothing from the queue', async () => {
    const at = await world();
    const id = await book(at);
    const since = '<last_change>2026-11-20 11:59:00</last_change>';
    expect(ids((await ask(at, 'reservations', since)).xml)).toEqual([id]);
    expect(idsIn(await poll(at))).toEqual([id]);
    expect((await ask(at, 'reservations', '<last_change>soon</last_change>')).status).toBe(400);
  });

  it('refuses what is no request, with a fault', async () => {
    const at = await world();
    const answer = await at.api('POST', 'hotels/xml/reservations', `<wish>${STAY.listing}</wish>`);
    expect([answer.status, answer.xml.name]).toEqual([400, 'fault']);
    expect((await ask(at, 'roomrates', '<hotel_id>902</hotel_id>')).status).toBe(403);
  });

  it('lists rooms with their rates, a child with its parent', async () => {
    const at = await world();
    const { xml } = await ask(at, 'roomrates', '<hotel_id>781</hotel_id>');
    expect(xml.children[0]?.attributes).toMatchObject({
      id: '78101',
      hotel_id: '781',
      room_quantity: '3',
      currencycode: 'JPY',
      hotel_timezone: 'Asia/Tokyo',
    });
    expect(all(xml, 'room', 'rates', 'rate').map((one) => one.attributes)).toMatchObject([
      { id: '3001', is_child_rate: '0', single_use: '1' },
      { id: '3002', is_child_rate: '1', parent_rate_id: '3001' },
    ]);
    await at.control('POST', '/room', { hotel: '781', id: '78101', rates: [{ id: '3002', active: false }] });
    const rates = async (more: string) =>
      all((await ask(at, 'roomrates', `<hotel_id>781</hotel_id>${more}`)).xml, 'room', 'rates', 'rate')
        .length;
    expect([await rates(''), await rates('<show_rates_status>1</show_rates_status>')]).toEqual([1, 2]);
    expect((await ask(at, 'rates', '<hotel_id>781</hotel_id>')).xml.children).toHaveLength(2);
  });
});
