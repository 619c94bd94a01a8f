import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '#db/schema/organizations.ts';
import { ctxFor } from '#lib/domain/ctx.ts';
import { verifyPassword } from '#lib/domain/people/hash-password.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Portfolio, seedPortfolio } from '#scripts/measure/portfolio.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { openConflicts, unprotectedStays } from '#tests/support/stays.ts';

const UNITS = 40;

let world: TestWorld;
let portfolio: Portfolio;
beforeAll(async () => {
  world = await testWorld();
  portfolio = await seedPortfolio(world.url, UNITS);
});
afterAll(() => world.close());

const owner = () =>
  ctxFor(world.deps, {
    provenOrg: portfolio.organizationId,
    actor: { kind: 'user', id: newId('user'), role: 'owner' },
    requestId: newId('request'),
  });

async function one(query: ReturnType<typeof sql>): Promise<Record<string, unknown>> {
  const [row] = await world.pool.db.execute(query);
  return row ?? {};
}

describe('a portfolio to measure on', () => {
  it('has as many units as were asked for, whole houses among them', async () => {
    const { units } = await one(sql`select count(*)::int as units from units`);
    const { wholes } = await one(sql`select count(distinct composite_id)::int as wholes from unit_parts`);
    expect([units, portfolio.units]).toEqual([UNITS, UNITS]);
    expect(wholes).toBeGreaterThan(0);
  });

  it('holds every night that it sold, and keeps what could not be held as a conflict', async () => {
    expect(await unprotectedStays(owner())).toEqual([]);
    const open = await openConflicts(owner());
    expect(open.length).toBeGreaterThan(0);
    expect(open).toHaveLength(portfolio.conflicts);
  });

  it('has sold about two nights of three of two years, at every channel', async () => {
    const { share } = await one(sql`
      select sum(upper(nights) - lower(nights))::float / (count(distinct unit_id) * 730) as share from holds`);
    expect(share).toBeGreaterThan(0.55);
    expect(share).toBeLessThan(0.75);
    const { channels } = await one(sql`select count(distinct channel)::int as channels from reservations`);
    expect(channels).toBe(6);
  });

  it('asks a price for every night, and says what each block is for', async () => {
    const { least } = await one(sql`
      select min(nights)::int as least from (select count(*) as nights from rates group by unit_id) per_unit`);
    expect(least).toBe(730);
    const { kinds } = await one(sql`select count(distinct kind)::int as kinds from blocks`);
    expect(kinds).toBe(3);
  });

  it('leaves nothing to be done beside what is measured', async () => {
    const { due } = await one(
      sql`select count(*)::int as due from jobs where due_at < now() + interval '300 days'`,
    );
    const { forgotten } = await one(sql`
      select count(*)::int as forgotten from external_calendars c
      where is_active and not exists (select 1 from jobs j where j.kind = 'calendar.sync' and j.key = c.id)`);
    expect([due, forgotten]).toEqual([0, 0]);
  });

  it('has an owner who can sign in', async () => {
    const [row] = await world.pool.db.select({ stored: users.passwordHash }).from(users);
    expect(await verifyPassword(row?.stored ?? null, portfolio.owner.password)).toBe(true);
  });
});
