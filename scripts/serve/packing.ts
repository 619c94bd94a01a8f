/**
 * Answers on their way out are packed here with gzip, as they are written and flushed with every piece, so that a page
 * still arrives in pieces. docs/decisions/0016 says what is left alone, and why.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, createGzip, type Gzip } from 'node:zlib';
import { CARRIES_ENCODING } from '#lib/web/feed.ts';

/** Below it the packing costs more than it saves: the whole answer fits into one packet anyway. */
export const SMALL_BYTES = 1_024;

const TEXT =
  /^(text\/(html|css|javascript|plain|csv|x-component|xml)|application\/(javascript|json|xml|manifest\+json|problem\+json)|image\/svg\+xml)\b/i;

/** Where an answer is a secret of its own, or one is made. */
const SECRET = /^\/api\/auth(\/|$)/;

export function accepts(coding: string, header: string | undefined): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part.toLowerCase().split(';');
    const isRefused = parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter));
    return name.trim() === coding && !isRefused;
  });
}

/** Whether this request's answer may be packed at all, should it be long and of a kind that packs. */
function mayPack({ method, url = '', headers }: IncomingMessage): boolean {
  if (method !== 'GET' || SECRET.test(url.split('?')[0] ?? '')) return false;
  // Whoever sends somebody here from elsewhere chooses words of the answer, and its packed length tells of its others.
  const site = headers['sec-fetch-site'];
  return (
    (site === undefined || site === 'same-origin' || site === 'none') &&
    accepts('gzip', headers['accept-encoding'])
  );
}

/** Whether the answer is one that is packed for those who may have it so. */
function isPackable(response: ServerResponse): boolean {
  const held = (name: string) => String(response.getHeader(name) ?? '');
  return (
    ![204, 206, 304].includes(response.statusCode) &&
    response.statusCode >= 200 &&
    TEXT.test(held('content-type')) &&
    !response.hasHeader('content-encoding') &&
    !response.hasHeader(CARRIES_ENCODING) &&
    !/no-transform/i.test(held('cache-control'))
  );
}

function vary(response: ServerResponse): void {
  const held = [response.getHeader('vary') ?? []].flat().join(', ');
  if (/\baccept-encoding\b|\*/i.test(held)) return;
  response.setHeader('vary', held ? `${held}, Accept-Encoding` : 'Accept-Encoding');
}

/** Headers of the packed form. A strong tag names bytes, and these are others (RFC 9110 8.8.1). */
function announce(response: ServerResponse): void {
  response.removeHeader('content-length');
  response.setHeader('content-encoding', 'gzip');
  const tag = response.getHeader('etag');
  if (typeof tag === 'string' && tag.startsWith('"')) response.setHeader('etag', `W/${tag}`);
}

type Piece = string | Uint8Array;
const asBytes = (piece: Piece, encoding: unknown) =>
  typeof piece === 'string'
    ? Buffer.from(piece, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8') // as Node takes it
    : piece;

/** Call before anything is written. */
export function packAnswer(request: IncomingMessage, response: ServerResponse): void {
  const plain = { writeHead: response.writeHead, write: response.write, end: response.end };
  let gzip: Gzip | null = null;
  let isDecided = false;

  /** @param length of the whole, where it is known */
  const decide = (length: number | null) => {
    isDecided = true;
    if (response.statusCode === 304) vary(response);
    if (!isPackable(response)) return;
    vary(response);
    const said = Number(response.getHeader('content-length') ?? Number.NaN);
    const whole = length ?? (Number.isNaN(said) ? null : said);
    if (whole !== null && whole < SMALL_BYTES) return;
    // What its GET would say of the length depends on the packing.
    if (request.method === 'HEAD' && accepts('gzip', request.headers['accept-encoding']))
      response.removeHeader('content-length');
    if (!mayPack(request)) return;
    announce(response);
    gzip = startGzip(response, plain);
  };

  response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
    if (!isDecided) {
      setGiven(this, given);
      decide(null);
      return Reflect.apply(plain.writeHead, this, [this.statusCode]);
    }
    return Reflect.apply(plain.writeHead, this, given);
  };
  response.write = function (this: ServerResponse, piece: Piece, ...rest: unknown[]) {
    if (!isDecided) decide(null);
    if (!gzip) return Reflect.apply(plain.write, this, [piece, ...rest]);
    const done = rest.find((one) => typeof one === 'function');
    return Reflect.apply(gzip.write, gzip, [asBytes(piece, rest[0]), ...(done ? [done] : [])]);
  };
  response.end = function (this: ServerResponse, ...given: unknown[]) {
    const [piece, encoding] = given;
    const last = typeof piece === 'string' || piece instanceof Uint8Array ? asBytes(piece, encoding) : null;
    // The body of a HEAD is left out, and its length is that of the GET.
    if (!isDecided) decide(request.method === 'HEAD' ? null : (last?.byteLength ?? 0));
    if (!gzip) return Reflect.apply(plain.end, this, given);
    const done = given.find((one) => typeof one === 'function');
    if (typeof done === 'function') this.once('finish', () => Reflect.apply(done, this, []));
    if (last) gzip.end(last);
    else gzip.end();
    return this;
  };
}

/** What is given to writeHead is set like any other header, so that it is seen before it is sent. */
function setGiven(response: ServerResponse, [status, ...rest]: unknown[]): void {
  if (typeof status === 'number') response.statusCode = status;
  if (typeof rest[0] === 'string') response.statusMessage = rest[0];
  const headers = rest.find((one) => typeof one === 'object' && one !== null);
  if (Array.isArray(headers)) {
    for (let at = 0; at + 1 < headers.length; at += 2) response.appendHeader(headers[at], headers[at + 1]);
  } else if (headers) {
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) response.setHeader(name, value);
  }
}

/** Whoever writes waits for the slower of the two, the packing and the reader. */
function startGzip(response: ServerResponse, plain: Pick<ServerResponse, 'write' | 'end'>): Gzip {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  gzip.on('data', (packed: Buffer) => {
    if (!Reflect.apply(plain.write, response, [packed])) gzip.pause();
  });
  response.on('drain', () => gzip.resume());
  gzip.on('drain', () => response.emit('drain'));
  gzip.on('end', () => Reflect.apply(plain.end, response, []));
  gzip.on('error', (error) => response.destroy(error));
  // A reader who leaves early; after the end there is nothing left to close.
  response.on('close', () => gzip.destroy());
  return gzip;
}
