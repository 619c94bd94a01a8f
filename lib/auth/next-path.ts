const HOME = '/';
// Never a real host: only there to resolve a path against.
const NOWHERE = 'http://nowhere.invalid';

/**
 * Where to go after signing in: a path of our own, or home. Anything a browser could read as another site
 * (`//evil`, `/\evil`, `/%2f%2fevil`, a scheme, a tab inside) is replaced, and so is what is no page.
 */
export function safeNextPath(given: string | null | undefined): string {
  if (!given || given.length > 2000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(given)) return HOME;
  const url = URL.canParse(given, NOWHERE) ? new URL(given, NOWHERE) : null;
  if (url?.origin !== NOWHERE) return HOME;
  // After resolving, since `/x/..//evil` begins well and resolves to `//evil`.
  if (/^\/\/|%2f|%5c|%00/i.test(url.pathname)) return HOME;
  if (/^\/(api|sign-in|sign-up|_next)(\/|$)/.test(url.pathname)) return HOME;
  return `${url.pathname}${url.search}`;
}

/** The sign-in page that comes back to `path` afterwards. */
export function signInPath(path: string | null | undefined): string {
  const next = safeNextPath(path);
  return next === HOME ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
