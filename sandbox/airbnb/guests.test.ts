import { describe, expect, it } from 'vitest';
import { connect, type Reply, type World, world } from './test-world.ts';

const STUDIO = '48213907';
const STAY = { listing: STUDIO, checkIn: '2027-02-01', checkOut: '2027-02-04' };
const book = (at: World, more: object = {}) => at.call('POST', '/control/airbnb/book', { ...STAY, ...more });
const gate = (at: World) => at.sent.filter((one) => one.url.pathname.startsWith('/gate'));
const refuse =
  (method: string): Reply =>
  (sent) =>
    Response.json({ available: sent.method !== method, succeed: sent.method !== method, failure_code: null });

describe('the gate', () => {
  it('is asked before the guest pays, told after, and for an alteration, each time signed', async () => {
    const at = world();
    await connect(at);
    const { code } = await (await book(at, { guest: 'Ann Lee', guests: 2 })).json();
    await at.control('POST', '/modify', { code, checkOut: '2027-02-05' });
    const [asked, paid, altered] = gate(at);
    expect(asked?.url.search).toBe(
      '?action=check_availability&listing_id=48213907&start_date=2027-02-01&nights=3',
    );
    expect([paid?.method, JSON.parse(paid?.body ?? '')]).toMatchObject([
      'POST',
      {
        confirmation_code: code,
        listing_id: 48213907,
        start_date: '2027-02-01',
        nights: 3,
        number_of_guests: 2,
        listing_base_price: 285,
        guest_details: { number_of_adults: 2 },
      },
    ]);
    expect([altered?.method, altered?.url.pathname]).toEqual(['PUT', `/gate/${code}`]);
    expect(gate(at).every((one) => one.headers.get('webhook-signature')?.startsWith('v1,'))).toBe(true);
  });

  it.each(['GET', 'POST'])(
    'that refuses at %s leaves no booking, and the nights for sale',
    async (method) => {
      const at = world();
      await connect(at);
      at.answers.reply = refuse(method);
      expect((await book(at)).status).toBe(409);
      expect((await book(at, { skipGate: true })).status).toBe(201);
    },
  );

  it('that refuses an alteration leaves the booking as it was', async () => {
    const at = world();
    await connect(at);
    const { code } = await (await book(at)).json();
    at.answers.reply = refuse('PUT');
    const answer = await at.call('POST', '/control/airbnb/modify', { code, checkOut: '2027-02-06' });
    expect(answer.status).toBe(409);
    const { reservations } = await at.control('GET', '/state');
    expect(reservations.find((one: { id: string }) => one.id === code).checkOut).toBe('2027-02-04');
  });

  it('that does not answer lets the own calendar decide, or refuses, as set', async () => {
    const at = world();
    await connect(at);
    at.answers.reply = () => Promise.reject(new Error('connection refused'));
    expect((await book(at)).status).toBe(201);
    expect((await book(at)).status).toBe(409);
    await at.control('PUT', '/settings', { gateDown: 'refuse' });
    expect((await book(at, { checkIn: '2027-03-01', checkOut: '2027-03-03' })).status).toBe(409);
    const { gateCalls } = await at.control('GET', '/state');
    expect(gateCalls.map((one: { outcome: string }) => one.outcome)).toContain('unreachable');
  });

  it('holds the nights while it thinks: of two guests at once one gets them', async () => {
    const at = world();
    await connect(at);
    const statuses = (await Promise.all([book(at), book(at)])).map((one) => one.status);
    expect(statuses.sort()).toEqual([201, 409]);
  });

  it('said yes and the guest never finished: hidden or voided by the switch, confirmed later by hand', async () => {
    const at = world();
    const access = await connect(at);
    const { code } = await (await book(at, { afterGate: 'hang' })).json();
    expect((await at.api(access, 'GET', `reservations/${code}`)).status).toBe(404);
    await at.control('POST', '/status', { code, status_type: 'accept' });
    expect((await at.api(access, 'GET', `reservations/${code}`)).status).toBe(200);
    await at.control('PUT', '/settings', { duringGate: 'at_checkpoint' });
    const later = { checkIn: '2027-03-01', checkOut: '2027-03-03', afterGate: 'void' };
    const voided = await (await book(at, later)).json();
    const answer = await (await at.api(access, 'GET', `reservations/${voided.code}`)).json();
    expect(answer.reservation.status_type).toBe('checkpoint_voided');
  });

  it('is not asked where the host did not allow it', async () => {
    const at = world();
    await at.control('POST', '/authorize', { account: 'Marta Oliveira', scopes: ['property_management'] });
    expect((await book(at)).status).toBe(201);
    expect(gate(at)).toEqual([]);
  });
});

describe('a booking', () => {
  it('is refused where the listing does not sell it, and forced where a test wants a clash', async () => {
    const at = world();
    expect((await book(at)).status).toBe(201);
    expect((await book(at)).status).toBe(409);
    expect((await book(at, { force: true })).status).toBe(201);
    expect((await book(at, { checkIn: '2026-11-01', checkOut: '2026-11-03' })).status).toBe(409);
    expect((await book(at, { guests: 9, checkIn: '2027-03-01', checkOut: '2027-03-03' })).status).toBe(409);
    const short = { listing: '51770264', checkIn: '2027-03-01', checkOut: '2027-03-02' };
    expect((await book(at, short)).status).toBe(409);
    expect((await book(at, { listing: '1' })).status).toBe(404);
  });

  it('on request waits for the host, and times out by the clock in the word that is set', async () => {
    const at = world();
    await at.control('PUT', '/settings', { timeoutWord: 'timedout' });
    const { code } = await (await book(at, { status: 'pending' })).json();
    at.clock.advance({ hours: 24 });
    await at.sandbox.tick();
    const { reservations } = await at.control('GET', '/state');
    expect(reservations.find((one: { id: string }) => one.id === code).status).toBe('timedout');
  });

  it('of a status nobody knows holds its nights; a cancelled one frees them', async () => {
    const at = world();
    const { code } = await (await book(at)).json();
    await at.control('POST', '/status', { code, status_type: 'under_review_by_aliens' });
    expect((await book(at)).status).toBe(409);
    await at.control('POST', '/cancel', { code, by: 'host' });
    expect((await book(at)).status).toBe(201);
    expect((await at.call('POST', '/control/airbnb/cancel', { code })).status).toBe(409);
  });

  it('moves to another listing of the same host only', async () => {
    const at = world();
    const { code } = await (await book(at)).json();
    const move = (listing: string) => at.call('POST', '/control/airbnb/modify', { code, listing });
    expect((await move('72216630')).status).toBe(409);
    expect((await move('51770264')).status).toBe(200);
    expect((await book(at)).status).toBe(201);
  });
});

describe('the world', () => {
  it('is seeded by its clock and comes back whole from a snapshot', async () => {
    const at = world();
    const before = at.sandbox.snapshot();
    expect(
      before.airbnb?.reservations.some((one) => one.checkIn < '2026-11-20' && one.checkOut > '2026-11-20'),
    ).toBe(true);
    const access = await connect(at);
    const { code } = await (await book(at)).json();
    const next = world(false);
    next.sandbox.restore(JSON.parse(JSON.stringify(at.sandbox.snapshot())));
    expect((await next.api(access, 'GET', `reservations/${code}`)).status).toBe(200);
    at.sandbox.reset();
    expect(at.sandbox.snapshot()).toEqual(before);
  });

  it('kept by an older sandbox leaves the seeds', () => {
    const { sandbox } = world();
    const seeds = sandbox.snapshot().airbnb;
    sandbox.restore({ calendars: [] });
    expect(sandbox.snapshot().airbnb).toEqual(seeds);
  });

  it('gives each listing an iCal with the codes of the API and the nights the app closed', async () => {
    const at = world();
    const access = await connect(at);
    const { code } = await (await book(at)).json();
    const { reservation } = await (await at.api(access, 'GET', `reservations/${code}`)).json();
    await at.api(access, 'PUT', `calendars/${STUDIO}/2027-01-10/2027-01-11`, { availability: 'unavailable' });
    const feed = (await (await at.call('GET', `/ical/airbnb-${STUDIO}.ics`)).text()).replaceAll('\r\n ', '');
    const lastFour = reservation.guest_phone_numbers[0].slice(-4);
    expect(feed).toContain(
      `hosting/reservations/details/${code}\\nPhone Number (Last 4 Digits): ${lastFour}`,
    );
    expect(feed).toContain('DTSTART;VALUE=DATE:20270110\r\nDTEND;VALUE=DATE:20270112\r\nSUMMARY:Airbnb (Not');
    await at.control('POST', '/cancel', { code });
    expect(await (await at.call('GET', `/ical/airbnb-${STUDIO}.ics`)).text()).not.toContain(code);
    expect((await at.call('GET', '/ical/airbnb-1.ics')).status).toBe(404);
  });
});

describe('the pages', () => {
  const post = async (at: World, path: string, fields: Record<string, string>) =>
    await at.sandbox.fetch(
      new Request(`http://sandbox.test${path}`, { method: 'POST', body: new URLSearchParams(fields) }),
    );

  it('find a listing, sell its nights, change and cancel', async () => {
    const at = world();
    const found = await (await at.call('GET', '/airbnb?q=porto&guests=4')).text();
    expect(found).toContain('Old Town Flat');
    expect(found).not.toContain('Harbour Studio');
    const fields = { checkIn: '2027-02-01', checkOut: '2027-02-04', guest: '<b>Ann</b>', guests: '1' };
    const booked = await post(at, `/airbnb/rooms/${STUDIO}/book`, fields);
    expect(booked.status).toBe(303);
    const room = async () => await (await at.call('GET', `/airbnb/rooms/${STUDIO}?month=2027-02`)).text();
    expect(await room()).toContain('&lt;b&gt;Ann');
    const code = /Booked: (HM\w+)/.exec(decodeURIComponent(booked.headers.get('location') ?? ''))?.[1] ?? '';
    await post(at, `/airbnb/rooms/${STUDIO}/modify`, { ...fields, code, checkOut: '2027-02-06' });
    await post(at, `/airbnb/rooms/${STUDIO}/cancel`, { code });
    const refused = await post(at, `/airbnb/rooms/${STUDIO}/cancel`, { code });
    expect(decodeURIComponent(refused.headers.get('location') ?? '')).toContain('cancelled_by_guest already');
  });

  it('say what Airbnb believes, and what is not simulated', async () => {
    const at = world();
    await connect(at);
    await book(at);
    await at.sandbox.settle();
    const overview = await (await at.call('GET', '/')).text();
    for (const text of ['Harbour Studio', 'Connected: property_management', 'answered 200']) {
      expect(overview).toContain(text);
    }
    expect(await (await at.call('GET', '/airbnb')).text()).toContain('What is not simulated');
  });
});
