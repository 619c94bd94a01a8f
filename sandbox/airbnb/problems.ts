/** What a partner's call did wrong, in the shape of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** A snake_case word. */
  readonly error: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

export function problemResponse(error: ApiError): Response {
  return Response.json(
    { error_code: error.status, error: error.error, error_message: error.message },
    { status: error.status, headers: error.headers },
  );
}
