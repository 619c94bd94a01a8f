import { testClock } from '#lib/kernel/clock.ts';
import { createSandbox, type Sandbox } from '../app.ts';
import { DEMO_APP } from './settings.ts';

/* For the tests beside: the sandbox in this process, asked as a partner, a guest and a host ask it. */

export const START = '2026-11-20T12:00:00Z';
export const CALLBACK = 'http://localhost:3000/api/integrations/avito/callback';
export const ANNA = '94235311';
export const STUDIO = '8013574208';
export const FLAT = '8013576641';
/** Of the other host: one flat, and an advert for four. */
export const LOFT = '270000555';
export const HOTEL = '8020117730';
export const SCOPES = 'user:read,items:info,short_term_rent:read,short_term_rent:write';

export type Loose = Record<string, ReturnType<typeof JSON.parse>>;

export type World = {
  readonly clock: ReturnType<typeof testClock>;
  readonly sandbox: Sandbox;
  readonly call: (method: string, path: string, body?: BodyInit, headers?: HeadersInit) => Promise<Response>;
  // Whatever JSON came: a test says what it expects of it.
  readonly control: (method: string, path: string, body?: unknown) => Promise<Loose>;
  readonly api: (token: string, method: string, path: string, body?: unknown) => Promise<Response>;
};

export function world(seeded = true): World {
  const clock = testClock(START);
  const sandbox = createSandbox({ clock, seeded, random: () => 0.5 });
  const call: World['call'] = async (method, path, body, headers) =>
    await sandbox.fetch(
      new Request(`http://sandbox.test${path}`, {
        method,
        ...(headers ? { headers } : {}),
        ...(body === undefined ? {} : { body }),
      }),
    );
  const text = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body));
  return {
    clock,
    sandbox,
    call,
    control: async (method, path, body) =>
      await (await call(method, `/control/avito${path}`, text(body))).json(),
    api: async (token, method, path, body) =>
      await call(method, `/avito/${path}`, text(body), {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      }),
  };
}

/** Connects an account as its owner would have, and answers the access token. */
export async function connect(at: World, account = ANNA, scopes = SCOPES): Promise<string> {
  const grant = await at.control('POST', '/authorize', { account, scopes: scopes.split(',') });
  return grant.accessToken;
}

/** Fills in the consent page's form; answers the address the person is sent back to. */
export async function consent(at: World, fields: Readonly<Record<string, string>> = {}): Promise<URL> {
  const form = new URLSearchParams({
    response_type: 'code',
    client_id: DEMO_APP.clientId,
    scope: SCOPES,
    state: 'state-1',
    account: ANNA,
    decision: 'approve',
    ...fields,
  });
  const answer = await at.call('POST', '/avito/oauth', form);
  return new URL(answer.headers.get('location') ?? '');
}

export async function token(
  at: World,
  fields: Readonly<Record<string, string>>,
  path = '/avito/token',
): Promise<Response> {
  const { clientId, clientSecret } = DEMO_APP;
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  return await at.call('POST', path, form);
}

/** The nights of an advert as the channel would sell them, from `from` on. */
export async function nights(at: World, listing: string, from: string, to: string): Promise<Loose[]> {
  const state = await at.control('GET', `/state?listing=${listing}&from=${from}&to=${to}`);
  return state.listings[0].nights;
}

/** Which of them it sells, a letter for each: o(pen) or x. */
export async function sold(at: World, listing: string, from: string, to: string): Promise<string> {
  return (await nights(at, listing, from, to)).map((one) => (one.sells ? 'o' : 'x')).join('');
}
