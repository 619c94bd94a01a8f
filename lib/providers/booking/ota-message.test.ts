import { describe, expect, it } from 'vitest';
import { readXml } from '#lib/platform/xml/read.ts';
import type { WholeReservation } from '../sales-contract.ts';
import { readBxml } from './bxml.ts';
import { notification, own, ownRoom, textbook } from './examples.ts';
import { readOtaMessage } from './ota-message.ts';
import { statusOf } from './words.ts';

const itemsOf = (entries: readonly string[], kind: 'new' | 'modified' = 'new') =>
  readOtaMessage(readXml(Buffer.from(notification(entries, kind)))).items;

function read(entry: string, kind: 'new' | 'modified' = 'new'): WholeReservation {
  const [item] = itemsOf([entry], kind);
  if (!item?.reservation) throw new Error(`it was not read: ${item?.unreadable?.reason}`);
  return item.reservation;
}

const roomOf = (entry: string) => {
  const [room] = read(entry).rooms;
  if (!room) throw new Error('it has no room');
  return room;
};

describe("a reservation of Booking.com's own shape", () => {
  it('is read whole: nights by their prices, booker and guest, money by its places', () => {
    expect(read(own())).toEqual({
      externalId: '4000000001',
      groupId: '777',
      status: 'confirmed',
      channelStatus: 'new',
      warnings: [],
      rooms: [
        {
          externalId: '4000000001',
          roomRef: '101',
          listingId: '100101',
          checkIn: '2026-03-01',
          checkOut: '2026-03-03',
          status: 'confirmed',
          channelStatus: 'new',
          guest: {
            name: 'Ann Example',
            email: 'bbooker.12@guest.booking.com',
            phone: '+49 30 1234',
            locale: null,
          },
          guests: 2,
          adults: 2,
          children: null,
          infants: null,
          total: { amount: 12_100, currency: 'EUR' },
          payout: null,
          pricing: {
            currency: 'EUR',
            totalMinor: 12_100,
            isBeforeTax: false,
            nights: [
              { night: '2026-03-01', minor: 6050, plan: '2001' },
              { night: '2026-03-02', minor: 6050, plan: '2001' },
            ],
          },
          bookedAt: Temporal.Instant.from('2026-01-10T09:59:00Z'),
          changedAt: null,
        },
      ],
    });
  });

  it('has rooms of their own dates, plans and guests', () => {
    const rooms = [
      ownRoom(),
      ownRoom({
        index: '102',
        type: '100102',
        nights: [['2026-03-02', '7000']],
        plan: '2002VCC',
        guestNumber: '2',
      }),
    ];
    const whole = read(own({ rooms, total: { amount: '19100' } }));
    expect(whole.rooms).toMatchObject([
      { roomRef: '101', listingId: '100101', checkOut: '2026-03-03', guest: { name: 'Ann Example' } },
      { roomRef: '102', checkIn: '2026-03-02', checkOut: '2026-03-03', guest: { name: 'Bea Booker' } },
    ]);
    expect(whole.rooms[1]?.pricing?.nights).toEqual([{ night: '2026-03-02', minor: 7000, plan: '2002' }]);
    expect(whole.rooms.map((room) => room.total?.amount)).toEqual([19_100, 19_100]);
    expect(whole.warnings).toEqual(['a room names a guest who is not told']);
  });

  it('whose nights come in disorder, or with one missing, is the whole span', () => {
    const nights = [
      ['2026-03-05', '1'],
      ['2026-03-01', '1'],
      ['2026-03-02', '1'],
    ] as const;
    const whole = read(own({ rooms: [ownRoom({ nights })], total: { amount: '3' } }));
    expect(whole.rooms[0]).toMatchObject({ checkIn: '2026-03-01', checkOut: '2026-03-06' });
    expect(whole.warnings).toEqual(['a room has nights without a price between others']);
  });

  it('before tax is told as that', () => {
    const entry = own({ rooms: [ownRoom({ tax: 'AmountBeforeTax' })], tax: 'AmountBeforeTax' });
    expect(roomOf(entry)).toMatchObject({ total: { amount: 12_100 }, pricing: { isBeforeTax: true } });
    expect(roomOf(entry).pricing?.nights[0]?.minor).toBe(6050);
  });

  it.each([
    ['648', '1', 6480],
    ['65', '0', 6500],
    ['6480', '2', 6480],
    ['64800', '3', 6480],
    ['5', '2', 5],
    ['100.00', '2', 10_000],
  ])('%s with %s places is %d cents', (amount, places, cents) => {
    expect(roomOf(own({ total: { amount, places } })).total).toEqual({ amount: cents, currency: 'EUR' });
  });

  it('whose totals do not add up is kept as told, and warned of', () => {
    const whole = read(own({ rooms: [ownRoom({ total: { amount: '34000' } })], total: { amount: '30000' } }));
    expect(whole.rooms[0]).toMatchObject({ total: { amount: 30_000 }, pricing: { totalMinor: 34_000 } });
    expect(whole.warnings).toEqual([
      'the nights of a room do not add up',
      'the rooms of the reservation do not add up',
    ]);
  });

  it.each([['4.2E2'], ['420,50'], ['1.000,00'], ['NaN'], ['--1'], ['9'.repeat(19)]])(
    'with the amount %s is booked without it',
    (amount) => {
      const whole = read(own({ total: { amount } }));
      expect(whole.rooms[0]).toMatchObject({ total: { amount: 12_100 }, checkIn: '2026-03-01' });
      expect(whole.warnings).toContain('the reservation: an amount that cannot be read');
    },
  );

  it('without rooms is cancelled, in either queue, and needs no hotel', () => {
    for (const rooms of [[], null])
      for (const kind of ['new', 'modified'] as const) {
        const entry = own({ rooms }, kind === 'new' ? 'HotelReservation' : 'HotelResModify');
        expect(read(entry.replace(' ResID_SourceContext="777"', ''), kind)).toMatchObject({
          externalId: '4000000001',
          groupId: null,
          status: 'cancelled',
          rooms: [],
        });
      }
  });

  it('says what its acknowledgement must repeat', () => {
    const [item] = itemsOf([own({ token: 'a1b2' })]);
    expect(item).toMatchObject({ externalId: '4000000001', ackToken: 'a1b2' });
  });

  it('comes with its own part of the message', () => {
    const items = itemsOf([own({ id: '1' }), own({ id: '2', surname: 'Müller' })]);
    expect(items.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      own({ id: '1' }),
      own({ id: '2', surname: 'Müller' }),
    ]);
  });

  it('with one number for two rooms tells them apart', () => {
    const whole = read(own({ rooms: [ownRoom(), ownRoom()] }));
    expect(whole.rooms.map((room) => room.roomRef)).toEqual(['101#1', '101#2']);
  });
});

describe('a reservation of textbook OTA', () => {
  it('is read alike', () => {
    expect(read(textbook())).toMatchObject({
      externalId: 'LOV-0042',
      groupId: '777',
      status: 'confirmed',
      channelStatus: 'Commit',
      rooms: [
        {
          roomRef: '1',
          checkIn: '2026-03-01',
          checkOut: '2026-03-04',
          guests: 3,
          adults: 2,
          children: 1,
          guest: { name: 'Ann Example', email: 'ann@example.com' },
          total: { amount: 30_000, currency: 'EUR' },
          changedAt: Temporal.Instant.from('2026-01-11T08:00:00Z'),
        },
      ],
    });
  });

  it.each([
    ['Commit', 'confirmed'],
    ['Book', 'confirmed'],
    ['Modify', 'confirmed'],
    ['Reserved', 'confirmed'],
    ['Hold', 'pending'],
    ['Requested', 'pending'],
    ['Waitlisted', 'pending'],
    ['Quote', 'inquiry'],
    ['Cancel', 'cancelled'],
    ['Cancelled', 'cancelled'],
    ['CANCELLED', 'cancelled'],
    ['Request denied', 'cancelled'],
    ['No-show', 'confirmed'],
    ['Ignore', 'unknown'],
    ['XY', 'unknown'],
  ])('that is %s is %s here', (word, status) => {
    expect(read(textbook({ status }))).toBeDefined();
    expect(statusOf(word)).toBe(status);
    expect(read(textbook({ status: word })).rooms[0]?.status).toBe(status);
  });

  it('has its status from the message around it where it says none', () => {
    const entry = textbook().replace(' ResStatus="Commit"', '');
    const message = notification([entry]).replace('Target=', 'ResStatus="Cancel" Target=');
    const [item] = readOtaMessage(readXml(Buffer.from(message))).items;
    expect(item?.reservation).toMatchObject({ status: 'cancelled', channelStatus: 'Cancel' });
  });

  it('with the number of a cancellation alone is cancelled', () => {
    const entry = textbook().replace(' ResStatus="Commit"', '').replace('Type="14"', 'Type="15"');
    expect(read(entry)).toMatchObject({ externalId: 'LOV-0042', status: 'cancelled' });
  });

  it('of several like rooms told as one is as many rooms', () => {
    const whole = read(textbook({ units: '3' }));
    expect(whole.rooms.map((room) => room.roomRef)).toEqual(['1.1', '1.2', '1.3']);
    expect(whole.rooms.every((room) => room.total?.amount === 30_000 && room.pricing === null)).toBe(true);
  });

  it.each([
    ['2026-03-01T14:00:00+01:00', '2026-03-04T10:00:00+01:00'],
    ['2026-03-01', '2026-03-04'],
  ])('from %s to %s has the dates of the hotel', (start, end) => {
    expect(roomOf(textbook({ start, end }))).toMatchObject({ checkIn: '2026-03-01', checkOut: '2026-03-04' });
  });

  it('with a room that was cancelled keeps the others', () => {
    const [stay = ''] = /<RoomStay>.*<\/RoomStay>/.exec(textbook()) ?? [];
    const ended = stay.replace('<RoomStay>', '<RoomStay RoomStayStatus="Cancelled">');
    const whole = read(textbook().replace(stay, `${stay}${ended}`));
    expect(whole.status).toBe('confirmed');
    expect(whole.rooms.map((room) => room.status)).toEqual(['confirmed', 'cancelled']);
  });

  it('with a length instead of an end', () => {
    const entry = textbook().replace('End="2026-03-04"', 'Duration="P3N"');
    expect(roomOf(entry)).toMatchObject({ checkIn: '2026-03-01', checkOut: '2026-03-04' });
  });

  it('with prices beyond its dates holds all of them', () => {
    const rates =
      '<RoomRates><RoomRate RatePlanCode="2001"><Rates><Rate EffectiveDate="2026-03-02" ExpireDate="2026-03-06"><Base AmountAfterTax="75.00" CurrencyCode="EUR"/></Rate></Rates></RoomRate></RoomRates><GuestCounts>';
    const whole = read(textbook().replace('<GuestCounts>', rates));
    expect(whole.rooms[0]).toMatchObject({ checkIn: '2026-03-01', checkOut: '2026-03-06' });
    expect(whole.rooms[0]?.pricing?.nights).toHaveLength(4);
    expect(whole.warnings).toContain('a room has prices beyond its dates');
  });
});

describe('a reservation of B.XML', () => {
  const bxml = (status = '', more = '') =>
    readXml(
      Buffer.from(`<reservation><id>0003000000001</id><hotel_id>777</hotel_id><date>2026-01-10</date><time>09:59:00</time>${status}
        <customer><first_name>Ann</first_name><last_name>Example</last_name><email>a@b.example</email><telephone>123</telephone></customer>
        <room><id>100101</id><roomreservation_id>900001</roomreservation_id><arrival_date>2026-03-01</arrival_date><departure_date>2026-03-03</departure_date>
        <currencycode>EUR</currencycode><numberofguests>2</numberofguests><guest_name>Guest One</guest_name>
        <price date="2026-03-01" rate_id="2001">60.50</price><price date="2026-03-02" rate_id="2001">60.50</price><totalprice>121</totalprice>${more}</room></reservation>`),
    ).root;

  it('is read whole: the first id is its own, the others are room types', () => {
    expect(readBxml(bxml())).toMatchObject({
      reservation: {
        externalId: '0003000000001',
        groupId: '777',
        status: 'confirmed',
        rooms: [
          {
            roomRef: '900001',
            listingId: '100101',
            checkIn: '2026-03-01',
            checkOut: '2026-03-03',
            guests: 2,
            guest: { name: 'Guest One', email: 'a@b.example', phone: '123' },
            total: { amount: 12_100, currency: 'EUR' },
            pricing: { nights: [{ night: '2026-03-01', minor: 6050, plan: '2001' }, {}] },
          },
        ],
      },
    });
  });

  it.each([
    ['new', 'confirmed'],
    ['modified', 'confirmed'],
    ['cancelled', 'cancelled'],
    ['vanished', 'unknown'],
  ])('that is %s is %s here', (word, status) => {
    expect(readBxml(bxml(`<status>${word}</status>`))).toMatchObject({
      reservation: { status, channelStatus: word },
    });
  });

  it('with a date that does not exist is not read', () => {
    const odd = bxml('', '');
    const text = {
      ...odd,
      children: odd.children.map((child) => (child.name === 'room' ? { ...child, children: [] } : child)),
    };
    expect(readBxml(text)).toEqual({ externalId: '0003000000001', fields: 'room id' });
  });
});
