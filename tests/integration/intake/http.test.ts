import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as syncRoute } from '#app/api/integrations/[provider]/sync/route.ts';
import { GET as getRunRoute } from '#app/api/runs/[id]/route.ts';
import { POST as settleRoute } from '#app/api/waiting/[id]/route.ts';
import { GET as waitingRoute } from '#app/api/waiting/route.ts';
import { listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { newOrganization, type Reply } from '#tests/support/program.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { workDue } from './calls.ts';
import { booking, FakeChannel, listing } from './channel.ts';
import { addListing, bookings, connect } from './world.ts';

const channel = new FakeChannel();
const clock = testClock('2026-03-01T12:00:00Z');
let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock, channels: channel.channels() });
});
afterAll(() => runtime.end());

function expectShape(reply: Reply, method: string, path: string): void {
  const definition = DEFINITIONS.find((one) => one.method === method && one.path === path);
  expect(reply.status).toBe(definition?.status);
  expect(definition?.answer?.safeParse(reply.body).error).toBeUndefined();
}

describe('the routes of what comes in', () => {
  it('start a sync without a body, tell of its run, and show and settle what waits', async () => {
    const organization = await newOrganization(runtime);
    const { ctx } = organization;
    const manager = await organization.program('manager');
    const connectionId = await connect(ctx);
    const { unitId } = await makeUnit(ctx);
    await addListing(ctx, connectionId, 'H1');
    channel.listings = [listing('H1')];
    channel.tell(booking('HM1', 'H1', '2026-05-01', '2026-05-04'));
    const params = { provider: 'airbnb' };
    const started = await manager(syncRoute, 'POST', { params });
    expectShape(started, 'POST', '/api/integrations/{provider}/sync');
    const run = () => manager(getRunRoute, 'GET', { params: { id: started.body.runId } });
    expect((await run()).body.status).toBe('running');
    await workDue(ctx);
    expect((await run()).body).toMatchObject({
      status: 'success',
      connectionId,
      trigger: 'manual',
      created: 1,
    });

    const waiting = await manager(waitingRoute, 'GET');
    expectShape(waiting, 'GET', '/api/waiting');
    expect(waiting.body.items).toMatchObject([{ kind: 'unmapped', externalId: 'HM1' }]);
    const id = waiting.body.items[0].id;
    const body = { action: 'place', unitId };
    const settled = await manager(settleRoute, 'POST', { params: { id }, body });
    expectShape(settled, 'POST', '/api/waiting/{id}');
    expect((await bookings(ctx)).get('HM1')?.rooms).toMatchObject([{ unitId }]);
    expect((await manager(waitingRoute, 'GET')).body.items).toEqual([]);
  });

  it('save the mappings that a sync brings before it reads', async () => {
    const organization = await newOrganization(runtime);
    const { ctx } = organization;
    const admin = await organization.program('admin');
    const connectionId = await connect(ctx);
    const { unitId } = await makeUnit(ctx);
    await addListing(ctx, connectionId, 'H2');
    channel.listings = [listing('H2')];
    channel.tell(booking('HM2', 'H2', '2026-05-01', '2026-05-04'));
    const params = { provider: 'airbnb' };
    const propertyMapping = { H2: unitId };
    expect((await admin(syncRoute, 'POST', { params, body: { propertyMapping } })).status).toBe(202);
    await workDue(ctx);
    const saved = await ctx.db.select().from(mappings).where(eq(mappings.connectionId, connectionId));
    expect(saved).toMatchObject([{ unitId, stage: 'active' }]);
    expect((await bookings(ctx)).get('HM2')?.rooms).toMatchObject([{ unitId }]);
  });

  it('ask which room type is which unit where a property’s id does not tell', async () => {
    const organization = await newOrganization(runtime);
    const { ctx } = organization;
    const admin = await organization.program('admin');
    const connectionId = await connect(ctx);
    const { propertyId } = await makeUnit(ctx);
    for (const externalId of ['R1', 'R2']) {
      const id = await addListing(ctx, connectionId, externalId);
      await ctx.db.update(listings).set({ groupId: 'H1', groupName: 'Inn' }).where(eq(listings.id, id));
    }
    const params = { provider: 'airbnb' };
    const body = { propertyMapping: { H1: propertyId } };
    expect(await admin(syncRoute, 'POST', { params, body })).toMatchObject({
      status: 422,
      body: {
        code: 'choose_room_type',
        details: { roomTypes: [{ externalId: 'R1' }, { externalId: 'R2' }] },
      },
    });
  });

  it('refuse a viewer, an unknown channel, and say which account where there are several', async () => {
    const organization = await newOrganization(runtime);
    const { ctx } = organization;
    const [viewer, manager] = [await organization.program('viewer'), await organization.program('manager')];
    const params = { provider: 'airbnb' };
    expect((await manager(syncRoute, 'POST', { params })).status).toBe(404);
    await connect(ctx);
    expect((await viewer(syncRoute, 'POST', { params })).status).toBe(403);
    expect((await manager(syncRoute, 'POST', { params: { provider: 'moon' } })).status).toBe(404);
    await connect(ctx);
    const several = await manager(syncRoute, 'POST', { params });
    expect([several.status, several.body.code]).toEqual([409, 'choose_connection']);
  });
});
