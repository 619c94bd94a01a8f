import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { GET as accounts } from '#app/api/integrations/[provider]/accounts/route.ts';
import { GET as callback } from '#app/api/integrations/[provider]/callback/route.ts';
import { POST as connect } from '#app/api/integrations/[provider]/connect/route.ts';
import { POST as finish } from '#app/api/integrations/[provider]/finish/route.ts';
import { DELETE as dropFlow, GET as getFlow } from '#app/api/integrations/[provider]/flows/[id]/route.ts';
import { GET as openFlow } from '#app/api/integrations/[provider]/flows/route.ts';
import { POST as reconnect } from '#app/api/integrations/[provider]/links/[id]/reconnect/route.ts';
import { PATCH as changeLink, DELETE as unlink } from '#app/api/integrations/[provider]/links/[id]/route.ts';
import { GET as links } from '#app/api/integrations/[provider]/links/route.ts';
import { POST as validate } from '#app/api/integrations/[provider]/validate-item/route.ts';
import { connections } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { listingPolls } from '#db/schema/steps.ts';
import { jobs } from '#db/schema/work.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { testClock } from '#lib/kernel/clock.ts';
import {
  type World as Base,
  newHost as newHostOf,
  type Owner,
} from '#tests/integration/connections/world.ts';
import { startTestRuntime, TEST_APP_URL, type TestRuntime } from '#tests/support/env.ts';
import type { Answer } from '#tests/support/visitor.ts';
import { FakeAvito } from './fake-avito.ts';

export type World = Omit<Base, 'channel'> & { readonly avito: FakeAvito };

/** Route handlers over a database of their own, with a fake of Avito alone. */
export async function startWorld(): Promise<World> {
  const clock = testClock('2026-12-01T08:00:00Z');
  const avito = new FakeAvito(() => clock.now());
  const runtime: TestRuntime = await startTestRuntime({
    clock,
    env: { SIGNUP: 'open' },
    channels: avito.channels(),
  });
  return { runtime, avito, clock, logged: () => '' };
}

export type Host = Owner & { readonly propertyId: string; readonly unitId: string };

export async function newHost(world: World): Promise<Host> {
  const owner = await newHostOf(world);
  return { ...owner, ...(await newUnit(owner)) };
}

export async function newUnit(owner: Owner): Promise<{ propertyId: string; unitId: string }> {
  const made = await createProperty(owner.ctx, { name: 'House', timezone: 'Europe/Moscow', currency: 'RUB' });
  return { propertyId: made.id, unitId: made.units[0]?.id ?? '' };
}

const AVITO = { provider: 'avito' };
const send = (host: Owner) => host.visitor;

export const begin = (host: Owner, body: object) => send(host).send(connect, 'POST', { params: AVITO, body });

export function comeBack(host: Owner, query: URLSearchParams): Promise<Answer> {
  return send(host).send(callback, 'GET', {
    path: `/api/integrations/avito/callback?${query}`,
    params: AVITO,
  });
}

export const flowOf = (host: Owner, id: string) =>
  send(host).send(getFlow, 'GET', { params: { ...AVITO, id } });
export const drop = (host: Owner, id: string) =>
  send(host).send(dropFlow, 'DELETE', { params: { ...AVITO, id } });
export const openFlowOf = (host: Owner, unitId: string) =>
  send(host).send(openFlow, 'GET', { path: `/?unit=${unitId}`, params: AVITO });
export const offer = (host: Owner, flow: string) =>
  send(host).send(accounts, 'GET', { path: `/?flow=${flow}`, params: AVITO });
export const check = (host: Owner, body: object) =>
  send(host).send(validate, 'POST', { params: AVITO, body });
export const end = (host: Owner, body: object) => send(host).send(finish, 'POST', { params: AVITO, body });
export const linksOf = (host: Owner, propertyId: string) =>
  send(host).send(links, 'GET', { path: `/?property=${propertyId}`, params: AVITO });
export const setMarkup = (host: Owner, id: string, markup: number) =>
  send(host).send(changeLink, 'PATCH', { params: { ...AVITO, id }, body: { markup } });
export const remove = (host: Owner, id: string) =>
  send(host).send(unlink, 'DELETE', { params: { ...AVITO, id } });
export const again = (host: Owner, id: string) =>
  send(host).send(reconnect, 'POST', { params: { ...AVITO, id } });

/** A flow whose account has been agreed to. */
export async function agreed(
  world: World,
  host: Host,
  accountId: string,
  unitId = host.unitId,
): Promise<string> {
  const begun = await begin(host, { unitId });
  expect(begun).toMatchObject({ status: 200 });
  await consent(world, host, begun.body.authorizeUrl, accountId);
  return begun.body.flow;
}

/** @returns where the browser is sent */
export async function consent(
  world: World,
  host: Owner,
  authorizeUrl: string,
  accountId: string,
): Promise<string> {
  const back = await comeBack(host, world.avito.oauth.consent(authorizeUrl, accountId));
  expect(back.status).toBe(303);
  return (back.headers.get('location') ?? '').replace(TEST_APP_URL, '');
}

export type Linked = { readonly id: string; readonly connectionId: string; readonly runId: string };

/** The whole way. */
export async function linked(
  world: World,
  host: Host,
  accountId: string,
  itemId: string,
  unitId = host.unitId,
): Promise<Linked> {
  const flow = await agreed(world, host, accountId, unitId);
  const done = await end(host, { flow, accountId, itemId, markup: 15 });
  expect(done).toMatchObject({ status: 201 });
  return done.body;
}

type WithDb = { readonly runtime: Pick<TestRuntime, 'db'> };

export async function mappingOf(world: WithDb, id: string) {
  const [row] = await world.runtime.db.select().from(mappings).where(eq(mappings.id, id));
  if (!row) throw new Error('no such mapping');
  return row;
}

export async function connectionOf(world: WithDb, id: string) {
  const [row] = await world.runtime.db.select().from(connections).where(eq(connections.id, id));
  if (!row) throw new Error('no such connection');
  return row;
}

export function pollsOf(world: WithDb, connectionId: string) {
  return world.runtime.db
    .select()
    .from(listingPolls)
    .where(eq(listingPolls.connectionId, connectionId))
    .orderBy(listingPolls.listingId);
}

/** Kinds of work that waits for an account. */
export async function owed(world: WithDb, connectionId: string): Promise<string[]> {
  const rows = await world.runtime.db
    .select({ kind: jobs.kind })
    .from(jobs)
    .where(and(eq(jobs.key, connectionId), eq(jobs.state, 'pending')));
  return rows.map((row) => row.kind).sort();
}
