import { AppError, type ErrorCode } from '#lib/kernel/errors.ts';

/** The one place where an error gets a status. */
const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  cross_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  nights_taken: 409,
  already_connected: 409,
  item_taken: 409,
  item_unknown: 404,
  item_not_yours: 403,
  choose_connection: 409,
  gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  choose_unit: 422,
  choose_room_type: 422,
  unusable: 422,
  too_many_requests: 429,
  unknown: 500,
  unavailable: 503,
};

/** Postgres and socket codes that mean "not now": the sender should come again. */
const DOWN = new Set([
  'ECONNREFUSED',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNRESET',
  '57P01',
  '57P03',
  '53300',
]);

function isDatabaseDown(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && DOWN.has(at.code)) return true;
  }
  return false;
}

/** What an unexpected error is told as. Its own text stays in the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseDown(error)) {
    return new AppError(
      'unavailable',
      'The database cannot be reached. Nothing was changed; try again in a moment.',
      {
        cause: error,
        retryAfterSeconds: 10,
      },
    );
  }
  return new AppError(
    'unknown',
    'Something failed on our side. Nothing was changed; the request id helps to find out why.',
    {
      cause: error,
    },
  );
}

export const statusOf = (error: AppError): number => STATUS[error.code];

/** An application/problem+json response (RFC 9457) with `code` and `requestId`. */
export function problem(error: AppError, requestId: string): Response {
  const status = statusOf(error);
  const headers = new Headers({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  });
  if (error.retryAfterSeconds !== undefined)
    headers.set('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  const body = {
    type: `about:blank#${error.code}`,
    title: error.message,
    status,
    code: error.code,
    requestId,
    ...(error.issues.length > 0 ? { issues: error.issues } : {}),
    ...(error.details ? { details: error.details } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}
