import { createHash } from 'node:crypto';
import { safeNextPath } from '#lib/auth/next-path.ts';
import { findSession, readCookies, sessionIdOf } from '#lib/auth/session.ts';
import type { Begun } from '#lib/domain/connections/begin-connect.ts';
import type { ConnectEnd } from '#lib/domain/connections/finish-connect.ts';
import type { ConnectAnswer, ProviderName } from '#lib/domain/connections/schemas.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { type ConsentOf, finishConsent } from '#lib/domain/links/finish-consent.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { chooseLocale, LOCALE_COOKIE, type Locale } from './choose-locale.ts';
import { toProblem } from './endpoint.ts';
import { problem } from './errors.ts';

const CHANNELS_PAGE = '/channels';

/** The address holds a code: it is neither kept nor told to anybody. */
const GUARDED = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** A page of ours to come back to; whatever is none is replaced by the channels' page. */
export function returnPath(given: string | null | undefined): string {
  const path = safeNextPath(given);
  return path === '/' ? CHANNELS_PAGE : path;
}

/** Where to send the browser: the channel's consent page, or our own page of an account that is linked already. */
export function connectAnswer(
  appUrl: string,
  provider: ProviderName,
  begun: Begun,
  returnTo: string,
): ConnectAnswer {
  if (begun.kind === 'consent') return { authorizeUrl: begun.authorizeUrl, expiresAt: begun.expiresAt };
  const { connectionId, at } = begun;
  const page = pageOf(provider, { kind: 'connected', connectionId, limit: null, returnTo });
  return { authorizeUrl: `${appUrl}${page}`, expiresAt: at };
}

type Call = {
  readonly deps: Deps;
  readonly request: Request;
  readonly requestId: string;
  readonly params: { readonly provider: ProviderName };
};

/**
 * Ends a connect at its callback with a page for people: a redirect to what happened, built from the configured address
 * alone, or a 400 page for what no channel sends. A GET that changes something, and that any site can link to: the state,
 * bound to this browser's session, is what protects it.
 */
export async function answerCallback({ deps, request, requestId, params }: Call): Promise<Response> {
  const { end, of } = await finish(deps, request, params.provider, requestId);
  if (end.kind === 'malformed') return malformedPage(request, deps.appUrl, requestId);
  const page = of
    ? `/properties/${of.propertyId}?${params.provider}=${of.flowId}`
    : pageOf(params.provider, end);
  const location = `${deps.appUrl}${page}`;
  return new Response(null, { status: 303, headers: { ...GUARDED, location, 'x-request-id': requestId } });
}

/** What breaks on our side is logged as everywhere, and told on a page as well. */
async function finish(
  deps: Deps,
  request: Request,
  provider: ProviderName,
  requestId: string,
): Promise<{ readonly end: ConnectEnd; readonly of: ConsentOf | null }> {
  try {
    const query = new URL(request.url).searchParams;
    return await finishConsent(deps, { provider, query, who: await whoCameBack(deps, request), requestId });
  } catch (error) {
    await toProblem(error, request, requestId);
    return { end: { kind: 'failed', reason: 'failed', said: null, errorKind: null }, of: null };
  }
}

async function whoCameBack(deps: Deps, request: Request) {
  const sessionId = await sessionIdOf(request, deps.appUrl);
  const signedIn = sessionId === null ? null : await findSession(deps, sessionId);
  if (!signedIn) return null;
  const { user, organization, role } = signedIn;
  return { userId: user.id, sessionId: signedIn.sessionId, orgId: organization.id, role };
}

function pageOf(provider: ProviderName, end: Exclude<ConnectEnd, { kind: 'malformed' }>): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string | null) => value !== null && query.set(name, value);
  if (end.kind === 'connected') {
    put('connection', end.connectionId);
    put('limited', end.limit);
    put('next', returnPath(end.returnTo));
  } else {
    put('reason', end.reason);
    put('said', end.said);
    put('kind', end.errorKind);
  }
  return `${CHANNELS_PAGE}/${provider}/${end.kind}?${query}`;
}

const WORDS: Record<Locale, { title: string; text: string; back: string }> = {
  en: {
    title: 'This link does not connect anything',
    text: 'It is incomplete, was changed, or did not begin here. Nothing was connected and nothing has changed. Begin again on the channels page.',
    back: 'Go to the channels',
  },
  fr: {
    title: 'Ce lien ne connecte rien',
    text: 'Il est incomplet, a été modifié ou n’a pas commencé ici. Rien n’a été connecté et rien n’a changé. Recommencez depuis la page des canaux.',
    back: 'Aller aux canaux',
  },
  ru: {
    title: 'Эта ссылка ничего не подключает',
    text: 'Она неполная, изменена или начата не здесь. Ничего не подключено и ничего не изменилось. Начните заново на странице каналов.',
    back: 'К каналам',
  },
};

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem;color-scheme:light dark}h1{font-size:1.25rem}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Whole in itself, and without a word of what was sent: a stranger may have made the link. */
function malformedPage(request: Request, appUrl: string, requestId: string): Response {
  const locale = chooseLocale(readCookies(request)[LOCALE_COOKIE], request.headers.get('accept-language'));
  const { title, text, back } = WORDS[locale];
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${text}</p><p><a href="${new URL(appUrl).origin}${CHANNELS_PAGE}">${back}</a></p></main></body></html>`;
  return new Response(html, {
    status: 400,
    headers: {
      ...GUARDED,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'x-request-id': requestId,
    },
  });
}

export function methodNotAllowed(): Response {
  const error = new AppError(
    'method_not_allowed',
    'Only a browser that comes back from a channel reads this.',
  );
  const answer = problem(error, newId('request'));
  answer.headers.set('allow', 'GET');
  return answer;
}
