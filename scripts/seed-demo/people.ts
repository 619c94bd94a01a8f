import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { signUp } from '#lib/domain/people/sign-up.ts';
import { readEnv } from '#lib/env.ts';
import { newId } from '#lib/kernel/ids.ts';
import { build } from '#lib/runtime/runtime.ts';
import { Client } from './client.ts';
import type { SeedOrganization, SeedPerson } from './seeds.ts';

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const KEY_NAME = 'Demo';

const Nothing = z.unknown();
const KeyList = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
const MemberList = z.object({ items: z.array(z.object({ email: z.string() })) });

/**
 * The same for the same database, so that a seed that was cut short finds its people again; made from the database's own
 * password, which is random and which whoever knows may change every row anyway.
 */
export function passwordFor(databaseUrl: string, email: string): string {
  const digest = createHmac('sha256', new URL(databaseUrl).password || 'no password')
    .update(`latchkey demo ${email}`)
    .digest();
  const letters = [...digest.subarray(0, 12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `demo-${letters.slice(0, 6)}-${letters.slice(6)}`;
}

type World = { readonly appUrl: string; readonly databaseUrl: string };

/** Signs the owner in. Null where there is no such person, or one that this database's demo did not make. */
export async function enterOrganization(
  world: World,
  organization: SeedOrganization,
): Promise<Client | null> {
  const [{ email }] = organization.people;
  const client = new Client(world.appUrl);
  return (await client.signIn(email, passwordFor(world.databaseUrl, email))) ? client : null;
}

/** Signs the owner up as a person does, and in. Null where the app lets nobody sign up (any more). */
export async function foundOrganization(
  world: World,
  organization: SeedOrganization,
): Promise<Client | null> {
  const body = signUpInput(world, organization);
  const made = await new Client(world.appUrl).ask(Nothing, 'POST', '/api/sign-up', {
    body,
    accept: [403, 409],
  });
  return made === null ? null : enterOrganization(world, organization);
}

/** Makes a further organization where sign-up is for the first person only: by the verb, past the policy. */
export async function foundByVerb(world: World, organization: SeedOrganization): Promise<Client | null> {
  const read = readEnv({
    DATABASE_URL: world.databaseUrl,
    APP_URL: world.appUrl,
    // Founding seals nothing and hashes no token, so that the app's own secrets are not needed.
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `none:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'silent',
  });
  if ('problems' in read) throw new Error(`Seeding the demo: ${read.problems.join('; ')}`);
  const deps = await build(read.env, { wake: async () => {} });
  try {
    await signUp(deps, 'open', signUpInput(world, organization), newId('request'));
  } finally {
    await deps.pool.close();
  }
  return enterOrganization(world, organization);
}

function signUpInput(world: World, { name: organization, people }: SeedOrganization) {
  const [{ name, email }] = people;
  return { organization, name, email, password: passwordFor(world.databaseUrl, email) };
}

/** Invites whoever is not a member yet, and accepts for them. */
export async function addPeople(world: World, owner: Client, people: readonly SeedPerson[]): Promise<void> {
  const { items } = await owner.get(MemberList, '/api/members?limit=200');
  for (const { name, email, role } of people) {
    if (items.some((member) => member.email === email)) continue;
    const invitation = await owner.post(z.object({ url: z.url() }), '/api/invitations', { email, role });
    const token = invitation.url.split('/').at(-1);
    await new Client(world.appUrl).post(Nothing, '/api/invitations/accept', {
      token,
      name,
      password: passwordFor(world.databaseUrl, email),
    });
  }
}

/** A key is shown once, so the one of a seed that was cut short is of no use to anybody. */
export async function makeApiKey(owner: Client): Promise<string> {
  const { items } = await owner.get(KeyList, '/api/keys?limit=200');
  for (const { id, name } of items) {
    if (name === KEY_NAME) await owner.ask(Nothing, 'DELETE', `/api/keys/${id}`);
  }
  const made = await owner.post(z.object({ key: z.string() }), '/api/keys', {
    name: KEY_NAME,
    role: 'owner',
  });
  return made.key;
}
