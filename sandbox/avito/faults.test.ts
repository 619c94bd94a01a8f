import { describe, expect, it } from 'vitest';
import { ANNA, connect, FLAT, LOFT, STUDIO, sold, type World, world } from './test-world.ts';

const plan = (at: World, fault: object) => at.control('POST', '/fault', fault);
const bookings = (item: string) =>
  `realty/v1/accounts/${ANNA}/items/${item}/bookings?date_start=2026-11-20&date_end=2027-11-20`;
const ids = async (at: World, access: string) =>
  (await (await at.api(access, 'GET', bookings(STUDIO))).text()).match(/\d{19}/g) ?? [];
const CLOSE = {
  source: 'latchkey',
  bookings: ['02', '03'].map((day) => ({
    date_start: `2027-03-${day}`,
    date_end: `2027-03-${day === '02' ? '03' : '04'}`,
    type: 'booking',
  })),
};
const close = (at: World, access: string) =>
  at.api(access, 'POST', `core/v1/accounts/${ANNA}/items/${STUDIO}/bookings`, CLOSE);
const shown = (at: World) => sold(at, STUDIO, '2027-03-02', '2027-03-04');

describe('a fault', () => {
  it('strikes only the path, method and advert it names, and never the control', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: '5xx', status: 500, path: '/bookings', method: 'get', name: STUDIO });
    expect((await at.api(access, 'GET', bookings(STUDIO))).status).toBe(500);
    expect((await at.api(access, 'GET', bookings(FLAT))).status).toBe(200);
    expect((await close(at, access)).status).toBe(200);
    expect((await at.call('GET', '/control/avito/state')).status).toBe(200);
    await at.control('DELETE', '/fault');
    expect((await at.api(access, 'GET', bookings(STUDIO))).status).toBe(200);
  });

  it('empties, cuts, garbles and drops, and is kept in the log', async () => {
    const at = world();
    const access = await connect(at);
    for (const kind of ['empty', 'truncated', 'malformed', 'dropped']) await plan(at, { kind, count: 1 });
    const text = async () => await (await at.api(access, 'GET', bookings(STUDIO))).text();
    expect(JSON.parse(await text())).toEqual({ bookings: [] });
    const cut = await text();
    expect(() => JSON.parse(cut)).toThrow();
    expect(await text()).toContain('<html>');
    await expect(text()).rejects.toThrow('hung up');
    const { items } = await at.control('GET', '/log?name=bookings');
    expect(items.at(-1)).toMatchObject({ status: 0, fault: 'dropped' });
    expect(items.at(-1).headers.authorization).toBe(`Bearer ${access}`);
  });

  it('limits with and without a time to come back', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: '429', count: 1 });
    await plan(at, { kind: '429', count: 1, retryAfter: null });
    const wait = async () => (await at.api(access, 'GET', bookings(STUDIO))).headers.get('retry-after');
    expect([await wait(), await wait()]).toEqual(['30', null]);
  });

  it('of a token strikes in mid-run: run out, or taken back', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: 'expired_token', after: 1, count: 1 });
    const status = async (held: string) => (await at.api(held, 'GET', bookings(STUDIO))).status;
    expect([await status(access), await status(access), await status(access)]).toEqual([200, 403, 403]);
    const other = await connect(at);
    await plan(at, { kind: 'revoked_token', count: 1 });
    expect([await status(other), await status(other)]).toEqual([401, 401]);
  });

  it('tells bookings twice, or half of them', async () => {
    const at = world();
    const access = await connect(at);
    const whole = await ids(at, access);
    await plan(at, { kind: 'duplicate_bookings', count: 1 });
    expect(await ids(at, access)).toEqual(whole.flatMap((id) => [id, id]));
    await plan(at, { kind: 'missing_bookings', count: 1 });
    expect(await ids(at, access)).toEqual(whole.slice(0, Math.floor(whole.length / 2)));
  });

  it('pages adverts by half, again, or not at all', async () => {
    const at = world();
    const access = await connect(at);
    const page = async (number: number) =>
      await at.api(access, 'GET', `core/v1/items?per_page=1&page=${number}`);
    const titles = async (number: number) =>
      (await (await page(number)).json()).resources.map((one: { id: number }) => String(one.id));
    await plan(at, { kind: 'repeat_page', count: 1 });
    expect([await titles(1), await titles(2), await titles(2)]).toEqual([[STUDIO], [STUDIO], [FLAT]]);
    await plan(at, { kind: 'half_page', count: 1 });
    expect(await titles(1)).toEqual([]);
    await plan(at, { kind: 'cursor_lost', count: 1 });
    expect((await page(2)).status).toBe(400);
  });

  it.each([
    ['silent_non_application', 'oo'],
    ['partial_acceptance', 'xo'],
  ])('%s answers success all the same', async (kind, expected) => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind });
    expect(await (await close(at, access)).json()).toEqual({ result: 'success' });
    expect(await shown(at)).toBe(expected);
  });

  it('loses the answer of what was done', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: 'answer_lost' });
    await expect(close(at, access)).rejects.toThrow('hung up');
    expect(await shown(at)).toBe('xx');
  });
});

describe("the calendar's export", () => {
  const file = (id: string) => `/avito/calendars-export/${id.slice(0, 2)}/${id.slice(-2)}/${id}.ics`;
  const events = async (at: World, id = STUDIO) =>
    [
      ...(await (await at.call('GET', file(id))).text()).matchAll(
        /DTSTART;VALUE=DATE:(\d+)\r\nDTEND;VALUE=DATE:(\d+)\r\nSUMMARY:(.*)\r\n/g,
      ),
    ].map((match) => match.slice(1).join(' '));

  it('is open to anybody, with bookings and closed nights apart', async () => {
    const at = world();
    await close(at, await connect(at));
    await at.control('POST', '/close', { listing: STUDIO, from: '2027-03-10', to: '2027-03-12' });
    const seen = await events(at);
    expect(seen[0]).toBe('20261120 20261122 Avito (Booked)');
    expect(seen.slice(-2)).toEqual(['20270302 20270304 Avito (Closed)', '20270310 20270312 Avito (Closed)']);
    expect(seen.filter((line) => line.endsWith('(Booked)'))).toHaveLength(4);
  });

  it('keeps two stays apart that touch', async () => {
    const at = world();
    for (const [checkIn, checkOut] of [
      ['2027-01-02', '2027-01-04'],
      ['2027-01-04', '2027-01-05'],
    ]) {
      await at.control('POST', '/book', { listing: LOFT, checkIn, checkOut });
    }
    expect((await events(at, LOFT)).slice(-2)).toEqual([
      '20270102 20270104 Avito (Booked)',
      '20270104 20270105 Avito (Booked)',
    ]);
  });

  it('has its place by the digits of the advert', async () => {
    const at = world();
    expect((await at.call('GET', `/avito/calendars-export/00/08/${STUDIO}.ics`)).status).toBe(404);
    expect((await at.call('GET', file('8999999999'))).status).toBe(404);
  });

  it('fails as other calls do, for one advert', async () => {
    const at = world();
    await plan(at, { kind: 'empty', name: STUDIO, path: 'calendars-export', count: 1 });
    expect(await events(at)).toEqual([]);
    await plan(at, { kind: '5xx', name: STUDIO });
    expect((await at.call('GET', file(STUDIO))).status).toBe(503);
    expect((await at.call('GET', file(FLAT))).status).toBe(200);
  });
});
