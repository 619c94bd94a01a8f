import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as configure } from '#app/api/integrations/[provider]/configure/route.ts';
import { POST as connectRoute } from '#app/api/integrations/[provider]/connect/route.ts';
import { DELETE as disconnectAll } from '#app/api/integrations/[provider]/route.ts';
import { reservations } from '#db/schema/reservations.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { jobs } from '#db/schema/work.ts';
import { pollListings } from '#lib/domain/intake/poll-listings.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { saveMappings } from '#lib/domain/mappings/save-mappings.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { newMember } from '#tests/integration/people/team.ts';
import {
  again,
  agreed,
  begin,
  check,
  connectionOf,
  consent,
  end,
  flowOf,
  linked,
  linksOf,
  mappingOf,
  newHost,
  newUnit,
  owed,
  pollsOf,
  remove,
  setMarkup,
  startWorld,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.runtime.end());
beforeEach(() => world.avito.reset());

const AVITO = { provider: 'avito' };
const item = (id: string, ...accounts: string[]) => world.avito.item(id, ...accounts);

describe('a disconnected link', () => {
  it('keeps its row, its markup and its bookings, is asked no more, and takes the account with it when it was the last', async () => {
    const host = await newHost(world);
    item('4001', 'acc-a');
    const { id, connectionId } = await linked(world, host, 'acc-a', '4001');
    world.avito.sell('1', '4001', '2026-12-10', '2026-12-12');
    await pollListings(host.ctx, connectionId);
    expect(await remove(host, id)).toMatchObject({ status: 204 });
    expect(await mappingOf(world, id)).toMatchObject({ heldItem: null, heldUnit: null, markupBp: 1500 });
    expect(await pollsOf(world, connectionId)).toEqual([]);
    expect(await owed(world, connectionId)).toEqual([]);
    expect((await connectionOf(world, connectionId)).status).toBe('disconnected');
    expect(await statusesOf(host.ctx.org)).toEqual(['confirmed']);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { mappingId: id, status: 'disconnected', itemId: '4001', pollingEverySeconds: null },
    ]);
    expect(await remove(host, id)).toMatchObject({ status: 204 });
  });

  it('leaves the other links of its account as they are', async () => {
    const host = await newHost(world);
    const second = await newUnit(host);
    item('4002', 'acc-b');
    item('4003', 'acc-b');
    const one = await linked(world, host, 'acc-b', '4002');
    const two = await linked(world, host, 'acc-b', '4003', second.unitId);
    expect(await remove(host, one.id)).toMatchObject({ status: 204 });
    expect((await connectionOf(world, one.connectionId)).status).toBe('connected');
    expect(await pollsOf(world, one.connectionId)).toHaveLength(1);
    expect((await linksOf(host, second.propertyId)).body.items).toMatchObject([
      { mappingId: two.id, status: 'syncing' },
    ]);
    expect(await again(host, one.id)).toMatchObject({ status: 200, body: { reconnected: true } });
    expect(await mappingOf(world, one.id)).toMatchObject({ heldItem: 'avito:4002', stage: 'active' });
    expect(await pollsOf(world, one.connectionId)).toHaveLength(2);
  });

  it('keeps its account while somebody is on the way to another listing of it', async () => {
    const host = await newHost(world);
    const second = await newUnit(host);
    item('4004', 'acc-c');
    item('4005', 'acc-c');
    const { id, connectionId } = await linked(world, host, 'acc-c', '4004');
    const flow = await agreed(world, host, 'acc-c', second.unitId);
    await remove(host, id);
    expect((await connectionOf(world, connectionId)).status).toBe('connected');
    const done = await end(host, { flow, accountId: 'acc-c', itemId: '4005', markup: 0 });
    expect(done).toMatchObject({ status: 201, body: { connectionId } });
  });

  it('frees its listing for somebody else, and cannot come back while they have it', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    const second = await newUnit(host);
    item('4006', 'acc-d', 'acc-e');
    item('4007', 'acc-d');
    const mine = await linked(world, host, 'acc-d', '4006');
    await linked(world, host, 'acc-d', '4007', second.unitId);
    await remove(host, mine.id);
    const theirs = await linked(world, other, 'acc-e', '4006');
    expect(await again(host, mine.id)).toMatchObject({
      status: 409,
      body: { code: 'item_taken', details: { where: 'elsewhere' } },
    });
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([{ status: 'disconnected' }]);
    await remove(other, theirs.id);
    expect(await again(host, mine.id)).toMatchObject({ body: { reconnected: true } });
  });

  it('leaves its unit for another listing of the same account, and then stays away from it', async () => {
    const host = await newHost(world);
    item('4008', 'acc-f');
    item('4009', 'acc-f');
    const first = await linked(world, host, 'acc-f', '4008');
    await remove(host, first.id);
    const second = await linked(world, host, 'acc-f', '4009');
    expect(second.id).not.toBe(first.id);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([{ mappingId: second.id }]);
    expect(await again(host, first.id)).toMatchObject({ status: 409, body: { code: 'already_connected' } });
  });

  it('comes back by the consent page, under its own name, without a booking twice', async () => {
    const host = await newHost(world);
    item('4010', 'acc-g');
    const { id, connectionId } = await linked(world, host, 'acc-g', '4010');
    world.avito.sell('1', '4010', '2026-12-10', '2026-12-12');
    await pollListings(host.ctx, connectionId);
    await remove(host, id);
    const begun = await again(host, id);
    expect((await flowOf(host, begun.body.flow)).body).toMatchObject({
      step: 'authorize',
      mappingId: id,
      markup: 15,
    });
    await consent(world, host, begun.body.authorizeUrl, 'acc-g');
    expect((await flowOf(host, begun.body.flow)).body).toMatchObject({ step: 'done', itemId: '4010' });
    expect(await mappingOf(world, id)).toMatchObject({
      heldItem: 'avito:4010',
      stage: 'active',
      isSyncOn: true,
    });
    await pollListings(host.ctx, connectionId);
    expect(await statusesOf(host.ctx.org)).toEqual(['confirmed']);
  });

  it('says so where its listing was taken while the person was at the consent page', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    item('4011', 'acc-h', 'acc-i');
    const { id } = await linked(world, host, 'acc-h', '4011');
    await remove(host, id);
    const begun = await again(host, id);
    await linked(world, other, 'acc-i', '4011');
    await consent(world, host, begun.body.authorizeUrl, 'acc-h');
    expect((await flowOf(host, begun.body.flow)).body).toMatchObject({
      step: 'item',
      error: { code: 'item_taken' },
      accountId: 'acc-h',
    });
  });

  it('is not brought back as somebody else: another account is told apart', async () => {
    const host = await newHost(world);
    item('4012', 'acc-j');
    const { id } = await linked(world, host, 'acc-j', '4012');
    await remove(host, id);
    const begun = await again(host, id);
    await consent(world, host, begun.body.authorizeUrl, 'acc-stranger');
    expect((await flowOf(host, begun.body.flow)).body).toMatchObject({
      step: 'authorize',
      error: { code: 'other_account' },
    });
    expect(await mappingOf(world, id)).toMatchObject({ stage: 'draft', heldItem: null });
  });

  it("is nobody's of another organization", async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    item('4013', 'acc-k');
    const { id } = await linked(world, host, 'acc-k', '4013');
    expect(await remove(other, id)).toMatchObject({ status: 404 });
    expect(await again(other, id)).toMatchObject({ status: 404 });
    expect(await setMarkup(other, id, 3)).toMatchObject({ status: 404 });
    expect(await linksOf(other, host.propertyId)).toMatchObject({ status: 404 });
    const viewer = { ...host, ...(await newMember(host, 'viewer')) };
    expect(await linksOf(viewer, host.propertyId)).toMatchObject({ status: 200 });
    expect(await remove(viewer, id)).toMatchObject({ status: 403 });
  });
});

describe('an account that is disconnected as a whole', () => {
  it('frees what it held, and holds it again when it comes back', async () => {
    const host = await newHost(world);
    item('4101', 'acc-l');
    const { id, connectionId } = await linked(world, host, 'acc-l', '4101');
    expect(await host.visitor.send(disconnectAll, 'DELETE', { params: AVITO })).toMatchObject({
      status: 200,
    });
    expect(await mappingOf(world, id)).toMatchObject({ heldItem: null, heldUnit: null });
    expect(await pollsOf(world, connectionId)).toEqual([]);
    const begun = await again(host, id);
    await consent(world, host, begun.body.authorizeUrl, 'acc-l');
    expect(await mappingOf(world, id)).toMatchObject({ heldItem: 'avito:4101', isSyncOn: true });
    expect(await pollsOf(world, connectionId)).toHaveLength(1);
  });

  it('comes back without the listing that somebody else has taken meanwhile', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    const second = await newUnit(host);
    item('4102', 'acc-m', 'acc-n');
    item('4103', 'acc-m');
    const lost = await linked(world, host, 'acc-m', '4102');
    const kept = await linked(world, host, 'acc-m', '4103', second.unitId);
    await host.visitor.send(disconnectAll, 'DELETE', { params: AVITO });
    await linked(world, other, 'acc-n', '4102');
    const begun = await again(host, kept.id);
    await consent(world, host, begun.body.authorizeUrl, 'acc-m');
    expect(await mappingOf(world, kept.id)).toMatchObject({ heldItem: 'avito:4103', isSyncOn: true });
    expect(await mappingOf(world, lost.id)).toMatchObject({ heldItem: null, isSyncOn: false });
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([{ status: 'disconnected' }]);
  });
});

describe('a markup', () => {
  it('is set on the link alone, to two decimals', async () => {
    const host = await newHost(world);
    item('4201', 'acc-o');
    const { id } = await linked(world, host, 'acc-o', '4201');
    expect(await setMarkup(host, id, 7.25)).toMatchObject({ status: 200, body: { markup: 7.25 } });
    expect(await mappingOf(world, id)).toMatchObject({ markupBp: 725 });
    for (const wrong of [-1, 100.5, 1.005])
      expect(await setMarkup(host, id, wrong)).toMatchObject({
        status: 400,
        body: { code: 'invalid_input' },
      });
  });

  it('is answered for a link whose unit has another one now', async () => {
    const host = await newHost(world);
    item('4202', 'acc-o2');
    item('4203', 'acc-o2');
    const { id } = await linked(world, host, 'acc-o2', '4202');
    await remove(host, id);
    await linked(world, host, 'acc-o2', '4203');
    expect(await setMarkup(host, id, 9)).toMatchObject({ status: 200, body: { mappingId: id, markup: 9 } });
  });
});

describe('mappings made on the page of all listings', () => {
  it('hold their listing too, and two units can swap theirs in one save', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    const second = await newUnit(host);
    item('4301', 'acc-p', 'acc-q');
    item('4302', 'acc-p');
    const one = await linked(world, host, 'acc-p', '4301');
    const two = await linked(world, host, 'acc-p', '4302', second.unitId);
    await saveMappings(host.ctx, 'avito', one.connectionId, {
      mappings: [
        { listingId: '4301', unitId: second.unitId },
        { listingId: '4302', unitId: host.unitId },
      ],
    });
    expect(await mappingOf(world, one.id)).toMatchObject({
      heldItem: 'avito:4301',
      heldUnit: `avito:${second.unitId}`,
    });
    expect(await mappingOf(world, two.id)).toMatchObject({ heldUnit: `avito:${host.unitId}` });
    const flow = await agreed(world, other, 'acc-q');
    expect(await check(other, { flow, accountId: 'acc-q', itemId: '4301' })).toMatchObject({ status: 409 });
    await saveMappings(host.ctx, 'avito', one.connectionId, {
      mappings: [{ listingId: '4301', unitId: null }],
    });
    expect(await pollsOf(world, one.connectionId)).toHaveLength(1);
    expect(await check(other, { flow, accountId: 'acc-q', itemId: '4301' })).toMatchObject({ status: 200 });
  });
});

describe('the whole account', () => {
  it('is read every hour: those listings that work for a unit, whatever else it sells', async () => {
    const host = await newHost(world);
    item('4401', 'acc-r');
    item('4402', 'acc-r');
    const { connectionId } = await linked(world, host, 'acc-r', '4401');
    world.avito.sell('1', '4401', '2026-12-10', '2026-12-12');
    const synced = await syncConnection(host.ctx, { connectionId, trigger: 'schedule' });
    expect(synced?.nextSyncAt?.since(world.clock.now()).total('minutes')).toBeGreaterThan(50);
    expect(world.avito.asked.map((one) => one.itemId)).toEqual(['4401']);
    expect(await statusesOf(host.ctx.org)).toEqual(['confirmed']);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([{ status: 'synced' }]);
  });

  it('is read without the right to see its listings, by those that are known', async () => {
    const host = await newHost(world);
    world.avito.oauth.terms.scopes = ['read', 'push'];
    item('4403', 'acc-s');
    const { connectionId } = await linked(world, host, 'acc-s', '4403');
    world.avito.before = (call) => {
      if (call === 'listings') throw new Error('asked without the right to');
    };
    await syncConnection(host.ctx, { connectionId, trigger: 'schedule' });
    expect((await connectionOf(world, connectionId)).status).toBe('connected');
  });

  it('names a booking no more that it once named: it stands, and nobody asks for it by its code', async () => {
    const host = await newHost(world);
    item('4404', 'acc-t');
    const { connectionId } = await linked(world, host, 'acc-t', '4404');
    world.avito.sell('1', '4404', '2026-12-10', '2026-12-12');
    await syncConnection(host.ctx, { connectionId, trigger: 'schedule' });
    world.avito.bookings.clear();
    world.clock.advance({ hours: 25 });
    const synced = await syncConnection(host.ctx, { connectionId, trigger: 'schedule' });
    expect(synced).not.toBeNull();
    expect(await statusesOf(host.ctx.org)).toEqual(['confirmed']);
  });
});

describe('the bell', () => {
  it('works the first sync and the first question after a link was made, and the next in ten seconds', async () => {
    const host = await newHost(world);
    item('4501', 'acc-u');
    const { connectionId } = await linked(world, host, 'acc-u', '4501');
    world.avito.sell('1', '4501', '2026-12-10', '2026-12-12');
    await world.runtime.db.delete(jobs).where(eq(jobs.kind, 'channel.read'));
    await tick(world.runtime, { registry: REGISTRY });
    expect(await statusesOf(host.ctx.org)).toEqual(['confirmed']);
    const [job] = await world.runtime.db.select().from(jobs).where(eq(jobs.kind, 'listings.poll'));
    const mine = await world.runtime.db.select().from(jobs).where(eq(jobs.key, connectionId));
    const poll = mine.find((one) => one.kind === 'listings.poll');
    expect(job).toBeDefined();
    expect(poll?.dueAt.since(world.clock.now()).total('seconds')).toBe(10);
    expect(poll?.state).toBe('pending');
  });
});

describe('housekeeping', () => {
  it('finds an account whose listings nobody asks for, and throws flows away that ran out a day ago', async () => {
    const host = await newHost(world);
    item('4502', 'acc-w');
    const { connectionId } = await linked(world, host, 'acc-w', '4502');
    await world.runtime.db.delete(jobs).where(eq(jobs.key, connectionId));
    const late = await newHost(world);
    await begin(late, { unitId: late.unitId });
    world.clock.advance({ hours: 26 });
    const { housekeeping } = REGISTRY;
    if (housekeeping?.scope !== 'instance') throw new Error('nobody keeps house');
    await housekeeping.run(world.runtime, {});
    expect(await owed(world, connectionId)).toContain('listings.poll');
    const flows = await world.runtime.db
      .select()
      .from(connectSteps)
      .where(eq(connectSteps.orgId, late.ctx.org));
    expect(flows).toEqual([]);
  });
});

describe('a channel whose key is the operator’s', () => {
  it('takes no key and secret of an organization, and can be switched off', async () => {
    const host = await newHost(world);
    const set = (body: object) => host.visitor.send(configure, 'POST', { params: AVITO, body });
    expect(await set({ apiKey: 'mine', apiSecret: 'secret' })).toMatchObject({
      status: 409,
      body: { code: 'conflict', details: { reason: 'instance_only' } },
    });
    item('4601', 'acc-v');
    const { connectionId } = await linked(world, host, 'acc-v', '4601');
    expect(await set({ isActive: false })).toMatchObject({ status: 200 });
    expect((await connectionOf(world, connectionId)).status).toBe('paused');
    expect(await owed(world, connectionId)).not.toContain('listings.poll');
    expect(await pollListings(host.ctx, connectionId)).toBeNull();
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([{ status: 'paused' }]);
  });

  it('is connected to units that are there', async () => {
    const host = await newHost(world);
    expect(await begin(host, { unitId: 'unt_000000000000000000000000' })).toMatchObject({ status: 404 });
    const params = { provider: 'airbnb' };
    expect(
      await host.visitor.send(connectRoute, 'POST', { params, body: { unitId: host.unitId } }),
    ).toMatchObject({
      status: 404,
    });
  });
});

async function statusesOf(orgId: string): Promise<string[]> {
  const rows = await world.runtime.db.select().from(reservations).where(eq(reservations.orgId, orgId));
  return rows.map((row) => row.status);
}
