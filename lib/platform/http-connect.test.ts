import { createPrivateKey } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchDocument } from './http.ts';
import { guardedLookup, type Resolve } from './http-connect.ts';
import { OutboundError } from './http-errors.ts';
import { DEFAULT_LIMITS, exchange } from './http-exchange.ts';

const PUBLIC = '93.184.216.34';
const CALENDAR = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port; // A TCP server that listens has one.
}

/** Counts who connects; nobody should. */
async function trap(): Promise<{ port: number; connections: () => number }> {
  let count = 0;
  const port = await listen(
    createTcpServer((socket) => {
      count++;
      socket.destroy();
    }),
  );
  return { port, connections: () => count };
}

/** A name server that gives one answer after another, and its last one from then on. */
function names(...answers: string[][]): Resolve & { asked: string[] } {
  const asked: string[] = [];
  const resolve = async (hostname: string) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
}

async function failure(work: Promise<unknown>): Promise<OutboundError> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof OutboundError) return outcome;
  throw new Error(`no OutboundError but ${String(outcome)}`);
}

/** As fetchDocument asks once an address has passed safe-url, here with the port of a trap. */
function connecting(url: string, resolve: Resolve, trusted = false) {
  return exchange({
    url: new URL(url),
    method: 'GET',
    headers: {},
    trusted,
    resolve,
    limits: DEFAULT_LIMITS,
    signal: new AbortController().signal,
    wantsBody: () => true,
  });
}

describe('a name is fetched only when every address it has is public', () => {
  it.each([
    ['loopback', ['127.0.0.1']],
    ['a private address', ['10.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['a public and a private address', [PUBLIC, '10.0.0.1']],
    ['a private address and a public one', ['192.168.1.1', PUBLIC]],
    ['loopback in IPv6', ['::1']],
    ['loopback mapped into IPv6', ['::ffff:127.0.0.1']],
    ['loopback through NAT64', ['64:ff9b::7f00:1']],
    ['no address that can be read', ['nonsense']],
  ])('%s', async (_what, addresses) => {
    const error = await failure(
      fetchDocument('https://feeds.example/x.ics?t=0a1b2c', {
        policy: { allow: [], ownHosts: [] },
        resolve: names(addresses),
      }),
    );
    expect(error).toMatchObject({ code: 'blocked_address', permanent: true });
    expect(error.message).toContain('feeds.example');
    expect(error.message).not.toContain('0a1b2c');
  });

  it('and nothing is connected to before that is known', async () => {
    const inner = await trap();
    const error = await failure(
      connecting(`http://feeds.example:${inner.port}/`, names([PUBLIC, '127.0.0.1'])),
    );
    expect(error.code).toBe('blocked_address');
    expect(inner.connections()).toBe(0);
  });

  it('even when it was public the time before', async () => {
    const inner = await trap();
    const resolve = names([PUBLIC], ['127.0.0.1']);
    await resolve('rebind.example');
    const error = await failure(connecting(`http://rebind.example:${inner.port}/`, resolve));
    expect(error.code).toBe('blocked_address');
    expect(inner.connections()).toBe(0);
  });

  it('and a literal address, which is never looked up, is judged by the socket', async () => {
    const port = await listen(createHttpServer((_request, response) => response.end('secret')));
    const error = await failure(connecting(`http://127.0.0.1:${port}/`, names([])));
    expect(error.code).toBe('blocked_address');
  });
});

describe('the look-up', () => {
  const ask = (resolve: Resolve, trusted: boolean, all: boolean) =>
    new Promise<unknown>((done) => {
      guardedLookup(resolve, trusted)('feeds.example', { all }, (...answer) => done(answer));
    });

  it('hands the socket exactly the addresses it judged', async () => {
    const resolve = names([PUBLIC, '2a00:1450::1'], ['127.0.0.1']);
    expect(await ask(resolve, false, true)).toEqual([
      null,
      [
        { address: PUBLIC, family: 4 },
        { address: '2a00:1450::1', family: 6 },
      ],
    ]);
    expect(resolve.asked).toEqual(['feeds.example']);
  });

  it('hands over one address to who asks for one, and judges all the same', async () => {
    expect(await ask(names([PUBLIC, '2a00:1450::1']), false, false)).toEqual([null, PUBLIC, 4]);
    expect(await ask(names([PUBLIC, '::1']), false, false)).toMatchObject([{ code: 'blocked_address' }, []]);
  });

  it('does not judge a place the operator named', async () => {
    expect(await ask(names(['10.0.0.1']), true, false)).toEqual([null, '10.0.0.1', 4]);
  });
});

it('a trusted name is looked up once for each connection and reached where it was found', async () => {
  const port = await listen(createHttpServer((request, response) => response.end(request.headers.host)));
  const resolve = names(['127.0.0.1'], ['10.255.255.1']);
  const answer = await connecting(`http://feeds.example:${port}/`, resolve, true);
  expect(Buffer.from(answer.bytes).toString()).toBe(`feeds.example:${port}`);
  expect(resolve.asked).toEqual(['feeds.example']);
});

describe('a name that cannot be found', () => {
  it.each(['ENOTFOUND', 'EAI_AGAIN'])('is told as such, and may be found later: %s', async (code) => {
    const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code }));
    const error = await failure(connecting('http://feeds.example/', resolve));
    expect(error).toMatchObject({
      code: 'dns',
      permanent: false,
      message: 'The name feeds.example could not be found.',
    });
  });

  it('or has no address is told as such', async () => {
    expect(await failure(connecting('http://feeds.example/', names([])))).toMatchObject({ code: 'dns' });
  });

  it('is given up when the name server does not answer', async () => {
    const policy = { allow: [], ownHosts: [] };
    const limits = { connectMs: 40, totalMs: 5000 };
    const resolve: Resolve = () => new Promise(() => undefined);
    const error = await failure(fetchDocument('https://feeds.example/', { policy, resolve, limits }));
    expect(error).toMatchObject({ code: 'timeout', message: 'feeds.example could not be reached in time.' });
  });
});

describe('certificates', () => {
  // Made for these tests alone: one key, and two certificates it signed itself for feeds.example.
  const KEY =
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghNPWHi4ulnSajrWkGHIQ1aES/xpzKfYDdmlWymtoWeyhRANCAASTUBs9jyeYKIA3KLNSpy2sw9ISVEpsZiq2+xIbksY6cXWqaDkX35HcC+01uyqby3rr3gCYNdbUtZQmhfOIxedz';
  const UNTIL_2120 =
    'MIIBajCCARCgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1mZWVkcy5leGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYDVQQDDA1mZWVkcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEk1AbPY8nmCiANyizUqctrMPSElRKbGYqtvsSG5LGOnF1qmg5F9+R3AvtNbsqm8t6694AmDXW1LWUJoXziMXnc6NJMEcwGAYDVR0RBBEwD4INZmVlZHMuZXhhbXBsZTAMBgNVHRMEBTADAQH/MB0GA1UdDgQWBBQH709yFp4QMGbajHX5USIglyk7hjAKBggqhkjOPQQDAgNIADBFAiEA90Y8yrp2a6Tyh1EBooFrYUTvEO2kP/eWKI0sxQgAqWoCICj9K1mbiQilZRW1DFmzWbctV+NTBm7medXakxVuGtaj';
  const UNTIL_2020 =
    'MIIBaDCCAQ6gAwIBAgIBAjAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1mZWVkcy5leGFtcGxlMB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowGDEWMBQGA1UEAwwNZmVlZHMuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJNQGz2PJ5gogDcos1KnLazD0hJUSmxmKrb7EhuSxjpxdapoORffkdwL7TW7KpvLeuveAJg11tS1lCaF84jF53OjSTBHMBgGA1UdEQQRMA+CDWZlZWRzLmV4YW1wbGUwDAYDVR0TBAUwAwEB/zAdBgNVHQ4EFgQUB+9PchaeEDBm2ox1+VEiIJcpO4YwCgYIKoZIzj0EAwIDSAAwRQIhAJfpaM9dve7uvNFQD/ybSGFu7da2esGXo7/U00cVgOw6AiAXQKSglyqLtFWzzQWVKaAXtK2DecX630Fi/G55guWcZg==';
  const key = createPrivateKey({ key: Buffer.from(KEY, 'base64'), format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  });
  const pem = (der: string) => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;
  const serve = (certificate: string) =>
    listen(
      createHttpsServer({ key, cert: pem(certificate) }, (_request, response) => response.end(CALENDAR)),
    );
  const usual = getCACertificates('default');
  afterEach(() => setDefaultCACertificates(usual));

  const fetchAs = (name: string, port: number) =>
    fetchDocument(`https://${name}:${port}/x.ics`, {
      policy: { allow: [`${name}:${port}`], ownHosts: [] },
      resolve: names(['127.0.0.1']),
    });

  it('that a server signed itself are refused, with the reason', async () => {
    const error = await failure(fetchAs('feeds.example', await serve(UNTIL_2120)));
    expect(error).toMatchObject({
      code: 'tls',
      message: expect.stringMatching(/feeds\.example.*signed its certificate itself/),
    });
  });

  it('that have expired are refused, with the reason, though their issuer is known', async () => {
    setDefaultCACertificates([...usual, pem(UNTIL_2020)]);
    const error = await failure(fetchAs('feeds.example', await serve(UNTIL_2020)));
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('expired') });
  });

  it('for another name are refused, with the reason', async () => {
    setDefaultCACertificates([...usual, pem(UNTIL_2120)]);
    const error = await failure(fetchAs('other.example', await serve(UNTIL_2120)));
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('another name') });
  });

  it('from an issuer that is known, for the name that was asked for, are accepted', async () => {
    setDefaultCACertificates([...usual, pem(UNTIL_2120)]);
    expect(await fetchAs('feeds.example', await serve(UNTIL_2120))).toMatchObject({ kind: 'document' });
  });

  it('are asked of a server that does not speak TLS, and its answer is refused', async () => {
    const port = await listen(createHttpServer((_request, response) => response.end(CALENDAR)));
    const error = await failure(fetchAs('feeds.example', port));
    expect(error).toMatchObject({ code: 'tls', message: expect.stringContaining('secure connection') });
  });
});
