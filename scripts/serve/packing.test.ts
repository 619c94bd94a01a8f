import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { packAnswer, SMALL_BYTES } from './packing.ts';

const LONG = JSON.stringify({ words: 'a night is sold once. '.repeat(400) });
type Answer = { status: number; headers: IncomingMessage['headers']; bytes: Buffer; pieces: Buffer[] };
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(handler: Handler): Promise<number> {
  const server = createServer((incoming, response) => {
    packAnswer(incoming, response);
    handler(incoming, response);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // of a TCP server
}

function ask(
  port: number,
  path = '/',
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { 'accept-encoding': 'gzip, br', ...headers };
    request({ port, path, method, headers: all }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes: Buffer.concat(pieces),
          pieces,
        }),
      );
    })
      .once('error', reject)
      .end();
  });
}

const json =
  (text: string, more: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json');
    for (const [name, value] of Object.entries(more)) response.setHeader(name, value);
    response.end(text);
  };

describe('an answer of some length', () => {
  it('is packed for whoever takes it so, and says so', async () => {
    const port = await serve(json(LONG, { 'content-length': String(Buffer.byteLength(LONG)), vary: 'rsc' }));
    const { headers, bytes } = await ask(port);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'rsc, Accept-Encoding' });
    expect(headers['content-length']).toBeUndefined();
    expect(gunzipSync(bytes).toString()).toBe(LONG);
    expect(bytes.byteLength).toBeLessThan(LONG.length / 10);
  });

  it.each([
    ['whoever does not take it', { 'accept-encoding': 'identity' }, '/'],
    ['whoever refuses it', { 'accept-encoding': 'gzip;q=0' }, '/'],
    ['a page that another site opened', { 'sec-fetch-site': 'cross-site' }, '/'],
    ['a page of a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }, '/'],
    ['the token of a form', {}, '/api/auth/csrf'],
  ])('goes out as it is to %s, and caches know of both', async (_who, headers, path) => {
    const answer = await ask(await serve(json(LONG)), path, headers);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers.vary).toBe('Accept-Encoding');
    expect(answer.bytes.toString()).toBe(LONG);
  });

  it('is packed also for the page itself and for one typed by hand', async () => {
    const port = await serve(json(LONG));
    for (const site of ['same-origin', 'none'])
      expect((await ask(port, '/', { 'sec-fetch-site': site })).headers['content-encoding']).toBe('gzip');
  });

  it('has a weak tag once it is packed: other bytes of the same', async () => {
    const port = await serve(json(LONG, { etag: '"v1"' }));
    expect((await ask(port)).headers.etag).toBe('W/"v1"');
    expect((await ask(port, '/', { 'accept-encoding': '' })).headers.etag).toBe('"v1"');
  });

  it.each([
    ['with its body', LONG],
    ['without', ''],
  ])('says to HEAD nothing that its GET would not, answered %s', async (_how, body) => {
    const port = await serve(json(body, { 'content-length': String(LONG.length) }));
    const { headers, bytes } = await ask(port, '/', {}, 'HEAD');
    expect(headers['content-length']).toBeUndefined();
    expect(headers.vary).toBe('Accept-Encoding');
    expect(bytes.byteLength).toBe(0);
  });
});

describe('what is left alone', () => {
  it('is short', async () => {
    const text = JSON.stringify('x'.repeat(SMALL_BYTES - 10));
    const { headers, bytes } = await ask(await serve(json(text)));
    expect(headers['content-encoding']).toBeUndefined();
    expect(bytes.toString()).toBe(text);
  });

  it.each([
    ['a stream of events', { 'content-type': 'text/event-stream' }],
    ['a picture', { 'content-type': 'image/png' }],
    ['a font', { 'content-type': 'font/woff2' }],
    ['a calendar, which is packed where it is kept', { 'content-type': 'text/calendar' }],
    ['what is packed already', { 'content-type': 'text/html', 'content-encoding': 'br' }],
    ['what nobody on the way may change', { 'content-type': 'text/html', 'cache-control': 'no-transform' }],
  ])('is %s', async (_what, headers) => {
    const answer = await ask(
      await serve((_request, response) => {
        response.writeHead(200, headers);
        response.end(LONG);
      }),
    );
    expect(answer.headers['content-encoding']).toBe(
      'content-encoding' in headers ? headers['content-encoding'] : undefined,
    );
    expect(answer.bytes.toString()).toBe(LONG);
  });

  it.each([304, 204])('has no body (%s)', async (status) => {
    const answer = await ask(
      await serve((_request, response) => {
        response.writeHead(status, { etag: '"v1"' });
        response.end();
      }),
    );
    expect(answer).toMatchObject({ status, headers: { etag: '"v1"' } });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  it('answers a write: what a POST makes may be a secret', async () => {
    expect((await ask(await serve(json(LONG)), '/', {}, 'POST')).headers['content-encoding']).toBeUndefined();
  });
});

describe('a page that is written in pieces', () => {
  it('arrives in pieces, each readable at once', async () => {
    let go = () => {};
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write('<p>first</p>');
      go = () => response.end('<p>last</p>');
    });
    const first = await new Promise<{ head: Buffer; rest: Promise<Buffer> }>((resolve) => {
      request({ port, headers: { 'accept-encoding': 'gzip' } }, (response) => {
        const pieces: Buffer[] = [];
        const rest = new Promise<Buffer>((done) => response.once('end', () => done(Buffer.concat(pieces))));
        response.on('data', (piece: Buffer) => {
          pieces.push(piece);
          // The ten bytes of gzip's own head come alone.
          const head = Buffer.concat(pieces);
          if (head.byteLength > 10) resolve({ head, rest });
        });
      }).end();
    });
    const { constants } = await import('node:zlib');
    expect(gunzipSync(first.head, { finishFlush: constants.Z_SYNC_FLUSH }).toString()).toBe('<p>first</p>');
    go();
    expect(gunzipSync(await first.rest).toString()).toBe('<p>first</p><p>last</p>');
  });

  it('waits for a slow reader, and ends whole', async () => {
    const big = Array.from({ length: 200_000 }, (_, at) => `${at}:${(at * 7919) % 100_003}`).join();
    const port = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html');
      const pieces = big.match(/.{1,20000}/g) ?? [];
      const next = (): void => {
        const piece = pieces.shift();
        if (piece === undefined) response.end();
        else if (response.write(piece)) next();
        else response.once('drain', next);
      };
      next();
    });
    expect(gunzipSync((await ask(port)).bytes).toString()).toBe(big);
  });

  it('is not packed on for a reader who left', async () => {
    let left = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const port = await serve((incoming, response) => {
      response.setHeader('content-type', 'text/html');
      response.write('x'.repeat(5_000));
      if (incoming.url === '/again') return response.end();
      response.once('close', () => {
        response.write('late');
        response.end();
        left();
      });
    });
    const asking = request({ port, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      response.once('data', () => asking.destroy());
      response.on('error', () => {});
    });
    asking.on('error', () => {});
    asking.end();
    await gone;
    expect((await ask(port, '/again')).status).toBe(200);
  });
});
