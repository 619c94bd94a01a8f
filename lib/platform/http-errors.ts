import { isIP } from 'node:net';
import type { UrlRefusal } from './safe-url.ts';

/*
 * What goes wrong on the way to another server, said so that a person knows whose turn it is. Sentences name the host
 * and never the path or query, which may open a calendar.
 */

export type OutboundCode =
  | 'blocked_url'
  | 'blocked_address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'too_large'
  | 'too_many_redirects'
  | 'http_status'
  | 'encoding'
  | 'cut_short'
  | 'bad_answer';

export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly code: OutboundCode;
  /** Why the address was refused, for `blocked_url` and for a literal address under `blocked_address`. */
  readonly refusal: UrlRefusal | undefined;
  /** The answer's status, for `http_status`. */
  readonly status: number | undefined;
  /** Seconds the other side asked to be left alone. */
  readonly retryAfterSeconds: number | undefined;
  /** True where asking again changes nothing until a person or the other side changes something. */
  readonly permanent: boolean;

  constructor(
    code: OutboundCode,
    message: string,
    options: {
      refusal?: UrlRefusal;
      status?: number;
      retryAfterSeconds?: number;
      permanent?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.refusal = options.refusal;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.permanent = options.permanent ?? false;
  }

  /** By name: each Next entry has this class of its own, and an error thrown in one must be known in another. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'OutboundError';
  }
}

/** The refusal of an address by safe-url, as an error. */
export function refusedUrl(refusal: UrlRefusal, detail: string, isRedirect: boolean): OutboundError {
  const message = isRedirect ? `The server sent us on to an address that is not fetched. ${detail}` : detail;
  const code = refusal === 'private_address' || refusal === 'local_name' ? 'blocked_address' : 'blocked_url';
  return new OutboundError(code, message, { refusal, permanent: true });
}

const PERMANENT_STATUS = [400, 401, 404, 405, 406, 410, 414, 451];

const STATUS_SENTENCE: Record<number, string> = {
  401: 'wants a sign-in (401); the link may have been replaced',
  403: 'refuses to answer us (403); the link may have been replaced, or we asked too often',
  404: 'says there is nothing at this address (404); the link may have been replaced or the listing removed',
  410: 'says this address is gone for good (410)',
  429: 'says we asked too often (429)',
};

/** An answer with a status other than those a document comes with. 403 is not permanent: bot filters answer so too. */
export function statusError(host: string, status: number, retryAfterSeconds: number | null): OutboundError {
  const what =
    STATUS_SENTENCE[status] ??
    (status >= 500 ? `has an error of its own (${status})` : `answered ${status} instead of a document`);
  return new OutboundError('http_status', `${host} ${what}.`, {
    status,
    permanent: PERMANENT_STATUS.includes(status),
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  });
}

const TLS_SENTENCE: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed its certificate itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an issuer nobody vouches for',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send its whole chain of certificates',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an issuer we do not know',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** An error of the network stack, turned into one of ours; ours come back as they are. */
export function networkError(host: string, thrown: unknown): OutboundError {
  const ours = causes(thrown).find((error) => error instanceof OutboundError);
  if (ours !== undefined) return ours;
  const code =
    causes(thrown)
      .map(codeOf)
      .find((found) => found !== '') ?? '';
  const options = { cause: thrown };
  if (TLS_SENTENCE[code] !== undefined || /^(ERR_TLS|ERR_SSL|EPROTO|CERT_)/.test(code)) {
    const why = TLS_SENTENCE[code] ?? `no secure connection could be agreed on (${code})`;
    return new OutboundError('tls', `${host} cannot be trusted: ${why}.`, options);
  }
  if (['ENOTFOUND', 'ENODATA', 'EAI_AGAIN', 'EAI_FAIL', 'ESERVFAIL'].includes(code)) {
    return new OutboundError('dns', `The name ${host} could not be found.`, options);
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return new OutboundError('timeout', `${host} could not be reached in time.`, options);
  }
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'].includes(code)) {
    return new OutboundError('connect', `${host} could not be reached (${code}).`, options);
  }
  if (
    [
      'UND_ERR_SOCKET',
      'ECONNRESET',
      'EPIPE',
      'HPE_INVALID_EOF_STATE',
      'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    ].includes(code)
  ) {
    return new OutboundError('cut_short', `${host} broke off before its answer was whole.`, options);
  }
  return new OutboundError(
    'bad_answer',
    `The answer of ${host} could not be understood${code === '' ? '' : ` (${code})`}.`,
    options,
  );
}

/** The error, its causes and what an AggregateError gathers, outermost first. */
function causes(thrown: unknown): Error[] {
  const found: Error[] = [];
  const queue: unknown[] = [thrown];
  while (queue.length > 0 && found.length < 20) {
    const next = queue.shift();
    if (!(next instanceof Error) || found.includes(next)) continue;
    found.push(next);
    if (next instanceof AggregateError) queue.push(...next.errors);
    queue.push(next.cause);
  }
  return found;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** How a host stands in a sentence. */
export function hostForPeople(url: URL): string {
  return isIP(url.hostname) === 0 ? url.hostname : `The server at ${url.host}`;
}
