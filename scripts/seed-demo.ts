/**
 * The demo's portfolio, made through the app's own HTTP API: what it shows is what a person or a program can make.
 * Called again it finds what is there and makes what is missing; dying anywhere costs one more call.
 */
import { systemClock } from '#lib/kernel/clock.ts';
import { makeConnection, makeLink } from './seed-demo/channels.ts';
import { Client } from './seed-demo/client.ts';
import {
  addPeople,
  enterOrganization,
  foundByVerb,
  foundOrganization,
  makeApiKey,
  passwordFor,
} from './seed-demo/people.ts';
import { CEDAR, HARBOUR } from './seed-demo/portfolio.ts';
import { makeProperty } from './seed-demo/properties.ts';
import type { SeedOrganization } from './seed-demo/seeds.ts';
import type { SeedDemo, Seeded } from './world/seed.ts';

export const seedDemo: SeedDemo = async (world) => {
  if (world.existing && (await stillOpens(world.appUrl, world.existing.apiKey))) return world.existing;
  const now = systemClock.now();
  const { appUrl, sandboxUrl, databaseUrl } = world;

  const owner = (await enterOrganization(world, HARBOUR)) ?? (await foundOrganization(world, HARBOUR));
  if (!owner) {
    console.warn(
      "The database holds data that is not the demo's (a restored backup?); nothing was added to it.",
    );
    return { apiKey: '', users: [] };
  }
  await addPeople(world, owner, HARBOUR.people);
  for (const property of HARBOUR.properties) {
    await makeProperty({ client: owner, sandboxUrl, now }, property);
  }
  for (const connection of HARBOUR.connections ?? []) await makeConnection(owner, connection);
  for (const link of HARBOUR.links ?? []) await makeLink(owner, link);
  const other = (await enterOrganization(world, CEDAR)) ?? (await foundByVerb(world, CEDAR));
  if (!other) throw new Error(`The owner of ${CEDAR.name} cannot sign in.`);
  for (const property of CEDAR.properties) {
    await makeProperty({ client: other, sandboxUrl, now }, property);
  }
  // Last: its presence in the kept file says that everything before it was made.
  const apiKey = await makeApiKey(owner);
  const users = [HARBOUR, CEDAR].flatMap((organization) => usersOf(organization, databaseUrl));
  console.log(`demo data made: ${HARBOUR.name} and ${CEDAR.name} at ${appUrl}`);
  return { apiKey, users };
};

async function stillOpens(appUrl: string, apiKey: string): Promise<boolean> {
  return apiKey !== '' && (await new Client(appUrl, apiKey).send('GET', '/api/me')).status === 200;
}

function usersOf(organization: SeedOrganization, databaseUrl: string): Seeded['users'] {
  return organization.people.map(({ email, role }) => ({
    email,
    password: passwordFor(databaseUrl, email),
    role,
    organization: organization.name,
  }));
}
