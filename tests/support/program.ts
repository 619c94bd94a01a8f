import { organizations } from '#db/schema/organizations.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { type Ctx, ctxFor, type Deps } from '#lib/domain/ctx.ts';
import { createApiKey } from '#lib/domain/people/create-api-key.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { TEST_APP_URL } from './env.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer's fields without parsing it
export type Reply = { status: number; body: any };
type Given = {
  query?: string;
  params?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
};
/** Calls a route handler as a program with an API key would. A body that is text or bytes is sent as it is. */
export type Program = (handler: RouteHandler, method: string, given?: Given) => Promise<Reply>;

/** A new organization, and a way to get programs of any role that work for it. */
export async function newOrganization(
  deps: Deps,
): Promise<{ ctx: Ctx; program: (role: Role) => Promise<Program> }> {
  const [id, now] = [newId('organization'), deps.clock.now()];
  await deps.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
  const actor = { kind: 'user', id: newId('user'), role: 'owner' } as const;
  const ctx = ctxFor(deps, { provenOrg: id, actor, requestId: newId('request') });
  return {
    ctx,
    program: async (role) => {
      // Made by the system: the person above is no row of the database.
      const made = await createApiKey({ ...ctx, actor: { kind: 'system', id: null } }, { name: role, role });
      return caller({ authorization: `Bearer ${made.key}` });
    },
  };
}

/** Somebody without a key. */
export const stranger: Program = caller({});

function caller(auth: Record<string, string>): Program {
  return async (handler, method, given = {}) => {
    const { body, query = '', params = {}, headers = {} } = given;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const request = new Request(`${TEST_APP_URL}/${query}`, {
      method,
      headers: { 'content-type': 'application/json', ...auth, ...headers },
      // The types of the DOM and of Node differ on which bytes a body may be; both take these.
      ...(body === undefined ? {} : { body: (isRaw ? body : JSON.stringify(body)) as string }),
    });
    const response = await handler(request, { params: Promise.resolve(params) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
}
