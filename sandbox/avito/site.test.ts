import { describe, expect, it } from 'vitest';
import { ANNA, connect, STUDIO, sold, type World, world } from './test-world.ts';

async function post(at: World, path: string, fields: Record<string, string>): Promise<string> {
  const answer = await at.call('POST', path, new URLSearchParams(fields));
  expect(answer.status).toBe(303);
  const back = new URL(answer.headers.get('location') ?? '', 'http://sandbox.test');
  return back.searchParams.get('said') ?? '';
}

const STAY = { checkIn: '2027-01-10', checkOut: '2027-01-13' };
const page = async (at: World, path: string) => await (await at.call('GET', path)).text();

describe('the site', () => {
  it('lets a guest find an advert, book, pay, move and cancel', async () => {
    const at = world();
    expect(await page(at, '/avito?q=эрмитаж&checkIn=2027-01-10&checkOut=2027-01-13')).toContain(STUDIO);
    const path = `/avito/items/${STUDIO}`;
    const said = await post(at, `${path}/book`, { ...STAY, guest: '<b>Ира</b>', unpaid: 'yes' });
    const id = /\d{19}/.exec(said)?.[0] ?? '';
    expect(await page(at, path)).toContain('&lt;b&gt;Ира');
    expect(await post(at, `${path}/pay`, { id })).toContain('paid');
    expect(await post(at, `${path}/modify`, { id, checkIn: '2027-01-11', checkOut: '2027-01-13' })).toContain(
      '2027-01-11',
    );
    expect(await post(at, `${path}/book`, STAY)).toContain('booked');
    expect(await post(at, `${path}/cancel`, { id })).toContain('cancelled');
    expect(await sold(at, STUDIO, '2027-01-10', '2027-01-13')).toBe('ooo');
  });

  it('lets a host close nights by hand, and open what anybody closed', async () => {
    const at = world();
    const path = `/avito/host/${STUDIO}`;
    expect(await page(at, '/avito/host')).toContain(path);
    await post(at, `${path}/close`, STAY);
    expect(await sold(at, STUDIO, '2027-01-09', '2027-01-14')).toBe('oxxxo');
    expect(await page(at, `${path}?month=2027-01`)).toContain('by hand');
    await at.api(await connect(at), 'POST', 'realty/v1/items/intervals', {
      item_id: Number(STUDIO),
      source: 'latchkey',
      intervals: [],
    });
    await post(at, `${path}/open`, STAY);
    expect(await sold(at, STUDIO, '2027-01-09', '2027-01-14')).toBe('xooox');
  });

  it('says on the first page who is connected and what is sold', async () => {
    const at = world();
    await connect(at);
    const first = await page(at, '/');
    expect(first).toContain('Connected: user:read, items:info');
    expect(first).toContain('Not connected');
    expect(first).toContain('calendar never told');
  });
});

describe('what Avito keeps', () => {
  it('outlives a restart: tokens, bookings and calendars', async () => {
    const at = world();
    const access = await connect(at);
    const { id } = await at.control('POST', '/book', { listing: STUDIO, ...STAY });
    const next = world(false);
    next.sandbox.restore(JSON.parse(JSON.stringify(at.sandbox.snapshot())));
    expect((await next.api(access, 'GET', 'core/v1/accounts/self')).status).toBe(200);
    expect((await next.control('POST', '/cancel', { id })).booking.status).toBe('canceled');
  });

  it('is as at the start after a reset, settings, faults and log too', async () => {
    const at = world();
    const before = await at.control('GET', '/state');
    await at.control('POST', '/book', { listing: STUDIO, ...STAY });
    await at.control('PUT', '/settings', { closeDates: 'merge', timeZone: 'UTC' });
    await at.control('POST', '/fault', { kind: '5xx' });
    await at.call('POST', '/control/reset');
    expect(await at.control('GET', '/state')).toEqual(before);
    expect((await at.control('GET', '/log')).items).toEqual([]);
  });

  it('takes another account with adverts of its own, and says what is wrong of a wish', async () => {
    const at = world();
    const wish = {
      id: '5550001',
      name: 'Гость',
      items: [{ title: 'Дом', price: 9_000, quotas: true, units: 3 }],
    };
    const made = await at.control('POST', '/account', wish);
    expect(made.items[0]).toMatchObject({ accountId: '5550001', units: 3, base: { nightPrice: 9_000 } });
    expect((await at.control('POST', '/account', wish)).error).toContain('exists');
    expect((await at.control('POST', '/book', { listing: STUDIO, checkIn: 'x' })).error).toContain('checkIn');
    expect((await at.control('PUT', '/settings', { closeDates: 'both' })).error).toContain('closeDates');
    expect((await at.control('PUT', '/settings', { timeZone: 'Mars' })).error).toContain('timeZone');
    expect((await at.control('POST', '/cancel', { id: '1' })).error).toContain('no booking');
    expect((await at.control('POST', '/revoke', { account: ANNA })).revoked).toBe(0);
  });
});
