import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, layout } from '../core/layout.ts';
import { approve } from './approvals.ts';
import type { BookingHost } from './host.ts';
import { notSimulated } from './notes.ts';
import type { Account, Hotel, Machine } from './world.ts';

const CALLBACK_PATH = '/api/integrations/booking/callback';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What a partner asks of a host. Anything that names no known partner or address is never redirected to. */
type Asked = {
  readonly machine: Machine;
  readonly redirect: URL;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly challenge: string;
};

/** GET shows the page, POST (the same fields, `account`, `hotel` for each hotel, `decision`) redirects to the partner. */
export function consentPages(host: BookingHost): Hono {
  const routes = new Hono();
  routes.get('/', (c) => {
    const asked = readAsked(host, new URL(c.req.url).searchParams);
    if (asked instanceof URL) return c.redirect(asked.href, 302);
    if (typeof asked === 'string') return c.html(refusedPage(asked), 400);
    return c.html(consentPage(host, asked));
  });
  routes.post('/', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const asked = readAsked(host, form);
    if (asked instanceof URL) return c.redirect(asked.href, 302);
    return typeof asked === 'string' ? c.html(refusedPage(asked), 400) : decide(host, c, asked, form);
  });
  return routes;
}

function decide(
  host: BookingHost,
  c: Context,
  asked: Asked,
  form: URLSearchParams,
): Response | Promise<Response> {
  if (form.get('decision') !== 'approve') {
    const error_description = 'The host did not allow the connection.';
    return c.redirect(backWith(asked, { error: 'access_denied', error_description }), 302);
  }
  const account = host.store.state.accounts.find((one) => one.id === form.get('account'));
  if (!account) return c.html(refusedPage('Choose an account first.'), 400);
  const chosen = form.getAll('hotel');
  const own = host.store.hotelsOf(account.id).map((one) => one.id);
  // The page's own form says that hotels were chosen; one that says nothing of them means the whole account.
  const hotelIds = form.has('hotel') || form.has('choose') ? own.filter((id) => chosen.includes(id)) : own;
  if (hotelIds.length === 0) return c.html(refusedPage('Choose a property of this account first.'), 400);
  const code = approve(host, {
    machineId: asked.machine.id,
    accountId: account.id,
    hotelIds,
    redirectUri: asked.redirectUri,
    challenge: asked.challenge,
  });
  return c.redirect(backWith(asked, { code }), 302);
}

function backWith(asked: Pick<Asked, 'redirect' | 'state'>, answer: Record<string, string>): string {
  const url = new URL(asked.redirect);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (asked.state !== null) url.searchParams.set('state', asked.state);
  return url.href;
}

/** What was asked; a sentence for people where nobody can be redirected to; the redirect that tells the partner its mistake. */
function readAsked(host: BookingHost, given: URLSearchParams): Asked | string | URL {
  const machine = host.store.machineOfClient(given.get('client_id') ?? '');
  if (!machine) return 'No partner is registered under this client id.';
  const redirectUri = given.get('redirect_uri') ?? '';
  const redirect = given.getAll('redirect_uri').length === 1 ? registered(redirectUri) : null;
  if (!redirect) return 'The partner is not registered for this redirect address.';
  const state = given.get('state');
  const challenge = given.get('code_challenge') ?? '';
  const mistake = (error: string, error_description: string) =>
    new URL(backWith({ redirect, state }, { error, error_description }));
  if (given.get('response_type') !== 'code') {
    return mistake('unsupported_response_type', 'response_type must be code.');
  }
  if (challenge === '' || given.get('code_challenge_method') !== 'S256') {
    return mistake('invalid_request', 'code_challenge with code_challenge_method=S256 is needed.');
  }
  return { machine, redirect, redirectUri, state, challenge };
}

/** The callback of an app on this machine, at any port. */
function registered(text: string): URL | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || !LOOPBACK.has(url.hostname)) return null;
  return url.pathname === CALLBACK_PATH && url.hash === '' && url.username === '' ? url : null;
}

function consentPage(host: BookingHost, asked: Asked): Html {
  const hidden: [string, string | null][] = [
    ['response_type', 'code'],
    ['client_id', asked.machine.clientId],
    ['redirect_uri', asked.redirectUri],
    ['state', asked.state],
    ['code_challenge', asked.challenge],
    ['code_challenge_method', 'S256'],
  ];
  const fields = hidden.map(([name, value]) =>
    value === null ? '' : html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return layout(
    `Allow ${asked.machine.name}? · Booking.com (sandbox)`,
    html`<nav><a href="/">Sandbox</a></nav>`,
    html`<div class="consent">
      <h1>Allow ${asked.machine.name} to manage your properties?</h1>
      <p>
        The partner <code>${asked.machine.clientId}</code> asks to take your reservations from Booking.com (sandbox), and to
        set your rooms, prices and restrictions. You go back to <code>${asked.redirect.host}</code> either way.
      </p>
      <form method="post" action="/booking/oauth/authorize">
        ${fields}
        <input type="hidden" name="choose" value="1" />
        ${host.store.state.accounts.map((account, at) => accountPart(host, account, asked.machine, at === 0))}
        <div class="buttons">
          <button class="main" name="decision" value="approve">Approve</button>
          <button name="decision" value="refuse">Refuse</button>
        </div>
      </form>
      ${notSimulated()}
    </div>`,
  );
}

function accountPart(host: BookingHost, account: Account, machine: Machine, checked: boolean): Html {
  return html`<fieldset>
    <legend>${account.name}</legend>
    <label class="pick">
      <input type="radio" name="account" value="${account.id}" ${checked ? 'checked' : ''} />
      <span>Connect ${account.name}<small>${account.email}</small></span>
    </label>
    ${host.store.hotelsOf(account.id).map((hotel) => hotelChoice(host, hotel, machine))}
  </fieldset>`;
}

function hotelChoice(host: BookingHost, hotel: Hotel, machine: Machine): Html {
  const rooms = host.store.roomsOf(hotel.id).map((one) => one.name);
  const connected = hotel.machineId === machine.id ? ' · connected already' : '';
  return html`<label class="pick">
    <input type="checkbox" name="hotel" value="${hotel.id}" checked />
    <span>${hotel.name}<small>${hotel.city} · property ${hotel.id}${connected}</small><small>${rooms.join(', ') || 'no rooms'}</small></span>
  </label>`;
}

function refusedPage(why: string): Html {
  return layout(
    'Cannot continue · Booking.com (sandbox)',
    html`<nav><a href="/">Sandbox</a></nav>`,
    html`<div class="consent">
      <h1>This link cannot be used</h1>
      <p>${why} Nothing was shared. Go back to the partner you came from and start the connection again.</p>
    </div>`,
  );
}
