/**
 * A broken rule, told to the person as it stands. `code` is stable and machine-readable; `message` is a plain
 * English sentence (cause, consequence) that the screens may replace by code with their own words.
 * HTTP status codes exist only in lib/web/errors.ts.
 */
export type ErrorCode =
  | 'invalid_input'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'choose_unit'
  | 'choose_room_type'
  | 'choose_connection'
  | 'nights_taken'
  | 'already_connected'
  | 'item_taken'
  | 'item_unknown'
  | 'item_not_yours'
  | 'too_many_requests'
  | 'payload_too_large'
  | 'unusable'
  | 'unsupported_media_type'
  | 'cross_origin'
  | 'method_not_allowed'
  | 'gone'
  | 'unavailable'
  | 'unknown';

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** Fields at fault: path as dots, a sentence each. */
  readonly issues: readonly { path: string; message: string }[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfterSeconds: number | undefined;
  /** Facts for the caller: ids of what stands in the way, and the like. Never secrets or guest data. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      issues?: readonly { path: string; message: string }[];
      retryAfterSeconds?: number;
      details?: Record<string, unknown>;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details;
  }
}

export function notFound(noun: string): AppError {
  return new AppError('not_found', `There is no such ${noun}.`);
}

/** For what our own code promises: throws a plain Error, which is logged and told as unknown. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
