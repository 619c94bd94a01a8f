import { describe, expect, it } from 'vitest';
import { airbnbGate } from './gate.ts';

type Asked = { method: 'GET' | 'POST' | 'PUT'; query?: string; code?: string | null; body?: unknown };

function ask({ method, query = '', code = null, body = '' }: Asked) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return airbnbGate.read({ method, query: new URLSearchParams(query), code, bytes: Buffer.from(text) });
}

const STAY = { listing_id: 1001, start_date: '2027-01-01', nights: 3, number_of_guests: 2 };
const CHECK = 'action=check_availability&listing_id=1001&start_date=2027-01-01&nights=3';

describe('a question is read by its method', () => {
  it.each<[Asked, object]>([
    [
      { method: 'GET', query: CHECK },
      { kind: 'availability', externalId: null, guests: null },
    ],
    [
      { method: 'POST', body: { ...STAY, confirmation_code: 'HMABC' } },
      { kind: 'booking', externalId: 'HMABC', guests: 2 },
    ],
    [
      { method: 'PUT', code: 'HMABC', body: STAY },
      { kind: 'change', externalId: 'HMABC', guests: 2 },
    ],
    [
      { method: 'PUT', code: 'HMABC', body: { ...STAY, confirmation_code: 'HMABC' } },
      { kind: 'change', externalId: 'HMABC' },
    ],
  ])('%o', (asked, expected) => {
    expect(ask(asked)).toMatchObject({
      listingId: '1001',
      checkIn: '2027-01-01',
      checkOut: '2027-01-04',
      ...expected,
    });
  });

  it('keeps every digit of a listing', () => {
    const body = `{"listing_id":9223372036854775807,"start_date":"2027-01-01","nights":1,"confirmation_code":"HM"}`;
    expect(ask({ method: 'POST', body })).toMatchObject({ listingId: '9223372036854775807' });
  });
});

describe("listing 0 is Airbnb's own test, whatever else it tells", () => {
  it.each<[Asked]>([
    [{ method: 'GET', query: 'action=check_availability&listing_id=0' }],
    [{ method: 'GET', query: 'action=check_availability&listing_id=0&start_date=x&nights=0' }],
    [{ method: 'POST', body: { listing_id: 0 } }],
    [{ method: 'POST', body: { ...STAY, listing_id: '0' } }],
    [{ method: 'PUT', code: 'x', body: { listing_id: 0 } }],
  ])('%o', (asked) => {
    expect(ask(asked)).toMatchObject({ listingId: null });
  });
});

describe('what cannot be read is malformed', () => {
  it.each<[Asked]>([
    [{ method: 'GET' }],
    [{ method: 'GET', query: CHECK.replace('check_availability', 'other') }],
    [{ method: 'GET', query: CHECK.replace('nights=3', 'nights=0') }],
    [{ method: 'GET', query: CHECK.replace('nights=3', 'nights=9999') }],
    [{ method: 'GET', query: CHECK.replace('nights=3', 'nights=-1') }],
    [{ method: 'GET', query: CHECK.replace('nights=3', '') }],
    [{ method: 'GET', query: CHECK.replace('2027-01-01', '2027-02-30') }],
    [{ method: 'GET', query: CHECK.replace('1001', '../1') }],
    [{ method: 'GET', query: `${CHECK}&listing_id=1002` }],
    [{ method: 'POST', body: STAY }],
    [{ method: 'POST', body: { ...STAY, confirmation_code: 'a/b' } }],
    [{ method: 'PUT', code: 'HMABC', body: { ...STAY, confirmation_code: 'HMXYZ' } }],
    [{ method: 'PUT', code: 'HMABC', body: '' }],
    [{ method: 'POST', body: '[]' }],
    [{ method: 'POST', body: 'null' }],
    [{ method: 'POST', body: '['.repeat(100_000) }],
    [{ method: 'POST', body: '<xml/>' }],
  ])('%#', (asked) => {
    expect(() => ask(asked)).toThrow(expect.objectContaining({ name: 'ChannelError', kind: 'malformed' }));
  });
});

it.each([
  ['availability', true, { available: true }],
  ['availability', false, { available: false, failure_code: null }],
  ['booking', true, { succeed: true }],
  ['booking', false, { succeed: false, failure_code: null }],
  ['change', true, { succeed: true }],
  ['change', false, { succeed: false, failure_code: null }],
] as const)('the answer to %s, %s', (kind, isOpen, expected) => {
  expect(airbnbGate.answer({ kind, listingId: null }, isOpen)).toEqual(expected);
});
