import { createHash } from 'node:crypto';
import { testClock } from '#lib/kernel/clock.ts';
import { createSandbox, type Sandbox } from '../app.ts';
import { DEMO_APP } from './settings.ts';

/*
 * For the tests beside: the sandbox in this process, and a partner who writes down what it is sent and answers what
 * it was told to.
 */

export const START = '2026-11-20T12:00:00Z';
export const CALLBACK = 'http://localhost:3000/api/integrations/airbnb/callback';
export const BASIC = `Basic ${Buffer.from(`${DEMO_APP.clientId}:${DEMO_APP.clientSecret}`).toString('base64')}`;

export type Sent = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
};
export type Reply = (sent: Sent) => Response | Promise<Response>;

export type World = {
  readonly clock: ReturnType<typeof testClock>;
  readonly sandbox: Sandbox;
  readonly sent: Sent[];
  /** How the partner answers from now on. */
  readonly answers: { reply: Reply };
  readonly call: (method: string, path: string, body?: unknown, headers?: HeadersInit) => Promise<Response>;
  // Whatever JSON came: a test says what it expects of it.
  readonly control: (method: string, path: string, body?: unknown) => Promise<Loose>;
  readonly api: (token: string, method: string, path: string, body?: unknown) => Promise<Response>;
};
export type Loose = Record<string, ReturnType<typeof JSON.parse>>;

const agree: Reply = ({ method }) =>
  Response.json(method === 'GET' ? { available: true } : { succeed: true });

export function world(seeded = true): World {
  const clock = testClock(START);
  const sent: Sent[] = [];
  const answers = { reply: agree };
  const sandbox = createSandbox({
    clock,
    seeded,
    random: () => 0.5,
    airbnb: { webhookUrl: 'http://partner.test/webhook', gateUrl: 'http://partner.test/gate' },
    send: async (request) => {
      const { method, headers } = request;
      const one = { method, headers, url: new URL(request.url), body: await request.text() };
      sent.push(one);
      return await answers.reply(one);
    },
  });
  const call: World['call'] = async (method, path, body, headers) =>
    await sandbox.fetch(
      new Request(`http://sandbox.test${path}`, {
        method,
        ...(headers ? { headers } : {}),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return {
    clock,
    sandbox,
    sent,
    answers,
    call,
    control: async (method, path, body) => await (await call(method, `/control/airbnb${path}`, body)).json(),
    api: async (token, method, path, body) =>
      await call(method, `/airbnb/v2/${path}`, body, {
        'x-airbnb-api-key': DEMO_APP.clientId,
        'x-airbnb-oauth-token': token,
      }),
  };
}

/** Connects an account as a host would have, and answers the tokens. */
export async function connect(at: World, account = 'Marta Oliveira'): Promise<string> {
  const grant = await at.control('POST', '/authorize', { account });
  return grant.accessToken;
}

export const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-0123456789';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** Fills in the consent page's form; answers the address the host is sent back to. */
export async function consent(
  at: World,
  fields: Readonly<Record<string, string>> = {},
  grants: readonly string[] = ['property_management'],
): Promise<URL> {
  const form = new URLSearchParams({
    client_id: DEMO_APP.clientId,
    redirect_uri: CALLBACK,
    scope: 'property_management,reservations_web_hooks',
    state: 'state-1',
    account: '412093817',
    decision: 'approve',
    ...fields,
  });
  for (const grant of grants) form.append('grant', grant);
  const answer = await at.sandbox.fetch(
    new Request('http://sandbox.test/airbnb/oauth2/auth', { method: 'POST', body: form }),
  );
  return new URL(answer.headers.get('location') ?? '');
}

export async function token(at: World, body: unknown, query = '?_unwrapped=true'): Promise<Response> {
  return await at.call('POST', `/airbnb/v2/oauth2/authorizations${query}`, body, { authorization: BASIC });
}
