import { Writable } from 'node:stream';
import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { GET as callback } from '#app/api/integrations/[provider]/callback/route.ts';
import { POST as connect } from '#app/api/integrations/[provider]/connect/route.ts';
import { connections } from '#db/schema/connections.ts';
import { memberships, users } from '#db/schema/organizations.ts';
import { journal } from '#db/schema/work.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { createLogger } from '#lib/platform/log.ts';
import type { Channels } from '#lib/providers/contract.ts';
import { newOwner, type Person } from '#tests/integration/people/team.ts';
import { startTestRuntime, TEST_APP_URL, type TestRuntime } from '#tests/support/env.ts';
import type { Answer } from '#tests/support/visitor.ts';
import { FakeChannel } from './fake-channel.ts';

export type World = {
  readonly runtime: TestRuntime;
  readonly channel: FakeChannel;
  readonly clock: ReturnType<typeof testClock>;
  /** Every line that was logged, of every level. */
  readonly logged: () => string;
};

/** Route handlers over a database of their own, with a fake of Airbnb, and the log kept. */
export async function startWorld(channels?: (fake: FakeChannel) => Channels): Promise<World> {
  const clock = testClock('2026-12-01T08:00:00Z');
  const channel = new FakeChannel(() => clock.now());
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const runtime = await startTestRuntime({
    clock,
    log: createLogger('trace', sink),
    env: { SIGNUP: 'open' },
    channels: channels?.(channel) ?? { airbnb: channel.channel(), booking: null, avito: null },
  });
  return { runtime, channel, clock, logged: () => lines.join('') };
}

export type Owner = Person & { readonly ctx: Ctx };

/** A signed-in owner, and the context of their organization for verbs. */
export async function newHost(world: Pick<World, 'runtime'>): Promise<Owner> {
  const person = await newOwner();
  const [row] = await world.runtime.db
    .select({ orgId: memberships.orgId, userId: users.id })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(eq(users.email, person.email));
  if (!row) throw new Error('nobody');
  const actor = { kind: 'user', id: row.userId, role: 'owner' } as const;
  return {
    ...person,
    ctx: ctxFor(world.runtime, { provenOrg: row.orgId, actor, requestId: newId('request') }),
  };
}

export const AIRBNB = { provider: 'airbnb' };

/** @returns the consent page */
export async function begin(person: Person, body?: object): Promise<string> {
  const answer = await person.visitor.send(connect, 'POST', { params: AIRBNB, ...(body ? { body } : {}) });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.authorizeUrl;
}

export function comeBack(
  person: Person,
  query: URLSearchParams | string,
  provider = 'airbnb',
  headers: Record<string, string> = {},
): Promise<Answer> {
  const path = `/api/integrations/${provider}/callback?${query}`;
  return person.visitor.send(callback, 'GET', { path, params: { provider }, headers });
}

/** Where a callback led: the page's path and its query. */
export function pageOf(answer: Answer): { page: string; query: Record<string, string> } {
  expect(answer.status).toBe(303);
  const url = new URL(answer.headers.get('location') ?? '');
  expect(url.origin).toBe(TEST_APP_URL);
  return { page: url.pathname, query: Object.fromEntries(url.searchParams) };
}

/** The whole way, as a person goes it. @returns the connection's row */
export async function connected(world: World, owner: Owner, accountId: string) {
  const query = world.channel.consent(await begin(owner), accountId);
  const { page, query: told } = pageOf(await comeBack(owner, query));
  expect(page).toBe('/channels/airbnb/connected');
  return rowOf(world, told.connection ?? '');
}

export async function rowOf(world: World, id: string) {
  const [row] = await world.runtime.db.select().from(connections).where(eq(connections.id, id));
  if (!row) throw new Error(`no connection ${id}`);
  return row;
}

export function connectionsOf(world: World, owner: Owner) {
  return world.runtime.db.select().from(connections).where(eq(connections.orgId, owner.ctx.org));
}

/** Actions of a subject, or of the organization, in their order. */
export async function actionsOf(world: World, owner: Owner, subjectKind: string): Promise<string[]> {
  const rows = await world.runtime.db
    .select({ action: journal.action, kind: journal.subjectKind, org: journal.orgId })
    .from(journal)
    .where(eq(journal.orgId, owner.ctx.org))
    .orderBy(journal.id);
  return rows.filter((row) => row.kind === subjectKind).map((row) => row.action);
}

/** Every row of every table as text. */
export async function dump(world: World): Promise<string> {
  const tables = await world.runtime.db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await world.runtime.db.execute<{ line: string }>(
      sql`select t::text as line from ${sql.identifier(name)} t`,
    );
    parts.push(name, ...rows.map((row) => row.line));
  }
  return parts.join('\n');
}
