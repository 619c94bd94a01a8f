import { describe, expect, it } from 'vitest';
import { checkUrl, hostPort, isPublicAddress, type UrlPolicy } from './safe-url.ts';

const none: UrlPolicy = { allow: [], ownHosts: [] };

function verdict(text: string, policy: UrlPolicy = none): string {
  const checked = checkUrl(text, policy);
  return checked.ok ? checked.url.href : checked.code;
}

describe('an address that leads inwards is refused before any connection', () => {
  it.each(
    `http://127.0.0.1 http://127.1 http://127.0.1 http://2130706433 http://0x7f000001 http://0x7f.1 http://017700000001
    http://0177.0.0.1 http://127.000.000.001 http://0 http://0.0.0.0 http://[::1] http://[0:0:0:0:0:0:0:1] http://[::]
    http://[::ffff:127.0.0.1] http://[::ffff:7f00:1] http://[::127.0.0.1] http://[64:ff9b::7f00:1] http://[2002:7f00:1::]
    http://[fe80::1] http://[fc00::1] http://[ff02::1] http://[fec0::1] http://[64:ff9b:1::a00:1] http://[100::1]
    http://[2001:db8::1] http://①②⑦.⓪.⓪.① http://127。0。0。1 http://%31%32%37.0.0.1 http://127.0.0.1#@example.com
    http://127.0.0.1\\@example.com http://169.254.169.254 http://[fd00:ec2::254] http://100.64.0.1 http://10.0.0.1
    http://172.16.0.1 http://192.168.0.1 http://192.0.0.1 http://198.18.0.1 http://203.0.113.1 http://224.0.0.1
    http://255.255.255.255 http://240.0.0.1 http://168.63.129.16 http://127.0.0.1. http://[::ffff:0:7f00:1]
    http://[2001::1] http://[3fff::1] http://[5f00::1] https://127.0.0.1 webcal://127.0.0.1 webcal://①②⑦.⓪.⓪.①
    http://127.0.0.1:6379/`
      .trim()
      .split(/\s+/),
  )('%s', (url) => {
    expect(verdict(url)).toBe('private_address');
  });

  it.each([
    'http://localhost',
    'http://LOCALHOST',
    'http://localhost.',
    'http://a.localhost',
    'http://localhost.localdomain',
    'https://metadata.google.internal/',
    'https://METADATA.GOOGLE.INTERNAL./',
    'http://printer.local',
    'https://nas.lan',
    'https://router.home.arpa',
    'http://db',
    'webcal://localhost/x',
  ])('%s', (url) => {
    expect(verdict(url)).toBe('local_name');
  });

  it.each([
    'http://user:pw@127.0.0.1',
    'http://example.com@127.0.0.1',
    'https://user:pass@example.com/',
    'https://user@example.com/',
  ])('%s', (url) => {
    expect(verdict(url)).toBe('credentials');
  });
});

describe('an address is fetched or refused by its form', () => {
  it.each([
    ['https://example.com/feed.ics', 'https://example.com/feed.ics'],
    ['webcal://example.com/feed.ics', 'https://example.com/feed.ics'],
    ['WEBCAL://Example.com/Feed.ics', 'https://example.com/Feed.ics'],
    ['http://example.com/feed.ics', 'https://example.com/feed.ics'],
    ['http://example.com:80/feed.ics', 'https://example.com/feed.ics'],
    ['https://example.com:80/feed.ics', 'https://example.com:80/feed.ics'],
    ['  https://example.com/feed.ics \n', 'https://example.com/feed.ics'],
    ['https://example.com./feed.ics#part', 'https://example.com/feed.ics'],
    ['https://xn--e1afmkfd.xn--p1ai/', 'https://xn--e1afmkfd.xn--p1ai/'],
    ['https://пример.рф/', 'https://xn--e1afmkfd.xn--p1ai/'],
    ['https://example.com/%0d%0aHost:%20evil', 'https://example.com/%0d%0aHost:%20evil'],
    ['https://8.8.8.8/feed.ics', 'https://8.8.8.8/feed.ics'],
    ['https://[2001:4860:4860::8888]/feed.ics', 'https://[2001:4860:4860::8888]/feed.ics'],
    ['ftp://example.com/x.ics', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/calendar,BEGIN:VCALENDAR', 'scheme'],
    ['gopher://127.0.0.1:6379/_FLUSHALL', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['localhost:3000/feed', 'scheme'],
    ['//127.0.0.1/x', 'invalid'],
    ['example.com/feed.ics', 'invalid'],
    ['', 'invalid'],
    ['https://', 'invalid'],
    ['https://.', 'invalid'],
    ['https://exa mple.com/', 'invalid'],
    ['https://exam\nple.com/', 'invalid'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:6379/', 'port'],
    ['webcal://example.com:8080/', 'port'],
    ['http://example.com:0/', 'port'],
  ])('%s → %s', (url, expected) => {
    expect(verdict(url)).toBe(expected);
  });

  it.each([
    [2048, 'a', 'accepted'],
    [2049, 'a', 'too_long'],
    [9020, 'a', 'too_long'],
    // Each letter takes six characters once it is written as an address.
    [1020, 'я', 'too_long'],
  ])('by its length: %i characters of "%s" are %s', (length, letter, expected) => {
    const checked = checkUrl('https://example.com/'.padEnd(length, letter), none);
    expect(checked.ok ? 'accepted' : checked.code).toBe(expected);
  });

  it('tells a person why, in a sentence that does not repeat the address', () => {
    const checked = checkUrl('https://anna:hunter2@example.com/', none);
    expect(checked).toMatchObject({ ok: false, detail: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(JSON.stringify(checked)).not.toContain('hunter2');
  });
});

describe('places the operator allows', () => {
  const policy: UrlPolicy = {
    allow: ['127.0.0.1:4400', 'sandbox.internal', '[::1]:4401', 'NAS.lan:443'],
    ownHosts: [],
  };
  it.each([
    ['http://127.0.0.1:4400/a.ics', 'http://127.0.0.1:4400/a.ics'],
    ['webcal://127.0.0.1:4400/a.ics', 'http://127.0.0.1:4400/a.ics'],
    ['http://2130706433:4400/a.ics', 'http://127.0.0.1:4400/a.ics'],
    ['https://127.0.0.1:4400/a.ics', 'https://127.0.0.1:4400/a.ics'],
    ['http://[::1]:4401/', 'http://[::1]:4401/'],
    ['http://sandbox.internal/', 'http://sandbox.internal/'],
    ['https://sandbox.internal/', 'https://sandbox.internal/'],
    ['http://nas.lan/', 'https://nas.lan/'],
    ['webcal://nas.lan/', 'https://nas.lan/'],
    ['http://127.0.0.1:4401/', 'private_address'],
    ['http://127.0.0.1/', 'private_address'],
    ['http://127.0.0.2:4400/', 'private_address'],
    ['http://sandbox.internal:6379/', 'local_name'],
    ['http://x:y@127.0.0.1:4400/', 'credentials'],
    ['ftp://127.0.0.1:4400/', 'scheme'],
  ])('%s → %s', (url, expected) => {
    expect(verdict(url, policy)).toBe(expected);
  });

  it('are marked, so that what their names resolve to is not judged', () => {
    expect(checkUrl('http://sandbox.internal/', policy)).toMatchObject({ trusted: true });
    expect(checkUrl('http://example.com/', policy)).toMatchObject({ trusted: false });
  });
});

describe('our own host', () => {
  const ownFeed = (url: URL) =>
    url.pathname === '/feed/own.ics' ? 'own' : url.pathname.startsWith('/feed/') ? 'other' : 'none';
  const deployed: UrlPolicy = { allow: [], ownHosts: ['our-own-host.example'], ownFeed };
  const local: UrlPolicy = { allow: ['localhost:4400'], ownHosts: ['localhost:3000'], ownFeed };
  it.each([
    ['https://our-own-host.example/api/internal', deployed, 'own_host'],
    ['https://our-own-host.example/feed/own.ics', deployed, 'own_feed'],
    ['webcal://OUR-OWN-HOST.example./feed/own.ics', deployed, 'own_feed'],
    ['https://our-own-host.example/feed/other.ics', deployed, 'https://our-own-host.example/feed/other.ics'],
    ['webcal://our-own-host.example/feed/other.ics', deployed, 'https://our-own-host.example/feed/other.ics'],
    ['https://our-own-host.example:8443/feed/other.ics', deployed, 'own_host'],
    ['http://localhost:3000/feed/other.ics', local, 'http://localhost:3000/feed/other.ics'],
    ['webcal://localhost:3000/feed/other.ics', local, 'http://localhost:3000/feed/other.ics'],
    ['http://localhost:3000/feed/own.ics', local, 'own_feed'],
    ['http://localhost:3000/api/health', local, 'own_host'],
    ['http://localhost:4400/feed/x.ics', local, 'http://localhost:4400/feed/x.ics'],
    ['http://localhost:5432/feed/x.ics', local, 'own_host'],
    [
      'https://our-own-host.example/feed/other.ics',
      { ...none, ownHosts: ['our-own-host.example:443'] },
      'own_host',
    ],
  ])('%s', (url, policy, expected) => {
    expect(verdict(url, policy)).toBe(expected);
  });
});

it('a host and port are written alike however the address spells them', () => {
  const written = [
    'https://A.example./x',
    'https://a.example:443',
    'http://a.example',
    'http://[::1]:80',
  ].map((text) => hostPort(new URL(text)));
  expect(written).toEqual(['a.example:443', 'a.example:443', 'a.example:80', '[::1]:80']);
});

it.each([
  ['8.8.8.8', true],
  ['2a00:1450:4001::1', true],
  ['::ffff:8.8.8.8', true],
  ['64:ff9b::808:808', true],
  ['64:ff9b::a00:1', false],
  ['::ffff:10.0.0.1', false],
  ['::8.8.8.8', false],
  ['::808:808', false],
  ['2002:808:808::', false],
  ['4000::1', false],
  ['192.0.2.1', false],
  ['fe80::1%eth0', false],
  ['', false],
  ['example.com', false],
])('the address %s is public: %s', (ip, expected) => {
  expect(isPublicAddress(ip)).toBe(expected);
});
