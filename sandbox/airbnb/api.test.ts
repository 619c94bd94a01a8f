import { describe, expect, it } from 'vitest';
import { connect, consent, token, type World, world } from './test-world.ts';

const STUDIO = '48213907';
const json = async (response: Promise<Response>) => await (await response).json();

async function book(at: World, checkIn: string, checkOut: string, more: object = {}) {
  return await at.call('POST', '/control/airbnb/book', { listing: STUDIO, checkIn, checkOut, ...more });
}

describe('a call', () => {
  it('needs the key and a live token of the host', async () => {
    const at = world();
    const access = await connect(at);
    expect((await at.api('none', 'GET', 'users/me')).status).toBe(401);
    const keyless = { 'x-airbnb-oauth-token': access };
    expect((await at.call('GET', '/airbnb/v2/users/me', undefined, keyless)).status).toBe(401);
    expect((await json(at.api(access, 'GET', 'users/me'))).user.first_name).toBe('Marta');
    at.clock.advance({ hours: 24 });
    expect((await at.api(access, 'GET', 'users/me')).status).toBe(401);
  });

  it('without the scope is 403', async () => {
    const at = world();
    const back = await consent(at, { scope: 'property_management,messages_read' }, ['messages_read']);
    const { access_token } = await json(token(at, { code: back.searchParams.get('code') }));
    expect((await at.api(access_token, 'GET', 'listings')).status).toBe(403);
  });

  it('for another host is 404, and 403 by user_id', async () => {
    const at = world();
    const access = await connect(at);
    expect((await at.api(access, 'GET', 'listings/72216630')).status).toBe(404);
    expect((await at.api(access, 'GET', 'calendars/72216630/2026-12-01/2026-12-02')).status).toBe(404);
    expect((await at.api(access, 'GET', 'reservations?listing_id=72216630')).status).toBe(404);
    expect((await at.api(access, 'GET', 'listings?user_id=530118264')).status).toBe(403);
  });

  it('beyond a limit is 429 with the seconds to wait, and none where none is set', async () => {
    const at = world();
    const access = await connect(at);
    await at.control('PUT', '/settings', { limits: { endpoint: [[2, 10]] } });
    const status = async () => (await at.api(access, 'GET', 'users/me')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    expect((await at.api(access, 'GET', 'users/me')).headers.get('retry-after')).toBe('10');
    at.clock.advance({ seconds: 10 });
    expect(await status()).toBe(200);
    await at.control('PUT', '/settings', { limits: null });
    expect([await status(), await status(), await status()]).toEqual([200, 200, 200]);
  });

  it('is kept in the log with its headers and body', async () => {
    const at = world();
    const access = await connect(at);
    await at.api(access, 'PUT', `listings/${STUDIO}`, { synchronization_category: 'sync_all' });
    const { items } = await at.control('GET', '/log?name=listings');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ method: 'PUT', status: 200, body: expect.stringContaining('sync_all') });
    expect(items[0].headers['x-airbnb-oauth-token']).toBe(access);
  });
});

describe('listings', () => {
  it('come in pages with their number, ids as numbers or as text', async () => {
    const at = world();
    const access = await connect(at);
    const first = await json(at.api(access, 'GET', 'listings?_limit=4&_offset=0'));
    const rest = await json(at.api(access, 'GET', 'listings?_limit=4&_offset=4'));
    expect([first.listings.length, rest.listings.length, first.metadata.record_count]).toEqual([4, 2, 6]);
    expect(first.listings[0].id).toBe(48213907);
    await at.control('PUT', '/settings', { listingIds: 'text' });
    expect((await json(at.api(access, 'GET', `listings/${STUDIO}`))).listing.id).toBe(STUDIO);
  });

  it('keep every digit of a long id', async () => {
    const at = world();
    const access = await connect(at);
    await at.control('POST', '/listing', { id: '1003456789012345678', name: 'New' });
    expect(await (await at.api(access, 'GET', 'listings')).text()).toContain('"id":1003456789012345678,');
  });

  it('are linked and unlinked by their category', async () => {
    const at = world();
    const access = await connect(at);
    const put = (value: unknown) =>
      json(at.api(access, 'PUT', `listings/${STUDIO}`, { synchronization_category: value }));
    expect((await put('sync_all')).listing.synchronization_category).toBe('sync_all');
    expect((await put(null)).listing.synchronization_category).toBe(null);
    expect((await put('nonsense')).error).toBe('invalid_request');
  });

  it('have their settings under singular keys', async () => {
    const at = world();
    const access = await connect(at);
    const of = (path: string) => json(at.api(access, 'GET', `${path}/${STUDIO}`));
    expect((await of('pricing_settings')).pricing_setting.default_daily_price).toBe(95);
    expect((await of('availability_rules')).availability_rule.max_days_notice.days).toBe(365);
    expect((await of('booking_settings')).booking_setting.check_in_time_start).toBe('15:00');
  });
});

describe('the calendar', () => {
  const days = async (at: World, access: string, path: string) =>
    (await json(at.api(access, 'GET', `calendars/${STUDIO}/${path}`))).calendar.days;
  const write = (at: World, access: string, operations: unknown, query = '?_allow_dates_overlap=true') =>
    at.api(access, 'POST', `calendar_operations${query}`, { listing_id: STUDIO, operations });

  it('takes ranges with their last night included, and single nights', async () => {
    const at = world();
    const access = await connect(at);
    const dates = ['2027-02-01:2027-02-03', '2027-02-06'];
    expect((await write(at, access, [{ dates, availability: 'unavailable' }])).status).toBe(200);
    const read = await days(at, access, '2027-02-01/2027-02-07');
    expect(read.map((day: { availability: string }) => day.availability[0]).join('')).toBe('uuuaaua');
  });

  it('reopens with default under the rules of the host, with available over them', async () => {
    const at = world();
    const access = await connect(at);
    const beyond = '2028-01-10';
    const availabilityAfter = async (availability: string) => {
      await write(at, access, [{ dates: [beyond], availability }]);
      return (await days(at, access, `${beyond}/${beyond}`))[0].availability;
    };
    expect(await availabilityAfter('default')).toBe('unavailable');
    expect(await availabilityAfter('available')).toBe('available');
    expect(await availabilityAfter('unavailable')).toBe('unavailable');
  });

  it('changes only what a write names, and says when it was told', async () => {
    const at = world();
    const access = await connect(at);
    const range = `calendars/${STUDIO}/2027-02-01/2027-02-01`;
    await at.api(access, 'PUT', range, { daily_price: 149, min_nights: 2 });
    at.clock.advance({ minutes: 1 });
    await at.api(access, 'PUT', range, { closed_to_arrival: true });
    const [day] = await days(at, access, '2027-02-01/2027-02-01');
    expect(day).toMatchObject({ daily_price: 149, min_nights: 2, closed_to_arrival: true });
    const state = await at.control('GET', `/state?listing=${STUDIO}&from=2027-02-01&to=2027-02-02`);
    expect(state.listings[0].nights[0]).toMatchObject({
      sells: true,
      price: 149,
      toldAt: '2026-11-20T12:01:00Z',
    });
  });

  it('refuses what is malformed, too cheap, backwards or doubled', async () => {
    const at = world();
    const access = await connect(at);
    const wrong = [
      [{ dates: ['2027-02-30'], availability: 'unavailable' }],
      [{ dates: ['2027-02-03:2027-02-01'], availability: 'unavailable' }],
      [{ dates: ['2027-02-01'], daily_price: 9 }],
      [{ dates: ['2027-02-01'], daily_price: 99.5 }],
      [{ dates: ['2027-02-01'], availability: 'closed' }],
    ];
    for (const operations of wrong) expect((await write(at, access, operations)).status).toBe(400);
    const overlap = [{ dates: ['2027-02-01', '2027-02-01:2027-02-02'], daily_price: 99 }];
    expect((await write(at, access, overlap, '')).status).toBe(400);
    expect((await write(at, access, overlap)).status).toBe(200);
  });

  it('sells no closed night to a guest, and does not open a reserved one', async () => {
    const at = world();
    const access = await connect(at);
    await write(at, access, [{ dates: ['2027-02-01:2027-02-05'], availability: 'unavailable' }]);
    expect((await book(at, '2027-02-04', '2027-02-07')).status).toBe(409);
    expect((await book(at, '2027-02-06', '2027-02-08')).status).toBe(201);
    await write(at, access, [{ dates: ['2027-02-06:2027-02-07'], availability: 'available' }]);
    expect((await days(at, access, '2027-02-06/2027-02-06'))[0].availability).toBe('unavailable');
    expect((await book(at, '2027-02-07', '2027-02-09')).status).toBe(409);
  });
});

describe('reservations', () => {
  it('carry guest, dates, counts and money in pairs', async () => {
    const at = world();
    const access = await connect(at);
    const { code } = await (
      await book(at, '2027-02-01', '2027-02-04', { guest: 'Ann Lee', guests: 2 })
    ).json();
    const { reservation } = await json(at.api(access, 'GET', `reservations/${code}`));
    expect(reservation).toMatchObject({
      confirmation_code: expect.stringMatching(/^HM[0-9A-Z]{8}$/),
      listing_id: 48213907,
      status_type: 'accept',
      start_date: '2027-02-01',
      end_date: '2027-02-04',
      nights: 3,
      number_of_guests: 2,
      guest_first_name: 'Ann',
      host_currency: 'EUR',
      listing_base_price: 285,
      listing_base_price_accurate: '285.00',
      listing_host_fee: 9,
      listing_host_fee_accurate: '9.30',
      expected_payout_amount_accurate: '300.70',
      check_in_datetime: '2027-02-01T15:00+00:00[Europe/London]'.replace('London', 'Lisbon'),
    });
    expect(reservation.guest_email).toMatch(/@guest\.airbnb\.com$/);
  });

  it('write yen without a point', async () => {
    const at = world();
    const access = await connect(at);
    const { reservations } = await json(at.api(access, 'GET', 'reservations?listing_id=55530172'));
    expect(reservations[0].listing_base_price_accurate).toMatch(/^\d+$/);
  });

  it('are listed when accepted, in every status when asked, by start', async () => {
    const at = world();
    const access = await connect(at);
    const list = async (query: string) =>
      (await json(at.api(access, 'GET', `reservations?listing_id=${STUDIO}&${query}`))).reservations;
    expect(await list('')).toHaveLength(6);
    expect(await list('all_status=true')).toHaveLength(7);
    // Somebody has stayed since yesterday.
    expect(await list('start_date=2026-11-20')).toHaveLength(3);
    await at.control('PUT', '/settings', { startDate: 'ends_after' });
    expect(await list('start_date=2026-11-20')).toHaveLength(4);
  });

  it('that are requests are answered once, by accept or deny', async () => {
    const at = world();
    const access = await connect(at);
    const { code } = await (await book(at, '2027-02-01', '2027-02-04', { status: 'pending' })).json();
    const answer = (action: string) =>
      at.api(access, 'PUT', `reservations/${code}`, { attempt_action: action });
    expect((await answer('maybe')).status).toBe(400);
    expect((await json(answer('deny'))).reservation.status_type).toBe('deny');
    expect((await answer('accept')).status).toBe(400);
    expect((await book(at, '2027-02-01', '2027-02-04')).status).toBe(201);
  });
});
