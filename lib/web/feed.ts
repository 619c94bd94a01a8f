import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientIp, placeOf } from '#lib/auth/throttle.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { type Feed, getFeed } from '#lib/domain/feeds/get-feed.ts';
import { packed } from '#lib/domain/feeds/rendered.ts';

/** Wrong tokens from one address in a minute. Platforms fetch for thousands of hosts from one, some with dead links. */
const WRONG_PER_MINUTE = 100;
const ALLOW = 'GET, HEAD';

/** Links are secrets: no index, no referrer, no guessing of types. */
const GUARDED = {
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Answers GET and HEAD of a feed. A right token is always served, whatever else its address has sent: 256 bits are not
 * guessed, and a platform's address is shared by many hosts. So each token is looked up first, and only wrong ones count.
 * Ranges are not offered: the whole is small, and half a calendar is a wrong one.
 * @throws what the database throws, which becomes a 503: a failure must never look like an empty calendar
 */
export async function serveFeed(deps: Deps, request: Request, id: string, token: string): Promise<Response> {
  const ip = clientIp(request.headers);
  const feed = await getFeed(deps, {
    id,
    token,
    holds: readValidators(request.headers),
    wantsBody: request.method === 'GET',
    caller: { ip, userAgent: request.headers.get('user-agent') ?? '' },
  });
  if (!feed) return refuse(ip);
  return toResponse(feed, request);
}

async function toResponse(feed: Feed, request: Request): Promise<Response> {
  // Next strips Content-Encoding from what a route answers (its send-response.js), and packed bytes without it are
  // noise to every reader. So it is packed only where the server in front says that it puts the header back.
  const isPacked =
    request.headers.has(CARRIES_ENCODING) && acceptsGzip(request.headers.get('accept-encoding') ?? '');
  const validators = feed.state === 'document' ? feed.document : feed;
  const headers = new Headers({
    ...GUARDED,
    etag: `"${validators.etag}${isPacked ? PACKED : ''}"`,
    'last-modified': toHttpDate(validators.lastModified),
    // Only the holder of the link may keep it, and must ask before each use: a stale copy sells a night twice.
    'cache-control': 'private, no-cache',
    vary: 'Accept-Encoding',
  });
  if (feed.state === 'unchanged') return new Response(null, { status: 304, headers });
  headers.set('content-type', 'text/calendar; charset=utf-8');
  headers.set('content-disposition', 'inline; filename="calendar.ics"');
  const body = isPacked ? await packed(feed.document) : feed.document.text;
  headers.set(
    'content-length',
    String(typeof body === 'string' ? feed.document.byteLength : body.byteLength),
  );
  if (isPacked) {
    headers.set('content-encoding', 'gzip');
    headers.set(CARRIES_ENCODING, 'gzip');
  }
  // The packed copy lives in plain memory, never shared: what BodyInit asks for and Uint8Array leaves open.
  return new Response(request.method === 'HEAD' ? null : (body as BodyInit), { status: 200, headers });
}

/** Set on a request by the server in front of Next that gives an answer its Content-Encoding back; on the answer, which. */
export const CARRIES_ENCODING = 'x-latchkey-carries-encoding';

/** Two encodings are two representations, and a strong tag names one of them (RFC 9110 8.8.3.3). */
const PACKED = '-gzip';

function acceptsGzip(header: string): boolean {
  return header.split(',').some((part) => {
    const [coding = '', ...parameters] = part.toLowerCase().split(';');
    const isRefused = parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter));
    return coding.trim() === 'gzip' && !isRefused;
  });
}

/** What the reader says it holds. If-None-Match silences If-Modified-Since (RFC 9110 13.1.3). */
export function readValidators(headers: Headers): {
  etags: string[];
  modifiedSince: Temporal.Instant | null;
} {
  const match = headers.get('if-none-match');
  if (match !== null) return { etags: readTags(match), modifiedSince: null };
  return { etags: [], modifiedSince: parseHttpDate(headers.get('if-modified-since') ?? '') };
}

function readTags(header: string): string[] {
  if (header.trim() === '*') return ['*'];
  return [...header.slice(0, 2000).matchAll(/"([^"]*)"/g)].map(([, tag = '']) =>
    tag.endsWith(PACKED) ? tag.slice(0, -PACKED.length) : tag,
  );
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HTTP_DATE = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/;

/** `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is still written. */
function toHttpDate(at: Temporal.Instant): string {
  const time = at.toZonedDateTimeISO('UTC');
  const day = String(time.day).padStart(2, '0');
  const clock = time.toPlainTime().toString({ smallestUnit: 'second' });
  return `${DAYS[time.dayOfWeek - 1]}, ${day} ${MONTHS[time.month - 1]} ${time.year} ${clock} GMT`;
}

/** Null for anything we did not write ourselves: then the reader gets the whole calendar, which is never wrong. */
function parseHttpDate(text: string): Temporal.Instant | null {
  const [, day, name = '', year, clock] = HTTP_DATE.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (!day || month === 0) return null;
  const iso = `${year}-${String(month).padStart(2, '0')}-${day}T${clock}Z`;
  try {
    return Temporal.Instant.from(iso);
  } catch {
    return null; // RangeError is how Temporal says "no such time"
  }
}

const holder: { latchkeyWrongTokens?: RateLimiterMemory } = globalThis as {
  latchkeyWrongTokens?: RateLimiterMemory;
}; // each Next entry is a module graph of its own

async function refuse(ip: string): Promise<Response> {
  holder.latchkeyWrongTokens ??= new RateLimiterMemory({ points: WRONG_PER_MINUTE, duration: 60 });
  try {
    await holder.latchkeyWrongTokens.consume(placeOf(ip));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    return refusalOf(429, 'too_many_requests', 'Too many unknown links from this address. Wait.', {
      'retry-after': String(seconds),
    });
  }
  return refusalOf(404, 'not_found', 'There is no calendar under this link.');
}

/** Every other method, OPTIONS included: a feed is read. */
export function methodNotAllowed(): Response {
  return refusalOf(405, 'method_not_allowed', 'A calendar feed can only be read.', { allow: ALLOW });
}

/** The same bytes for every reason there may be, so the request id stands in the header alone. */
function refusalOf(status: number, code: string, title: string, more: Record<string, string> = {}): Response {
  const headers = {
    ...GUARDED,
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    ...more,
  };
  return new Response(JSON.stringify({ type: `about:blank#${code}`, title, status, code }), {
    status,
    headers,
  });
}
