import { GET as authGet, POST as authPost } from '#app/api/auth/[...nextauth]/route.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { TEST_APP_URL } from './env.ts';

type Send = {
  path?: string;
  params?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
};
// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer's fields without parsing it
export type Answer = { status: number; body: any; headers: Headers };

/** A browser, as far as a route handler can tell: it keeps cookies and sends its origin with every write. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly ip: string;

  constructor(ip = '203.0.113.7') {
    this.ip = ip;
  }

  /** Calls a handler as Next would. `path` matters for its query alone. */
  async send(handler: RouteHandler, method: string, given: Send = {}): Promise<Answer> {
    const request = this.request(method, given.path ?? '/', given);
    return this.keep(await handler(request, { params: Promise.resolve(given.params ?? {}) }));
  }

  /** Through next-auth, as its browser part does it: a CSRF token, then the form. */
  async signIn(email: string, password: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.auth('POST', 'callback/credentials', { email, password, json: 'true' }, headers);
  }

  async signOut(): Promise<Answer> {
    return this.auth('POST', 'signout', { json: 'true' });
  }

  async auth(
    method: 'GET' | 'POST',
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const params = (segments: string) => ({ params: Promise.resolve({ nextauth: segments.split('/') }) });
    if (method === 'GET') {
      return this.keep(await authGet(this.request('GET', `/api/auth/${path}`, { headers }), params(path)));
    }
    const csrf = await this.keep(await authGet(this.request('GET', '/api/auth/csrf', {}), params('csrf')));
    const form = new URLSearchParams({ csrfToken: csrf.body.csrfToken, ...fields }).toString();
    const request = this.request('POST', `/api/auth/${path}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: form,
    });
    return this.keep(await authPost(request, params(path)));
  }

  private request(method: string, path: string, { body, headers }: Send): Request {
    const url = new URL(path, TEST_APP_URL);
    const isWrite = method !== 'GET' && method !== 'HEAD';
    return new Request(url, {
      method,
      headers: {
        'x-forwarded-for': this.ip,
        ...(this.cookies.size > 0
          ? { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
        ...(isWrite ? { origin: TEST_APP_URL } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  private async keep(response: Response): Promise<Answer> {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (/;\s*max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }
}
