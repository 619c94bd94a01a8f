import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, layout } from '../core/layout.ts';
import { issueCode, readScopes, SCOPES, scopesOf } from './authorizations.ts';
import type { AirbnbHost } from './host.ts';
import { notSimulated } from './layout.ts';

const CALLBACK_PATH = '/api/integrations/airbnb/callback';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What a partner asks of a host. Anything that names no known partner or address is never redirected to. */
type Asked = {
  readonly clientId: string;
  readonly redirect: URL;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string | null;
};

/** GET shows the page, POST (the same fields, `account`, `grant` once per scope, `decision`) redirects to the partner. */
export function consentPages(host: AirbnbHost): Hono {
  const routes = new Hono();
  routes.get('/', (c) => {
    const asked = readAsked(host, new URL(c.req.url).searchParams);
    return asked instanceof URL
      ? c.redirect(asked.href, 302)
      : typeof asked === 'string'
        ? c.html(refusedPage(asked), 400)
        : c.html(consentPage(host, asked));
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
  host: AirbnbHost,
  c: Context,
  asked: Asked,
  form: URLSearchParams,
): Response | Promise<Response> {
  const granted = form.getAll('grant').filter((scope) => asked.scopes.includes(scope));
  const account = host.store.state.accounts.find((one) => one.id === form.get('account'));
  if (form.get('decision') !== 'approve' || granted.length === 0) {
    const description = 'The host did not allow the connection.';
    return c.redirect(
      backWith(asked, { error: host.settings.refusalError, error_description: description }),
      302,
    );
  }
  if (!account) return c.html(refusedPage('Choose a hosting account first.'), 400);
  const code = issueCode(host, {
    accountId: account.id,
    scopes: granted,
    redirectUri: asked.redirectUri,
    challenge: asked.challenge,
  });
  return c.redirect(backWith(asked, { code, scope: granted.join(',') }), 302);
}

function backWith(asked: Asked, answer: Record<string, string>): string {
  const url = new URL(asked.redirect);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (asked.state !== null) url.searchParams.set('state', asked.state);
  return url.href;
}

/** What was asked; a sentence for people where nobody can be redirected to; the redirect that tells the partner its mistake. */
function readAsked(host: AirbnbHost, given: URLSearchParams): Asked | string | URL {
  if (given.get('client_id') !== host.app.clientId) {
    return 'No app is registered under this client id.';
  }
  const redirectUri = given.get('redirect_uri') ?? '';
  const redirect = given.getAll('redirect_uri').length === 1 ? registered(redirectUri) : null;
  if (!redirect) return 'The app is not registered for this redirect address.';
  const scopes = readScopes(given.get('scope') ?? '');
  const challenge = given.get('code_challenge');
  const asked: Asked = {
    clientId: host.app.clientId,
    redirect,
    redirectUri,
    scopes: scopes ?? [],
    state: given.get('state'),
    challenge,
  };
  const mistake = (error: string, text: string) =>
    new URL(backWith(asked, { error, error_description: text }));
  if (!scopes) return mistake('invalid_scope', 'A scope is unknown.');
  if (challenge !== null && given.get('code_challenge_method') !== 'S256') {
    return mistake('invalid_request', 'code_challenge_method must be S256.');
  }
  return asked;
}

/** The callback of an app on this machine, at any port. */
function registered(text: string): URL | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || !LOOPBACK.has(url.hostname)) return null;
  return url.pathname === CALLBACK_PATH && url.hash === '' && url.username === '' ? url : null;
}

function consentPage(host: AirbnbHost, asked: Asked): Html {
  const hidden: [string, string | null][] = [
    ['client_id', asked.clientId],
    ['redirect_uri', asked.redirectUri],
    ['scope', asked.scopes.join(',')],
    ['state', asked.state],
    ['code_challenge', asked.challenge],
    ['code_challenge_method', asked.challenge === null ? null : 'S256'],
  ];
  const fields = hidden.map(([name, value]) =>
    value === null ? '' : html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return layout(
    'Allow Latchkey? · Airbnb (sandbox)',
    html`<nav><a href="/">Sandbox</a></nav>`,
    html`<div class="consent">
      <h1>Allow Latchkey to manage your hosting?</h1>
      <p>
        The app <code>${asked.clientId}</code> asks for access to a hosting account on Airbnb (sandbox). You go back to
        <code>${asked.redirect.host}</code> either way.
      </p>
      <form method="post" action="/airbnb/oauth2/auth">
        ${fields}
        <fieldset>
          <legend>Hosting account</legend>
          ${host.store.state.accounts.map((account, at) => accountChoice(host, account.id, at === 0))}
        </fieldset>
        <fieldset>
          <legend>Latchkey may</legend>
          ${asked.scopes.map(
            (scope) => html`<label class="pick">
              <input type="checkbox" name="grant" value="${scope}" checked />
              <span>${SCOPES[scope] ?? scope}<small><code>${scope}</code></small></span>
            </label>`,
          )}
        </fieldset>
        <div class="buttons">
          <button class="main" name="decision" value="approve">Approve</button>
          <button name="decision" value="refuse">Refuse</button>
        </div>
      </form>
      ${notSimulated()}
    </div>`,
  );
}

function accountChoice(host: AirbnbHost, accountId: string, checked: boolean): Html {
  const account = host.store.account(accountId);
  const listings = host.store.listingsOf(accountId);
  const connected = scopesOf(host, accountId) ? ' · connected already' : '';
  const names = listings.map((one) => one.name).join(', ') || 'no listings';
  return html`<label class="pick">
    <input type="radio" name="account" value="${account.id}" ${checked ? 'checked' : ''} />
    <span>${account.name}<small>${account.email}${connected}</small><small>${names}</small></span>
  </label>`;
}

function refusedPage(why: string): Html {
  return layout(
    'Cannot continue · Airbnb (sandbox)',
    html`<nav><a href="/">Sandbox</a></nav>`,
    html`<div class="consent">
      <h1>This link cannot be used</h1>
      <p>${why} Nothing was shared. Go back to the app you came from and start the connection again.</p>
    </div>`,
  );
}
