import { beforeAll, describe, expect, inject, it } from 'vitest';
import { hostFeed, newEstate, night } from './estate.ts';
import { newTeam, type Team } from './team.ts';

let team: Team;
let external: string;
beforeAll(async () => {
  team = await newTeam();
  external = `/api/calendar/${(await newEstate(team)).unit}/external`;
});

/** Spellings of this machine and of networks that are nobody's to ask. */
const PRIVATE = [
  'http://127.0.0.1',
  'http://localhost',
  'http://LOCALHOST',
  'http://localhost.',
  'http://127.1',
  'http://127.0.1',
  'http://2130706433',
  'http://0x7f000001',
  'http://0x7f.1',
  'http://017700000001',
  'http://0177.0.0.1',
  'http://127.000.000.001',
  'http://0',
  'http://0.0.0.0',
  'http://[::1]',
  'http://[0:0:0:0:0:0:0:1]',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:7f00:1]',
  'http://[::127.0.0.1]',
  'http://[64:ff9b::7f00:1]',
  'http://[2002:7f00:1::]',
  'http://[fe80::1]',
  'http://[fc00::1]',
  'http://[ff02::1]',
  'http://[fec0::1]',
  'http://[64:ff9b:1::a00:1]',
  'http://[100::1]',
  'http://[2001:db8::1]',
  'http://①②⑦.⓪.⓪.①',
  'http://127。0。0。1',
  'http://%31%32%37.0.0.1',
  'http://user:pw@127.0.0.1',
  'http://example.com@127.0.0.1',
  'http://127.0.0.1#@example.com',
  'http://127.0.0.1\\@example.com',
  'http://169.254.169.254',
  'http://[fd00:ec2::254]',
  'http://100.64.0.1',
  'http://10.0.0.1',
  'http://172.16.0.1',
  'http://192.168.0.1',
  'http://192.0.0.1',
  'http://198.18.0.1',
  'http://203.0.113.1',
  'http://224.0.0.1',
  'http://255.255.255.255',
  'http://240.0.0.1',
];
const REFUSED = [
  ...PRIVATE,
  ...PRIVATE.filter((url) => !/[#\\]/.test(url)).map((url) => `${url.replace('http:', 'https:')}/feed.ics`),
  'ftp://example.com/x.ics',
  'file:///etc/passwd',
  'data:text/calendar,BEGIN:VCALENDAR',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'javascript:alert(1)',
  '//127.0.0.1/x',
  'https://example.com:22/',
  'https://example.com:6379/',
  'https://user:pass@example.com/',
  `https://example.com/${'a'.repeat(9_000)}`,
  'https://exa mple.com/',
  '/etc/passwd',
  '',
];

describe('a link that we never follow', () => {
  it.each(REFUSED.map((url) => url.slice(0, 80)))(
    'is refused when it is saved and when it is looked at: %s',
    async (short) => {
      const icalUrl = REFUSED.find((url) => url.slice(0, 80) === short);
      for (const [path, body] of [
        [external, { name: 'Evil', icalUrl }],
        [`${external}/preview`, { icalUrl }],
      ] as const) {
        const answer = await team.as.admin(path, { method: 'POST', body });
        expect([path, answer.status, answer.body.code]).toEqual([path, 400, 'invalid_input']);
        // What may be a password is not sent back.
        expect(answer.text).not.toMatch(/user:p|ECONNREFUSED|at \S+ \(/);
      }
    },
  );

  it('was tried, and no calendar was added', async () => {
    expect((await team.as.admin(external)).body.items).toHaveLength(1);
  });

  it.each([
    ['another port of this machine', () => inject('world').appUrl.replace('localhost', '127.0.0.1')],
    ['this app itself', () => `${inject('world').appUrl}/api/health`],
    [
      "this unit's own feed",
      async () => (await team.as.admin(external.replace('external', 'token'))).body.url,
    ],
  ])('%s', async (_, link) => {
    const answer = await team.as.admin(`${external}/preview`, {
      method: 'POST',
      body: { icalUrl: await link() },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data', 'a private address'],
    ['file:///etc/passwd', 'a file'],
    ['http://127.0.0.1:1/x.ics', 'another port here'],
  ])('is not followed at a redirect either: %s', async (location) => {
    const icalUrl = await hostAnswer({ body: '', status: 302, headers: { location } });
    const answer = await team.as.admin(`${external}/preview`, { method: 'POST', body: { icalUrl } });
    expect(answer.status).toBe(400);
  });
});

describe('what a link may answer', () => {
  const html = '<!DOCTYPE html><html><body>Sign in</body></html>';
  it.each<[string, { body: string; status?: number; headers?: Record<string, string> }]>([
    ['404', { body: 'no', status: 404 }],
    ['500', { body: 'no', status: 500 }],
    ['a page with 200', { body: html, headers: { 'content-type': 'text/html' } }],
    ['JSON', { body: '{"error":"x"}' }],
    ['half a calendar', { body: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\n' }],
    ['nothing', { body: '' }],
    ['more than we read', { body: 'X'.repeat(6 * 1024 * 1024) }],
  ])('is told when it is no calendar, and nothing is saved: %s', async (_, given) => {
    const body = { icalUrl: await hostAnswer(given) };
    const answer = await team.as.admin(`${external}/preview`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.body.title.length).toBeGreaterThan(10);
    expect((await team.as.admin(external)).body.items).toHaveLength(1);
  });
});

describe('a calendar with rules and times', () => {
  it("is read by the worker of the built app: nights of the unit's own zone, week after week", async () => {
    const day = (days: number) => night(30 + days);
    const compact = (days: number) => day(days).replaceAll('-', '');
    const lines = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Test//EN',
      'BEGIN:VEVENT',
      'UID:weekly@test',
      'DTSTAMP:20300101T000000Z',
      `DTSTART;TZID=America/New_York:${compact(0)}T220000`,
      `DTEND;TZID=America/New_York:${compact(2)}T100000`,
      'RRULE:FREQ=WEEKLY;COUNT=3',
      'SUMMARY:Away',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ];
    const icalUrl = await hostFeed(lines.join('\r\n'));
    const made = await team.as.admin(external, { method: 'POST', body: { name: 'Weekly', icalUrl } });
    const run = await team.as.manager(`${external}/${made.body.id}/sync`, { method: 'POST' });
    expect(run).toMatchObject({ status: 200, body: { status: 'success', errors: [] } });
    const window = `from=${day(-5)}&to=${day(25)}`;
    const nights = await team.as.viewer(`/api/availability?unit=${external.split('/')[3]}&${window}`);
    const closed = nights.body.items.filter(({ state }: { state: string }) => state !== 'free');
    // Ten in the evening in New York is the next morning in Paris, and one night later it is over.
    expect(closed.map((one: { night: string }) => one.night)).toEqual([day(1), day(8), day(15)]);
  });
});

async function hostAnswer(given: {
  body: string;
  status?: number;
  headers?: Record<string, string>;
}): Promise<string> {
  const { sandboxUrl } = inject('world');
  const name = `o${crypto.randomUUID().slice(0, 12)}`;
  const answer = await fetch(`${sandboxUrl}/control/ical/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
  return `${sandboxUrl}/ical/${name}.ics`;
}
