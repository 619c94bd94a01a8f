import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Estate, newEstate, night } from './estate.ts';
import { type Send, sender } from './http.ts';
import { newTeam, type Team } from './team.ts';

let team: Team;
let ours: Estate;
let stranger: Send;
let path: string;
let token: string;
beforeAll(async () => {
  stranger = sender(inject('world').appUrl);
  team = await newTeam();
  ours = await newEstate(team);
  const made = await team.as.manager(`/api/calendar/${ours.unit}/token`);
  token = made.body.token;
  path = `/api/calendar/${ours.unit}/feed.ics?token=${token}`;
});

/** What tells two answers apart for whoever holds no link. */
const face = ({ status, text, headers }: Awaited<ReturnType<Send>>) => ({
  status,
  text,
  type: headers['content-type'],
  cache: headers['cache-control'],
});

describe('a link that does not open', () => {
  it('is one and the same 404, whatever is wrong with it', async () => {
    const other = await team.as.admin('/api/properties', {
      method: 'POST',
      body: { name: 'Other', timezone: 'UTC', currency: 'EUR' },
    });
    const at = (id: string, query: string) => `/api/calendar/${id}/feed.ics${query}`;
    const wrong = [
      at(ours.unit, ''),
      at(ours.unit, '?token='),
      at(ours.unit, `?token=${'0'.repeat(64)}`),
      at(ours.unit, `?token=${token}0`),
      at(ours.unit, `?token=${token.slice(0, -1)}`),
      at(ours.unit, `?token=${token.toUpperCase()}`),
      at(ours.unit, `?token=${token}%20`),
      at(ours.unit, `?token=${'a'.repeat(6_000)}`),
      at(other.body.id, `?token=${token}`),
      at('unt_000000000000000000000000', `?token=${token}`),
      at('x', `?token=${token}`),
      at('..%2f..%2fetc', `?token=${token}`),
      at('%0d%0aX-Evil:%20y', `?token=${token}`),
      at('%00', `?token=${token}`),
      at(`${ours.unit};jsessionid=1`, `?token=${token}`),
      at('x'.repeat(10_000), `?token=${token}`),
    ];
    const answers = await Promise.all(wrong.map(async (link) => ({ link, ...face(await stranger(link)) })));
    const [first] = answers;
    expect(first).toMatchObject({ status: 404, text: expect.stringContaining('not_found') });
    for (const answer of answers) expect(answer).toEqual({ ...first, link: answer.link });
  });

  it.each([
    ['another ending', (unit: string) => `/api/calendar/${unit}/feed.ics.ics`],
    ['no ending', (unit: string) => `/api/calendar/${unit}/feed`],
    ['other case', (unit: string) => `/api/calendar/${unit}/FEED.ICS`],
    ['a longer path', (unit: string) => `/api/calendar/${unit}/feed.ics/x`],
    ['an encoded slash', (unit: string) => `/api/calendar/${unit}%2ffeed.ics`],
    ['a NUL', (unit: string) => `/api/calendar/${unit}/feed.ics%00`],
    ['a parameter of the path', (unit: string) => `/api/calendar/${unit}/feed.ics;x=1`],
  ])('is 404 under another path: %s', async (_, make) => {
    expect((await stranger(`${make(ours.unit)}?token=${token}`)).status).toBe(404);
  });

  it.each([
    '/api/calendar/X/feed.ics/',
    '//api/calendar/X/feed.ics',
    '/api//calendar/X/feed.ics',
    '/api/calendar//X/feed.ics',
  ])('leads to the one canonical path, or nowhere: %s', async (shape) => {
    const answer = await stranger(`${shape.replace('X', ours.unit)}?token=${token}`);
    expect([301, 308, 404, 400]).toContain(answer.status);
    const { location } = answer.headers;
    // On this host, whatever a browser makes of two slashes.
    if (location) expect(new URL(location, 'http://us.test').host).toBe('us.test');
  });

  it('says nothing of the machine it runs on', async () => {
    for (const odd of ['%ff', '%', '%00%00', '%c0%ae%c0%ae', '%5c', '<script>']) {
      const answer = await stranger(`/api/calendar/${odd}/feed.ics?token=${odd}`);
      expect([odd, answer.status]).toEqual([odd, expect.toBeOneOf([400, 404])]);
      expect(answer.text).not.toMatch(/\bat \S+ \(|node_modules|\.ts:|<script>/);
    }
  });
});

describe('a link that opens', () => {
  it.each<[string, Record<string, string>]>([
    ['a browser', { accept: 'text/html' }],
    ['a client that says nothing', {}],
    ['a client that wants something else', { accept: 'application/json' }],
    ['a part', { range: 'bytes=0-10' }],
    ['another host', { host: 'evil.example' }],
  ])('gives the whole calendar as one, to %s', async (_, headers) => {
    const answer = await stranger(path, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(answer.text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
    expect(answer.text).not.toContain('evil.example');
    expect(answer.headers).toMatchObject({ 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' });
    expect(answer.headers['cache-control']).toContain('private');
  });

  it('gives the same bytes packed to whoever unpacks them, and says so', async () => {
    const [plain, packed] = await Promise.all([
      stranger(path),
      stranger(path, { headers: { 'accept-encoding': 'gzip, br' } }),
    ]);
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(packed.headers.vary).toMatch(/accept-encoding/i);
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
    expect(packed.headers.etag).not.toBe(plain.headers.etag);
    expect(Object.keys(packed.headers).filter((name) => name.includes('latchkey'))).toEqual([]);
  });

  it('is not packed for a client that only claims to be our server', async () => {
    const answer = await stranger(path, { headers: { 'x-latchkey-carries-encoding': '1' } });
    expect(answer.text).toMatch(/^BEGIN:VCALENDAR/);
  });

  it('answers 304 to what a client holds, and HEAD with the headers alone', async () => {
    const first = await stranger(path);
    const { etag = '', 'last-modified': modified = '' } = first.headers;
    const holds: [string, string][] = [
      ['if-none-match', etag],
      ['if-modified-since', modified],
    ];
    for (const [name, value] of holds) {
      const headers = { [name]: value };
      expect(await stranger(path, { headers })).toMatchObject({ status: 304, text: '', headers: { etag } });
    }
    const head = await stranger(path, { method: 'HEAD' });
    expect(head).toMatchObject({
      status: 200,
      text: '',
      headers: { etag, 'content-type': 'text/calendar; charset=utf-8' },
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'REPORT', 'MKCOL'])(
    'is not for %s',
    async (method) => {
      const answer = await stranger(path, { method });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
    },
  );

  it('shows a booking with the next request and drops it with the next after its end, and never who it is', async () => {
    const before = await stranger(path);
    const guest = { name: 'Zebediah Quill', email: 'zeb@example.com', phone: '+4915112345' };
    const nights = { checkIn: night(400), checkOut: night(403) };
    const body = {
      unitId: ours.unit,
      ...nights,
      guest,
      total: { amount: 98_765_432, currency: 'EUR' },
      note: 'The key is with Xaver',
    };
    const booked = await team.as.manager('/api/reservations', { method: 'POST', body });
    const after = await stranger(path);
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(after.text).toContain(`DTSTART;VALUE=DATE:${nights.checkIn.replaceAll('-', '')}`);
    expect(after.text).toContain(`DTEND;VALUE=DATE:${nights.checkOut.replaceAll('-', '')}`);
    // Each longer than what an id made by chance may hold: `777` did stand in one.
    expect(after.text.replaceAll('\r\n ', '')).not.toMatch(/Zebediah|Quill|zeb@|4915112345|987.?654|Xaver/);
    await team.as.manager(`/api/reservations/${booked.body.id}/cancel`, { method: 'POST' });
    const gone = await stranger(path);
    expect(gone.headers.etag).not.toBe(after.headers.etag);
    expect(gone.text).not.toContain(`DTSTART;VALUE=DATE:${nights.checkIn.replaceAll('-', '')}`);
  });

  it('is made of the configured address, whatever Host a client sends', async () => {
    const { appUrl } = inject('world');
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    const answer = await team.as.manager(`/api/calendar/${ours.unit}/token`, { headers });
    expect(answer.body.url).toBe(`${appUrl}/api/calendar/${ours.unit}/feed.ics?token=${token}`);
    expect(answer.body.webcalUrl).toBe(answer.body.url.replace(/^https?:/, 'webcal:'));
  });

  it('dies at once when it is made anew, and a named one lives on for a week when it is rotated', async () => {
    const subscribers = `/api/calendar/${ours.unit}/subscribers`;
    const named = await team.as.admin(subscribers, { method: 'POST', body: { name: 'Site B' } });
    const open = (url: string) => stranger(new URL(url).pathname + new URL(url).search);
    const one = `${subscribers}?subscriber=${named.body.id}`;
    const rotated = await team.as.admin(one, { method: 'PATCH', body: { rotate: true } });
    expect([await open(named.body.url), await open(rotated.body.url)]).toMatchObject([
      { status: 200 },
      { status: 200 },
    ]);
    expect((await team.as.admin(one, { method: 'DELETE' })).status).toBe(204);
    expect([await open(named.body.url), await open(rotated.body.url)]).toMatchObject([
      { status: 404 },
      { status: 404 },
    ]);
    const fresh = await team.as.admin(`/api/calendar/${ours.unit}/token`, { method: 'POST' });
    expect([await stranger(path), await open(fresh.body.url)]).toMatchObject([
      { status: 404 },
      { status: 200 },
    ]);
  });
});
