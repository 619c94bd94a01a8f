import { describe, expect, it } from 'vitest';
import { all, first } from '../core/xml.ts';
import { type Answered, type Loose, OTA, type World, world } from './test-world.ts';

type Scope = { room?: string; rate?: string; start?: string; end?: string; id?: string; limit?: string };

/** One message of availability; `inside` are its restrictions. */
function say(
  { room = '77701', rate, start = '2027-02-01', end = start, id = '1', limit }: Scope,
  inside = '',
) {
  const plan = rate ? ` RatePlanCode="${rate}"` : '';
  const rooms = limit === undefined ? '' : ` BookingLimit="${limit}"`;
  return `<AvailStatusMessage LocatorID="${id}"${rooms}>
    <StatusApplicationControl Start="${start}" End="${end}" InvTypeCode="${room}"${plan}/>${inside}</AvailStatusMessage>`;
}

function price(
  { room = '77701', rate = '2001', start = '2027-02-01', end = start, id = '1' }: Scope,
  amount: string,
) {
  return `<RateAmountMessage LocatorID="${id}">
    <StatusApplicationControl Start="${start}" End="${end}" InvTypeCode="${room}" RatePlanCode="${rate}"/>
    <Rates><Rate><BaseByGuestAmts>${amount}</BaseByGuestAmts></Rate></Rates></RateAmountMessage>`;
}

const EUR = (text: string, more = '') =>
  `<BaseByGuestAmt AmountAfterTax="${text}" DecimalPlaces="2" CurrencyCode="EUR"${more}/>`;
const length = (time: string, kind: string) =>
  `<LengthsOfStay><LengthOfStay Time="${time}" MinMaxMessageType="${kind}"/></LengthsOfStay>`;
const status = (word: string, restriction = '') =>
  `<RestrictionStatus Status="${word}"${restriction ? ` Restriction="${restriction}"` : ''}/>`;

async function avail(at: World, ...messages: string[]): Promise<Answered> {
  const body = `<OTA_HotelAvailNotifRQ ${OTA}><AvailStatusMessages>${messages.join('')}</AvailStatusMessages></OTA_HotelAvailNotifRQ>`;
  return await at.api('POST', 'hotels/ota/OTA_HotelAvailNotif', body);
}

async function amounts(at: World, ...messages: string[]): Promise<Answered> {
  const body = `<OTA_HotelRateAmountNotifRQ ${OTA}><RateAmountMessages>${messages.join('')}</RateAmountMessages></OTA_HotelRateAmountNotifRQ>`;
  return await at.api('POST', 'hotels/ota/OTA_HotelRateAmountNotif', body);
}

/** Status and the short texts with their record, as `402 ROOM_ID_INVALID 1`. */
function verdict({ status, xml }: Answered): [number, ...string[]] {
  const notes = [...all(xml, 'Errors', 'Error'), ...all(xml, 'Warnings', 'Warning')].map(
    ({ name, attributes: { Code, ShortText, RecordID } }) =>
      `${name} ${Code} ${ShortText?.split(':')[0]} ${RecordID}`,
  );
  const success = first(xml, 'Success') ? ['Success'] : [];
  return [status, ...success, ...notes];
}

async function nights(at: World, room = '77701', from = '2027-02-01', to = '2027-02-04'): Promise<Loose[]> {
  const hotel = room.slice(0, 3);
  const { hotels } = await at.control('GET', `/state?hotel=${hotel}&room=${room}&from=${from}&to=${to}`);
  return hotels[0].rooms[0].nights;
}

describe('rooms to sell', () => {
  it('are told to and including the last night, and show when', async () => {
    const at = await world();
    expect(verdict(await avail(at, say({ end: '2027-02-02', limit: '0' })))).toEqual([200, 'Success']);
    expect((await nights(at)).map((one) => [one.roomsToSell, one.sells, one.toldAt])).toEqual([
      [0, false, '2026-11-20T12:00:00Z'],
      [0, false, '2026-11-20T12:00:00Z'],
      [1, true, null],
    ]);
  });

  it.each([
    ['254', 254],
    ['255', 255],
    ['900', 254],
  ])('%s mean %i', async (limit, kept) => {
    const at = await world();
    await avail(at, say({ limit }));
    expect((await nights(at))[0]?.roomsToSell).toBe(kept);
  });

  it('go down with each booking and come back with its cancellation', async () => {
    const at = await world();
    const pool = { listing: '781', roomType: '78101', checkIn: '2027-02-01', checkOut: '2027-02-03' };
    const left = async () => (await nights(at, '78101')).map((one) => [one.roomsToSell, one.booked]);
    const two = await at.control('POST', '/book', { ...pool, quantity: 2 });
    expect(await left()).toEqual([
      [1, 2],
      [1, 2],
      [3, 0],
    ]);
    const refused = await at.control('POST', '/book', { ...pool, quantity: 2 });
    expect(refused.error).toContain('sold out');
    expect(await left()).toEqual([
      [1, 2],
      [1, 2],
      [3, 0],
    ]);
    await at.control('POST', '/modify', { id: two.id, room: two.rooms[0].id, checkOut: '2027-02-04' });
    expect(await left()).toEqual([
      [1, 2],
      [1, 2],
      [2, 1],
    ]);
    await at.control('POST', '/modify', { id: two.id, removeRoom: two.rooms[1].id });
    expect(await left()).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
    await at.control('POST', '/cancel', { id: two.id });
    expect(await left()).toEqual([
      [3, 0],
      [3, 0],
      [3, 0],
    ]);
  });

  it('stay gone where the hotel does not sell cancelled rooms again', async () => {
    const at = await world();
    await at.control('PUT', '/settings', { autoReopen: false });
    const stay = { listing: '777', roomType: '77701', checkIn: '2027-02-01', checkOut: '2027-02-02' };
    const { id } = await at.control('POST', '/book', stay);
    await at.control('POST', '/cancel', { id });
    expect((await nights(at))[0]).toMatchObject({ roomsToSell: 0, cancelled: 1, booked: 0 });
  });

  it('that were not there are not given back', async () => {
    const at = await world();
    await avail(at, say({ limit: '0' }));
    const stay = { listing: '777', roomType: '77701', checkIn: '2027-02-01', checkOut: '2027-02-02' };
    expect((await at.control('POST', '/book', stay)).error).toContain('sold out');
    const { id } = await at.control('POST', '/book', { ...stay, force: true });
    await at.control('POST', '/cancel', { id });
    expect((await nights(at))[0]?.roomsToSell).toBe(0);
  });
});

describe('restrictions', () => {
  it('of a rate keep guests from what they forbid', async () => {
    const at = await world();
    const rate = '2001';
    const answer = await avail(
      at,
      say({ rate, id: '1', end: '2027-02-03' }, length('2', 'SetMinLOS') + length('3', 'SetMaxLOS')),
      say({ rate, id: '2' }, status('Close', 'Arrival')),
      say({ rate, id: '3', start: '2027-02-05' }, status('Close', 'Departure')),
    );
    expect(verdict(answer)).toEqual([200, 'Success']);
    const tryStay = async (checkIn: string, checkOut: string) => {
      const made = await at.control('POST', '/book', {
        listing: '777',
        roomType: '77701',
        checkIn,
        checkOut,
      });
      if (made.id) await at.control('POST', '/cancel', { id: made.id });
      return made.error ?? 'booked';
    };
    expect(await tryStay('2027-02-02', '2027-02-03')).toContain('shortest');
    expect(await tryStay('2027-02-02', '2027-02-06')).toContain('longest');
    expect(await tryStay('2027-02-01', '2027-02-03')).toContain('arrive');
    expect(await tryStay('2027-02-03', '2027-02-05')).toContain('leave');
    expect(await tryStay('2027-02-02', '2027-02-04')).toBe('booked');
    await avail(at, say({ rate, end: '2027-02-03' }, length('0', 'SetMinLOS')));
    expect(await tryStay('2027-02-02', '2027-02-03')).toBe('booked');
  });

  it('close a rate, or the room over all of them', async () => {
    const at = await world();
    const shut = async () => (await nights(at, '78101'))[0]?.rates.map((one: Loose) => one.shut);
    await avail(at, say({ room: '78101', rate: '3001' }, status('Close')));
    expect(await shut()).toEqual(['rate_closed', null]);
    await avail(at, say({ room: '78101' }, status('Close')));
    expect(await shut()).toEqual(['room_closed', 'room_closed']);
    await avail(at, say({ room: '78101' }, status('Open')));
    expect(await shut()).toEqual(['rate_closed', null]);
  });
});

describe('prices', () => {
  it('are told for the room and for single use, and a child follows its parent', async () => {
    const at = await world();
    expect(verdict(await amounts(at, price({}, EUR('12550') + EUR('9900', ' NumberOfGuests="1"'))))).toEqual([
      200,
      'Success',
    ]);
    expect((await nights(at))[0]?.rates[0]).toMatchObject({ price: 12_550, singlePrice: 9_900 });
    const yen = '<BaseByGuestAmt AmountBeforeTax="30000" DecimalPlaces="0" CurrencyCode="JPY"/>';
    await amounts(at, price({ room: '78101', rate: '3001' }, yen));
    expect((await nights(at, '78101'))[0]?.rates.map((one: Loose) => one.price)).toEqual([30_000, 27_000]);
  });

  it('are decimals only where that is switched on', async () => {
    const at = await world();
    const send = async () =>
      verdict(await amounts(at, price({}, '<BaseByGuestAmt AmountAfterTax="99.50" CurrencyCode="EUR"/>')));
    expect(await send()).toEqual([400, 'Error 367 AMOUNT_INVALID 1']);
    await at.control('PUT', '/settings', { decimalAmounts: 'accept' });
    expect(await send()).toEqual([200, 'Success']);
    expect((await nights(at))[0]?.rates[0].price).toBe(9_950);
  });

  it.each([
    [
      'another currency',
      price({}, EUR('100').replace('EUR', 'USD')),
      'Error 320 CURRENCY_CODE_DONT_MATCH_HOTEL_CURRENCY 1',
    ],
    ['no currency', price({}, '<BaseByGuestAmt AmountAfterTax="1"/>'), 'Error 321 REQUIRED_FIELD_MISSING 1'],
    ['nothing for a price', price({}, EUR('0')), 'Error 320 INVALID_VALUE 1'],
    ['a price below nothing', price({}, EUR('-5')), 'Error 367 AMOUNT_INVALID 1'],
    [
      'a price for two guests',
      price({}, EUR('100', ' NumberOfGuests="2"')),
      'Error 320 OBP_PRICING_PASSED_FOR_DEFAULT_RATE 1',
    ],
    ['a rate the room lacks', price({ rate: '3001' }, EUR('100')), 'Error 402 RATE_ID_INVALID 1'],
  ])('refuse %s', async (_, message, why) => {
    const at = await world();
    expect(verdict(await amounts(at, message))).toEqual([400, why]);
  });

  it('of a child rate, and for single use where there is none, are refused', async () => {
    const at = await world();
    const yen = '<BaseByGuestAmt AmountBeforeTax="30000" DecimalPlaces="0" CurrencyCode="JPY"/>';
    expect(verdict(await amounts(at, price({ room: '78101', rate: '3002' }, yen)))).toEqual([
      400,
      'Error 249 CANNOT_EDIT_CHILD_RATE 1',
    ]);
    await at.control('POST', '/room', {
      hotel: '777',
      id: '77701',
      rates: [{ id: '2001', singleUse: false }],
    });
    const single = await amounts(at, price({}, EUR('9900', ' NumberOfGuests="1"')));
    expect(verdict(single)).toEqual([400, 'Error 367 SINGLE_USE_PRICE_NOT_ALLOWED 1']);
  });
});

describe('a message is refused for', () => {
  it.each([
    ['an unknown room', say({ room: '1', limit: '1' }), 'Error 402 ROOM_ID_INVALID 1'],
    ['our own id', say({ room: 'blue', limit: '1' }), 'Error 402 ROOM_ID_INVALID 1'],
    ['no room', say({ limit: '1' }).replace(/ InvTypeCode="\d+"/, ''), 'Error 321 ROOM_ID_MISSING 1'],
    ['an unknown rate', say({ rate: '9' }, status('Open')), 'Error 402 RATE_ID_INVALID 1'],
    [
      'an end before its start',
      say({ limit: '1', end: '2027-01-31' }),
      'Error 404 FROM_DATE_SHOULD_BE_LESS_THAN_TO_DATE 1',
    ],
    ['a date that does not exist', say({ limit: '1', start: '2027-02-30' }), 'Error 15 NOT_A_VALID_DATE 1'],
    ['two days ago', say({ limit: '1', start: '2026-11-18' }), 'Error 15 NOT_A_VALID_DATE 1'],
    ['a date too far ahead', say({ limit: '1', start: '2031-02-01' }), 'Error 15 NOT_A_VALID_DATE 1'],
    ['fewer rooms than none', say({ limit: '-1' }), 'Error 320 INVALID_VALUE 1'],
    ['half a room', say({ limit: '1.5' }), 'Error 320 INVALID_VALUE 1'],
    ['the word Closed', say({}, status('Closed')), 'Error 320 INVALID_VALUE 1'],
    [
      'another restriction',
      say({ rate: '2001' }, status('Close', 'TravelAgent')),
      'Error 320 INVALID_VALUE 1',
    ],
    [
      'another kind of length',
      say({ rate: '2001' }, length('2', 'SetForwardMinStay')),
      'Error 320 INVALID_VALUE 1',
    ],
    ['a length without a rate', say({}, length('2', 'SetMinLOS')), 'Error 321 RATE_ID_MISSING 1'],
    ['nothing said', say({}), 'Error 321 REQUIRED_FIELD_MISSING 1'],
  ])('%s', async (_, message, why) => {
    const at = await world();
    expect(verdict(await avail(at, message))).toEqual([400, why]);
    expect((await nights(at)).every((one) => one.toldAt === null && one.roomsToSell === 1)).toBe(true);
  });

  it('never for yesterday', async () => {
    const at = await world();
    expect(verdict(await avail(at, say({ limit: '1', start: '2026-11-19' })))).toEqual([200, 'Success']);
  });
});

describe('a request', () => {
  const good = say({ id: 'a', limit: '0' });
  const bad = say({ id: 'b', room: '1', limit: '0' });

  it('with something good is 200, and names what failed in one of two ways', async () => {
    const at = await world();
    const answer = await avail(at, good, bad);
    expect(verdict(answer)).toEqual([200, 'Success', 'Warning 402 ROOM_ID_INVALID b']);
    expect(first(answer.xml, 'Warnings', 'Warning')?.attributes.Status).toBe('NotProcessed');
    expect((await nights(at))[0]?.roomsToSell).toBe(0);
    await at.control('PUT', '/settings', { partialAs: 'errors' });
    expect(verdict(await avail(at, good, bad))).toEqual([200, 'Error 402 ROOM_ID_INVALID b']);
  });

  it('is 403 where all is about hotels of others, 400 where all fails otherwise', async () => {
    const at = await world();
    const foreign = say({ id: 'c', room: '90201', limit: '0' });
    expect(verdict(await avail(at, foreign))).toEqual([403, 'Error 497 HOTEL_ACCESS_DENIED c']);
    expect((await avail(at, foreign, bad)).status).toBe(400);
    expect((await avail(at, foreign, good)).status).toBe(200);
  });

  it('about two hotels or two months is refused as a whole', async () => {
    const at = await world();
    const refused = async (...messages: string[]) => {
      const { status: code, xml } = await avail(at, ...messages);
      return [code, first(xml, 'Errors', 'Error')?.attributes.ShortText?.split(':')[0]];
    };
    const hotels = [good, say({ id: 'b', room: '78101', limit: '1' })] as const;
    expect(await refused(...hotels)).toEqual([400, 'ONE_PROPERTY_PER_REQUEST']);
    const long = say({ limit: '0', start: '2027-02-20', end: '2027-03-02' });
    expect(await refused(long)).toEqual([400, 'ONE_MONTH_PER_REQUEST']);
    expect(await refused(good, say({ id: 'b', limit: '0', start: '2027-03-01' }))).toEqual([
      400,
      'ONE_MONTH_PER_REQUEST',
    ]);
    expect((await nights(at))[0]?.toldAt).toBeNull();
    await at.control('PUT', '/settings', { month: 'days31' });
    expect((await avail(at, long)).status).toBe(200);
    expect((await avail(at, say({ limit: '0', end: '2027-03-04' }))).status).toBe(400);
  });

  it('that says the same twice means the first', async () => {
    const at = await world();
    const answer = await avail(
      at,
      say({ id: 'a', limit: '0', end: '2027-02-02' }),
      say({ id: 'b', limit: '5', start: '2027-02-02', end: '2027-02-03' }),
      say({ id: 'c', limit: '7' }),
      say({ id: 'd' }, status('Close')),
    );
    expect(verdict(answer)).toEqual([
      200,
      'Success',
      'Warning 450 WARN_DUPLICATE_DATES b',
      'Warning 450 WARN_DUPLICATE_DATES c',
    ]);
    const statuses = all(answer.xml, 'Warnings', 'Warning').map((one) => one.attributes.Status);
    expect(statuses).toEqual(['Partial', 'NotProcessed']);
    expect((await nights(at)).map((one) => one.roomsToSell)).toEqual([0, 0, 5]);
  });

  it('that says nothing, is too long, or is no such document is 400', async () => {
    const at = await world();
    expect((await avail(at)).text).toContain('AVAILSTATUSMESSAGES_ELEMENT_MISSING');
    await at.control('PUT', '/settings', { maxMessages: 1 });
    expect((await avail(at, good, bad)).status).toBe(400);
    for (const body of ['', 'nothing', '<a>', '<OTA_HotelAvailNotifRQ/>', `<OTA_HotelInvNotifRQ ${OTA}/>`]) {
      expect((await at.api('POST', 'hotels/ota/OTA_HotelAvailNotif', body)).status, body).toBe(400);
    }
  });

  it('too many in a minute is 429, without a word about when to come back', async () => {
    const at = await world();
    await at.control('PUT', '/settings', { requestsPerMinute: 2 });
    const codes = [await avail(at, good), await avail(at, good), await avail(at, good)].map(
      (one) => one.status,
    );
    expect(codes).toEqual([200, 200, 429]);
    expect((await amounts(at, price({}, EUR('100')))).status).toBe(200);
    at.clock.advance({ seconds: 60 });
    expect((await avail(at, good)).status).toBe(200);
    await avail(at, good);
    await at.control('PUT', '/settings', { retryAfter: true });
    const headers = { authorization: `Bearer ${at.token.value}` };
    const busy = await at.call('POST', '/booking/hotels/ota/OTA_HotelAvailNotif', good, headers);
    expect(busy.headers.get('retry-after')).toBe('60');
  });
});

describe('reading back', () => {
  const read = async (at: World, inside: string) =>
    await at.api('POST', 'hotels/xml/roomrateavailability', `<request>${inside}</request>`);
  const WEEK =
    '<hotel_id>777</hotel_id><start_date>2027-02-01</start_date><number_of_days>7</number_of_days>';

  it('shows what was told, room by room, night by night, rate by rate', async () => {
    const at = await world();
    await avail(
      at,
      say({ limit: '0' }),
      say({ id: '2', rate: '2001' }, length('2', 'SetMinLOS') + status('Close', 'Arrival')),
    );
    await amounts(at, price({}, EUR('12550')));
    const { xml } = await read(at, WEEK);
    expect(xml.attributes).toMatchObject({ hotel_id: '777', currencycode: 'EUR' });
    expect(all(xml, 'room').map((one) => [one.attributes.id, one.children.length])).toEqual([
      ['77701', 7],
      ['77702', 7],
    ]);
    const [date] = all(xml, 'room', 'date');
    const texts = (from: typeof date) => from?.children.map((one) => [one.name, one.text]) ?? [];
    expect(date?.attributes.value).toBe('2027-02-01');
    expect(texts(date)).toEqual([
      ...[
        ['booked', '0'],
        ['cancelled', '0'],
        ['closed', '0'],
        ['rooms_to_sell', '0'],
        ['rate', ''],
      ],
    ]);
    expect(texts(date?.children.at(-1))).toEqual([
      ...[
        ['closed', '0'],
        ['price', '125.50'],
        ['price1', '90.00'],
        ['minimumstay', '2'],
        ['maximumstay', '0'],
      ],
      ...[
        ['closedonarrival', '1'],
        ['closedondeparture', '0'],
      ],
    ]);
  });

  it('is narrowed to a room and to the level of rooms', async () => {
    const at = await world();
    const { xml, text } = await read(at, `${WEEK}<room_id>77702</room_id><room_level>1</room_level>`);
    expect(all(xml, 'room').map((one) => one.attributes.id)).toEqual(['77702']);
    expect(text).not.toContain('<rate');
  });

  it.each([
    [WEEK.replace('>7<', '>32<'), 400],
    [WEEK.replace('>7<', '>0<'), 400],
    [WEEK.replace('2027-02-01', '2026-11-19'), 400],
    [WEEK.replace('<hotel_id>777</hotel_id>', ''), 400],
    [WEEK.replace('777', '902'), 403],
  ])('%s is %i', async (inside, code) => {
    const at = await world();
    expect((await read(at, inside)).status).toBe(code);
  });

  it('finds what was accepted and not applied', async () => {
    const at = await world();
    await at.control('POST', '/fault', { kind: 'silent_non_application', count: 1 });
    expect(verdict(await avail(at, say({ limit: '0' })))).toEqual([200, 'Success']);
    expect((await read(at, WEEK)).text).toContain('<rooms_to_sell>1</rooms_to_sell>');
    await at.control('POST', '/fault', { kind: 'partial_acceptance', count: 1 });
    const half = [say({ id: 'a', limit: '0' }), say({ id: 'b', limit: '0', start: '2027-02-02' })];
    expect(verdict(await avail(at, ...half))).toEqual([200, 'Success', 'Warning 450 UNABLE_TO_PROCESS b']);
    expect((await nights(at)).map((one) => one.roomsToSell)).toEqual([0, 1, 1]);
  });
});
