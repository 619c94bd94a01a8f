import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalCalendars } from '#db/schema/calendars.ts';
import { runs } from '#db/schema/work.ts';
import { listArrivals } from '#lib/domain/arrivals/list-arrivals.ts';
import { Arrivals } from '#lib/domain/arrivals/schemas.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyStays } from '#lib/domain/reservations/apply.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import { addListing, connect } from '#tests/integration/intake/world.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

const clock = testClock('2026-03-01T12:00:00Z');
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ clock });
});
afterAll(() => world.close());

/** A finished sync of a source, just now. */
async function read(ctx: Ctx, subjectId: string, status: 'success' | 'error' = 'success'): Promise<string> {
  const [id, now] = [newId('run'), clock.now()];
  const run = { id, orgId: ctx.org, kind: 'connection', subjectId, trigger: 'schedule' } as const;
  await ctx.db.insert(runs).values({ ...run, status, startedAt: now, finishedAt: now });
  clock.advance({ seconds: 1 });
  return id;
}

/** A unit that an account sells, and the moment from which on bookings of it are new. */
async function soldAt(provider: 'airbnb' | 'avito' = 'avito') {
  const ctx = await world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const connectionId = await connect(ctx, { provider });
  const listingId = await addListing(ctx, connectionId, '4012345678', unitId);
  clock.advance({ seconds: 1 });
  await read(ctx, connectionId);
  return { ctx, unitId, propertyId, more: { connectionId, listingId }, since: clock.now().toString() };
}

const namesOf = ({ items }: Arrivals) => items.map(({ guestName }) => guestName);
const guest = (name: string) => ({ guest: { name } });

describe('arrivals', () => {
  it('are the bookings that a channel told since, the newest first, in the words of the screen', async () => {
    const { ctx, unitId, more, since } = await soldAt();
    const id = '5000000000000000123';
    await apply(ctx, stay(`avito:${id}`, unitId, '2026-05-01', '2026-05-04', { ...more, ...guest('Anna') }));
    clock.advance({ seconds: 5 });
    const pending = { ...more, ...guest('Boris'), reservationStatus: 'pending' } as const;
    await apply(ctx, stay('avito:2', unitId, '2026-05-04', '2026-05-06', pending));
    const answer = await listArrivals(ctx, { since });
    expect(Arrivals.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      organizationId: ctx.org,
      hasMore: false,
      now: '2026-03-01T12:00:07.000Z',
    });
    expect(answer.items).toMatchObject([
      { guestName: 'Boris', status: 'pending', checkIn: '2026-05-04', checkOut: '2026-05-06' },
      {
        guestName: 'Anna',
        kind: 'booked',
        channel: 'avito',
        status: 'confirmed',
        unitId,
        unitName: 'Loft',
        propertyName: 'Loft',
        rooms: 1,
        at: '2026-03-01T12:00:02.000Z',
      },
    ]);
  });

  it('are nobody else’s', async () => {
    const { ctx, unitId, more, since } = await soldAt();
    await apply(ctx, stay('avito:1', unitId, '2026-05-01', '2026-05-04', { ...more, ...guest('Anna') }));
    clock.advance({ seconds: 1 });
    const other = await world.org();
    expect((await listArrivals(other, { since })).items).toEqual([]);
    expect(namesOf(await listArrivals(world.as(ctx, 'viewer'), { since }))).toEqual(['Anna']);
  });

  it('are none by hand, changed or cancelled', async () => {
    const { ctx, unitId, more, since } = await soldAt();
    const [checkIn, checkOut] = [night('2026-06-01'), night('2026-06-04')];
    await createReservation(ctx, { unitId, checkIn, checkOut, guest: { name: 'By hand' }, force: false });
    const told = stay('avito:1', unitId, '2026-05-01', '2026-05-04', more);
    await apply(ctx, told);
    await apply(ctx, { ...told, reservationStatus: 'cancelled' });
    expect(namesOf(await listArrivals(ctx, { since }))).toEqual([]);
    clock.advance({ minutes: 5 });
    const later = clock.now().toString();
    await apply(ctx, { ...told, checkOut: night('2026-05-05') });
    await apply(ctx, { ...told, checkOut: night('2026-05-06') });
    clock.advance({ seconds: 1 });
    expect(namesOf(await listArrivals(ctx, { since: later }))).toEqual([]);
  });

  it('of several rooms are one, and a room that comes later is none', async () => {
    const { ctx, unitId, propertyId, more, since } = await soldAt();
    const second = await addUnit(ctx, propertyId);
    const third = await addUnit(ctx, propertyId);
    const rooms = [unitId, second].map((id, at) => ({
      ...stay('booking:77', id, '2026-05-01', '2026-05-04', { ...more, ...guest('Group') }),
      listingId: null,
      roomRef: `${at + 1}`,
    }));
    await apply(ctx, ...rooms);
    clock.advance({ minutes: 2 });
    const [item, ...rest] = (await listArrivals(ctx, { since })).items;
    expect([item?.rooms, item?.unitId, rest]).toEqual([2, unitId, []]);
    const later = clock.now().toString();
    const added = {
      ...stay('booking:77', third, '2026-05-01', '2026-05-04', more),
      listingId: null,
      roomRef: '3',
    };
    await apply(ctx, added);
    clock.advance({ seconds: 1 });
    expect((await listArrivals(ctx, { since: later })).items).toEqual([]);
  });

  it('held for a channel’s gate are told once the channel confirms, under one id', async () => {
    const { ctx, unitId, more, since } = await soldAt('airbnb');
    const asked = { ...more, reservationStatus: 'pending', gateAskedAt: clock.now() } as const;
    const told = stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04', asked);
    await apply(ctx, told);
    clock.advance({ seconds: 30 });
    expect((await listArrivals(ctx, { since })).items).toEqual([]);
    await apply(ctx, { ...told, reservationStatus: 'confirmed', gateAskedAt: null, ...guest('Cora') });
    clock.advance({ seconds: 1 });
    const whole = await listArrivals(ctx, { since });
    const late = await listArrivals(ctx, { since: clock.now().subtract({ seconds: 2 }).toString() });
    expect(namesOf(whole)).toEqual(['Cora']);
    expect(late.items.map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id));
  });

  it('of a calendar count like any other, once it has been read', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    const link = { name: 'Vrbo', icalUrl: 'https://ical.example.com/1.ics' };
    const { id: calendarId } = await createCalendar(ctx, unitId, link);
    clock.advance({ seconds: 1 });
    const since = clock.now().toString();
    await apply(ctx, stay('vrbo:1', unitId, '2026-05-01', '2026-05-04', { calendarId, ...guest('First') }));
    await read(ctx, calendarId, 'error');
    await apply(ctx, stay('vrbo:2', unitId, '2026-05-05', '2026-05-06', { calendarId, ...guest('Still') }));
    await read(ctx, calendarId);
    await apply(ctx, stay('ical:3', unitId, '2026-05-07', '2026-05-08', { calendarId, ...guest('New') }));
    clock.advance({ seconds: 1 });
    expect(namesOf(await listArrivals(ctx, { since }))).toEqual(['New']);
    await ctx.db.update(externalCalendars).set({ createdAt: clock.now().subtract({ hours: 2 }) });
    expect(namesOf(await listArrivals(ctx, { since }))).toEqual(['New', 'Still', 'First']);
  });

  it('are not what the first reading of an account or of a listing brings', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    const connectionId = await connect(ctx, { provider: 'avito' });
    const first = await addListing(ctx, connectionId, '1', unitId);
    clock.advance({ seconds: 1 });
    const since = clock.now().toString();
    const one = (code: string, day: number, listingId: string, name: string, bookedAt?: Temporal.Instant) =>
      apply(
        ctx,
        stay(`avito:${code}`, null, `2026-05-0${day}`, `2026-05-0${day + 1}`, {
          connectionId,
          listingId,
          ...guest(name),
          ...(bookedAt ? { bookedAt } : {}),
        }),
      );
    await one('1', 1, first, 'Old');
    await one('2', 2, first, 'Old, dated', clock.now().subtract({ hours: 20 }));
    await one('3', 3, first, 'New, dated', clock.now());
    await read(ctx, connectionId);
    await one('4', 4, first, 'New');
    const second = await addListing(
      ctx,
      connectionId,
      '2',
      await addUnit(ctx, (await makeUnit(ctx)).propertyId),
    );
    clock.advance({ seconds: 1 });
    await one('5', 5, second, 'Old of another listing');
    await read(ctx, connectionId);
    await one('6', 6, second, 'New of another listing');
    clock.advance({ seconds: 1 });
    const told = ['New of another listing', 'New', 'New, dated'];
    expect(namesOf(await listArrivals(ctx, { since }))).toEqual(told);
  });

  it('are not what two first readings at once bring', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    const connectionId = await connect(ctx, { provider: 'avito' });
    const run = { orgId: ctx.org, kind: 'connection', subjectId: connectionId, trigger: 'manual' } as const;
    const begun = { ...run, status: 'running', startedAt: clock.now() } as const;
    const [mine, other] = [newId('run'), newId('run')];
    await ctx.db.insert(runs).values([mine, other].map((id) => ({ ...begun, id })));
    clock.advance({ seconds: 1 });
    const since = clock.now().toString();
    const tell = (code: string, day: number, runId?: string) =>
      inTx(ctx, (tx) =>
        applyStays(
          tx,
          [stay(`avito:${code}`, unitId, `2026-05-0${day}`, `2026-05-0${day + 1}`, { connectionId })],
          {
            reason: 'test',
            ...(runId ? { runId } : {}),
          },
        ),
      );
    await tell('1', 1, mine);
    await tell('2', 2); // by a poll of one listing beside it
    clock.advance({ seconds: 1 });
    await ctx.db
      .update(runs)
      .set({ status: 'success', finishedAt: clock.now() })
      .where(eq(runs.orgId, ctx.org));
    clock.advance({ seconds: 1 });
    expect((await listArrivals(ctx, { since })).items).toEqual([]);
    await tell('3', 3);
    clock.advance({ seconds: 1 });
    expect((await listArrivals(ctx, { since })).items).toMatchObject([{ checkIn: '2026-05-03' }]);
  });

  it('that are over are not told, nor those of two days ago; an asker from the future is told nothing', async () => {
    const { ctx, unitId, more, since } = await soldAt();
    await apply(ctx, stay('avito:1', unitId, '2026-01-01', '2026-01-04', { ...more, ...guest('Over') }));
    await apply(ctx, stay('avito:2', unitId, '2026-05-01', '2026-05-04', { ...more, ...guest('Anna') }));
    clock.advance({ hours: 1 });
    expect(namesOf(await listArrivals(ctx, { since }))).toEqual(['Anna']);
    expect((await listArrivals(ctx, {})).items).toEqual([]);
    expect((await listArrivals(ctx, { since: '2031-01-01T00:00:00Z' })).items).toEqual([]);
    clock.advance({ hours: 47 });
    expect((await listArrivals(ctx, { since })).items).toEqual([]);
  });

  it('beyond fifty are said to be more', async () => {
    const { ctx, unitId, more, since } = await soldAt();
    const many = Array.from({ length: 51 }, (_, at) =>
      stay(`avito:${at}`, unitId, `2027-${String(1 + (at % 12)).padStart(2, '0')}-01`, '2027-12-30', more),
    );
    await apply(ctx, ...many);
    clock.advance({ seconds: 1 });
    const answer = await listArrivals(ctx, { since });
    expect([answer.items.length, answer.hasMore]).toEqual([50, true]);
  });

  it('are found by the journal’s index, however long it is', async () => {
    const { ctx, unitId, since } = await soldAt();
    await ctx.db.execute(sql`
      insert into journal (id, org_id, at, actor_kind, action, subject_kind, subject_id)
      select 'jrn_' || n, ${ctx.org}, now() - interval '400 days' + n * interval '1 minute', 'system', 'rates.set', 'unit', 'u' || n
      from generate_series(1, 20000) n`);
    await ctx.db.execute(sql`
      insert into reservations (id, org_id, channel, external_id, status, created_at, updated_at)
      select 'rsv_' || n, ${ctx.org}, 'avito', 'many-' || n, 'confirmed', now(), now() from generate_series(1, 5000) n`);
    await ctx.db.execute(sql`
      insert into stays (id, org_id, reservation_id, unit_id, check_in, check_out, status, created_at, updated_at)
      select 'sty_' || n, ${ctx.org}, 'rsv_' || n, ${unitId}, date '2026-01-01' + n, date '2026-01-02' + n, 'active', now(), now()
      from generate_series(1, 5000) n`);
    await ctx.db.execute(sql`analyze journal, reservations, stays`);
    const plan: string[] = [];
    const spied = new Proxy(ctx.db, {
      get: (db, name, self) =>
        name === 'execute'
          ? async (query: ReturnType<typeof sql>) => {
              const rows = await db.execute<{ 'QUERY PLAN': string }>(sql`explain ${query}`);
              plan.push(...rows.map((row) => row['QUERY PLAN']));
              return db.execute(query);
            }
          : Reflect.get(db, name, self),
    });
    clock.advance({ minutes: 2 });
    await listArrivals({ ...ctx, db: spied }, { since });
    const text = plan.join('\n');
    for (const index of ['journal_org', 'reservations_pkey', 'stays_room']) expect(text).toContain(index);
    expect(text).not.toMatch(/Seq Scan on (journal|reservations|stays|runs)/);
  });
});
