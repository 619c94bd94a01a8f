/*
 * Calendar clients that others wrote, fetching our feed over HTTP. Run in a time zone where a date that passes through a
 * time becomes the day before, and in one where it becomes the day after.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET } from '#app/api/calendar/[id]/feed.ics/route.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { night, nightsOf } from '#lib/kernel/nights.ts';
import {
  addBlock,
  type FeedWorld,
  feedWorld,
  type ReadEvent,
  readEvents,
} from '#tests/integration/feeds/world.ts';
import { ensureClients, PYTHON } from '#tests/support/real-clients.ts';
import { apply, stay } from '#tests/support/stays.ts';

const CLIENT_MS = 60_000;
const ZONES = ['America/Los_Angeles', 'Pacific/Apia'];
const clients = await ensureClients();
const run = promisify(execFile);

let world: FeedWorld;
let server: http.Server;
let home: string;
let origin: string;

beforeAll(async () => {
  world = await feedWorld();
  home = await mkdtemp(join(tmpdir(), 'latchkey-clients-'));
  server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(home, { recursive: true, force: true });
  await world.end();
});

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', origin);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string') headers.set(name, value);
  const id = url.pathname.split('/')[3] ?? '';
  const answered = await GET(new Request(url, { headers }), { params: Promise.resolve({ id }) });
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(Buffer.from(await answered.arrayBuffer()));
}

/** A unit with everything that may stand in a feed, and a link to it on the server above. */
async function sharedUnit() {
  const { ctx, unitId } = await world.org();
  await apply(
    ctx,
    stay('airbnb:HMAAAAAAAA', unitId, '2026-05-01', '2026-05-04', { guest: { name: 'Ann' } }),
    stay('airbnb:HMBBBBBBBB', unitId, '2026-05-04', '2026-05-05', { guest: { name: 'Zoë🏡\r\nEND:VEVENT' } }),
    stay('booking:77', unitId, '2026-12-30', '2027-01-02', { guest: { name: 'שלום' } }),
    stay('direct:1', unitId, '2028-02-28', '2028-03-01'),
  );
  await addBlock(ctx, unitId, '2026-03-28', '2026-03-30');
  const { url } = await createSubscriber(ctx, unitId, {
    name: 'Client',
    privacy: 'first_name',
    source: null,
  });
  const path = new URL(url).pathname + new URL(url).search;
  return { ctx, unitId, url: `${origin}${path}` };
}

async function fetched(url: string): Promise<{ text: string; events: ReadEvent[] }> {
  const body = await new Promise<string>((done, fail) => {
    http.get(url, (response) =>
      response
        .setEncoding('utf8')
        .toArray()
        .then((parts) => done(parts.join('')), fail),
    );
  });
  return { text: body, events: readEvents(body) };
}

function nights(events: readonly { from: string; to: string }[]): string[] {
  return events
    .flatMap(({ from, to }) => [...nightsOf({ checkIn: night(from), checkOut: night(to) })])
    .sort();
}

/** Runs a client to its end, or for a minute, in a home of its own. */
async function client(
  command: string,
  args: string[],
  options: { zone: string; input?: string },
): Promise<string> {
  const running = run('timeout', ['60', command, ...args], {
    env: { NODE_ENV: 'test', PATH: process.env.PATH, HOME: home, TZ: options.zone, LC_ALL: 'C.UTF-8' },
    timeout: CLIENT_MS + 5000,
  });
  running.child.stdin?.end(options.input ?? '');
  const { stdout, stderr } = await running;
  return stdout + stderr;
}

/** A suite that is skipped where its client is missing, under a name that says why. */
function describeWith(name: keyof typeof clients, suite: () => void): void {
  const state = clients[name];
  if (state.available) describe(name, suite);
  else describe.skip(`${name} (skipped: ${state.reason})`, suite);
}

describe('what the clients are compared with', () => {
  it('is what ical.js reads', async () => {
    const { url } = await sharedUnit();
    const { events } = await fetched(url);
    expect(events.map((one) => [one.summary, one.from, one.to])).toEqual([
      ['Blocked', '2026-03-28', '2026-03-30'],
      ['Reserved - Ann', '2026-05-01', '2026-05-04'],
      ['Reserved', '2026-05-04', '2026-05-05'],
      ['Reserved - שלום', '2026-12-30', '2027-01-02'],
      ['Reserved', '2028-02-28', '2028-03-01'],
    ]);
  });
});

describeWith('icalendar', () => {
  it.each(ZONES)(
    'parses the feed without a single error and reads the same events (TZ=%s)',
    async (zone) => {
      const { text, events } = await fetched((await sharedUnit()).url);
      const read = JSON.parse(
        await client(PYTHON, ['tests/clients/read-strictly.py'], { zone, input: text }),
      );
      expect(read.errors).toEqual([]);
      expect(read.events).toEqual(events.map((one) => [one.uid, one.summary, one.from, one.to]));
    },
    CLIENT_MS,
  );

  it(
    'would notice a date that is none',
    async () => {
      const { text } = await fetched((await sharedUnit()).url);
      const broken = text.replace('DTSTART;VALUE=DATE:20260501', 'DTSTART:20260501T000000');
      const read = JSON.parse(
        await client(PYTHON, ['tests/clients/read-strictly.py'], { zone: 'UTC', input: broken }),
      );
      expect(read.errors).not.toEqual([]);
    },
    CLIENT_MS,
  );
});

describeWith('khal', () => {
  it.each(ZONES)(
    'imports the feed and shows the same nights (TZ=%s)',
    async (zone) => {
      const { text, events } = await fetched((await sharedUnit()).url);
      const place = await mkdtemp(join(home, 'khal-'));
      await mkdir(join(place, 'calendar'));
      await writeFile(join(place, 'feed.ics'), text);
      await writeFile(join(place, 'config'), khalConfig(place, zone));
      const khal = (...args: string[]) => client('khal', ['-c', join(place, 'config'), ...args], { zone });
      await khal('import', '--batch', '-a', 'feed', join(place, 'feed.ics'));
      // khal shows an event under every day it covers, which for us is every night.
      const shown = await khal(
        'list',
        '-df',
        'day {date-long}',
        '-f',
        'event {uid} {title}',
        '2026-03-01',
        '2028-03-10',
      );
      expect(shown.split('\n').filter((line) => line.startsWith('event')).length).toBe(nights(events).length);
      const days = [...shown.matchAll(/^day (\S+)$/gm)].map(([, day = '']) => day);
      expect(days).toEqual([...new Set(nights(events))]);
      expect(shown).toContain('Reserved - שלום');
    },
    CLIENT_MS,
  );
});

function khalConfig(place: string, zone: string): string {
  return `
[calendars]
[[feed]]
path = ${place}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = ${zone}
default_timezone = ${zone}
[sqlite]
path = ${place}/khal.db
[default]
default_calendar = feed
`;
}

describeWith('vdirsyncer', () => {
  it(
    'copies every event once; a second sync copies nothing, and a cancellation takes away that one alone',
    async () => {
      const { ctx, unitId, url } = await sharedUnit();
      const place = await mkdtemp(join(home, 'vdirsyncer-'));
      await writeFile(join(place, 'config'), vdirsyncerConfig(place, url));
      const sync = () =>
        client('vdirsyncer', ['-c', join(place, 'config'), 'sync'], { zone: 'Pacific/Apia' });
      await client('vdirsyncer', ['-c', join(place, 'config'), 'discover'], { zone: 'UTC', input: 'y\ny\n' });
      const copies = (said: string) =>
        said.split('\n').filter((line) => /^(Copying|Deleting)/.test(line)).length;
      const kept = () => readdir(join(place, 'calendar'));
      expect(copies(await sync())).toBe(5);
      expect(await kept()).toHaveLength(5);
      expect(copies(await sync())).toBe(0);
      // The version moves, and with it the stamp of every event: still nothing that a client would take for a change.
      await apply(ctx, stay('direct:2', unitId, '2027-08-01', '2027-08-02'));
      await apply(
        ctx,
        stay('direct:2', unitId, '2027-08-01', '2027-08-02', { reservationStatus: 'cancelled' }),
      );
      expect(copies(await sync())).toBe(0);
      await apply(
        ctx,
        stay('airbnb:HMAAAAAAAA', unitId, '2026-05-01', '2026-05-04', { reservationStatus: 'cancelled' }),
      );
      expect(copies(await sync())).toBe(1);
      const files = await kept();
      expect(files).toHaveLength(4);
      const texts = await Promise.all(files.map((name) => readFile(join(place, 'calendar', name), 'utf8')));
      expect(texts.join('')).not.toContain('Reserved - Ann');
    },
    4 * CLIENT_MS,
  );
});

function vdirsyncerConfig(place: string, url: string): string {
  return `
[general]
status_path = "${place}/status/"
[pair feed]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "${place}/calendar/"
fileext = ".ics"
[storage there]
type = "http"
url = "${url}"
`;
}
