import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { hashPassword } from '#lib/domain/people/hash-password.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Night, todayIn } from '#lib/kernel/nights.ts';
import type { KeyRing } from '#lib/platform/seal.ts';
import { passwordFor } from '../seed-demo/people.ts';
import { fill, type Row } from './fill.ts';
import { DAYS_AHEAD, DAYS_BACK, planPortfolio } from './plan.ts';
import { type BookingRows, bookingRows } from './portfolio-bookings.ts';
import { estateRows } from './portfolio-estate.ts';

export type Portfolio = {
  readonly organizationId: string;
  /** The organization's owner, who can sign in. */
  readonly owner: { readonly email: string; readonly password: string };
  readonly units: number;
  readonly properties: number;
  readonly stays: number;
  readonly conflicts: number;
};

/**
 * Adds an organization with so many units and two years of stays (180 days back, 550 ahead) to a migrated database, beside
 * whatever is in it: properties of 1 to 12 units, whole houses over their rooms, a pool, about two nights of three sold at
 * all channels, calendars that are followed and read, blocks of each kind, a few conflicts, prices for every night. Its
 * calendars are not asked for a year and its channel is paused, so that nothing runs beside what is measured.
 *
 * `const { owner } = await seedPortfolio(database.url, 500);`, then sign in with `owner`.
 *
 * All or nothing, in one transaction: 500 units take about half a minute.
 *
 * @param keys the app's, for whoever opens a property's page: without them its links cannot be opened, nor can the page
 */
export async function seedPortfolio(
  databaseUrl: string,
  units: number,
  keys: KeyRing | null = null,
): Promise<Portfolio> {
  const pool = openPool(databaseUrl, { max: 1, name: 'latchkey-measure' });
  try {
    const now = systemClock.now();
    const plan = planPortfolio(units);
    const owner = await ownerRows(databaseUrl, units, now);
    const world = { org: owner.organizationId, now, today: todayIn('UTC', now), keys };
    const estate = estateRows(world, plan);
    const bookings = bookingRows(world, plan, estate);
    await pool.sql.begin(async (begun) => {
      // A transaction has all of its pool's queries; only its type leaves out how to begin another.
      const sql = begun as unknown as postgres.Sql;
      for (const [table, rows] of [...owner.rows, ...estate.rows, ...bookings.rows])
        await fill(sql, table, rows);
      await fillRates(sql, world, estate.rates);
    });
    await pool.sql`analyze`;
    return { ...counted(plan, bookings), organizationId: owner.organizationId, owner: owner.account };
  } finally {
    await pool.close();
  }
}

function counted(plan: ReturnType<typeof planPortfolio>, bookings: BookingRows) {
  return {
    units: plan.reduce((sum, property) => sum + property.units.length, 0),
    properties: plan.length,
    stays: bookings.stays,
    conflicts: bookings.conflicts,
  };
}

async function ownerRows(databaseUrl: string, units: number, at: Temporal.Instant) {
  const [organizationId, userId, now] = [newId('organization'), newId('user'), at.toString()];
  const email = `owner-of-${units}-${randomBytes(3).toString('hex')}@example.com`;
  const account = { email, password: passwordFor(databaseUrl, email) };
  const stamps = { created_at: now, updated_at: now };
  const passwordHash = await hashPassword(account.password);
  const rows: [string, Row[]][] = [
    ['organizations', [{ id: organizationId, name: `Portfolio of ${units}`, ...stamps }]],
    [
      'users',
      [{ id: userId, email, name: 'Ada Byron', password_hash: passwordHash, locale: 'en', ...stamps }],
    ],
    [
      'memberships',
      [{ id: newId('membership'), org_id: organizationId, user_id: userId, role: 'owner', ...stamps }],
    ],
  ];
  return { organizationId, account, rows };
}

/** A price for each night of each unit: more at weekends and in summer, when shorter stays are refused too. */
async function fillRates(
  sql: postgres.Sql,
  { org, now, today }: { org: string; now: Temporal.Instant; today: Night },
  rates: readonly { unit: string; nightMinor: number }[],
): Promise<void> {
  const asked = JSON.stringify(rates.map(({ unit, nightMinor }) => ({ unit, base: nightMinor })));
  await sql`
    insert into rates (org_id, unit_id, night, price_minor, min_stay, updated_at)
    select ${org}, r.unit, n.night,
      (round(r.base * (case when w.is_weekend then 1.2 else 1 end) * (case when w.is_summer then 1.3 else 1 end) / 100)
        * 100)::bigint,
      case when w.is_summer then 3 when w.is_weekend then 2 else 1 end, ${now.toString()}
    from jsonb_to_recordset(${asked}::text::jsonb) as r (unit text, base bigint)
    cross join (
      select ${today}::date + i as night from generate_series(${-DAYS_BACK}::int, ${DAYS_AHEAD - 1}::int) i
    ) n
    cross join lateral (
      select extract(isodow from n.night) in (5, 6) as is_weekend, extract(month from n.night) in (7, 8) as is_summer
    ) w`;
}
