import { describe, expect, it } from 'vitest';
import { ANNA, connect, HOTEL, LOFT, nights, STUDIO, sold, type World, world } from './test-world.ts';

const SERGEY = '174839205';
const closePath = `core/v1/accounts/${ANNA}/items/${STUDIO}/bookings`;
const pricePath = `realty/v1/accounts/${ANNA}/items/${STUDIO}/prices`;
const day = (number: number) => `2027-03-${String(number).padStart(2, '0')}`;
const closing = (from: number, to: number, type = 'booking') => ({
  date_start: day(from),
  date_end: day(to),
  type,
});
const opening = (from: string, to: string, open = 1) => ({ date_start: from, date_end: to, open });
const march = async (at: World, item = STUDIO) => await sold(at, item, day(1), day(9));

async function close(at: World, access: string, ...bookings: object[]): Promise<Response> {
  return await at.api(access, 'POST', closePath, { source: 'latchkey', bookings });
}

async function open(at: World, access: string, item: string, ...intervals: object[]): Promise<Response> {
  return await at.api(access, 'POST', 'realty/v1/items/intervals', {
    item_id: Number(item),
    source: 'latchkey',
    intervals,
  });
}

describe('closed dates', () => {
  it('close half-open ranges, which may touch', async () => {
    const at = world();
    const answer = await close(at, await connect(at), closing(2, 4), closing(4, 5, 'manual'));
    expect([answer.status, await answer.json()]).toEqual([200, { result: 'success' }]);
    expect(await march(at)).toBe('oxxxoooo');
    const [, second, , fourth] = await nights(at, STUDIO, day(1), day(9));
    expect([second?.closed, fourth?.closed]).toEqual(['booking', 'manual']);
  });

  it.each([
    ['replace', 'ooooxxoo'],
    ['merge', 'oxxoxxoo'],
  ])('at closeDates=%s the second list makes %s of the first', async (closeDates, shown) => {
    const at = world();
    await at.control('PUT', '/settings', { closeDates });
    const access = await connect(at);
    await close(at, access, closing(2, 4));
    await close(at, access, closing(5, 7));
    expect(await march(at)).toBe(shown);
  });

  it.each([
    [[closing(2, 5), closing(4, 6)], 'bookings'],
    [[{ ...closing(2, 5), date_start: '2026-11-19' }], 'date_start'],
    [[closing(5, 5)], 'date_end'],
    [[{ ...closing(2, 5), type: 'other' }], 'bookings.0.type'],
  ])('%j are refused with the field %s', async (bookings, field) => {
    const at = world();
    const answer = await close(at, await connect(at), ...bookings);
    expect(answer.status).toBe(422);
    expect(Object.keys((await answer.json()).error.fields)).toEqual([field]);
    expect(await march(at)).toBe('oooooooo');
  });

  it.each(['told', 'untold'])('across a paid booking close nothing, the booking %s', async (conflicts) => {
    const at = world();
    await at.control('PUT', '/settings', { conflicts });
    const access = await connect(at);
    const { id } = await at.control('POST', '/book', { listing: STUDIO, checkIn: day(3), checkOut: day(5) });
    const answer = await close(at, access, closing(1, 2), closing(4, 7));
    const text = await answer.text();
    expect(answer.status).toBe(409);
    expect(await march(at)).toBe('ooxxoooo');
    const { error } = JSON.parse(text.replace(/:(\d{19})/, ':"$1"'));
    const told = [
      {
        interval: { date_start: day(4), date_end: day(7) },
        bookings: [{ avito_booking_id: id, check_in: day(3), check_out: day(5) }],
      },
    ];
    expect(error).toEqual({
      code: 409,
      message: expect.any(String),
      ...(conflicts === 'told' ? { conflicts: told } : {}),
    });
  });

  it('mind no booking that is unpaid or cancelled', async () => {
    const at = world();
    const stay = { listing: STUDIO, checkIn: day(3), checkOut: day(5) };
    const { id } = await at.control('POST', '/book', stay);
    await at.control('POST', '/cancel', { id });
    await at.control('POST', '/book', { ...stay, status: 'pending' });
    expect((await close(at, await connect(at), closing(1, 7))).status).toBe(200);
  });

  it('are only for the owner, with the scope to write', async () => {
    const at = world();
    const reader = await connect(at, ANNA, 'short_term_rent:read');
    expect((await close(at, reader, closing(1, 2))).status).toBe(403);
    expect((await close(at, await connect(at, SERGEY), closing(1, 2))).status).toBe(403);
    expect((await at.api(await connect(at), 'POST', closePath, 'not an object')).status).toBe(422);
  });
});

describe('intervals', () => {
  it('open what they list and close the rest of the year', async () => {
    const at = world();
    const access = await connect(at);
    await close(at, access, closing(2, 5));
    expect((await open(at, access, STUDIO, opening(day(3), day(6)))).status).toBe(200);
    expect(await march(at)).toBe('xxoooxxx');
    expect(await sold(at, STUDIO, '2026-11-20', '2027-01-01')).not.toContain('o');
  });

  it('that list nothing close the whole year', async () => {
    const at = world();
    expect((await open(at, await connect(at), STUDIO)).status).toBe(200);
    expect(await sold(at, STUDIO, '2026-11-20', '2027-11-20')).not.toContain('o');
  });

  it('leave what they closed closed when closed dates no longer name it', async () => {
    const at = world();
    const access = await connect(at);
    await open(at, access, STUDIO, opening(day(3), day(9)));
    await close(at, access, closing(5, 6));
    expect(await march(at)).toBe('xxooxooo');
    await close(at, access);
    expect(await march(at)).toBe('xxoooooo');
  });

  it.each([
    ['lifted', 'oooooooo'],
    ['kept', 'oxxooooo'],
  ])('find nights closed by hand %s', async (handClosed, shown) => {
    const at = world();
    await at.control('PUT', '/settings', { handClosed });
    await at.control('POST', '/close', { listing: STUDIO, from: day(2), to: day(4) });
    expect(await march(at)).toBe('oxxooooo');
    await open(at, await connect(at), STUDIO, opening(day(1), day(20)));
    expect(await march(at)).toBe(shown);
  });

  it('open no night that is booked, and one they closed stays closed after its cancellation', async () => {
    const at = world();
    const access = await connect(at);
    const stay = { listing: STUDIO, checkIn: day(2), checkOut: day(4) };
    const { id } = await at.control('POST', '/book', stay);
    await open(at, access, STUDIO, opening(day(1), day(3)), opening(day(4), day(9)));
    expect(await march(at)).toBe('oxxooooo');
    await at.control('POST', '/cancel', { id });
    expect(await march(at)).toBe('ooxooooo');
  });

  it.each([
    ['left', [3, 2, 3]],
    ['total', [2, 1, 2]],
  ])('at quota=%s count what was booked before as it says', async (quota, shown) => {
    const at = world();
    await at.control('PUT', '/settings', { quota });
    const stay = { listing: HOTEL, checkIn: day(2), checkOut: day(3) };
    const left = async () => (await nights(at, HOTEL, day(2), day(3)))[0]?.left;
    await at.control('POST', '/book', stay);
    expect(await left()).toBe(3);
    await open(at, await connect(at, SERGEY), HOTEL, opening(day(1), day(9), 3));
    const seen = [await left()];
    const { id } = await at.control('POST', '/book', stay);
    seen.push(await left());
    await at.control('POST', '/cancel', { id });
    seen.push(await left());
    expect(seen).toEqual(shown);
  });

  it('are refused for another host, for nobody, for no number, backwards, overlapping and of the past', async () => {
    const at = world();
    const access = await connect(at);
    const good = opening(day(1), day(5));
    expect((await open(at, access, LOFT, good)).status).toBe(403);
    expect((await open(at, access, '999', good)).status).toBe(404);
    const text = { item_id: STUDIO, source: 's', intervals: [good] };
    expect((await at.api(access, 'POST', 'realty/v1/items/intervals', text)).status).toBe(422);
    for (const bad of [
      [opening(day(5), day(1))],
      [good, opening(day(4), day(6))],
      [opening('2026-11-19', day(1))],
      [opening(day(1), day(5), 0)],
    ]) {
      expect((await open(at, access, STUDIO, ...bad)).status).toBe(422);
    }
    expect(await march(at)).toBe('oooooooo');
  });
});

describe('prices', () => {
  const price = (from: number, to: number, more: object = {}) => ({
    prices: [{ date_from: day(from), date_to: day(to), night_price: 5_500, minimal_duration: 3, ...more }],
  });

  it('hold to the last date, that one included', async () => {
    const at = world();
    const answer = await at.api(await connect(at), 'POST', pricePath, price(2, 3));
    expect([answer.status, await answer.json()]).toEqual([200, { result: 'success' }]);
    const seen = (await nights(at, STUDIO, day(1), day(5))).map((one) => [one.price, one.minNights]);
    expect(seen).toEqual([
      [4200, 1],
      [5500, 3],
      [5500, 3],
      [4200, 1],
    ]);
    const stay = { listing: STUDIO, checkIn: day(3), checkOut: day(5) };
    expect((await at.control('POST', '/book', stay)).error).toContain('3 nights');
  });

  it.each([
    [{ night_price: 55.5 }],
    [{ night_price: 0 }],
    [{ night_price: '5500' }],
    [{ minimal_duration: 0 }],
    [{ minimal_duration: 31 }],
    [{ date_to: day(1) }],
    [{ date_from: '2026-11-19' }],
    [{ night_price: undefined }],
  ])('with %j are refused', async (more) => {
    const at = world();
    expect((await at.api(await connect(at), 'POST', pricePath, price(2, 3, more))).status).toBe(422);
  });

  it('may leave out the price where it is set so, and change nothing of it', async () => {
    const at = world();
    await at.control('PUT', '/settings', { nightPrice: 'optional' });
    const body = price(2, 3, { night_price: undefined });
    expect((await at.api(await connect(at), 'POST', pricePath, body)).status).toBe(200);
    expect((await nights(at, STUDIO, day(2), day(3)))[0]).toMatchObject({ price: 4200, minNights: 3 });
  });

  it('push an unpaid booking of these nights into overbook, and no paid one', async () => {
    const at = world();
    const unpaid = await at.control('POST', '/book', {
      listing: STUDIO,
      checkIn: day(2),
      checkOut: day(4),
      status: 'pending',
    });
    const paid = await at.control('POST', '/book', { listing: STUDIO, checkIn: day(4), checkOut: day(6) });
    await at.api(await connect(at), 'POST', pricePath, price(1, 9));
    const { reservations } = await at.control('GET', `/state?listing=${STUDIO}`);
    const status = (id: string) => reservations.find((one: { id: string }) => one.id === id).status;
    expect([status(unpaid.id), status(paid.id)]).toEqual(['overbook', 'active']);
  });
});

describe('base parameters', () => {
  const post = async (at: World, body: object) =>
    await at.api(await connect(at), 'POST', `realty/v1/items/${STUDIO}/base`, body);

  it('are taken without an answer, and hold where no night has its own', async () => {
    const at = world();
    await at.api(await connect(at), 'POST', pricePath, {
      prices: [{ date_from: day(1), date_to: day(1), night_price: 9_000 }],
    });
    const answer = await post(at, {
      night_price: 4_800,
      minimal_duration: 2,
      discount: [{ threshold: 7, percent: 10 }],
      refund: { days: 14 },
      instant: { active: true, min_days: null, max_days: 60 },
      fees: { cleaning: { amount: 1_000 }, pets: { allowed: true, amount: 500, application: 'by_night' } },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect((await nights(at, STUDIO, day(1), day(3))).map((one) => one.price)).toEqual([9_000, 4_800]);
  });

  it.each([
    [{ minimal_duration: 8 }],
    [{ extra_guest_threshold: 9 }],
    [{ discount: [{ threshold: 5, percent: 1 }] }],
    [{ refund: { days: 2 } }],
    [{ instant: { active: true, max_days: 20 } }],
  ])('with %j are refused', async (body) => {
    expect((await post(world(), body)).status).toBe(422);
  });
});
