import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, layout } from '../core/layout.ts';
import { issueCode, readScopes, SCOPES, scopesOf } from './authorizations.ts';
import type { AvitoHost } from './host.ts';
import { notSimulated } from './notes.ts';
import type { Account } from './world.ts';

/** What the app asks for. It is called back where it is registered, whatever redirect_uri a link carries. */
type Asked = {
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly isPro: boolean;
};

/** GET shows the page, POST (the same fields, `account`, `decision`) redirects to the app. All scopes are allowed, or none. */
export function consentPages(host: AvitoHost): Hono {
  const routes = new Hono();
  routes.get('/', (c) => {
    const asked = readAsked(host, new URL(c.req.url).searchParams);
    if (asked instanceof URL) return c.redirect(asked.href, 302);
    return typeof asked === 'string' ? c.html(refusedPage(asked), 400) : c.html(consentPage(host, asked));
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
  host: AvitoHost,
  c: Context,
  asked: Asked,
  form: URLSearchParams,
): Response | Promise<Response> {
  if (form.get('decision') !== 'approve') {
    const denied = { error: 'access_denied', error_description: 'Пользователь отказал в доступе' };
    return c.redirect(backWith(host, asked.state, denied).href, 302);
  }
  const account = host.store.state.accounts.find((one) => one.id === form.get('account'));
  if (!account) return c.html(refusedPage('Choose an account first.'), 400);
  const code = issueCode(host, account.id, asked.scopes);
  return c.redirect(backWith(host, asked.state, { code }).href, 302);
}

function backWith(host: AvitoHost, state: string | null, answer: Record<string, string>): URL {
  const url = new URL(host.settings.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return url;
}

/** What was asked; a sentence for people where there is no app; the redirect that tells the app its mistake. */
function readAsked(host: AvitoHost, given: URLSearchParams): Asked | string | URL {
  if (given.get('client_id') !== host.app.clientId) return 'No app is registered under this client id.';
  const state = given.get('state');
  const mistake = (error: string, text: string) => backWith(host, state, { error, error_description: text });
  if (given.get('response_type') !== 'code') {
    return mistake('unsupported_response_type', 'response_type must be code.');
  }
  const scopes = readScopes(given.get('scope') ?? '');
  if (!scopes) return mistake('invalid_scope', 'A scope is unknown, or none is asked for.');
  return { scopes, state, isPro: given.get('pro_users_flow') === 'true' };
}

function consentPage(host: AvitoHost, asked: Asked): Html {
  const hidden: [string, string | null][] = [
    ['response_type', 'code'],
    ['client_id', host.app.clientId],
    ['scope', asked.scopes.join(',')],
    ['state', asked.state],
    ['pro_users_flow', asked.isPro ? 'true' : null],
  ];
  const fields = hidden.map(([name, value]) =>
    value === null ? '' : html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return layout(
    'Allow Latchkey? · Avito (sandbox)',
    html`<nav><a href="/">Sandbox</a></nav>`,
    html`<div class="consent">
      <h1>Give Latchkey access to your profile?</h1>
      <p>
        The app <code>${host.app.clientId}</code> asks for access to an account on Avito (sandbox). You go back to
        <code>${new URL(host.settings.redirectUri).host}</code> either way.
      </p>
      <form method="post" action="/avito/oauth">
        ${fields}
        <fieldset>
          <legend>Account</legend>
          ${host.store.state.accounts.map((account, at) => accountChoice(host, account, at === 0))}
        </fieldset>
        <fieldset>
          <legend>Latchkey may</legend>
          <ul>
            ${asked.scopes.map((scope) => html`<li>${SCOPES[scope] ?? scope} <code>${scope}</code></li>`)}
          </ul>
        </fieldset>
        <div class="buttons">
          <button class="main" name="decision" value="approve">Allow</button>
          <button name="decision" value="refuse">Deny</button>
        </div>
      </form>
      ${notSimulated()}
    </div>`,
  );
}

function accountChoice(host: AvitoHost, account: Account, checked: boolean): Html {
  const connected = scopesOf(host, account.id) ? ' · connected already' : '';
  const titles = host.store.itemsOf(account.id).map((one) => one.title);
  return html`<label class="pick">
    <input type="radio" name="account" value="${account.id}" ${checked ? 'checked' : ''} />
    <span>${account.name}<small>${account.email}${connected}</small><small>${titles.join(', ') || 'no adverts'}</small></span>
  </label>`;
}

function refusedPage(why: string): Html {
  return layout(
    'Cannot continue · Avito (sandbox)',
    html`<nav><a href="/">Sandbox</a></nav>`,
    html`<div class="consent">
      <h1>This link cannot be used</h1>
      <p>${why} Nothing was shared. Go back to the app you came from and start the connection again.</p>
    </div>`,
  );
}
