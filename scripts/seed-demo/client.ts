import { z } from 'zod';

export type Answer = { readonly status: number; readonly body: unknown };

const ProblemSchema = z.object({ code: z.string(), detail: z.string().optional() });

/** Speaks the app's HTTP API as a browser (cookies, its origin with every write) or, with a key, as a program. */
export class Client {
  readonly #appUrl: string;
  readonly #apiKey: string | null;
  readonly #cookies = new Map<string, string>();

  constructor(appUrl: string, apiKey: string | null = null) {
    this.#appUrl = appUrl.replace(/\/+$/, '');
    this.#apiKey = apiKey;
  }

  /** Sends and answers whatever came. */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const isForm = body instanceof URLSearchParams;
    const answer = await fetch(`${this.#appUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: new URL(this.#appUrl).origin,
        ...(this.#apiKey ? { authorization: `Bearer ${this.#apiKey}` } : {}),
        ...(this.#cookies.size > 0
          ? { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, body: isJson ? JSON.parse(text) : text };
  }

  /** Sends, and throws a sentence for anything but 2xx and the statuses in `accept`, for which it answers null. */
  async ask<T>(
    shape: z.ZodType<T>,
    method: string,
    path: string,
    options: { body?: unknown; accept?: readonly number[] } = {},
  ): Promise<T | null> {
    const { status, body } = await this.send(method, path, options.body);
    if (options.accept?.includes(status)) return null;
    if (status >= 200 && status < 300) return shape.parse(body);
    const problem = ProblemSchema.safeParse(body);
    const why = problem.success ? `${problem.data.code}: ${problem.data.detail ?? ''}` : 'no reason given';
    throw new Error(`Seeding the demo: ${method} ${path} answered ${status} (${why})`);
  }

  async get<T>(shape: z.ZodType<T>, path: string): Promise<T> {
    return required(await this.ask(shape, 'GET', path));
  }

  async post<T>(shape: z.ZodType<T>, path: string, body: unknown): Promise<T> {
    return required(await this.ask(shape, 'POST', path, { body }));
  }

  /** As the sign-in form does it: a CSRF token, then the form. False where the password is not right. */
  async signIn(email: string, password: string): Promise<boolean> {
    const { csrfToken } = await this.get(z.object({ csrfToken: z.string() }), '/api/auth/csrf');
    const form = new URLSearchParams({ csrfToken, email, password, json: 'true' });
    const { status } = await this.send('POST', '/api/auth/callback/credentials', form);
    if (status !== 200 && status !== 401) throw new Error(`Seeding the demo: signing in answered ${status}`);
    return status === 200;
  }
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('Seeding the demo: an answer was accepted that holds nothing');
  return value;
}
