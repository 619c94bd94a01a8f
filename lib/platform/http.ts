import { type Clock, systemClock } from '#lib/kernel/clock.ts';
import { ACCEPTED_ENCODINGS } from './http-body.ts';
import { type Resolve, systemResolve } from './http-connect.ts';
import { hostForPeople, OutboundError, refusedUrl, statusError } from './http-errors.ts';
import {
  type Answer,
  DEFAULT_LIMITS,
  exchange,
  type HttpLimits,
  type ResponseHeaders,
  withDeadline,
} from './http-exchange.ts';
import { retryAfterSeconds } from './http-retry-after.ts';
import { redactUrl } from './redact-url.ts';
import { checkUrl, type UrlPolicy } from './safe-url.ts';

/*
 * The only way out of this process over HTTP. Nothing here retries or sleeps: what failed is told, and the caller's
 * policy decides. Proxies of the environment are not used, since they would connect where we cannot check.
 */

const USER_AGENT = 'Latchkey/1.0 (+calendar sync)';

/** What callers hand on and tests replace. */
export type HttpOptions = {
  readonly limits?: Partial<HttpLimits>;
  readonly resolve?: Resolve;
  readonly clock?: Clock;
  /** The caller's own end: its reason is thrown as it is. */
  readonly signal?: AbortSignal;
};

export type FetchDocumentOptions = HttpOptions & {
  readonly policy: UrlPolicy;
  /** As the last answer gave them. */
  readonly etag?: string | null;
  readonly lastModified?: string | null;
};

export type FetchedDocument =
  | {
      readonly kind: 'document';
      readonly status: number;
      /** The whole body, unpacked; may be empty. */
      readonly bytes: Uint8Array;
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly contentType: string | null;
      /** Where the document came from, for people and logs: redacted, so it cannot be fetched. */
      readonly finalUrl: string;
      readonly redirects: number;
    }
  /** What was fetched last still stands. */
  | { readonly kind: 'not_modified' }
  /** An answer that carries nothing (204, 205): keep what was fetched last. */
  | { readonly kind: 'no_content'; readonly status: number };

/**
 * Fetches a document from an address a person gave. Every hop is checked, by its text and by every address its name has;
 * validators go to the first host only, nothing else is sent along.
 * @throws OutboundError for everything but a whole document, a 304 to validators, and 204
 */
export async function fetchDocument(
  address: string,
  options: FetchDocumentOptions,
): Promise<FetchedDocument> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  return withDeadline(limits.totalMs, options.signal, async (signal) => {
    let next = address;
    let firstOrigin: string | null = null;
    for (let redirects = 0; redirects <= limits.maxRedirects; redirects++) {
      const checked = checkUrl(next, options.policy);
      if (!checked.ok) throw refusedUrl(checked.code, checked.detail, redirects > 0);
      const { url, trusted } = checked;
      firstOrigin ??= url.origin;
      const validators = url.origin === firstOrigin ? conditional(options) : {};
      const answer = await exchange({
        url,
        trusted,
        method: 'GET',
        headers: { ...DOCUMENT_HEADERS, ...validators },
        resolve: options.resolve ?? systemResolve,
        limits,
        signal,
        wantsBody: isDocument,
      });
      const location = redirectTarget(answer, url);
      if (location === null)
        return toDocument(answer, { url, redirects, asked: validators, clock: options.clock });
      next = location;
    }
    throw new OutboundError(
      'too_many_redirects',
      `The address leads in circles: more than ${limits.maxRedirects} redirects.`,
    );
  });
}

const DOCUMENT_HEADERS = {
  'user-agent': USER_AGENT,
  accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1',
  'accept-encoding': ACCEPTED_ENCODINGS,
};

/** 206 and the other 2xx are not whole documents. */
const isDocument = (status: number): boolean => status === 200 || status === 203;

function toDocument(
  answer: Answer,
  hop: { url: URL; redirects: number; asked: Record<string, string>; clock: Clock | undefined },
): FetchedDocument {
  const { status, headers } = answer;
  if (status === 304 && Object.keys(hop.asked).length > 0) return { kind: 'not_modified' };
  if (status === 204 || status === 205) return { kind: 'no_content', status };
  if (!isDocument(status)) {
    const wait = retryAfterSeconds(headers['retry-after'], hop.clock ?? systemClock);
    throw statusError(hostForPeople(hop.url), status, wait);
  }
  return {
    kind: 'document',
    status,
    bytes: answer.bytes,
    etag: validator(headers.etag),
    lastModified: validator(headers['last-modified']),
    contentType: headers['content-type'] ?? null,
    finalUrl: redactUrl(hop.url),
    redirects: hop.redirects,
  };
}

function redirectTarget(answer: Answer, from: URL): string | null {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const location = answer.headers.location;
  if (location === undefined || !URL.canParse(location, from)) {
    throw new OutboundError('bad_answer', `${hostForPeople(from)} sends us on without saying where.`);
  }
  return new URL(location, from).href;
}

/** Sent back as it came, so only what may stand in a header is kept. */
function validator(value: string | null | undefined): string | null {
  return value != null && /^[\x20-\x7e]{1,512}$/.test(value) ? value : null;
}

function conditional(options: FetchDocumentOptions): Record<string, string> {
  const etag = validator(options.etag);
  const lastModified = validator(options.lastModified);
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

export type HttpRequest = HttpOptions & {
  /** From the operator's settings, never from a person: it may be private and plain http. */
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly bytes: Uint8Array;
  readonly retryAfterSeconds: number | null;
};

/**
 * One request to an API the operator configured: deadline and size cap as for documents. Redirects and errors come back as
 * the statuses they are, since what they mean is the channel's.
 * @throws OutboundError when there is no whole answer
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const answer = await withDeadline(limits.totalMs, request.signal, (signal) =>
    exchange({
      url: request.url,
      method: request.method,
      headers: { 'user-agent': USER_AGENT, 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      trusted: true,
      resolve: request.resolve ?? systemResolve,
      limits,
      signal,
      wantsBody: () => true,
    }),
  );
  return {
    ...answer,
    retryAfterSeconds: retryAfterSeconds(answer.headers['retry-after'], request.clock ?? systemClock),
  };
}
