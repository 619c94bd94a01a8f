type Shape = 'error' | 'result' | 'oauth';

/** What a partner's call did wrong. Calls, the check of the token and the token call each say it in a shape of their own. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly shape: Shape;
  /** Beside code and message: `fields` of a 422, `conflicts` of a 409; for the token call the `error` word. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
    shape: Shape = 'error',
  ) {
    super(message);
    this.status = status;
    this.more = more;
    this.shape = shape;
  }
}

/** 422, with what is wrong of each field. */
export function invalid(fields: Readonly<Record<string, string>>): ApiError {
  return new ApiError(422, 'Ошибка валидации', { fields });
}

export function unauthorized(status: number, message: string): ApiError {
  return new ApiError(status, message, {}, 'result');
}

export function oauthError(status: number, error: string, description: string): ApiError {
  return new ApiError(status, description, { error }, 'oauth');
}

export function problemResponse(problem: ApiError, headers: Record<string, string> = {}): Response {
  return Response.json(bodyOf(problem), { status: problem.status, headers });
}

function bodyOf({ shape, status, message, more }: ApiError): unknown {
  if (shape === 'oauth') return { ...more, error_description: message };
  if (shape === 'result') return { result: { status: false, message } };
  return { error: { code: status, message, ...more } };
}
