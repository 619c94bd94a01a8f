/**
 * refused: this person's address takes nothing. blocked: this person wants nothing from us. limited: later. misconfigured:
 * the instance's own account is wrong. unreachable: nobody answered, or not sensibly.
 */
export type MediumErrorCode = 'refused' | 'blocked' | 'limited' | 'misconfigured' | 'unreachable';

/** A message that was not taken. Its text names no address and no secret. */
export class MediumError extends Error {
  override readonly name = 'MediumError';
  readonly code: MediumErrorCode;
  readonly retryAfterSeconds: number | null;

  constructor(
    code: MediumErrorCode,
    message: string,
    options: { retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }

  /** Whether sending it again may end differently. */
  get mayPass(): boolean {
    return this.code !== 'refused' && this.code !== 'blocked';
  }
}
