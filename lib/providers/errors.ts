/**
 * What can go wrong with a channel, by what can be done about it.
 * auth: the token or the app's key is refused; a person must connect again. limited: too many requests. transient: try
 * again later. rejected: understood and refused, the same again is refused again. gone: what was asked for is not there
 * any more. malformed: the answer cannot be read, so nothing of it is believed.
 */
export const CHANNEL_ERROR_KINDS = ['auth', 'limited', 'transient', 'rejected', 'gone', 'malformed'] as const;
export type ChannelErrorKind = (typeof CHANNEL_ERROR_KINDS)[number];

/** `message` is for people: no token, no guest, no URL with a query. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly kind: ChannelErrorKind;
  /** Whole seconds to wait, where the channel said so. */
  readonly retryAfterSeconds: number | null;
  /** The answer's status, where there was an answer. */
  readonly status: number | null;

  constructor(
    kind: ChannelErrorKind,
    message: string,
    options: { retryAfterSeconds?: number | null; status?: number | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.status = options.status ?? null;
  }

  /** By name: each entry of the server is a module graph with a class of its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'ChannelError';
  }
}
