import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { createSandbox, type Sandbox } from '../app.ts';
import { DroppedConnection } from '../core/misbehave.ts';
import { type Element, first, readXml } from '../core/xml.ts';
import { DEMO_APP } from './settings.ts';

/*
 * For the tests beside: the sandbox on a port of its own, and a partner who writes down what is pushed to him and
 * answers what he was told to.
 */

export const START = '2026-11-20T12:00:00Z';
export const CALLBACK = 'http://localhost:3000/api/integrations/booking/callback';
export const BASIC = `Basic ${Buffer.from(`${DEMO_APP.clientId}:${DEMO_APP.clientSecret}`).toString('base64')}`;
export const OTA =
  'xmlns="http://www.opentravel.org/OTA/2003/05" TimeStamp="2026-11-20T12:00:00Z" Target="Production" Version="2.001"';

// Whatever JSON came: a test says what it expects of it.
export type Loose = Record<string, ReturnType<typeof JSON.parse>>;
export type Pushed = { readonly headers: Headers; readonly body: string; readonly xml: Element };

export type World = {
  readonly clock: ReturnType<typeof testClock>;
  readonly sandbox: Sandbox;
  readonly pushed: Pushed[];
  /** How the partner answers a push from now on. */
  readonly answers: { reply: () => Response };
  readonly call: (method: string, path: string, body?: string, headers?: HeadersInit) => Promise<Response>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<Loose>;
  /** A call with the token of the machine account. */
  readonly api: (method: string, path: string, body?: string) => Promise<Answered>;
  readonly token: { value: string };
};
export type Answered = { readonly status: number; readonly text: string; readonly xml: Element };

const SUCCESS = `<OTA_HotelResNotifRS ${OTA}><Success/></OTA_HotelResNotifRS>`;

/** The demo's hosts, with the first one's hotels connected where nothing else is said. */
export async function world(options: { attach?: boolean; push?: boolean } = {}): Promise<World> {
  const clock = testClock(START);
  const pushed: Pushed[] = [];
  const answers = { reply: () => new Response(SUCCESS) };
  const sandbox = createSandbox({
    clock,
    seeded: true,
    random: () => 0.5,
    booking: { webhookUrl: options.push ? 'http://partner.test/push' : null },
    send: async (request) => {
      const body = await request.text();
      pushed.push({ headers: request.headers, body, xml: readXml(body) });
      return answers.reply();
    },
  });
  const base = await listen(sandbox);
  const call: World['call'] = async (method, path, body, headers) =>
    await globalThis.fetch(`${base}${path}`, {
      method,
      redirect: 'manual',
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
    });
  const control: World['control'] = async (method, path, body) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return await (await call(method, `/control/booking${path}`, text)).json();
  };
  const token = { value: '' };
  const at: World = {
    clock,
    sandbox,
    pushed,
    answers,
    call,
    control,
    token,
    api: async (method, path, body) => {
      const headers = { authorization: `Bearer ${token.value}`, 'content-type': 'application/xml' };
      const response = await call(method, `/booking/${path}`, body, headers);
      const text = await response.text();
      const xml = /xml/.test(response.headers.get('content-type') ?? '') ? readXml(text) : NOTHING;
      return { status: response.status, text, xml };
    },
  };
  token.value = await jwt(at);
  if (options.attach !== false) await control('POST', '/attach', { account: 'Harbour Stays' });
  return at;
}

const NOTHING: Element = { name: '', namespace: '', attributes: {}, children: [], text: '' };

async function listen(sandbox: Sandbox): Promise<string> {
  const listener = getRequestListener(async (request, { incoming }) => {
    try {
      return await sandbox.fetch(request);
    } catch (error) {
      if (!(error instanceof DroppedConnection)) throw error;
      incoming.socket?.destroy();
      return new Response(null);
    }
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

export async function exchange(at: World, secret = DEMO_APP.clientSecret): Promise<Response> {
  const body = JSON.stringify({ client_id: DEMO_APP.clientId, client_secret: secret });
  const headers = { 'content-type': 'application/json' };
  return await at.call('POST', '/booking/token-based-authentication/exchange', body, headers);
}

export async function jwt(at: World): Promise<string> {
  return (await (await exchange(at)).json()).jwt;
}

export const NEW = 'hotels/ota/OTA_HotelResNotif';
export const MODIFY = 'hotels/ota/OTA_HotelResModifyNotif';

/** Waits until it may, and asks. */
export async function poll(at: World, path: string = NEW): Promise<Answered> {
  at.clock.advance({ seconds: 20 });
  return await at.api('GET', path);
}

/** The ids in an answer of a queue, in order. */
export function idsIn({ xml }: Answered): string[] {
  return (xml.children[0]?.children ?? []).map(
    (one) =>
      first(one, 'ResGlobalInfo', 'HotelReservationIDs', 'HotelReservationID')?.attributes.ResID_Value ?? '',
  );
}

export function ack(id: string, queue: 'new' | 'modify' = 'new', token?: string): string {
  const [service, list, item] =
    queue === 'new'
      ? ['OTA_HotelResNotif', 'HotelReservations', 'HotelReservation']
      : ['OTA_HotelResModifyNotif', 'HotelResModifies', 'HotelResModify'];
  const more = token ? `<HotelReservationID ResID_Value="${token}" ResID_Type="18"/>` : '';
  return `<${service}RS ${OTA}><Success/><${list}><${item}><ResGlobalInfo><HotelReservationIDs>
    <HotelReservationID ResID_Value="${id}" ResID_Source="BOOKING.COM" ResID_Type="14"/>${more}
    <HotelReservationID ResID_Value="our-17" ResID_Source="RT" ResID_Type="14"/>
    </HotelReservationIDs></ResGlobalInfo></${item}></${list}></${service}RS>`;
}

export const STAY = { listing: '777', roomType: '77701', checkIn: '2027-02-01', checkOut: '2027-02-03' };

/** Books as a guest would; answers the id. */
export async function book(at: World, wish: object = {}): Promise<string> {
  return (await at.control('POST', '/book', { ...STAY, ...wish })).id;
}

export const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-0123456789';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** Fills in the consent page's form; answers the address the host is sent back to. */
export async function consent(at: World, fields: Readonly<Record<string, string>> = {}): Promise<URL> {
  const form = new URLSearchParams({ ...ASKED, account: '8841207', decision: 'approve', ...fields });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await at.call('POST', '/booking/oauth/authorize', form.toString(), headers);
  return new URL(answer.headers.get('location') ?? '');
}

export const ASKED = {
  response_type: 'code',
  client_id: DEMO_APP.clientId,
  redirect_uri: CALLBACK,
  state: 'state-1',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

export async function trade(
  at: World,
  code: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Loose }> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...fields,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: BASIC };
  const answer = await at.call('POST', '/booking/oauth/token', form.toString(), headers);
  return { status: answer.status, body: await answer.json() };
}
