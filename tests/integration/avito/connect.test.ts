import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectSteps } from '#db/schema/steps.ts';
import { saveMappings } from '#lib/domain/mappings/save-mappings.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { newMember } from '#tests/integration/people/team.ts';
import {
  agreed,
  begin,
  check,
  comeBack,
  connectionOf,
  consent,
  drop,
  end,
  flowOf,
  linked,
  linksOf,
  mappingOf,
  newHost,
  newUnit,
  offer,
  openFlowOf,
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

const NINETEEN = '2784000000000000001';

describe('connecting one listing to one unit', () => {
  it('goes from the consent by the listing and its markup to a link that works', async () => {
    const host = await newHost(world);
    world.avito.item('1001', 'acc-1');
    const begun = await begin(host, { unitId: host.unitId });
    expect(begun.body.flow).toMatch(/^cst_/);
    const { flow } = begun.body;
    expect((await flowOf(host, flow)).body).toMatchObject({ step: 'authorize', error: null, markup: 15 });
    expect(await consent(world, host, begun.body.authorizeUrl, 'acc-1')).toBe(
      `/properties/${host.propertyId}?avito=${flow}`,
    );
    expect((await flowOf(host, flow)).body).toMatchObject({ step: 'item', accountId: 'acc-1' });
    expect((await offer(host, flow)).body).toMatchObject({
      accounts: [{ id: 'acc-1', isPrimary: true }],
      items: [{ id: '1001', name: 'Flat 1001', taken: null }],
      currency: 'RUB',
    });
    const picked = { flow, accountId: 'acc-1', itemId: '1001' };
    expect(await check(host, picked)).toMatchObject({
      status: 200,
      body: { available: true, item: { id: '1001', name: 'Flat 1001' } },
    });
    expect((await flowOf(host, flow)).body).toMatchObject({
      step: 'markup',
      itemId: '1001',
      itemName: 'Flat 1001',
    });
    const done = await end(host, { ...picked, markup: 12.5 });
    expect(done.status).toBe(201);
    expect(await mappingOf(world, done.body.id)).toMatchObject({
      stage: 'active',
      isSyncOn: true,
      markupBp: 1250,
      heldItem: 'avito:1001',
      heldUnit: `avito:${host.unitId}`,
    });
    expect(await pollsOf(world, done.body.connectionId)).toHaveLength(1);
    expect(await owed(world, done.body.connectionId)).toEqual(['connection.sync', 'listings.poll']);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { mappingId: done.body.id, status: 'syncing', itemId: '1001', markup: 12.5, pollingEverySeconds: 10 },
    ]);
    expect((await flowOf(host, flow)).body).toMatchObject({ step: 'done', mappingId: done.body.id });
  });

  it('takes the first unit of a property that has several', async () => {
    const host = await newHost(world);
    const begun = await begin(host, { propertyId: host.propertyId });
    expect((await flowOf(host, begun.body.flow)).body).toMatchObject({ unitId: host.unitId });
  });

  it('can be left and gone on with for an hour after the last step, and no longer', async () => {
    const host = await newHost(world);
    world.avito.item('1002', 'acc-2');
    const flow = await agreed(world, host, 'acc-2');
    world.clock.advance({ minutes: 59 });
    expect((await openFlowOf(host, host.unitId)).body.flow).toMatchObject({ id: flow, step: 'item' });
    expect(await check(host, { flow, accountId: 'acc-2', itemId: '1002' })).toMatchObject({ status: 200 });
    world.clock.advance({ minutes: 59 });
    expect((await openFlowOf(host, host.unitId)).body.flow).toMatchObject({ id: flow, step: 'markup' });
    world.clock.advance({ minutes: 2 });
    expect((await openFlowOf(host, host.unitId)).body).toEqual({ flow: null });
    expect(await flowOf(host, flow)).toMatchObject({ status: 410 });
    const late = await end(host, { flow, accountId: 'acc-2', itemId: '1002', markup: 15 });
    expect(late).toMatchObject({ status: 410, body: { code: 'gone' } });
  });

  it('shows what the channel said when it refused, and goes on after another try', async () => {
    const host = await newHost(world);
    const { body } = await begin(host, { unitId: host.unitId });
    const state = new URL(body.authorizeUrl).searchParams.get('state') ?? '';
    const refusal = { state, error: 'access_denied', error_description: 'Пользователь отказал' };
    const back = await comeBack(host, new URLSearchParams(refusal));
    expect(back.headers.get('location')).toContain(`/properties/${host.propertyId}?avito=${body.flow}`);
    expect((await flowOf(host, body.flow)).body).toMatchObject({
      step: 'authorize',
      error: { code: 'refused', said: 'Пользователь отказал' },
    });
    expect((await openFlowOf(host, host.unitId)).body.flow.error.code).toBe('refused');
    const flow = await agreed(world, host, 'acc-3');
    expect(flow).toBe(body.flow);
    expect((await flowOf(host, flow)).body).toMatchObject({ step: 'item', error: null });
  });

  it('finds a callback that comes twice used, and leaves the flow where the first one brought it', async () => {
    const host = await newHost(world);
    const { body } = await begin(host, { unitId: host.unitId });
    const query = world.avito.oauth.consent(body.authorizeUrl, 'acc-4');
    await comeBack(host, query);
    const second = await comeBack(host, query);
    expect(second.headers.get('location')).toContain(`?avito=${body.flow}`);
    expect(world.avito.oauth.times('exchange')).toBe(1);
    expect((await flowOf(host, body.flow)).body).toMatchObject({ step: 'item', error: null });
  });

  it("is nobody else's: another person's flow is not there", async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    const flow = await agreed(world, host, 'acc-5');
    expect(await flowOf(other, flow)).toMatchObject({ status: 404 });
    expect(await offer(other, flow)).toMatchObject({ status: 404 });
    expect(await check(other, { flow, accountId: 'acc-5', itemId: '1005' })).toMatchObject({ status: 404 });
    const stolen = { flow, accountId: 'acc-5', itemId: '1005', markup: 1 };
    expect(await end(other, stolen)).toMatchObject({ status: 404 });
    expect(await drop(other, flow)).toMatchObject({ status: 404 });
    expect(await flowOf(host, flow)).toMatchObject({ status: 200 });
  });

  it('can be given up: the consent that comes back later connects nothing', async () => {
    const host = await newHost(world);
    const { body } = await begin(host, { unitId: host.unitId });
    expect(await drop(host, body.flow)).toMatchObject({ status: 204 });
    expect((await openFlowOf(host, host.unitId)).body).toEqual({ flow: null });
    const back = await comeBack(host, world.avito.oauth.consent(body.authorizeUrl, 'acc-6'));
    expect(back.status).toBe(400);
    expect(world.avito.oauth.times('exchange')).toBe(0);
  });

  it('asks for the id where the listings may not be seen', async () => {
    const host = await newHost(world);
    world.avito.oauth.terms.scopes = ['read', 'push'];
    world.avito.item('1007', 'acc-7');
    const flow = await agreed(world, host, 'acc-7');
    expect((await offer(host, flow)).body.items).toBeNull();
    world.avito.before = (call) => {
      if (call === 'listings') throw new Error('asked without the right to');
    };
    expect(await check(host, { flow, accountId: 'acc-7', itemId: '1007' })).toMatchObject({ status: 200 });
  });

  it('keeps an id of 19 digits as it is, from the body to the answers', async () => {
    const host = await newHost(world);
    world.avito.item(NINETEEN, 'acc-8');
    const { id } = await linked(world, host, 'acc-8', NINETEEN);
    expect(await mappingOf(world, id)).toMatchObject({ heldItem: `avito:${NINETEEN}` });
    expect((await linksOf(host, host.propertyId)).body.items[0].itemId).toBe(NINETEEN);
    const asNumber = { flow: 'cst_000000000000000000000000', accountId: 'acc-8', itemId: Number(NINETEEN) };
    expect(await check(host, asNumber)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  it('says of a listing whether it is unknown, somebody else’s or held by another system', async () => {
    const host = await newHost(world);
    world.avito.item('1009', 'acc-of-others');
    world.avito.item('1010', 'acc-9');
    world.avito.refusals.set('1010', new ChannelError('rejected', 'Held.', { status: 409 }));
    const flow = await agreed(world, host, 'acc-9');
    const ask = (itemId: string, accountId = 'acc-9') => check(host, { flow, accountId, itemId });
    expect(await ask('1008')).toMatchObject({ status: 404, body: { code: 'item_unknown' } });
    expect(await ask('1009')).toMatchObject({ status: 403, body: { code: 'item_not_yours' } });
    expect(await ask('1010')).toMatchObject({
      status: 409,
      body: { code: 'item_taken', details: { where: 'channel' } },
    });
    expect(await ask('1010', 'acc-x')).toMatchObject({ status: 403, body: { code: 'item_not_yours' } });
    expect((await flowOf(host, flow)).body).toMatchObject({ step: 'item' });
  });
});

describe('one listing, one unit', () => {
  it('refuses a listing that works for another unit here, or for somebody else', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    world.avito.item('2001', 'acc-a', 'acc-b');
    await linked(world, host, 'acc-a', '2001');
    const here = await newUnit(host);
    const mine = await agreed(world, host, 'acc-a', here.unitId);
    const told = { status: 409, body: { code: 'item_taken', details: { where: 'here' } } };
    expect(await check(host, { flow: mine, accountId: 'acc-a', itemId: '2001' })).toMatchObject(told);
    expect((await offer(host, mine)).body.items).toMatchObject([{ id: '2001', taken: 'here' }]);
    const theirs = await agreed(world, other, 'acc-b');
    const body = { flow: theirs, accountId: 'acc-b', itemId: '2001' };
    const elsewhere = { status: 409, body: { code: 'item_taken', details: { where: 'elsewhere' } } };
    expect(await check(other, body)).toMatchObject(elsewhere);
    expect(await end(other, { ...body, markup: 15 })).toMatchObject(elsewhere);
    expect((await offer(other, theirs)).body.items).toMatchObject([{ id: '2001', taken: 'elsewhere' }]);
  });

  it('refuses to begin for a unit that is connected', async () => {
    const host = await newHost(world);
    world.avito.item('2002', 'acc-c');
    await linked(world, host, 'acc-c', '2002');
    expect(await begin(host, { unitId: host.unitId })).toMatchObject({
      status: 409,
      body: { code: 'already_connected' },
    });
  });

  it('lets one of two have a listing that both finish with at once', async () => {
    const [host, other] = [await newHost(world), await newHost(world)];
    world.avito.item('2003', 'acc-d', 'acc-e');
    const [mine, theirs] = [await agreed(world, host, 'acc-d'), await agreed(world, other, 'acc-e')];
    meetAt('check', 2);
    const answers = await Promise.all([
      end(host, { flow: mine, accountId: 'acc-d', itemId: '2003', markup: 15 }),
      end(other, { flow: theirs, accountId: 'acc-e', itemId: '2003', markup: 15 }),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(answers.find((one) => one.status === 409)?.body).toMatchObject({
      code: 'item_taken',
      details: { where: 'elsewhere' },
    });
  });

  it('lets one of two have a unit that both finish for at once', async () => {
    const host = await newHost(world);
    const other = { ...host, ...(await newMember(host, 'admin')) };
    world.avito.item('2004', 'acc-f');
    world.avito.item('2005', 'acc-f');
    const [first, second] = [await agreed(world, host, 'acc-f'), await agreed(world, other, 'acc-f')];
    expect(second).not.toBe(first);
    meetAt('check', 2);
    const answers = await Promise.all([
      end(host, { flow: first, accountId: 'acc-f', itemId: '2004', markup: 15 }),
      end(other, { flow: second, accountId: 'acc-f', itemId: '2005', markup: 15 }),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(answers.find((one) => one.status === 409)?.body.code).toBe('already_connected');
  });

  it('counts every unit of a pool as taken', async () => {
    const host = await newHost(world);
    const second = await newUnit(host);
    world.avito.item('2008', 'acc-h');
    world.avito.item('2009', 'acc-h');
    const { connectionId } = await linked(world, host, 'acc-h', '2008');
    const flow = await agreed(world, host, 'acc-h', second.unitId);
    await saveMappings(host.ctx, 'avito', connectionId, {
      mappings: [{ listingId: '2008', unitIds: [host.unitId, second.unitId] }],
    });
    const body = { flow, accountId: 'acc-h', itemId: '2009' };
    expect(await check(host, body)).toMatchObject({ status: 409, body: { code: 'already_connected' } });
    expect(await end(host, { ...body, markup: 1 })).toMatchObject({ status: 409 });
  });

  it('is asked for nothing where the flow was begun anew in another tab', async () => {
    const host = await newHost(world);
    world.avito.item('2010', 'acc-i');
    const flow = await agreed(world, host, 'acc-i');
    let isFirst = true;
    world.avito.before = async (call) => {
      if (call !== 'check' || !isFirst) return;
      isFirst = false;
      await begin(host, { unitId: host.unitId });
    };
    const body = { flow, accountId: 'acc-i', itemId: '2010' };
    expect(await check(host, body)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await flowOf(host, flow)).body).toMatchObject({ step: 'authorize' });
    expect(await end(host, { ...body, markup: 1 })).toMatchObject({
      status: 409,
      body: { details: { reason: 'not_authorized' } },
    });
  });

  it('answers a finish that comes twice, or twice at once, the same', async () => {
    const host = await newHost(world);
    world.avito.item('2006', 'acc-g');
    const flow = await agreed(world, host, 'acc-g');
    const body = { flow, accountId: 'acc-g', itemId: '2006', markup: 15 };
    meetAt('check', 2);
    const [one, two] = await Promise.all([end(host, body), end(host, body)]);
    expect(one.status).toBe(201);
    expect(two).toMatchObject({ status: 201, body: one.body });
    world.avito.before = () => {
      throw new Error('asked again');
    };
    expect(await end(host, body)).toMatchObject({ status: 201, body: one.body });
    world.clock.advance({ hours: 2 });
    expect(await end(host, body)).toMatchObject({ status: 201, body: one.body });
    expect(await end(host, { ...body, itemId: '2007' })).toMatchObject({ status: 409 });
    // Died between the link and its sync.
    await world.runtime.db.update(connectSteps).set({ runId: null }).where(eq(connectSteps.id, flow));
    const resumed = await end(host, body);
    expect(resumed).toMatchObject({ status: 201, body: { id: one.body.id } });
    expect(resumed.body.runId).toMatch(/^run_/);
    expect((await connectionOf(world, one.body.connectionId)).status).toBe('connected');
  });
});

/** The next `many` calls of the channel wait for each other. */
function meetAt(call: 'check', many: number): void {
  const gate = Promise.withResolvers<void>();
  let waiting = 0;
  world.avito.before = (what) => {
    if (what !== call) return;
    waiting += 1;
    if (waiting >= many) gate.resolve();
    return gate.promise;
  };
}
