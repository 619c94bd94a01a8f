import { createHmac, randomBytes } from 'node:crypto';
import { openPool, type Pool } from '#db/client.ts';
import { organizations } from '#db/schema/organizations.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { type Ctx, ctxFor, type Deps } from '#lib/domain/ctx.ts';
import { type Clock, testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createLogger } from '#lib/platform/log.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { feedReader } from '#lib/providers/registry.ts';
import { createTestDatabase } from './database.ts';

export type TestWorld = {
  readonly deps: Deps;
  readonly pool: Pool;
  readonly url: string;
  /** A new organization, and what one of its people may do. */
  readonly org: (role?: Role) => Promise<Ctx>;
  /** The same organization in the hands of somebody else. */
  readonly as: (ctx: Ctx, role: Role) => Ctx;
  readonly close: () => Promise<void>;
};

/** A database of its own and everything a verb needs, silent and without a bell. */
export async function testWorld(
  options: { clock?: Clock; max?: number; deps?: Partial<Deps> } = {},
): Promise<TestWorld> {
  const database = await createTestDatabase();
  const pool = openPool(database.url, { max: options.max ?? 4, name: 'latchkey tests' });
  const key = randomBytes(32);
  const deps: Deps = {
    db: pool.db,
    clock: options.clock ?? testClock('2026-03-01T12:00:00Z'),
    log: createLogger('silent'),
    keys: parseKeyRing(`test:${randomBytes(32).toString('base64')}`),
    secretHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
    fetchDocument,
    outbound: { allow: [], ownHosts: [] },
    feedReader,
    channels: { airbnb: null, booking: null, avito: null },
    instanceId: randomBytes(8).toString('hex'),
    appUrl: 'http://localhost:3000',
    wake: async () => {},
    notify: async () => {},
    media: { mail: null, telegram: null },
    ...options.deps,
  };
  const person = (role: Role) => ({ kind: 'user', id: newId('user'), role }) as const;
  return {
    deps,
    pool,
    url: database.url,
    org: async (role = 'owner') => {
      const id = newId('organization');
      const now = deps.clock.now();
      await pool.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
      return ctxFor(deps, { provenOrg: id, actor: person(role), requestId: newId('request') });
    },
    as: (ctx, role) => ({ ...ctx, actor: person(role) }),
    close: async () => {
      await pool.close();
      await database.drop();
    },
  };
}
