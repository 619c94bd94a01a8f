import { describe, expect, it } from 'vitest';
import { parseLosslessJson } from '#lib/kernel/lossless-json.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import { readListing, readReservation, statusOf } from './map.ts';

const WHOLE = {
  confirmation_code: 'HMABCDEFGH',
  listing_id: 1001,
  host_id: 77,
  start_date: '2027-01-01',
  end_date: '2027-01-04',
  nights: 3,
  status_type: 'accept',
  number_of_guests: 3,
  guest_details: { number_of_adults: 2, number_of_children: 1, number_of_infants: 0 },
  guest_first_name: 'Ann',
  guest_last_name: 'Lee',
  guest_email: 'ann-x1@guest.airbnb.com',
  guest_phone_numbers: ['+33 6 12', '+33 7'],
  guest_preferred_locale: 'fr',
  host_currency: 'EUR',
  total_paid_amount_accurate: '420.50',
  expected_payout_amount_accurate: '400.25',
  booked_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T11:00:00+01:00',
};

const wire = (entry: unknown) => parseLosslessJson(JSON.stringify(entry));

function read(change: Record<string, unknown> = {}) {
  const answer = readReservation(wire({ ...WHOLE, ...change }));
  if (!('item' in answer)) throw new Error(answer.unreadable.reason);
  return answer.item;
}

function refused(change: Record<string, unknown>) {
  const answer = readReservation(wire({ ...WHOLE, ...change }));
  if ('item' in answer) throw new Error('it was read');
  return answer.unreadable;
}

it('a whole reservation comes with its dates, guest, counts, money and times', () => {
  expect(read()).toEqual({
    externalId: 'HMABCDEFGH',
    roomRef: '1',
    listingId: '1001',
    checkIn: '2027-01-01',
    checkOut: '2027-01-04',
    status: 'confirmed',
    channelStatus: 'accept',
    guest: { name: 'Ann Lee', email: 'ann-x1@guest.airbnb.com', phone: '+33 6 12', locale: 'fr' },
    guests: 3,
    adults: 2,
    children: 1,
    infants: 0,
    total: { amount: 42050, currency: 'EUR' },
    payout: { amount: 40025, currency: 'EUR' },
    bookedAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
    changedAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
  });
});

it.each([
  ['accept', 'confirmed'],
  ['pending', 'pending'],
  ['pending_payment', 'pending'],
  ['at_checkpoint', 'pending'],
  ['deny', 'cancelled'],
  ['timeout', 'cancelled'],
  ['timedout', 'cancelled'],
  ['pending_voided', 'cancelled'],
  ['checkpoint_voided', 'cancelled'],
  ['cancelled_by_admin', 'cancelled'],
  ['cancelled_by_host', 'cancelled'],
  ['cancelled_by_guest', 'cancelled'],
  ['new', 'inquiry'],
  ['accepted', 'unknown'],
  ['on_the_moon', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
])('status_type %j is %s', (word, status) => {
  expect(statusOf(word)).toBe(status);
});

it('a reservation without a status is kept as unknown', () => {
  const { status_type: _, ...without } = WHOLE;
  const answer = readReservation(wire(without));
  expect(answer).toMatchObject({ item: { status: 'unknown', channelStatus: '' } });
  expect(read({ status_type: { odd: 1 } }).status).toBe('unknown');
});

describe('the day of departure', () => {
  it.each([
    [{ nights: undefined }, '2027-01-04'],
    [{ end_date: undefined }, '2027-01-04'],
    [{ end_date: null, nights: '2' }, '2027-01-03'],
    [{ end_date: '2027-01-03', nights: 3 }, '2027-01-04'],
    [{ end_date: '2027-01-05', nights: 3 }, '2027-01-05'],
    [{ end_date: '2027-01-01', nights: 3 }, '2027-01-04'],
    [{ end_date: '2027-01-04', nights: -3 }, '2027-01-04'],
    [{ start_date: '2027-02-27', end_date: undefined, nights: 2 }, '2027-03-01'],
  ])('of %o is %s', (change, checkOut) => {
    expect(read(change).checkOut).toBe(checkOut);
  });

  it.each([
    [{ start_date: '2027-02-30' }],
    [{ start_date: undefined }],
    [{ start_date: '01/02/2027' }],
    [{ end_date: '2027-02-30' }],
    [{ end_date: '2026-12-31', nights: undefined }],
    [{ end_date: undefined, nights: 0 }],
    [{ end_date: undefined, nights: undefined }],
    [{ end_date: undefined, nights: 9999 }],
    [{ start_date: '9999-12-31', end_date: undefined, nights: 2 }],
  ])('of %o cannot be read, and the reservation is handed on to a person', (change) => {
    expect(refused(change)).toMatchObject({ externalId: 'HMABCDEFGH' });
  });
});

describe('money', () => {
  it.each([
    ['EUR', '420.50', 42050],
    ['JPY', '42050', 42050],
    ['KWD', '42.050', 42050],
    ['eur', '1.00', 100],
    ['EUR', ' 1.00 ', 100],
  ])('%s %s is %i minor units', (host_currency, text, amount) => {
    const { total } = read({ host_currency, total_paid_amount_accurate: text });
    expect(total).toEqual({ amount, currency: host_currency.toUpperCase() });
  });

  it('keeps the decimals of a number that is no text', () => {
    const text = JSON.stringify(WHOLE).replace('"420.50"', '90071992547.41');
    const answer = readReservation(parseLosslessJson(text));
    expect(answer).toMatchObject({ item: { total: null } });
    const small = readReservation(parseLosslessJson(JSON.stringify(WHOLE).replace('"420.50"', '0.07')));
    expect(small).toMatchObject({ item: { total: { amount: 7 } } });
  });

  it.each([
    [{ total_paid_amount_accurate: '1e3' }],
    [{ total_paid_amount_accurate: '1,234.50' }],
    [{ total_paid_amount_accurate: null }],
    [{ total_paid_amount_accurate: {} }],
    [{ host_currency: null }],
    [{ host_currency: '€' }],
  ])('of %o is nothing, and the reservation stands', (change) => {
    expect(read(change)).toMatchObject({ externalId: 'HMABCDEFGH', total: null });
  });
});

describe('what can be done without is null', () => {
  it.each([
    [{ guest_first_name: null, guest_last_name: '' }, { guest: { name: null } }],
    [{ guest_last_name: undefined }, { guest: { name: 'Ann' } }],
    [{ guest_phone_numbers: [null, ' ', '+1'] }, { guest: { phone: '+1' } }],
    [{ guest_phone_numbers: '+1' }, { guest: { phone: null } }],
    [{ guest_details: undefined }, { adults: null, children: null, infants: null }],
    [{ guest_details: [] }, { adults: null }],
    [{ number_of_guests: -1 }, { guests: null }],
    [{ number_of_guests: 2.5 }, { guests: null }],
    [{ booked_at: 'yesterday' }, { bookedAt: null }],
    [{ updated_at: undefined }, { changedAt: null }],
  ])('%o', (change, expected) => {
    expect(read(change)).toMatchObject(expected);
  });

  it('a time without an offset is taken as UTC', () => {
    expect(read({ updated_at: '2026-11-20T10:00:00' }).changedAt?.toString()).toBe('2026-11-20T10:00:00Z');
  });
});

describe('ids', () => {
  it('keep all their digits, as number and as text', () => {
    const text = JSON.stringify(WHOLE).replace('1001', '9223372036854775807');
    expect(readReservation(parseLosslessJson(text))).toMatchObject({
      item: { listingId: '9223372036854775807' },
    });
    expect(read({ listing_id: '9223372036854775807' }).listingId).toBe('9223372036854775807');
  });

  it.each([['HM/../x'], ['HM\u0000'], [''], ['x'.repeat(65)], [1.5], [{}], [null]])(
    'never are %j: the reservation is handed on to a person',
    (confirmation_code) => {
      expect(refused({ confirmation_code })).toMatchObject({
        externalId: null,
        reason: 'cannot be read: confirmation_code',
      });
    },
  );

  it('of the listing has to be there, and what cannot be read never quotes the guest', () => {
    const { reason, raw } = refused({ listing_id: undefined });
    expect(reason).toBe('cannot be read: listing_id');
    expect(raw).toContain('HMABCDEFGH');
  });

  it.each([['text'], [null], [[]], [true]])('%j instead of a reservation is handed on', (entry) => {
    expect(readReservation(entry)).toHaveProperty('unreadable.externalId', null);
  });
});

describe('a listing', () => {
  const LISTING = { id: 1001, name: 'Loft', has_availability: true, synchronization_category: 'sync_all' };

  it('needs no more than an id', () => {
    expect(readListing(wire({ id: 7 }))).toMatchObject({
      item: { externalId: '7', name: '7', timeZone: null, currency: null, isSold: true, syncScope: null },
    });
  });

  it.each([
    [{ time_zone_name: 'Europe/Paris' }, { timeZone: 'Europe/Paris' }],
    [{ time_zone: 'Europe/Paris' }, { timeZone: 'Europe/Paris' }],
    [{ time_zone_name: 'Mars/Base' }, { timeZone: null }],
    [{ time_zone_name: '+01:00' }, { timeZone: null }],
    [
      { listing_currency: 'EUR', person_capacity: 4 },
      { currency: 'EUR', capacity: 4 },
    ],
    [
      { street: '1 Main St', apt: '2b', city: 'Lyon' },
      { address: '1 Main St, 2b', city: 'Lyon' },
    ],
    [{ picture_url: 'https://a.test/x.jpg' }, { pictureUrl: 'https://a.test/x.jpg' }],
    [{ picture_url: 'javascript:alert(1)' }, { pictureUrl: null }],
    [{ has_availability: false }, { isSold: false }],
    [{ synchronization_category: null }, { syncScope: null }],
  ])('with %o', (change, expected) => {
    expect(readListing(wire({ ...LISTING, ...change }))).toMatchObject({ item: expected });
  });

  it('without an id is handed on to a person', () => {
    expect(readListing(wire({ name: 'Loft' }))).toHaveProperty('unreadable.reason', 'cannot be read: id');
  });
});

it.each([
  ['  Ann\u0000\nLee ', 'Ann Lee'],
  ['\u202eeeL', 'eeL'],
  ['A\ud800', 'A\ufffd'],
  ['', null],
  [' \u0007 ', null],
  ['👩'.repeat(5), '👩👩👩'],
])('%j is plain text %j', (text, expected) => {
  expect(plain(text, expected === '👩👩👩' ? 3 : 100)).toBe(expected);
});
