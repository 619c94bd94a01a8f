import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { POST } from '#app/api/jobs/[name]/route.ts';
import { organizations } from '#db/schema/organizations.ts';
import { jobs } from '#db/schema/work.ts';
import { type Handler, organizationHandler, type Registry } from '#lib/jobs/handler.ts';
import { done, type Outcome } from '#lib/jobs/outcome.ts';
import { newId } from '#lib/kernel/ids.ts';
import { wake } from '#lib/platform/queue/publish.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import type { TestRuntime } from '#tests/support/env.ts';

const Payload = z.object({ note: z.string().optional() });
export type TestPayload = z.infer<typeof Payload>;

/** A handler of a kind of the test's own. */
export function testHandler(
  run: (job: { id: string; org: string; payload: TestPayload }) => Promise<Outcome>,
  more: Partial<Pick<Handler, 'recurs' | 'punctual'>> = {},
): Handler {
  return organizationHandler(
    { payload: Payload, recurs: more.recurs ?? false, punctual: more.punctual ?? false },
    (ctx, payload) => run({ id: ctx.actor.id ?? '', org: ctx.org, payload }),
  );
}

export const idle: Registry = { idle: testHandler(async () => done) };

export async function newOrg(world: Runtime): Promise<string> {
  const id = newId('organization');
  const now = world.clock.now();
  await world.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
  return id;
}

/** A row as enqueue would leave it, of a kind that only the test knows. */
export async function owe(
  world: Runtime,
  job: {
    org: string;
    kind: string;
    key?: string;
    payload?: TestPayload;
    inSeconds?: number;
    attempts?: number;
  },
): Promise<string> {
  const [id, now] = [newId('job'), world.clock.now()];
  await world.db.insert(jobs).values({
    id,
    orgId: job.org,
    kind: job.kind,
    key: job.key ?? id,
    payload: job.payload ?? {},
    dueAt: now.add({ milliseconds: Math.round((job.inSeconds ?? 0) * 1000) }),
    attempts: job.attempts ?? 0,
    createdAt: now,
  });
  return id;
}

export function jobRows(world: Runtime): Promise<(typeof jobs.$inferSelect)[]> {
  return world.db.select().from(jobs).orderBy(jobs.id);
}

export async function clearJobs(world: Runtime): Promise<void> {
  await world.db.delete(jobs);
}

export type TestApp = {
  readonly origin: string;
  /** Deliveries that came in, by path. */
  readonly received: string[];
  /** The app answers 503 to deliveries of this name, as one that cannot reach its database does. */
  awayFor: string | null;
  /** What the next delivery to begin waits for before it is answered, as one does that works for a server that hangs. */
  heldBy: Promise<void> | null;
  readonly close: () => Promise<void>;
};

/** The job route over real HTTP. */
export async function serveJobs(): Promise<TestApp> {
  const received: string[] = [];
  const app: Pick<TestApp, 'awayFor' | 'heldBy'> = { awayFor: null, heldBy: null };
  const server: Server = createServer((request, response) => {
    received.push(request.url ?? '');
    const isAway = app.awayFor !== null && request.url?.endsWith(`/${app.awayFor}`);
    const held = app.heldBy;
    app.heldBy = null;
    const answer = isAway ? Promise.resolve(new Response(null, { status: 503 })) : toRoute(request);
    answer.then(
      async (given) => {
        await held;
        response.writeHead(given.status, Object.fromEntries(given.headers));
        response.end(Buffer.from(await given.arrayBuffer()));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(app, {
    // Listening on a port, so its address is not a pipe's name.
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function toRoute(request: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://latchkey.test');
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return POST(new Request(url, { method: 'POST', headers, body: Buffer.concat(chunks) }), {
    params: Promise.resolve({ name: url.pathname.split('/').at(-1) ?? '' }),
  });
}

/** With a bell that rings: what tests elsewhere leave out. Route handlers find it too. */
export function withBell(world: TestRuntime): TestRuntime {
  const ringing = { ...world, wake: () => wake(world.env, world.log) };
  (globalThis as { latchkeyRuntime?: Promise<Runtime> }).latchkeyRuntime = Promise.resolve(ringing);
  return ringing;
}

/** Waits until `check` is true. @throws Error after `ms` */
export async function until(
  check: () => boolean | Promise<boolean>,
  what: string,
  ms = 5_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`still not so after ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
