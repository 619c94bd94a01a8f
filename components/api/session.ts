/*
 * The three calls that begin and end a session, as next-auth's server takes them. Its own client brings 10 kB to every
 * page, for a session in React that nothing here reads.
 */

const asForm = (fields: Readonly<Record<string, string>>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({ ...fields, json: 'true' }),
});

async function csrfToken(): Promise<string> {
  const answer: unknown = await (await fetch('/api/auth/csrf')).json();
  const token = typeof answer === 'object' && answer && 'csrfToken' in answer ? answer.csrfToken : null;
  return typeof token === 'string' ? token : '';
}

/** Null where the session began, else the server's word for why not. Throws where no answer came. */
export async function signIn(email: string, password: string): Promise<string | null> {
  const fields = { csrfToken: await csrfToken(), email, password, callbackUrl: window.location.href };
  const answer = await fetch('/api/auth/callback/credentials', asForm(fields));
  const body: unknown = await answer.json();
  const url = typeof body === 'object' && body && 'url' in body ? String(body.url) : '/';
  const error = new URL(url, window.location.href).searchParams.get('error');
  return error ?? (answer.ok ? null : 'unknown');
}

/** Ends the session on the server and leaves the page. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/signout', asForm({ csrfToken: await csrfToken(), callbackUrl: '/sign-in' }));
  window.location.assign('/sign-in');
}
