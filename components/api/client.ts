/** What the API says when it refuses: RFC 9457 with our code and request id. */
export type Problem = {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  readonly details: Readonly<Record<string, unknown>>;
};

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Calls our own API with the session's cookie.
 * @throws ApiError for every refusal, and with code `offline` where nothing answered
 */
export async function call<T = undefined>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, 'content-type': 'application/json' };
  }
  if (signal) init.signal = signal;
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    window.dispatchEvent(new Event('latchkey:offline'));
    throw new ApiError(problemOf(0, { code: 'offline', title: 'No answer from the server.' }));
  }
  const answer: unknown = response.status === 204 ? undefined : await readBody(response);
  if (!response.ok) throw new ApiError(problemOf(response.status, answer));
  return answer as T; // the route answers what its definition says; the caller names that type
}

async function readBody(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  return type.includes('json') ? response.json() : { title: await response.text() };
}

function problemOf(status: number, body: unknown): Problem {
  const said: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    code: text(said.code) ?? 'unknown',
    title: text(said.title) ?? '',
    status,
    requestId: text(said.requestId),
    issues: Array.isArray(said.issues) ? (said.issues as Problem['issues']) : [], // RFC shape of lib/web/errors.ts
    details:
      typeof said.details === 'object' && said.details !== null ? (said.details as Problem['details']) : {},
  };
}

/** Any thrown thing as a problem the screens can say. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return problemOf(0, { code: 'unknown', title: error instanceof Error ? error.message : '' });
}
