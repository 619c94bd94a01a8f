import { describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { createSandbox, type Sandbox } from './app.ts';

const START = '2026-11-20T12:00:00Z';

function world(seeded = false) {
  const clock = testClock(START);
  const sandbox = createSandbox({ clock, seeded, random: () => 0.5 });
  return { clock, sandbox };
}

async function send(sandbox: Sandbox, method: string, path: string, body?: unknown, headers?: HeadersInit) {
  const init: RequestInit = { method, ...(headers ? { headers } : {}) };
  if (body !== undefined) init.body = JSON.stringify(body);
  return await sandbox.fetch(new Request(`http://sandbox.test${path}`, init));
}

async function feed(sandbox: Sandbox, name: string): Promise<string> {
  return await (await send(sandbox, 'GET', `/ical/${name}.ics`)).text();
}

const unfold = (text: string) => text.replaceAll('\r\n ', '');
const STAY = { checkIn: '2026-12-10', checkOut: '2026-12-13' };

describe('a living calendar', () => {
  it('of Airbnb shows a booking with its code, and the far future as not available', async () => {
    const { sandbox } = world();
    const booked = await send(sandbox, 'POST', '/control/ical/a/book', {
      ...STAY,
      guest: 'Ann Lee',
      as: 'airbnb',
    });
    expect(booked.status).toBe(201);
    const { id } = await booked.json();
    const text = await feed(sandbox, 'a');
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text).toContain(
      'DTSTART;VALUE=DATE:20261210\r\nDTEND;VALUE=DATE:20261213\r\nSUMMARY:Reserved\r\n',
    );
    expect(unfold(text)).toContain(`details/${id}\\nPhone`);
    expect(text).toContain('DTSTART;VALUE=DATE:20270519\r\nDTEND;VALUE=DATE:20271121\r\nSUMMARY:Airbnb (Not');
    expect(text).not.toContain('Ann');
  });

  it('of Airbnb keeps the UID of a moved booking and renews that of a block from day to day', async () => {
    const { sandbox, clock } = world();
    const { id, uid } = await (await send(sandbox, 'POST', '/control/ical/a/book', STAY)).json();
    const block = { checkIn: '2026-12-20', checkOut: '2026-12-22', kind: 'block' };
    await send(sandbox, 'POST', '/control/ical/a/book', block);
    const before = uidsOf(await feed(sandbox, 'a'));
    const moved = { id, checkIn: '2026-12-11', checkOut: '2026-12-14' };
    expect((await send(sandbox, 'POST', '/control/ical/a/modify', moved)).status).toBe(200);
    clock.advance({ hours: 24 });
    const after = uidsOf(await feed(sandbox, 'a'));
    expect(after.filter((one) => before.includes(one))).toEqual([uid]);
    expect(unfold(await feed(sandbox, 'a'))).toContain('DTSTART;VALUE=DATE:20261211');
  });

  it('of Booking.com says CLOSED for bookings and blocks alike', async () => {
    const { sandbox } = world();
    await send(sandbox, 'POST', '/control/ical/b/book', { ...STAY, as: 'booking', guest: 'Ann Lee' });
    await send(sandbox, 'POST', '/control/ical/b/book', {
      checkIn: '2026-12-20',
      checkOut: '2026-12-22',
      kind: 'block',
    });
    const text = await feed(sandbox, 'b');
    expect(text.match(/SUMMARY:CLOSED - Not available/g)).toHaveLength(2);
    expect(text).toContain('PRODID:-//admin.booking.com\\\\\\, b.v.//NONSGML v1.0//EN');
  });

  it('of Vrbo names the guest in the host language and keeps past stays', async () => {
    const { sandbox } = world();
    const past = { checkIn: '2026-10-01', checkOut: '2026-10-04', guest: 'Marie Dubois', as: 'vrbo' };
    await send(sandbox, 'POST', '/control/ical/v/book', past);
    await send(sandbox, 'POST', '/control/ical/v/settings', { language: 'fr' });
    expect(await feed(sandbox, 'v')).toContain('SUMMARY:Réservée - Marie\r\n');
  });

  it('of Google leaves a cancelled event in the file, marked', async () => {
    const { sandbox } = world();
    const { id } = await (
      await send(sandbox, 'POST', '/control/ical/g/book', { ...STAY, as: 'google' })
    ).json();
    await send(sandbox, 'POST', '/control/ical/g/cancel', { id });
    expect(await feed(sandbox, 'g')).toMatch(/SEQUENCE:1\r\nSTATUS:CANCELLED/);
  });

  it('refuses to sell a night twice, and takes it again after a cancellation', async () => {
    const { sandbox } = world();
    const { id } = await (await send(sandbox, 'POST', '/control/ical/a/book', STAY)).json();
    expect((await send(sandbox, 'POST', '/control/ical/a/book', STAY)).status).toBe(409);
    expect((await send(sandbox, 'POST', '/control/ical/a/cancel', { id })).status).toBe(200);
    expect((await send(sandbox, 'POST', '/control/ical/a/book', STAY)).status).toBe(201);
  });
});

function uidsOf(text: string): string[] {
  return [...unfold(text).matchAll(/^UID:(.*)\r$/gm)].map((match) => match[1] ?? '');
}

describe('a fixed answer', () => {
  it('is given byte for byte, with its status and headers', async () => {
    const { sandbox } = world();
    const bodyBase64 = Buffer.from([0xe9, 0x0a, 0xff]).toString('base64');
    await send(sandbox, 'PUT', '/control/ical/x', { bodyBase64, status: 203, headers: { 'X-Odd': 'yes' } });
    const answer = await send(sandbox, 'GET', '/ical/x.ics');
    expect([answer.status, answer.headers.get('x-odd')]).toEqual([203, 'yes']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0xe9, 0x0a, 0xff]));
  });

  it('with an ETag answers 304 to who has it, and the log shows who asked with what', async () => {
    const { sandbox } = world();
    await send(sandbox, 'PUT', '/control/ical/x', { body: 'BEGIN:VCALENDAR', headers: { ETag: '"1"' } });
    const again = await send(sandbox, 'GET', '/ical/x.ics', undefined, { 'if-none-match': 'W/"1"' });
    expect(again.status).toBe(304);
    expect((await send(sandbox, 'GET', '/ical/x.ics', undefined, { 'if-none-match': '"2"' })).status).toBe(
      200,
    );
    const log = await (await send(sandbox, 'GET', '/control/ical/log')).json();
    expect(log.items.map((item: { status: number }) => item.status)).toEqual([304, 200]);
    expect(log.items[0].headers['if-none-match']).toBe('W/"1"');
  });

  it('refuses the names of its own control routes', async () => {
    const { sandbox } = world();
    expect((await send(sandbox, 'PUT', '/control/ical/state', { body: '' })).status).toBe(400);
  });
});

describe('a fault', () => {
  const plan = (sandbox: Sandbox, fault: unknown) => send(sandbox, 'POST', '/control/ical/fault', fault);

  it('strikes as often as it was told, then is over', async () => {
    const { sandbox } = world(true);
    await plan(sandbox, { kind: '5xx', count: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      statuses.push((await send(sandbox, 'GET', '/ical/sea-view-airbnb.ics')).status);
    }
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('ends with its seconds, by the sandbox clock', async () => {
    const { sandbox, clock } = world(true);
    await plan(sandbox, { kind: '429', forSeconds: 30 });
    expect((await send(sandbox, 'GET', '/ical/sea-view-airbnb.ics')).headers.get('retry-after')).toBe('30');
    clock.advance({ seconds: 30 });
    expect((await send(sandbox, 'GET', '/ical/sea-view-airbnb.ics')).status).toBe(200);
  });

  it('with a rate strikes some, and none at 0', async () => {
    const { sandbox } = world(true);
    await plan(sandbox, { kind: '5xx', rate: 0.4 });
    expect((await send(sandbox, 'GET', '/ical/garden-vrbo.ics')).status).toBe(200);
    await plan(sandbox, { kind: '429', rate: 0.6 });
    expect((await send(sandbox, 'GET', '/ical/garden-vrbo.ics')).status).toBe(429);
  });

  it.each([
    ['malformed', (text: string) => text.startsWith('<!doctype html>')],
    ['truncated', (text: string) => text.startsWith('BEGIN:VCALENDAR') && !text.includes('END:VCALENDAR')],
    ['empty', (text: string) => text.includes('END:VCALENDAR') && !text.includes('VEVENT')],
  ])('%s answers 200 all the same', async (kind, looksRight) => {
    const { sandbox } = world(true);
    await plan(sandbox, { kind, name: 'sea-view-airbnb' });
    const answer = await send(sandbox, 'GET', '/ical/sea-view-airbnb.ics');
    expect(answer.status).toBe(200);
    expect(looksRight(await answer.text())).toBe(true);
    expect(await feed(sandbox, 'garden-vrbo')).toContain('END:VCALENDAR');
  });

  it('dropped rejects, is logged, and is lifted by DELETE', async () => {
    const { sandbox } = world(true);
    await plan(sandbox, { kind: 'dropped' });
    await expect(send(sandbox, 'GET', '/ical/garden-vrbo.ics')).rejects.toThrow('hung up');
    await send(sandbox, 'DELETE', '/control/ical/fault');
    expect((await send(sandbox, 'GET', '/ical/garden-vrbo.ics')).status).toBe(200);
    const log = await (await send(sandbox, 'GET', '/control/ical/log?name=garden-vrbo')).json();
    expect(log.items.map((item: { status: number }) => item.status)).toEqual([0, 200]);
  });
});

describe('the whole sandbox', () => {
  it('moves its clock and gives it back', async () => {
    const { sandbox } = world();
    const put = async (body: unknown) => (await send(sandbox, 'PUT', '/control/clock', body)).json();
    expect(await put({ now: '2027-01-01T00:00:00Z' })).toEqual({ now: '2027-01-01T00:00:00Z' });
    expect(await put({ advance: 'P1DT1H' })).toEqual({ now: '2027-01-02T01:00:00Z' });
    expect(await put({ now: null })).toEqual({ now: START });
    expect((await send(sandbox, 'PUT', '/control/clock', { now: 'soon' })).status).toBe(400);
  });

  it('after a reset is as it was at the start', async () => {
    const { sandbox } = world(true);
    const before = sandbox.snapshot();
    await send(sandbox, 'POST', '/control/ical/garden-vrbo/book', STAY);
    await send(sandbox, 'PUT', '/control/ical/other', { body: 'x' });
    expect(sandbox.snapshot()).not.toEqual(before);
    await send(sandbox, 'POST', '/control/reset');
    expect(sandbox.snapshot()).toEqual(before);
  });

  it('restored from a snapshot answers the same calendars', async () => {
    const { sandbox } = world(true);
    await send(sandbox, 'POST', '/control/ical/sea-view-airbnb/book', STAY);
    const next = world().sandbox;
    next.restore(JSON.parse(JSON.stringify(sandbox.snapshot())));
    expect(await feed(next, 'sea-view-airbnb')).toBe(await feed(sandbox, 'sea-view-airbnb'));
  });

  it('has a page for people that escapes what they typed, and books by its form', async () => {
    const { sandbox } = world(true);
    const form = new URLSearchParams({
      ...STAY,
      checkIn: '2027-01-10',
      checkOut: '2027-01-12',
      guest: '<b>Ann</b>',
    });
    const posted = await sandbox.fetch(
      new Request('http://sandbox.test/page/garden-vrbo/book', { method: 'POST', body: form }),
    );
    expect(posted.status).toBe(303);
    const page = await (await send(sandbox, 'GET', '/')).text();
    expect(page).toContain('http://sandbox.test/ical/garden-vrbo.ics');
    expect(page).toContain('&lt;b&gt;Ann');
    expect(page).not.toContain('<b>Ann');
  });

  it('says which field of a control call is wrong', async () => {
    const { sandbox } = world();
    const wrong = await send(sandbox, 'POST', '/control/ical/a/book', {
      checkIn: '2026-02-30',
      checkOut: '2026-03-02',
    });
    expect(wrong.status).toBe(400);
    expect((await wrong.json()).error).toContain('checkIn');
  });
});
