import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as listRoute } from '#app/api/reservations/route.ts';
import { reservations } from '#db/schema/reservations.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { exportReservations, RESERVATION_COLUMNS } from '#lib/domain/reservations/export.ts';
import { listReservations } from '#lib/domain/reservations/queries.ts';
import { csvText } from '#lib/kernel/csv.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { newOrganization, stranger } from '#tests/support/program.ts';
import { apply, makeUnit, stay } from '#tests/support/stays.ts';

let world: TestWorld;
let runtime: TestRuntime;
beforeAll(async () => {
  world = await testWorld();
  runtime = await startTestRuntime();
});
afterAll(async () => {
  await world.close();
  await runtime.end();
});

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

/** Three bookings: numbers with spaces and signs, one of which only a tail is known, and one without any. */
async function booked() {
  const ctx = await world.org();
  const { unitId } = await makeUnit(ctx);
  await apply(
    ctx,
    stay('airbnb:HMA', unitId, '2026-06-10', '2026-06-12', {
      guest: { name: 'Ada', phone: '+33 (6) 12-34-56-78' },
      bookedAt: Temporal.Instant.from('2026-01-03T10:00:00Z'),
      total: EUR(24_050),
    }),
    stay('airbnb:HMB', unitId, '2026-05-10', '2026-05-12', {
      guest: { name: '=Grace', phoneTail: '4321' },
      bookedAt: Temporal.Instant.from('2026-01-05T10:00:00Z'),
    }),
    stay('booking:93456', unitId, '2026-07-10', '2026-07-12', {
      guest: { name: 'Joan' },
      bookedAt: Temporal.Instant.from('2026-01-04T10:00:00Z'),
    }),
  );
  return ctx;
}

const found = async (ctx: Ctx, q: string) =>
  (await listReservations(ctx, { q, limit: 50 })).items.map((one) => one.guest.name).sort();

describe('a search for the end of a phone number', () => {
  it.each([
    ['678', ['Ada']],
    ['5678', ['Ada']],
    ['345678', ['Ada']],
    ['321', ['=Grace']],
    ['4321', ['=Grace']],
    // What a calendar tells is four digits: more of them cannot be denied.
    ['994321', ['=Grace']],
    ['5321', []],
    // The middle of a number is no end; a code is found as ever.
    ['612', []],
    ['3456', ['Joan']],
    // Neither too few digits nor too many mean a phone.
    ['78', []],
    ['2345678', []],
    ['Gra', ['=Grace']],
  ])('%s finds %j', async (q, names) => {
    expect(await found(await booked(), q)).toEqual(names);
  });

  it("finds nobody of another organization's", async () => {
    await booked();
    const ctx = await world.org();
    expect(await found(ctx, '5678')).toEqual([]);
    expect(await found(ctx, '4321')).toEqual([]);
  });

  it('keeps the digits when a later word tells none, and is no change that anybody reads of', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    const nights = ['2026-05-10', '2026-05-12'] as const;
    await apply(ctx, stay('airbnb:HMB', unitId, ...nights));
    const [filled] = await apply(
      ctx,
      stay('airbnb:HMB', unitId, ...nights, { guest: { phoneTail: '4321' } }),
    );
    expect(filled?.outcome).toBe('unchanged');
    await apply(ctx, stay('airbnb:HMB', unitId, ...nights));
    const [row] = await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org));
    expect(row).toMatchObject({ phoneTail: '4321' });
  });
});

describe('a list of reservations', () => {
  const order = async (ctx: Ctx, sort?: 'heard' | 'arrival' | 'booked') => {
    const names: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await listReservations(ctx, { sort, limit: 1, cursor });
      names.push(...page.items.map((one) => one.guest.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return names;
  };

  it.each([
    ['arrival', ['=Grace', 'Ada', 'Joan']],
    ['booked', ['=Grace', 'Joan', 'Ada']],
  ] as const)('by %s stands in that order, page by page', async (sort, names) => {
    expect(await order(await booked(), sort)).toEqual(names);
  });

  it('by default is the newest heard of first, each once', async () => {
    expect((await order(await booked())).sort()).toEqual(['=Grace', 'Ada', 'Joan']);
  });

  it.each(['x', "2026-05-10~rsv_' or 1=1", '2026-05-10'])(
    'refuses a cursor that is none: %s',
    async (cursor) => {
      const ctx = await booked();
      for (const sort of ['heard', 'arrival', 'booked'] as const)
        await expect(listReservations(ctx, { sort, cursor, limit: 5 })).rejects.toMatchObject({
          code: 'invalid_input',
        });
    },
  );
});

describe('reservations as a table', () => {
  it('are a row for each room, money in major units, and no formula', async () => {
    const ctx = await booked();
    const rows = await Array.fromAsync(exportReservations(ctx, { sort: 'arrival' }));
    const [head = '', grace = '', ada = ''] = csvText(RESERVATION_COLUMNS, rows).split('\r\n');
    expect(head).toContain('id,channel,code,status,guest');
    expect(grace).toContain(",'=Grace,");
    expect(ada).toContain('2026-06-10,2026-06-12,2,240.50,EUR');
    expect(rows).toHaveLength(3);
  });

  it('come over HTTP as a file that no cache keeps, to who may read them and to no stranger', async () => {
    let table: Response | null = null;
    const held: RouteHandler = async (request, params) => {
      table = await listRoute(request, params);
      return new Response(null, { status: table.status });
    };
    const viewer = await (await newOrganization(runtime)).program('viewer');
    expect(await viewer(held, 'GET', { query: '?format=csv' })).toMatchObject({ status: 200 });
    const { headers } = table ?? new Response();
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('content-disposition')).toContain('reservations-');
    expect(await stranger(held, 'GET', { query: '?format=csv' })).toMatchObject({ status: 401 });
  });
});
