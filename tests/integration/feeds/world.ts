import ICAL from 'ical.js';
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from '#app/api/calendar/[id]/feed.ics/route.ts';
import { organizations } from '#db/schema/organizations.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { type Ctx, ctxFor, inTx } from '#lib/domain/ctx.ts';
import { bumpCalendarVersions } from '#lib/domain/properties/lock-units.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { startTestRuntime, TEST_APP_URL } from '#tests/support/env.ts';
import { makeUnit } from '#tests/support/stays.ts';

const handlers: Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', RouteHandler> = {
  GET,
  HEAD,
  POST: async () => POST(),
  PUT: async () => PUT(),
  PATCH: async () => PATCH(),
  DELETE: async () => DELETE(),
  OPTIONS: async () => OPTIONS(),
};

export type FeedWorld = Awaited<ReturnType<typeof feedWorld>>;
export type Call = { method?: keyof typeof handlers; headers?: Record<string, string> };

/** The route handlers over a database of this file's own. The clock stands at 13:00 in Paris on 1 March 2026. */
export async function feedWorld() {
  const clock = testClock('2026-03-01T12:00:00Z');
  const runtime = await startTestRuntime({ clock });
  return {
    ...runtime,
    clock,
    /** A new organization with a property in Paris and its one unit. */
    org: async (role: Role = 'owner') => {
      const id = newId('organization');
      const now = clock.now();
      await runtime.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
      const actor = { kind: 'user', id: newId('user'), role } as const;
      const ctx = ctxFor(runtime, { provenOrg: id, actor, requestId: newId('request') });
      return { ctx, ...(await makeUnit({ ...ctx, actor: { ...actor, role: 'owner' } })) };
    },
  };
}

export type ReadEvent = { uid: string; summary: string; from: string; to: string; sequence: number };

/** A calendar as another reader understands it. */
export function readEvents(text: string): ReadEvent[] {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => ({
    uid: String(event.getFirstPropertyValue('uid')),
    summary: String(event.getFirstPropertyValue('summary')),
    from: String(event.getFirstPropertyValue('dtstart')),
    to: String(event.getFirstPropertyValue('dtend')),
    sequence: Number(event.getFirstPropertyValue('sequence')),
  }));
}

/** `summary from..to` of each event, in order. */
export function told(text: string): string[] {
  return readEvents(text).map((event) => `${event.summary} ${event.from}..${event.to}`);
}

/** Sends a request to the feed's handler as Next would. */
export async function call(address: string | { id: string; token: string }, send: Call = {}) {
  const url =
    typeof address === 'string'
      ? address
      : `${TEST_APP_URL}/api/calendar/${address.id}/feed.ics?token=${address.token}`;
  const id = /\/api\/calendar\/([^/?]+)\/feed\.ics/.exec(url)?.[1] ?? '';
  const { method = 'GET', headers = {} } = send;
  const request = new Request(url, { method, headers: { 'x-forwarded-for': '203.0.113.7', ...headers } });
  const response = await handlers[method](request, {
    params: Promise.resolve({ id: decodeURIComponent(id) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

/** What the feed holds now. */
export async function fetchText(url: string): Promise<string> {
  const answer = await call(url);
  if (answer.status !== 200) throw new Error(`the feed answered ${answer.status}: ${answer.bytes}`);
  return answer.bytes.toString('utf8');
}

/** A block with a reason that is nobody else's business. */
export async function addBlock(ctx: Ctx, unitId: string, from: string, to: string): Promise<void> {
  await createBlock(ctx, {
    unitId,
    from: night(from),
    to: night(to),
    reason: 'Plumber, door code from Xaver',
  });
}

/** Says that a unit's calendar moved, after a test wrote its rows by hand. */
export function bump(ctx: Ctx, ...unitIds: string[]): Promise<unknown> {
  return inTx(ctx, (tx) => bumpCalendarVersions(tx, unitIds));
}
