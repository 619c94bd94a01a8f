import { describe, expect, it } from 'vitest';
import { ANNA, connect, FLAT, HOTEL, LOFT, type Loose, STUDIO, type World, world } from './test-world.ts';

const YEAR = 'date_start=2026-11-20&date_end=2027-11-20';
const path = (item: string, query = YEAR, user = ANNA) =>
  `realty/v1/accounts/${user}/items/${item}/bookings?${query}`;
const STAY = { listing: STUDIO, checkIn: '2027-01-10', checkOut: '2027-01-13' };

async function book(at: World, more: object = {}): Promise<Loose> {
  return await at.control('POST', '/book', { ...STAY, ...more });
}

async function statuses(at: World, access: string, query: string): Promise<string[]> {
  const { bookings } = await (await at.api(access, 'GET', path(STUDIO, query))).json();
  return bookings.map((one: Loose) => `${one.check_in} ${one.status}`);
}

describe("an account's own calls", () => {
  it('tell who it is', async () => {
    const at = world();
    const self = await (await at.api(await connect(at), 'GET', 'core/v1/accounts/self')).json();
    expect(self).toMatchObject({ id: 94235311, name: 'Анна Белова', email: 'anna@neva.example' });
    expect(self.phones).toEqual([self.phone]);
  });

  it('list its adverts page by page, ids beyond 32 bits, by status', async () => {
    const at = world();
    const access = await connect(at);
    const list = async (query: string) =>
      await (await at.api(access, 'GET', `core/v1/items?${query}`)).json();
    expect((await list('per_page=1&page=2')).resources.map((one: Loose) => one.id)).toEqual([8013576641]);
    expect(await list('per_page=1&page=3')).toEqual({ meta: { page: 3, per_page: 1 }, resources: [] });
    expect((await list('')).resources[0]).toMatchObject({
      title: 'Студия у Эрмитажа',
      price: 4200,
      status: 'active',
    });
    await at.control('POST', '/listing', { id: STUDIO, status: 'old' });
    expect((await list('status=old')).resources).toHaveLength(1);
    expect((await list('status=active,old')).resources).toHaveLength(2);
    expect((await at.api(access, 'GET', 'core/v1/items?per_page=101')).status).toBe(422);
  });

  it('show an employee nothing', async () => {
    const at = world();
    const { id } = await at.control('POST', '/account', {
      name: 'Employee',
      employee: true,
      items: [{ id: '8123456789', title: 'Студия', price: 2000 }],
    });
    const answer = await at.api(await connect(at, id), 'GET', 'core/v1/items');
    expect((await answer.json()).resources).toEqual([]);
  });

  it.each([
    [STUDIO, 'active'],
    [LOFT, 'another_user'],
    ['999', 'not_found'],
  ])('say of advert %s that it is %s', async (item, status) => {
    const at = world();
    const answer = await at.api(await connect(at), 'GET', `core/v1/accounts/${ANNA}/items/${item}/`);
    expect([answer.status, (await answer.json()).status]).toEqual([200, status]);
  });

  it('are counted by the minute, and say how many are left', async () => {
    const at = world();
    const access = await connect(at);
    const ask = async () => await at.api(access, 'GET', 'core/v1/items');
    const first = await ask();
    expect(first.headers.get('x-ratelimit-limit')).toBe('25');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('24');
    for (let more = 1; more < 25; more++) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    at.clock.advance({ seconds: 45 });
    await at.control('PUT', '/settings', { limitRetryAfter: true });
    expect((await ask()).headers.get('retry-after')).toBe('15');
    at.clock.advance({ seconds: 15 });
    expect((await ask()).status).toBe(200);
  });

  it('about rent are counted together, and tell nothing of it', async () => {
    const at = world();
    await at.control('PUT', '/settings', { limits: { items: null, item: null, rent: 2 } });
    const access = await connect(at);
    const first = await at.api(access, 'GET', path(STUDIO));
    expect([...first.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
    await at.api(access, 'GET', path(FLAT));
    expect((await at.api(access, 'GET', path(FLAT))).status).toBe(429);
  });
});

describe('bookings', () => {
  it('have ids of 19 digits as numbers, which JSON.parse would spoil', async () => {
    const at = world();
    const { id } = await book(at);
    const text = await (await at.api(await connect(at), 'GET', path(STUDIO))).text();
    expect(id).toMatch(/^\d{19}$/);
    expect(text).toContain(`"avito_booking_id":${id},`);
    expect(String(Number(id))).not.toBe(id);
  });

  it('carry whole roubles, empty names where Avito hides them, and the deposit', async () => {
    const at = world();
    await book(at, { guests: 2, phone: null });
    const { bookings } = await (await at.api(await connect(at), 'GET', path(STUDIO))).json();
    expect(bookings.at(-1)).toMatchObject({
      status: 'active',
      check_in: '2027-01-10',
      check_out: '2027-01-13',
      nights: 3,
      guest_count: 2,
      base_price: 12_600,
      contact: { name: '', email: '' },
      safe_deposit: { total_amount: 2520, owner_amount: 2268, tax: 252 },
    });
    expect(bookings.at(-1).contact).not.toHaveProperty('phone');
  });

  it('want both dates, not of the past: it is Moscow that says what day it is', async () => {
    const at = world();
    const access = await connect(at);
    const status = async (query: string) => (await at.api(access, 'GET', path(STUDIO, query))).status;
    for (const query of [
      'date_end=2027-01-01',
      'date_start=2026-11-20',
      'date_start=x&date_end=2027-01-01',
    ]) {
      expect(await status(query)).toBe(422);
    }
    expect(await status('date_start=2026-11-19&date_end=2027-01-01')).toBe(422);
    expect(await status('date_start=2026-11-20&date_end=2027-01-01')).toBe(200);
    at.clock.advance({ hours: 9 });
    expect(await status('date_start=2026-11-20&date_end=2027-01-01')).toBe(422);
    const refused = await (await at.api(access, 'GET', path(STUDIO, 'date_end=2027-01-01'))).json();
    expect(refused.error).toMatchObject({ code: 422, fields: { date_start: expect.any(String) } });
  });

  it('not paid yet are there only with with_unpaid', async () => {
    const at = world();
    const access = await connect(at);
    const { id } = await book(at, { status: 'pending' });
    const window = 'date_start=2027-01-01&date_end=2027-02-01';
    expect(await statuses(at, access, window)).toEqual([]);
    expect(await statuses(at, access, `${window}&with_unpaid=true`)).toEqual(['2027-01-10 pending']);
    await at.control('POST', '/status', { id, status: 'active' });
    expect(await statuses(at, access, window)).toEqual(['2027-01-10 active']);
  });

  it('that are cancelled stay there, with one l', async () => {
    const at = world();
    const { id } = await book(at);
    await at.control('POST', '/cancel', { id });
    const window = 'date_start=2027-01-01&date_end=2027-02-01';
    expect(await statuses(at, await connect(at), window)).toEqual(['2027-01-10 canceled']);
  });

  it('in progress are shown, or hidden where it is set so', async () => {
    const at = world();
    const access = await connect(at);
    const window = 'date_start=2026-11-20&date_end=2026-11-22';
    expect(await statuses(at, access, window)).toEqual(['2026-11-19 active']);
    await at.control('PUT', '/settings', { inProgress: 'hidden' });
    expect(await statuses(at, access, window)).toEqual([]);
  });

  it('of another host are 403, of nobody 404, and skip_error hides but the 403', async () => {
    const at = world();
    const access = await connect(at);
    const status = async (to: string) => (await at.api(access, 'GET', to)).status;
    expect(await status(path(LOFT))).toBe(403);
    expect(await status(path(STUDIO, YEAR, '174839205'))).toBe(403);
    expect(await status(path('999'))).toBe(404);
    const hidden = await at.api(access, 'GET', path('999', `${YEAR}&skip_error=true`));
    expect([hidden.status, await hidden.json()]).toEqual([200, { bookings: [] }]);
  });
});

describe('a guest', () => {
  it('gets no night that is taken, and gets it after a cancellation', async () => {
    const at = world();
    const { id } = await book(at);
    expect((await book(at)).error).toContain('booked');
    expect((await book(at, { checkIn: '2027-01-13', checkOut: '2027-01-14' })).id).toBeTruthy();
    await at.control('POST', '/cancel', { id });
    expect((await book(at)).id).toBeTruthy();
    expect((await at.control('POST', '/cancel', { id })).error).toContain('canceled already');
  });

  it('moves a booking under the same id, at the price of the new nights', async () => {
    const at = world();
    const { id } = await book(at);
    const moved = await at.control('POST', '/modify', {
      code: id,
      checkIn: '2027-01-12',
      checkOut: '2027-01-14',
    });
    expect([moved.id, moved.booking.check_in, moved.booking.base_price]).toEqual([id, '2027-01-12', 8400]);
  });

  it('books neither too briefly, nor too many, nor beyond the window, nor yesterday', async () => {
    const at = world();
    const flat = { listing: FLAT, checkOut: '2027-01-11' };
    expect((await book(at, flat)).error).toContain('shortest');
    expect((await book(at, { guests: 3 })).error).toContain('sleeps');
    expect((await book(at, { checkIn: '2027-11-19', checkOut: '2027-11-21' })).error).toContain('far ahead');
    expect((await book(at, { checkIn: '2026-11-18', checkOut: '2026-11-19' })).error).toContain('over');
    expect((await book(at, { checkIn: '2026-11-18', checkOut: '2026-11-19', force: true })).id).toBeTruthy();
  });

  it('finds as many as there are under an advert for several', async () => {
    const at = world();
    const statusesOf = [];
    for (let guest = 0; guest < 5; guest++) statusesOf.push('id' in (await book(at, { listing: HOTEL })));
    expect(statusesOf).toEqual([true, true, true, true, false]);
  });
});
