import { eq } from 'drizzle-orm';
import { webhookCalls } from '#db/schema/connections.ts';
import { organizations } from '#db/schema/organizations.ts';
import { jobs } from '#db/schema/work.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import type { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Channels } from '#lib/providers/contract.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { signed } from './channel.ts';

export type Calls = {
  readonly runtime: TestRuntime;
  readonly clock: ReturnType<typeof testClock>;
  readonly org: () => Promise<Ctx>;
};

/** The routes' own runtime over a database of this file, with a channel in memory. */
export async function startCalls(
  channel: { channels: () => Channels },
  clock: Calls['clock'],
): Promise<Calls> {
  const runtime = await startTestRuntime({ clock, channels: channel.channels() });
  const org = async () => {
    const [id, now] = [newId('organization'), clock.now()];
    await runtime.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
    const actor = { kind: 'user', id: newId('user'), role: 'owner' } as const;
    return ctxFor(runtime, { provenOrg: id, actor, requestId: newId('request') });
  };
  return { runtime, clock, org };
}

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** A signed call of the channel to one of our routes. `headers` go over the signature's. */
export function call(
  route: Route,
  at: Temporal.Instant,
  message: {
    readonly id?: string;
    readonly body?: string;
    readonly method?: string;
    readonly query?: string;
    readonly params?: Record<string, string>;
    readonly secret?: string;
    readonly headers?: Record<string, string>;
  },
): Promise<Response> {
  const { id = newId('message'), body = '', method = 'POST', query = '', params = {}, secret } = message;
  const request = new Request(`http://latchkey.test/api/call${query}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...signed(id, body, at, ...(secret ? [secret] : [])),
      ...message.headers,
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
  return route(request, { params: Promise.resolve({ provider: 'airbnb', ...params }) });
}

/** Works every job of the organization that is due, once each. @returns how many */
export async function workDue(ctx: Ctx): Promise<number> {
  const owed = await ctx.db.select().from(jobs).where(eq(jobs.orgId, ctx.org));
  const due = owed.filter((job) => Temporal.Instant.compare(job.dueAt, ctx.clock.now()) <= 0);
  for (const job of due) {
    await ctx.db.delete(jobs).where(eq(jobs.id, job.id));
    const handler = REGISTRY[job.kind];
    if (handler?.scope !== 'organization') throw new Error(`no handler of an organization: ${job.kind}`);
    const outcome = await handler.run({ ...ctx, actor: { kind: 'job', id: job.id } }, job.payload);
    if (outcome.kind !== 'again') continue;
    const payload = outcome.payload ?? job.payload;
    await ctx.db
      .insert(jobs)
      .values({ ...job, payload, dueAt: outcome.at })
      .onConflictDoNothing();
  }
  return due.length;
}

export function callsOf(calls: Calls, id: string) {
  return calls.runtime.db.select().from(webhookCalls).where(eq(webhookCalls.externalId, id));
}
