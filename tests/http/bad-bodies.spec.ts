import { request } from 'node:http';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newEstate, night } from './estate.ts';
import { newTeam, type Team } from './team.ts';

let team: Team;
let unit: string;
beforeAll(async () => {
  team = await newTeam();
  unit = (await newEstate(team)).unit;
});

const MB = 1024 * 1024;
type Route = { readonly path: string; readonly good: Record<string, unknown> };
/** Three writes whose rows differ: a name, nights and a guest, a link. */
const routes = (): Route[] => [
  { path: '/api/properties', good: { name: 'House', timezone: 'Europe/Paris', currency: 'EUR' } },
  {
    path: '/api/reservations',
    good: { unitId: unit, checkIn: night(300), checkOut: night(303), guest: { name: 'Ann' } },
  },
  {
    path: `/api/calendar/${unit}/external`,
    good: { name: 'Site', icalUrl: `${inject('world').sandboxUrl}/ical/none.ics` },
  },
];

/** The text of a field that every one of them has. */
const text = (route: Route) => ('guest' in route.good ? 'guest' : 'name');
const withText = (route: Route, value: unknown) =>
  JSON.stringify({ ...route.good, [text(route)]: text(route) === 'guest' ? { name: value } : value });
const raw = (route: Route, json: string) => withText(route, 'AAA').replace('"AAA"', json);

/** Bodies that every route refuses; the status, 400 where none stands there. */
const REFUSED: [string, (route: Route) => string | Uint8Array, number?][] = [
  ['000-empty', () => ''],
  ['001-null', () => 'null'],
  ['002-array', (route) => JSON.stringify([route.good])],
  ['003-proto', (route) => JSON.stringify(route.good).replace('{', '{"__proto__":{"role":"owner"},')],
  ['005-deep', () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['005-deep in a field', (route) => raw(route, `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)],
  ['006-bigint', (route) => raw(route, '9007199254740993')],
  ['007-nan', (route) => raw(route, 'NaN')],
  ['008-exp', (route) => raw(route, '1e999')],
  ['012-lone-surrogate', (route) => raw(route, '"\\ud800"')],
  ['013-nul', (route) => raw(route, '"a\\u0000b"')],
  ['018-utf16', (route) => Buffer.from(JSON.stringify(route.good), 'utf16le')],
  ['019-2mb-string', (route) => withText(route, 'a'.repeat(2 * MB)), 413],
  ['bytes that are no text', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ['text after the object', (route) => `${JSON.stringify(route.good)}x`],
  ['a number for a name', (route) => raw(route, '1')],
  ['an object for a name', (route) => raw(route, '{"toString":"x"}')],
  ['a name of blanks', (route) => withText(route, '   ')],
  ['a name of 10 kB', (route) => withText(route, 'x'.repeat(10_000))],
];

describe('a body that no write takes is refused, and nothing is made', () => {
  it.each(REFUSED)('%s', async (_, make, status = 400) => {
    for (const route of routes()) {
      const answer = await team.as.owner(route.path, { method: 'POST', body: make(route) });
      expect([route.path, answer.status]).toEqual([route.path, status]);
      expect(answer.body).toMatchObject({ code: expect.any(String), requestId: expect.any(String) });
      expect(answer.text.length).toBeLessThan(5_000);
    }
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['', 415],
    ['application/json; charset=utf-16', 400],
  ])('of the type %j', async (type, status) => {
    for (const { path, good } of routes()) {
      const body = type.includes('utf-16')
        ? Buffer.from(JSON.stringify(good), 'utf16le')
        : JSON.stringify(good);
      const answer = await team.as.owner(path, { method: 'POST', headers: { 'content-type': type }, body });
      expect([path, answer.status]).toEqual([path, status]);
    }
  });

  it('packed', async () => {
    for (const { path, good } of routes()) {
      const headers = { 'content-encoding': 'gzip' };
      const answer = await team.as.owner(path, { method: 'POST', headers, body: good });
      expect([path, answer.status]).toEqual([path, 415]);
    }
  });
});

describe('nights that no reservation has', () => {
  it.each([
    ['009-neg-zero guests', { guests: -0 }],
    ['010-string-number', { guests: '2' }],
    ['014-date-rollover', { checkIn: '2027-02-30' }],
    ['015-date-time-zone', { checkIn: '2027-02-03T00:00:00+03:00' }],
    ['016-year-10000', { checkOut: '+010000-01-01' }],
    ['020-end-before-start', { checkIn: night(303), checkOut: night(300) }],
    ['no night at all', { checkIn: night(300), checkOut: night(300) }],
    ['021-range-100-years', { checkOut: night(36_525) }],
    ['a price that is no integer', { total: { amount: 1.5, currency: 'EUR' } }],
    ['a price beyond what a number holds', { total: { amount: 2 ** 53, currency: 'EUR' } }],
    ['a price less than nothing', { total: { amount: -1, currency: 'EUR' } }],
    ['a currency that is none', { total: { amount: 1, currency: 'eur' } }],
    ['a line break in a name', { guest: { name: 'a\r\nEND:VEVENT' } }],
  ])('%s', async (_, wrong) => {
    const [, route] = routes();
    const body = { ...route?.good, ...wrong };
    const answer = await team.as.owner('/api/reservations', { method: 'POST', body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    expect((await team.as.owner(`/api/reservations?from=${night(299)}&to=${night(304)}`)).body.items).toEqual(
      [],
    );
  });
});

describe('a body that is taken', () => {
  it.each([
    [
      '004-dup-keys: the last one counts',
      '{"name":"First","name":"Last","timezone":"UTC","currency":"EUR"}',
      'Last',
    ],
    ['017-bom', '\ufeff{"name":"Bom","timezone":"UTC","currency":"EUR"}', 'Bom'],
    [
      '011-extra-field',
      '{"name":"Extra","timezone":"UTC","currency":"EUR","orgId":"x","constructor":1}',
      'Extra',
    ],
  ])('%s', async (_, body, name) => {
    const answer = await team.as.owner('/api/properties', { method: 'POST', body });
    expect(answer).toMatchObject({ status: 201, body: { name } });
  });
});

describe('a body without an end', () => {
  it('is answered once it is too long, and its connection is cut', { timeout: 15_000 }, async () => {
    for (const key of [team.ownerKey, 'nobody']) {
      const { status, cut } = await sendWithoutEnd(key);
      expect([key === 'nobody' ? 401 : 413, true]).toEqual([status, cut]);
    }
    expect((await team.as.owner('/api/me')).status).toBe(200);
  });
});

function sendWithoutEnd(key: string): Promise<{ status: number; cut: boolean }> {
  const { hostname, port } = new URL(inject('world').appUrl);
  return new Promise((resolve) => {
    let status = 0;
    const sending = request({
      hostname,
      port,
      path: '/api/properties',
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    const timer = setInterval(() => sending.write('x'.repeat(64 * 1024)), 5);
    const end = (cut: boolean) => {
      clearInterval(timer);
      clearTimeout(patience);
      sending.destroy();
      resolve({ status, cut });
    };
    const patience = setTimeout(() => end(false), 6_000);
    sending.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
      response.on('error', () => {});
    });
    sending.on('error', () => end(true));
    sending.on('close', () => end(true));
  });
}
