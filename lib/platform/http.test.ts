import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { type FetchDocumentOptions, fetchDocument, send } from './http.ts';
import type { Resolve } from './http-connect.ts';
import { OutboundError } from './http-errors.ts';

const CALENDAR = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n';
const TOKEN = '0123456789abcdef0123456789abcdef';
const servers: { close: () => void }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  vi.unstubAllEnvs();
});

type Running = { origin: string; host: string; seen: { url: string; headers: Record<string, unknown> }[] };

async function serve(listener: RequestListener): Promise<Running> {
  const seen: Running['seen'] = [];
  const server: Server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    response.on('error', () => undefined);
    listener(request, response);
  });
  servers.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, seen };
}

/** A server that writes exactly these bytes and closes. */
async function serveBytes(bytes: string): Promise<Running> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes, 'latin1'));
  });
  servers.push({ close: () => server.close() });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // As above.
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, seen: [] };
}

const nowhere: Resolve = () =>
  Promise.reject(Object.assign(new Error('no names in tests'), { code: 'ENOTFOUND' }));

function fetching(address: string, hosts: string[], more: Partial<FetchDocumentOptions> = {}) {
  return fetchDocument(address, { policy: { allow: hosts, ownHosts: [] }, resolve: nowhere, ...more });
}

async function failure(work: Promise<unknown>): Promise<OutboundError> {
  const outcome = await work.then(
    (value) => new Error(`no error but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof OutboundError) return outcome;
  throw outcome;
}

describe('a document', () => {
  it('comes with its bytes, its validators and an address that opens nothing', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/calendar; charset=utf-8',
        etag: 'W/"v1"',
        'last-modified': 'Fri, 20 Nov 2026 12:00:00 GMT',
      });
      response.end(CALENDAR);
    });
    const document = await fetching(`${server.origin}/cal/${TOKEN}.ics?s=${TOKEN}#x`, [server.host]);
    expect(document).toEqual({
      kind: 'document',
      status: 200,
      bytes: expect.anything(),
      etag: 'W/"v1"',
      lastModified: 'Fri, 20 Nov 2026 12:00:00 GMT',
      contentType: 'text/calendar; charset=utf-8',
      finalUrl: `${server.origin}/cal/redacted.ics?s=redacted`,
      redirects: 0,
    });
    expect(document.kind === 'document' && Buffer.from(document.bytes).toString()).toBe(CALENDAR);
    expect(server.seen[0]).toMatchObject({
      url: `/cal/${TOKEN}.ics?s=${TOKEN}`,
      headers: {
        'user-agent': 'Latchkey/1.0 (+calendar sync)',
        accept: expect.stringContaining('text/calendar'),
      },
    });
    expect(server.seen[0]?.headers).not.toHaveProperty('if-none-match');
  });

  it.each([
    ['gzip', gzipSync(CALENDAR)],
    ['x-gzip', gzipSync(CALENDAR)],
    ['deflate', deflateSync(CALENDAR)],
    ['deflate', deflateRawSync(CALENDAR)],
    ['br', brotliCompressSync(CALENDAR)],
    ['identity', Buffer.from(CALENDAR)],
    ['GZIP, identity', gzipSync(CALENDAR)],
  ])('is unpacked from %s', async (encoding, body) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const document = await fetching(server.origin, [server.host]);
    expect(document.kind === 'document' && Buffer.from(document.bytes).toString()).toBe(CALENDAR);
  });

  it('that is gzip without saying so is handed on as it came', async () => {
    const server = await serve((_request, response) => response.end(gzipSync(CALENDAR)));
    const document = await fetching(server.origin, [server.host]);
    expect(document).toMatchObject({ bytes: gzipSync(CALENDAR) });
  });

  it('may be empty, under an encoding too', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(),
    );
    expect(await fetching(server.origin, [server.host])).toMatchObject({
      kind: 'document',
      bytes: Buffer.alloc(0),
    });
  });

  it('is asked for by its path as written, which cannot split the request', async () => {
    const server = await serve((_request, response) => response.end(CALENDAR));
    await fetching(`${server.origin}/%0d%0aHost:%20evil`, [server.host]);
    expect(server.seen).toMatchObject([{ url: '/%0d%0aHost:%20evil', headers: { host: server.host } }]);
  });

  it('is fetched without the proxy the environment names', async () => {
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])
      vi.stubEnv(name, 'http://127.0.0.1:9');
    const server = await serve((_request, response) => response.end(CALENDAR));
    expect(await fetching(server.origin, [server.host])).toMatchObject({ kind: 'document' });
  });
});

describe('an answer without a document', () => {
  it('is "not modified" when the validators still hold', async () => {
    const server = await serve((request, response) => {
      const holds =
        request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] === 'then';
      response.writeHead(holds ? 304 : 200).end();
    });
    const validators = { etag: '"v1"', lastModified: 'then' };
    expect(await fetching(server.origin, [server.host], validators)).toEqual({ kind: 'not_modified' });
  });

  it('is an error when it says "not modified" to nobody', async () => {
    const server = await serve((_request, response) => response.writeHead(304).end());
    expect(await failure(fetching(server.origin, [server.host]))).toMatchObject({
      code: 'http_status',
      status: 304,
    });
  });

  it('drops validators that cannot stand in a header', async () => {
    const server = await serve((_request, response) => response.end(CALENDAR));
    await fetching(server.origin, [server.host], { etag: '"a"\r\nx: y', lastModified: 'é'.repeat(3) });
    expect(Object.keys(server.seen[0]?.headers ?? {})).not.toContain('if-none-match');
    expect(Object.keys(server.seen[0]?.headers ?? {})).not.toContain('if-modified-since');
  });

  it('is "no content" for 204', async () => {
    const server = await serve((_request, response) => response.writeHead(204).end());
    expect(await fetching(server.origin, [server.host])).toEqual({ kind: 'no_content', status: 204 });
  });

  it.each([
    [404, true],
    [410, true],
    [401, true],
    [403, false],
    [408, false],
    [429, false],
    [500, false],
    [503, false],
    [202, false],
    [206, false],
    [300, false],
  ])('is an error for status %i, permanent: %s', async (status, permanent) => {
    const server = await serve((_request, response) => response.writeHead(status).end(CALENDAR));
    const error = await failure(fetching(`${server.origin}/?t=${TOKEN}`, [server.host]));
    expect(error).toMatchObject({ code: 'http_status', status, permanent, retryAfterSeconds: undefined });
    expect(error.message).toMatch(/^The server at 127\.0\.0\.1:\d+ .*\.$/);
    expect(error.message).not.toContain(TOKEN);
  });

  it.each([
    ['120', 120],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:01:30 GMT', 90],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['99999999', 86_400],
    ['-5', undefined],
    ['soon', undefined],
    ['2 hours', undefined],
  ])('says how long to wait: Retry-After "%s" is %s seconds', async (header, seconds) => {
    const server = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': header }).end(),
    );
    const error = await failure(
      fetching(server.origin, [server.host], { clock: testClock('2026-11-20T12:00:00Z') }),
    );
    expect(error).toMatchObject({ status: 429, retryAfterSeconds: seconds });
  });
});

describe('redirects', () => {
  it('are followed, relative ones too, and validators stay with the first host', async () => {
    const second = await serve((_request, response) => response.end(CALENDAR));
    const first = await serve((request, response) => {
      const location = request.url === '/a' ? 'b?x=1' : `${second.origin}/c`;
      response.writeHead(request.url === '/a' ? 301 : 307, { location }).end('moved');
    });
    const document = await fetching(`${first.origin}/a`, [first.host, second.host], { etag: '"v1"' });
    expect(document).toMatchObject({ kind: 'document', redirects: 2, finalUrl: `${second.origin}/c` });
    expect(first.seen.map((request) => [request.url, request.headers['if-none-match']])).toEqual([
      ['/a', '"v1"'],
      ['/b?x=1', '"v1"'],
    ]);
    expect(second.seen[0]?.headers).not.toHaveProperty('if-none-match');
  });

  it('in a circle end after five', async () => {
    const server = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
    expect(await failure(fetching(server.origin, [server.host]))).toMatchObject({
      code: 'too_many_redirects',
    });
    expect(server.seen).toHaveLength(6);
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data', 'blocked_address', 'private_address'],
    ['http://localhost/', 'blocked_address', 'local_name'],
    ['http://[::1]/', 'blocked_address', 'private_address'],
    ['file:///etc/passwd', 'blocked_url', 'scheme'],
    ['gopher://127.0.0.1:6379/_FLUSHALL', 'blocked_url', 'scheme'],
    ['https://user:pass@example.com/', 'blocked_url', 'credentials'],
    ['https://example.com:22/', 'blocked_url', 'port'],
    ['//127.0.0.2/x', 'blocked_address', 'private_address'],
  ])('are refused at the hop: %s', async (location, code, refusal) => {
    const server = await serve((_request, response) => response.writeHead(302, { location }).end());
    const error = await failure(fetching(server.origin, [server.host]));
    expect(error).toMatchObject({ code, refusal, permanent: true });
    expect(error.message).toMatch(/sent us on/);
  });

  it('to another local port never reach it', async () => {
    const inner = await serve((_request, response) => response.end('secret'));
    const outer = await serve((_request, response) =>
      response.writeHead(302, { location: inner.origin }).end(),
    );
    expect(await failure(fetching(outer.origin, [outer.host]))).toMatchObject({ code: 'blocked_address' });
    expect(inner.seen).toHaveLength(0);
  });

  it.each([undefined, 'http://'])('without a target are an error: %s', async (location) => {
    const server = await serve((_request, response) =>
      response.writeHead(302, location ? { location } : {}).end(),
    );
    expect(await failure(fetching(server.origin, [server.host]))).toMatchObject({ code: 'bad_answer' });
  });
});

describe('an answer that does not end well', () => {
  const quick = { limits: { totalMs: 80 } };

  it('is given up at the deadline when nothing comes', async () => {
    const server = await serve(() => undefined);
    const error = await failure(fetching(server.origin, [server.host], quick));
    expect(error).toMatchObject({
      code: 'timeout',
      permanent: false,
      message: expect.stringContaining('0.08 seconds'),
    });
  });

  it('is given up at the deadline when it drips', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('B'), 10);
      response.on('close', () => clearInterval(drip));
    });
    expect(await failure(fetching(server.origin, [server.host], quick))).toMatchObject({ code: 'timeout' });
  });

  it('is given up at one deadline for all hops together', async () => {
    const server = await serve((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 30);
    });
    expect(await failure(fetching(server.origin, [server.host], quick))).toMatchObject({ code: 'timeout' });
  });

  it('is given up when the caller says so, with the reason of the caller', async () => {
    const server = await serve(() => undefined);
    const reason = new Error('shutting down');
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 20);
    await expect(fetching(server.origin, [server.host], { signal: stop.signal })).rejects.toBe(reason);
  });

  it('stops at the size limit whatever length it declares', async () => {
    const body = Buffer.alloc(20_000_000, 'x');
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': body.length }).end(body),
    );
    const error = await failure(fetching(server.origin, [server.host]));
    expect(error).toMatchObject({ code: 'too_large', message: expect.stringContaining('5 MB') });
  });

  it('stops at the size limit when it has no end', async () => {
    let written = 0;
    const server = await serve((_request, response) => {
      const chunk = Buffer.alloc(64_000, 'x');
      const pour = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.on('drain', pour);
      pour();
    });
    const error = await failure(fetching(server.origin, [server.host], { limits: { maxBytes: 1_000_000 } }));
    expect(error.code).toBe('too_large');
    expect(written).toBeLessThan(20_000_000);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(64_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(64_000_000))],
    ['deflate', deflateSync(Buffer.alloc(64_000_000))],
  ])('stops at the limit of what it unpacks to: a bomb in %s', async (encoding, bomb) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
    );
    const error = await failure(fetching(server.origin, [server.host]));
    expect(error).toMatchObject({ code: 'too_large', message: expect.stringContaining('unpacked') });
  });

  it.each([
    ['is cut off', 'gzip', gzipSync(CALENDAR).subarray(0, 30)],
    ['is not packed at all', 'gzip', Buffer.from(CALENDAR)],
    ['is damaged', 'gzip', Buffer.concat([gzipSync(CALENDAR).subarray(0, 20), Buffer.alloc(30)])],
    ['is not packed at all', 'br', Buffer.from(CALENDAR)],
    ['is not packed at all', 'deflate', Buffer.from(CALENDAR)],
    ['is packed some other way', 'zstd', Buffer.from(CALENDAR)],
    ['is packed twice', 'gzip, gzip', gzipSync(gzipSync(CALENDAR))],
  ])('is an error and never a short document when its packing %s (%s)', async (_why, encoding, body) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    expect(await failure(fetching(server.origin, [server.host]))).toMatchObject({ code: 'encoding' });
  });

  it.each([
    ['its length', `HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${CALENDAR}`, 'cut_short'],
    [
      'its last chunk',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\nBEGIN:VCALENDAR\n\r\n`,
      'cut_short',
    ],
    ['its headers', 'HTTP/1.1 200 OK\r\ncontent-le', 'cut_short'],
    ['the rules of HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'bad_answer'],
    ['a bound on headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`, 'bad_answer'],
  ])('is an error and never a short document when it breaks %s', async (_what, bytes, code) => {
    const server = await serveBytes(bytes);
    expect(await failure(fetching(server.origin, [server.host]))).toMatchObject({ code, permanent: false });
  });

  it('is an error when nobody listens', async () => {
    const server = await serveBytes('');
    for (const running of servers.splice(0)) running.close();
    const error = await failure(fetching(server.origin, [server.host]));
    expect(error).toMatchObject({ code: 'connect', message: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('a request to a configured API', () => {
  it('carries its method, headers and body, and brings back any status with its body', async () => {
    let body = '';
    const server = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => response.writeHead(422, { 'retry-after': '7' }).end('{"error":"no"}'));
    });
    const answer = await send({
      url: new URL(`${server.origin}/v2/x?y=1`),
      method: 'POST',
      headers: { authorization: 'Bearer abc', 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(answer).toMatchObject({ status: 422, retryAfterSeconds: 7 });
    expect(Buffer.from(answer.bytes).toString()).toBe('{"error":"no"}');
    expect(body).toBe('{"a":1}');
    expect(server.seen[0]).toMatchObject({ url: '/v2/x?y=1', headers: { authorization: 'Bearer abc' } });
  });

  it('does not follow redirects, which would take its token elsewhere', async () => {
    const server = await serve((_request, response) =>
      response.writeHead(302, { location: '/elsewhere' }).end(),
    );
    expect(await send({ url: new URL(server.origin), method: 'GET' })).toMatchObject({ status: 302 });
    expect(server.seen).toHaveLength(1);
  });

  it('has the same deadline and size limit as a document', async () => {
    const silent = await serve(() => undefined);
    const big = await serve((_request, response) => response.end(Buffer.alloc(2000)));
    const limits = { totalMs: 50, maxBytes: 1000 };
    expect((await failure(send({ url: new URL(silent.origin), method: 'GET', limits }))).code).toBe(
      'timeout',
    );
    expect((await failure(send({ url: new URL(big.origin), method: 'GET', limits }))).code).toBe('too_large');
  });
});
