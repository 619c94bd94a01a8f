import { Client, type Dispatcher } from 'undici';
import { readBody } from './http-body.ts';
import { guardedConnector, type Resolve } from './http-connect.ts';
import { hostForPeople, networkError, OutboundError } from './http-errors.ts';

export type HttpLimits = {
  /** For everything: names, connections, redirects and the last byte. */
  readonly totalMs: number;
  /** For the name and the connection of one hop. */
  readonly connectMs: number;
  /** For the body as it arrives, and again as it unpacks. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
};

export const DEFAULT_LIMITS: HttpLimits = {
  totalMs: 15_000,
  connectMs: 5_000,
  maxBytes: 5_000_000,
  maxRedirects: 5,
};

/** Names in lower case; of a repeated header the first value. */
export type ResponseHeaders = Readonly<Record<string, string>>;

export type Exchange = {
  readonly url: URL;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether the host may be private. */
  readonly trusted: boolean;
  readonly resolve: Resolve;
  readonly limits: HttpLimits;
  readonly signal: AbortSignal;
  /** Whether the body of an answer with this status is read; otherwise the connection is dropped. */
  readonly wantsBody: (status: number) => boolean;
};

export type Answer = {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly bytes: Uint8Array;
};

/**
 * One request and its answer over a connection of its own: no redirect is followed, no proxy is used, no status is an
 * error, certificates are always verified.
 * @throws OutboundError; or the signal's reason once that is aborted
 */
export async function exchange(request: Exchange): Promise<Answer> {
  const { url, limits, signal } = request;
  signal.throwIfAborted();
  const client = new Client(url.origin, {
    connect: guardedConnector({
      resolve: request.resolve,
      trusted: request.trusted,
      connectMs: limits.connectMs,
    }),
    // The deadline is the signal's: undici's own timers start anew with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });
  try {
    const { statusCode, headers, body } = await client.request({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...request.headers },
      body: request.body ?? null,
      signal,
    });
    const plain = firstValues(headers);
    if (!request.wantsBody(statusCode)) {
      body.on('error', () => undefined);
      return { status: statusCode, headers: plain, bytes: new Uint8Array() };
    }
    const bytes = await readBody(body, plain['content-encoding'] ?? '', limits.maxBytes);
    return { status: statusCode, headers: plain, bytes };
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(hostForPeople(url), error);
  } finally {
    // Not awaited: a connection attempt that hangs must not hold up the answer.
    void client.destroy().catch(() => undefined);
  }
}

/**
 * Runs work under a deadline, and under the caller's own signal where there is one.
 * @throws OutboundError timeout; the caller's reason when it aborts; whatever the work throws
 */
export async function withDeadline<T>(
  totalMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(
      new OutboundError('timeout', `There was no whole answer within ${totalMs / 1000} seconds.`),
    );
  }, totalMs);
  try {
    return await work(outer === undefined ? deadline.signal : AbortSignal.any([outer, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}

function firstValues(headers: Record<string, string | string[] | undefined>): ResponseHeaders {
  const plain: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) plain[name.toLowerCase()] = first;
  }
  return plain;
}
