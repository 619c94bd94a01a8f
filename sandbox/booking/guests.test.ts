import { describe, expect, it } from 'vitest';
import { createSandbox } from '../app.ts';
import { book, idsIn, jwt, NEW, poll, STAY, type World, world } from './test-world.ts';

const page = async (at: World, path: string) => await (await at.call('GET', path)).text();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function post(at: World, action: string, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(fields).toString();
  const answer = await at.call('POST', `/booking/stay/777/${action}`, body, FORM);
  return new URL(answer.headers.get('location') ?? '', 'http://s.test').searchParams.get('said') ?? '';
}

describe('a guest', () => {
  it('books, changes and cancels on the page', async () => {
    const at = await world();
    expect(await page(at, '/booking')).toContain('Machiya Hoshi');
    const stay = { checkIn: '2027-02-01', checkOut: '2027-02-03' };
    const said = await post(at, 'book', { ...stay, room: '77701:2001', guest: '<b>Ann</b>', guests: '2' });
    const id = /\d{9,}/.exec(said)?.[0] ?? '';
    const shown = await page(at, '/booking/stay/777?month=2027-02');
    expect(shown).toContain('sold out');
    expect(shown).toContain('&lt;b&gt;Ann');
    expect(await post(at, 'book', { ...stay, room: '77701:2001' })).toContain('sold out');
    expect(await post(at, 'modify', { id, checkIn: '2027-02-01', checkOut: '2027-02-04' })).toContain(
      '2027-02-04',
    );
    expect(await post(at, 'cancel', { id })).toContain('cancelled');
    expect(await post(at, 'book', { ...stay, checkOut: '2027-01-01' })).toContain('after check-in');
  });

  it('is refused what is not for sale, unless forced, and a room too small', async () => {
    const at = await world();
    const wish = async (more: object) => await at.control('POST', '/book', { ...STAY, ...more });
    await at.control('POST', '/calendar', {
      hotel: '777',
      room: '77701',
      from: '2027-02-01',
      to: '2027-02-02',
      closed: true,
    });
    expect((await wish({})).error).toContain('closed');
    expect((await wish({ force: true })).status).toBe('booked');
    expect((await wish({ checkIn: '2027-03-01', checkOut: '2027-03-02', guests: 9 })).error).toContain(
      'sleeps 2',
    );
    expect((await wish({ listing: '1' })).error).toContain('no hotel');
    expect((await wish({ roomType: '1' })).error).toContain('no room type');
    expect((await wish({ checkOut: '2027-01-01' })).error).toContain('after check-in');
    expect((await wish({ checkIn: '2026-11-01', checkOut: '2026-11-03' })).error).toContain('over');
  });

  it('who cannot have another date keeps what he had', async () => {
    const at = await world();
    const id = await book(at);
    await book(at, { checkIn: '2027-02-03', checkOut: '2027-02-05' });
    const refused = await at.control('POST', '/modify', {
      id,
      checkIn: '2027-01-30',
      checkOut: '2027-02-04',
    });
    expect(refused.error).toContain('sold out');
    const { hotels, reservations } = await at.control(
      'GET',
      '/state?hotel=777&from=2027-01-30&to=2027-02-03',
    );
    const rooms = hotels[0].rooms[0].nights.map((one: { roomsToSell: number }) => one.roomsToSell);
    expect(rooms).toEqual([1, 1, 0, 0]);
    expect(reservations.find((one: { id: string }) => one.id === id)).toMatchObject({
      checkOut: '2027-02-03',
    });
  });

  it('moves to another room type under the same id', async () => {
    const at = await world();
    const id = await book(at);
    const moved = await at.control('POST', '/modify', {
      id,
      roomType: '77702',
      guest: 'Ann New',
      addRoom: { roomType: '77701' },
    });
    expect(moved.rooms.map((one: { roomId: string }) => one.roomId)).toEqual(['77702', '77701']);
    expect(moved.id).toBe(id);
  });
});

describe('people', () => {
  it('see hotels, messages and mails on the first page', async () => {
    const at = await world();
    await book(at);
    at.clock.advance({ minutes: 31 });
    await at.sandbox.tick();
    const first = await page(at, '/');
    for (const words of ['Sea View', 'connected', 'mailed to the host', 'did not take it in time']) {
      expect(first).toContain(words);
    }
    expect(first).toContain('What is not simulated');
  });
});

describe('the world', () => {
  it('has two hotels of one host, a pool with a child rate, and a host left to try', async () => {
    const at = await world({ attach: false });
    const { hotels, machines } = await at.control('GET', '/state?from=2026-11-20&to=2026-11-21');
    expect(
      hotels.map((one: { name: string; rooms: { quantity: number }[] }) => [
        one.name,
        one.rooms.map((room) => room.quantity),
      ]),
    ).toEqual([
      ['Sea View', [1, 1]],
      ['Machiya Hoshi', [3]],
      ['Quayside Guesthouse', [2]],
    ]);
    expect(machines[0].tokens).toHaveLength(1);
  });

  it('outlives a restart, messages and all', async () => {
    const at = await world();
    const id = await book(at);
    const after = createSandbox({ clock: at.clock, seeded: true });
    after.restore(JSON.parse(JSON.stringify(at.sandbox.snapshot())));
    const headers = { authorization: `Bearer ${at.token.value}` };
    const answer = await after.fetch(new Request(`http://s.test/booking/${NEW}`, { headers }));
    expect(await answer.text()).toContain(id);
  });

  it('keeps a log of what it was asked, and is reset as a whole', async () => {
    const at = await world();
    await book(at);
    await poll(at);
    const { items } = await at.control('GET', '/log?name=OTA_HotelResNotif');
    expect(items).toMatchObject([{ method: 'GET', status: 200, fault: null }]);
    await at.call('POST', '/control/reset');
    const { messages, hotels } = await at.control('GET', '/state');
    expect([messages, hotels[0].machineId]).toEqual([[], null]);
  });

  it.each([
    ['5xx', 503],
    ['429', 429],
    ['malformed', 200],
    ['truncated', 200],
  ])('misbehaves by %s', async (kind, status) => {
    const at = await world();
    await at.control('POST', '/fault', { kind, count: 1 });
    const headers = { authorization: `Bearer ${at.token.value}` };
    const answer = await at.call('GET', `/booking/${NEW}`, undefined, headers);
    expect(answer.status).toBe(status);
    if (status === 200) expect(await answer.text()).not.toContain('</OTA_HotelResNotifRQ>');
  });

  it('hangs up, lets a token run out, or takes it away', async () => {
    const at = await world();
    const plan = (kind: string) => at.control('POST', '/fault', { kind, count: 1 });
    await plan('dropped');
    await expect(at.api('GET', NEW)).rejects.toThrow();
    for (const kind of ['expired_token', 'revoked_token']) {
      at.token.value = await jwt(at);
      await plan(kind);
      expect((await at.api('POST', 'hotels/xml/rooms', '<request/>')).status).toBe(401);
    }
    expect((await poll(at)).status).toBe(401);
    at.token.value = await jwt(at);
    expect(idsIn(await poll(at))).toEqual([]);
  });
});
