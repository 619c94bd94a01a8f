import { createHmac, randomBytes } from 'node:crypto';
import { openPool, type Pool } from '#db/client.ts';
import { memberships, organizations, users } from '#db/schema/organizations.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { type Ctx, ctxFor, type Deps } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import type { Property, Unit } from '#lib/domain/properties/schemas.ts';
import { type Clock, systemClock } from '#lib/kernel/clock.ts';
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
  /** A new organization with one member of this role (owner where nothing is said), and their context. */
  readonly org: (role?: Role) => Promise<Ctx>;
  /** The same organization seen by another new member. */
  readonly member: (ctx: Ctx, role: Role) => Promise<Ctx>;
  readonly property: (ctx: Ctx, name?: string) => Promise<{ property: Property; unit: Unit }>;
  readonly close: () => Promise<void>;
};

/** A database of its own and everything a verb needs; nothing is shared with another file. */
export async function testWorld(overrides: Partial<Deps> & { clock?: Clock } = {}): Promise<TestWorld> {
  const database = await createTestDatabase();
  const pool = openPool(database.url, { max: 20, name: 'test' });
  const hashKey = randomBytes(32);
  const deps: Deps = {
    db: pool.db,
    clock: systemClock,
    log: createLogger('silent'),
    keys: parseKeyRing(`test:${randomBytes(32).toString('base64')}`),
    secretHash: (text) => createHmac('sha256', hashKey).update(text).digest('hex'),
    fetchDocument,
    outbound: { allow: [], ownHosts: [] },
    feedReader,
    instanceId: randomBytes(8).toString('hex'),
    appUrl: 'https://latchkey.example',
    wake: async () => {},
    ...overrides,
  };
  const member = async (org: string, role: Role): Promise<Ctx> => {
    const [userId, now] = [newId('user'), deps.clock.now()];
    await pool.db
      .insert(users)
      .values({ id: userId, email: `${userId}@example.com`, name: role, createdAt: now, updatedAt: now });
    await pool.db
      .insert(memberships)
      .values({ id: newId('membership'), orgId: org, userId, role, createdAt: now, updatedAt: now });
    return ctxFor(deps, {
      provenOrg: org,
      actor: { kind: 'user', id: userId, role },
      requestId: newId('request'),
    });
  };
  return {
    deps,
    pool,
    url: database.url,
    org: async (role = 'owner') => {
      const [id, now] = [newId('organization'), deps.clock.now()];
      await pool.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
      return member(id, role);
    },
    member: (ctx, role) => member(ctx.org, role),
    property: async (ctx, name = 'Sea view') => {
      const property = await createProperty(ctx, { name, timezone: 'Europe/Paris', currency: 'EUR' });
      const [unit] = property.units;
      if (!unit) throw new Error('a property has its first unit');
      return { property, unit };
    },
    close: async () => {
      await pool.close();
      await database.drop();
    },
  };
}
