import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as status } from '#app/api/integrations/status/route.ts';
import { inboundMessages } from '#db/schema/calendars.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { pollListings } from '#lib/domain/intake/poll-listings.ts';
import { saveMappings } from '#lib/domain/mappings/save-mappings.ts';
import type { MappingChange } from '#lib/domain/mappings/schemas.ts';
import { storeListings } from '#lib/domain/mappings/store-listings.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import {
  again,
  connectionOf,
  consent,
  type Host,
  linked,
  linksOf,
  mappingOf,
  newHost,
  newUnit,
  owed,
  pollsOf,
  startWorld,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.runtime.end());
beforeEach(() => world.avito.reset());

const pause = async (ms: number) => world.clock.advance({ milliseconds: ms });
const poll = (host: Host, connectionId: string) => pollListings(host.ctx, connectionId, { pause });
const LONG_ID = '2784000000000000001';

async function reservationsOf(host: Host) {
  const rows = await world.runtime.db
    .select({ row: reservations, stay: stays })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(eq(reservations.orgId, host.ctx.org))
    .orderBy(reservations.externalId);
  return rows.map(({ row, stay }) => ({
    code: row.externalId,
    status: row.status,
    unitId: stay.unitId,
    stay: stay.status,
    nights: `${stay.checkIn}..${stay.checkOut}`,
  }));
}

/** Every row of every table but this listing's own, to see whether anything was written. */
async function everythingElse(): Promise<string> {
  const tables = await world.runtime.db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'listing_polls'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await world.runtime.db.execute<{ line: string }>(
      sql`select t::text || xmin::text as line from ${sql.identifier(name)} t order by 1`,
    );
    parts.push(name, ...rows.map((row) => row.line));
  }
  return parts.join('\n');
}

async function messagesOf(connectionId: string): Promise<number> {
  return (
    await world.runtime.db
      .select({ id: inboundMessages.id })
      .from(inboundMessages)
      .where(eq(inboundMessages.sourceId, connectionId))
  ).length;
}

describe('asking for the bookings of a listing', () => {
  it('brings in what is new, with its id exact, and comes back after ten seconds', async () => {
    const host = await newHost(world);
    world.avito.item('3001', 'acc-a');
    const { connectionId } = await linked(world, host, 'acc-a', '3001');
    world.avito.sell(LONG_ID, '3001', '2026-12-10', '2026-12-12');
    const start = world.clock.now();
    const next = await poll(host, connectionId);
    expect(next?.since(start).total('milliseconds')).toBe(10_000);
    expect(await reservationsOf(host)).toEqual([
      {
        code: LONG_ID,
        status: 'confirmed',
        unitId: host.unitId,
        stay: 'active',
        nights: '2026-12-10..2026-12-12',
      },
    ]);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { status: 'synced', lastSyncAt: start.toString(), pollingEverySeconds: 10, lastError: null },
    ]);
    expect(await poll(host, connectionId)).toEqual(next);
    expect(world.avito.asked).toHaveLength(1);
  });

  it('writes nothing but its own row where the answer is the same, to the byte', async () => {
    const host = await newHost(world);
    world.avito.item('3002', 'acc-b');
    const { connectionId } = await linked(world, host, 'acc-b', '3002');
    world.avito.sell('1', '3002', '2026-12-10', '2026-12-12');
    await poll(host, connectionId);
    const messages = await messagesOf(connectionId);
    expect(messages).toBe(1);
    const before = await everythingElse();
    for (let i = 0; i < 3; i++) {
      world.clock.advance({ seconds: 10 });
      await poll(host, connectionId);
    }
    expect(world.avito.asked).toHaveLength(4);
    expect(await everythingElse()).toBe(before);
    expect(await messagesOf(connectionId)).toBe(messages);
    expect(await pollsOf(world, connectionId)).toMatchObject([{ polledAt: world.clock.now(), failures: 0 }]);
  });

  it('costs five round trips a turn where nothing is new, however many listings', async () => {
    const host = await newHost(world);
    const connectionId = await linkedMany(host, 'acc-p', 8);
    await poll(host, connectionId);
    world.clock.advance({ seconds: 12 });
    world.avito.asked.length = 0;
    const { count } = await countQueries(world.runtime.pool, host.ctx, (ctx) =>
      pollListings(ctx, connectionId, { pause }),
    );
    expect(world.avito.asked).toHaveLength(8);
    expect(count).toBe(5);
  });

  it('takes nothing from a booking that is not named any more: silence is no cancellation', async () => {
    const host = await newHost(world);
    world.avito.item('3003', 'acc-c');
    const { connectionId } = await linked(world, host, 'acc-c', '3003');
    world.avito.sell('1', '3003', '2026-12-10', '2026-12-12');
    world.avito.sell('2', '3003', '2026-12-20', '2026-12-22');
    await poll(host, connectionId);
    world.avito.bookings.set('3003', []);
    world.clock.advance({ seconds: 10 });
    await poll(host, connectionId);
    expect((await reservationsOf(host)).map((one) => `${one.code} ${one.status} ${one.stay}`)).toEqual([
      '1 confirmed active',
      '2 confirmed active',
    ]);
    world.avito.sell('1', '3003', '2026-12-10', '2026-12-12', {
      status: 'cancelled',
      channelStatus: 'canceled',
    });
    world.clock.advance({ seconds: 10 });
    await poll(host, connectionId);
    expect((await reservationsOf(host)).map((one) => `${one.code} ${one.status}`)).toEqual([
      '1 cancelled',
      '2 confirmed',
    ]);
  });

  it('holds the nights of a booking that is not paid yet, and frees them when it is cancelled', async () => {
    const host = await newHost(world);
    world.avito.item('3004', 'acc-d');
    const { connectionId } = await linked(world, host, 'acc-d', '3004');
    const pending = { status: 'pending', channelStatus: 'pending' } as const;
    world.avito.sell('1', '3004', '2026-12-10', '2026-12-12', pending);
    await poll(host, connectionId);
    expect(await reservationsOf(host)).toMatchObject([
      { status: 'pending', stay: 'active', unitId: host.unitId },
    ]);
    expect(await heldNights(host)).toBe(2);
    world.avito.sell('1', '3004', '2026-12-10', '2026-12-12', {
      status: 'cancelled',
      channelStatus: 'canceled',
    });
    world.clock.advance({ seconds: 10 });
    await poll(host, connectionId);
    expect(await heldNights(host)).toBe(0);
  });

  it('reads an answer again that was stored and not applied', async () => {
    const host = await newHost(world);
    world.avito.item('3005', 'acc-e');
    const { connectionId } = await linked(world, host, 'acc-e', '3005');
    world.avito.sell('trial', '3005', '2026-12-10', '2026-12-12');
    await world.runtime.db.execute(
      sql`alter table reservations add constraint trial check (external_id <> 'trial')`,
    );
    await poll(host, connectionId);
    expect(await reservationsOf(host)).toEqual([]);
    expect(await pollsOf(world, connectionId)).toMatchObject([
      { failures: 1, lastErrorCode: 'failed', bodyHash: null },
    ]);
    await world.runtime.db.execute(sql`alter table reservations drop constraint trial`);
    world.clock.advance({ seconds: 20 });
    await poll(host, connectionId);
    expect(await reservationsOf(host)).toMatchObject([{ code: 'trial' }]);
    expect(await pollsOf(world, connectionId)).toMatchObject([{ failures: 0, lastErrorCode: null }]);
  });

  it('leaves one alone that fails, for longer each time, and goes on with the others', async () => {
    const host = await newHost(world);
    const second = await newUnit(host);
    world.avito.item('3006', 'acc-f');
    world.avito.item('3007', 'acc-f');
    const { connectionId } = await linked(world, host, 'acc-f', '3006');
    await linked(world, host, 'acc-f', '3007', second.unitId);
    world.avito.before = (call, itemId) => {
      if (call === 'list' && itemId === '3006') throw new ChannelError('transient', 'Away.', { status: 500 });
    };
    await run(host, connectionId, 60);
    const times = Map.groupBy(world.avito.asked, (one) => one.itemId);
    expect(times.get('3007')?.length).toBeGreaterThanOrEqual(6);
    expect(times.get('3006')?.length).toBeLessThanOrEqual(3);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { itemId: '3006', lastError: { code: 'transient' } },
    ]);
    expect((await linksOf(host, second.propertyId)).body.items).toMatchObject([
      { itemId: '3007', status: 'synced', lastError: null },
    ]);
  });
});

describe('several workers', () => {
  it('never ask for one listing twice at once', async () => {
    const host = await newHost(world);
    world.avito.item('3101', 'acc-g');
    const { connectionId } = await linked(world, host, 'acc-g', '3101');
    let [going, most] = [0, 0];
    world.avito.before = async (call) => {
      if (call !== 'list') return;
      going += 1;
      most = Math.max(most, going);
      await new Promise((resolve) => setTimeout(resolve, 30));
      going -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => poll(host, connectionId)));
    expect(most).toBe(1);
    expect(world.avito.asked).toHaveLength(1);
  });

  it('share what is due, each listing with one of them', async () => {
    const host = await newHost(world);
    const connectionId = await linkedMany(host, 'acc-h', 20);
    await Promise.all(Array.from({ length: 4 }, () => poll(host, connectionId)));
    const ids = world.avito.asked.map((one) => one.itemId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('take over what a worker left that died in the middle', async () => {
    const host = await newHost(world);
    world.avito.item('3102', 'acc-i');
    const { connectionId } = await linked(world, host, 'acc-i', '3102');
    const dead = Promise.withResolvers<void>();
    world.avito.before = (call) => (call === 'list' ? dead.promise : undefined);
    const lost = poll(host, connectionId);
    await new Promise((resolve) => setTimeout(resolve, 100));
    world.avito.before = () => {};
    world.clock.advance({ seconds: 30 });
    await poll(host, connectionId);
    expect(world.avito.asked).toHaveLength(1);
    world.clock.advance({ seconds: 61 });
    await poll(host, connectionId);
    expect(world.avito.asked).toHaveLength(2);
    const [row] = await pollsOf(world, connectionId);
    dead.resolve();
    await lost;
    expect(await pollsOf(world, connectionId)).toEqual([row]);
  });
});

describe('an account', () => {
  it('of a hundred listings stays within its budget: even, punctual, and said so', async () => {
    const host = await newHost(world);
    const connectionId = await linkedMany(host, 'acc-j', 100);
    world.avito.asked.length = 0;
    await run(host, connectionId, 180);
    const { asked } = world.avito;
    // 0.6 of five a second.
    expect(busiestSecond()).toBeLessThanOrEqual(3);
    const gaps = [...Map.groupBy(asked, (one) => one.itemId).values()].flatMap((times) =>
      times.slice(1).map((one, i) => one.at.since(times[i]?.at ?? one.at).total('seconds')),
    );
    expect(new Set(asked.map((one) => one.itemId)).size).toBe(100);
    expect(Math.min(...gaps)).toBeGreaterThan(33);
    expect(Math.max(...gaps)).toBeLessThan(38);
    const { body } = await host.visitor.send(status, 'GET');
    const state = body.items.find((one: { id: string }) => one.id === connectionId);
    expect(state.polling).toMatchObject({ listings: 100, everySeconds: 33.333 });
    expect(state.polling.lateP95Ms).toBeLessThan(1500);
    expect((await linksOf(host, host.propertyId)).body.items[0].pollingEverySeconds).toBe(33.333);
  }, 60_000);

  it('that is told "too many" is asked half as often, and recovers over minutes', async () => {
    const host = await newHost(world);
    world.avito.item('3201', 'acc-k');
    const { connectionId } = await linked(world, host, 'acc-k', '3201');
    await poll(host, connectionId);
    let isBusy = true;
    world.avito.before = (call) => {
      if (call === 'list' && isBusy) throw new ChannelError('limited', 'Too many.', { retryAfterSeconds: 7 });
    };
    world.clock.advance({ seconds: 10 });
    const start = world.clock.now();
    const next = await poll(host, connectionId);
    expect(next?.since(start).total('seconds')).toBe(7);
    isBusy = false;
    expect(await poll(host, connectionId)).toEqual(next);
    world.clock.advance({ seconds: 7 });
    const later = await poll(host, connectionId);
    const [row] = await pollsOf(world, connectionId);
    expect(row?.intervalMs).toBeGreaterThan(19_000);
    expect(later?.since(world.clock.now()).total('seconds')).toBeGreaterThan(19);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([{ status: 'synced' }]);
    world.clock.advance({ minutes: 6 });
    await poll(host, connectionId);
    expect(await pollsOf(world, connectionId)).toMatchObject([{ intervalMs: 10_000 }]);
  });

  it('whose access has ended is asked no more, the others are, and connecting it again goes on as before', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    world.avito.oauth.terms.givesRefresh = false;
    world.avito.oauth.terms.lifeMinutes = 24 * 60;
    world.avito.item('3202', 'acc-l');
    world.avito.item('3203', 'acc-m');
    const mine = await linked(world, host, 'acc-l', '3202');
    world.clock.advance({ hours: 12 });
    const theirs = await linked(world, other, 'acc-m', '3203');
    world.avito.sell('1', '3202', '2026-12-10', '2026-12-12');
    await poll(host, mine.connectionId);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { status: 'synced', renewsItself: false },
    ]);
    world.clock.advance({ hours: 13 });
    world.avito.asked.length = 0;
    expect(await poll(host, mine.connectionId)).toBeNull();
    expect(world.avito.asked).toEqual([]);
    expect(await connectionOf(world, mine.connectionId)).toMatchObject({ status: 'expired' });
    expect(await owed(world, mine.connectionId)).not.toContain('listings.poll');
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { status: 'expired', mappingId: mine.id, pollingEverySeconds: null },
    ]);
    expect(await poll(other, theirs.connectionId)).not.toBeNull();
    expect(world.avito.asked.map((one) => one.itemId)).toEqual(['3203']);

    const begun = await again(host, mine.id);
    expect(begun).toMatchObject({ status: 200, body: { flow: expect.stringMatching(/^cst_/) } });
    await consent(world, host, begun.body.authorizeUrl, 'acc-l');
    expect(await mappingOf(world, mine.id)).toMatchObject({ heldItem: 'avito:3202', isSyncOn: true });
    expect(await owed(world, mine.connectionId)).toContain('listings.poll');
    const before = await reservationsOf(host);
    await poll(host, mine.connectionId);
    expect(await reservationsOf(host)).toEqual(before);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { status: 'synced', mappingId: mine.id, connectionId: mine.connectionId },
    ]);
  });

  it('whose token is refused early is expired once, by whichever listing finds out', async () => {
    const host = await newHost(world);
    world.avito.oauth.terms.givesRefresh = false;
    const connectionId = await linkedMany(host, 'acc-n', 3);
    world.avito.oauth.revokeAll('acc-n');
    expect(await poll(host, connectionId)).toBeNull();
    expect((await connectionOf(world, connectionId)).status).toBe('expired');
  });

  it('goes on with a token that renews itself', async () => {
    const host = await newHost(world);
    world.avito.item('3204', 'acc-o');
    const { connectionId } = await linked(world, host, 'acc-o', '3204');
    world.clock.advance({ hours: 25 });
    expect(await poll(host, connectionId)).not.toBeNull();
    expect(world.avito.oauth.times('refresh')).toBe(1);
    expect(world.avito.asked).toHaveLength(1);
  });
});

/** As the job is worked: a turn, then the next when it is due. */
async function run(host: Host, connectionId: string, seconds: number): Promise<void> {
  const until = world.clock.now().add({ seconds });
  for (;;) {
    const next = await poll(host, connectionId);
    if (!next || Temporal.Instant.compare(next, until) >= 0) return;
    const wait = next.epochMilliseconds - world.clock.now().epochMilliseconds;
    world.clock.advance({ milliseconds: Math.max(wait, 1) });
  }
}

/** Questions in the fullest second there was. */
function busiestSecond(): number {
  const times = world.avito.asked.map((one) => one.at.epochMilliseconds);
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

async function heldNights(host: Host): Promise<number> {
  const [row] = await world.runtime.db.execute<{ nights: string }>(
    sql`select coalesce(sum(upper(nights) - lower(nights)), 0) as nights from holds where org_id = ${host.ctx.org}`,
  );
  return Number(row?.nights);
}

/** The first by hand, the rest as the page of all listings does it. */
async function linkedMany(host: Host, accountId: string, many: number): Promise<string> {
  const itemIds = Array.from({ length: many }, (_, i) => `${accountId.charCodeAt(4)}${10_000 + i}`);
  for (const itemId of itemIds) world.avito.item(itemId, accountId);
  const [first = '', ...rest] = itemIds;
  const { connectionId } = await linked(world, host, accountId, first);
  const told = [...world.avito.items.values()].map((one) => one.listing);
  const askedAt = world.clock.now();
  await storeListings(host.ctx, { connectionId, listings: told, isWhole: false, askedAt });
  const mappings: MappingChange[] = [];
  for (const listingId of rest)
    mappings.push({ listingId, unitId: (await newUnit(host)).unitId, stage: 'active' });
  if (mappings.length > 0) await saveMappings(host.ctx, 'avito', connectionId, { mappings });
  return connectionId;
}
