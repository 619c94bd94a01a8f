import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { ROLE_ORDER, type Role } from '#lib/domain/access/labels.ts';
import { foundByVerb, passwordFor } from '#scripts/seed-demo/people.ts';
import { type Send, sender } from './http.ts';

export type Team = {
  readonly appUrl: string;
  readonly databaseUrl: string;
  readonly email: string;
  readonly password: string;
  /** A program of each role, and the owner's browser. */
  readonly as: Readonly<Record<Role, Send>>;
  readonly browser: Send;
  readonly ownerKey: string;
};

/** An organization of a test file's own on the shared app, so that no other test sees what it does. */
export async function newTeam(
  world: { appUrl: string; databaseUrl: string } = inject('world'),
): Promise<Team> {
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  const people = [{ name: 'Ada Byron', email, role: 'owner' }] as const;
  await foundByVerb(world, { name: `Team ${email}`, people, properties: [] });
  const password = passwordFor(world.databaseUrl, email);
  const browser = await signedIn(world.appUrl, email, password);
  const keys = await Promise.all(
    ROLE_ORDER.map(async (role) => {
      const made = await browser('/api/keys', { method: 'POST', body: { name: role, role } });
      if (made.status !== 201) throw new Error(`no key for ${role}: ${made.text}`);
      return [role, String(made.body.key)] as const;
    }),
  );
  const key = Object.fromEntries(keys);
  const as = Object.fromEntries(
    keys.map(([role, key]) => [role, sender(world.appUrl, { authorization: `Bearer ${key}` })]),
  );
  // One key was made for each role.
  const { appUrl, databaseUrl } = world;
  return { appUrl, databaseUrl, email, password, browser, ownerKey: key.owner ?? '', as: as as Team['as'] };
}

/** A browser with a session: its cookie, and its origin on every request. */
export async function signedIn(appUrl: string, email: string, password: string): Promise<Send> {
  const cookie = cookiesOf(await trySignIn(appUrl, email, password));
  if (!cookie.includes('session-token')) throw new Error(`${email} cannot sign in`);
  return sender(appUrl, { origin: appUrl, cookie });
}

/** The answer to the sign-in form, right or wrong. */
export async function trySignIn(
  appUrl: string,
  email: string,
  password: string,
  more: Record<string, string> = {},
) {
  const send = sender(appUrl, { origin: appUrl });
  const csrf = await send('/api/auth/csrf', { headers: more });
  const form = new URLSearchParams({ csrfToken: csrf.body.csrfToken, email, password, json: 'true' });
  return send('/api/auth/callback/credentials', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(csrf), ...more },
    body: form.toString(),
  });
}

export function cookiesOf({ headers }: { headers: { 'set-cookie'?: string[] } }): string {
  return (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
}
