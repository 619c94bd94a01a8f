import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as listListingsRoute } from '#app/api/integrations/[provider]/listings/route.ts';
import {
  GET as listMappingsRoute,
  PUT as saveMappingsRoute,
} from '#app/api/integrations/[provider]/mappings/route.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { listListingsApi, listMappingsApi, saveMappingsApi } from '#lib/web/api/mappings.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { newOrganization, stranger } from '#tests/support/program.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';
import { connect, importListings, listingOf, mappingRow } from './world.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock: testClock('2026-03-01T12:00:00Z') });
});
afterAll(() => runtime.end());

const params = { provider: 'airbnb' };

async function estate() {
  const { ctx, program } = await newOrganization(runtime);
  const house = await makeUnit(ctx);
  const connectionId = await connect(ctx);
  const [listingId = ''] = await importListings(ctx, connectionId, [listingOf('90001')]);
  return { ctx, ...house, connectionId, listingId, program, admin: await program('admin') };
}

describe('over HTTP', () => {
  it('listings are read and mappings saved in the shapes that are promised', async () => {
    const { admin, unitId, connectionId } = await estate();
    const listed = await admin(listListingsRoute, 'GET', { params, query: '?q=listing&limit=10' });
    expect(listed.status).toBe(200);
    expect(listListingsApi.answer?.parse(listed.body)).toEqual(listed.body);
    const body = { mappings: [{ listingId: '90001', unitId, stage: 'active' }] };
    const tried = await admin(saveMappingsRoute, 'PUT', { params, body: { ...body, dryRun: true } });
    expect(tried).toMatchObject({ status: 200, body: { saved: false } });
    const saved = await admin(saveMappingsRoute, 'PUT', {
      params,
      query: `?connection=${connectionId}`,
      body,
    });
    expect(saved).toMatchObject({ status: 200, body: { saved: true } });
    expect(saveMappingsApi.answer?.parse(saved.body)).toEqual(saved.body);
    const mapped = await admin(listMappingsRoute, 'GET', { params });
    expect(listMappingsApi.answer?.parse(mapped.body)).toEqual(mapped.body);
    expect(mapped.body.items).toMatchObject([{ unit: { id: unitId }, connectionId }]);
  });

  it('a viewer reads; a manager does not save; nobody else does anything', async () => {
    const { ctx, program, unitId, listingId } = await estate();
    const [viewer, manager] = [await program('viewer'), await program('manager')];
    const body = { mappings: [{ listingId, unitId }] };
    expect((await viewer(listListingsRoute, 'GET', { params })).status).toBe(200);
    expect((await viewer(listMappingsRoute, 'GET', { params })).status).toBe(200);
    for (const dryRun of [true, false])
      expect((await manager(saveMappingsRoute, 'PUT', { params, body: { ...body, dryRun } })).status).toBe(
        403,
      );
    expect((await stranger(listListingsRoute, 'GET', { params })).status).toBe(401);
    expect((await stranger(saveMappingsRoute, 'PUT', { params, body })).status).toBe(401);
    expect(await mappingRow(ctx, listingId)).toBeNull();
  });

  it('asks which account and which unit is meant', async () => {
    const { ctx, admin, unitId, propertyId, connectionId } = await estate();
    const send = (id: string, query = '') =>
      admin(saveMappingsRoute, 'PUT', {
        params,
        query,
        body: { mappings: [{ listingId: '90001', unitId: id }] },
      });
    await addUnit(ctx, propertyId);
    expect(await send(propertyId)).toMatchObject({ status: 422, body: { code: 'choose_unit' } });
    await connect(ctx);
    expect(await send(unitId)).toMatchObject({ status: 409, body: { code: 'choose_connection' } });
    expect((await send(unitId, `?connection=${connectionId}`)).status).toBe(200);
  });

  it('a pool is saved with all of its units, and each is somebody’s own', async () => {
    const [mine, theirs] = [await estate(), await estate()];
    const unitIds = [mine.unitId, await addUnit(mine.ctx, mine.propertyId)];
    const put = (change: object) =>
      mine.admin(saveMappingsRoute, 'PUT', {
        params,
        body: { mappings: [{ listingId: '90001', ...change }] },
      });
    const saved = await put({ unitIds, stage: 'active', markupBp: 1500 });
    expect(saved).toMatchObject({
      status: 200,
      body: {
        effects: [{ units: unitIds.map((id) => ({ id })), guards: [{ code: 'quantity_differs' }] }],
        listings: [{ mapping: { unit: { id: unitIds[0] }, markupBp: 1500 } }],
      },
    });
    expect(saveMappingsApi.answer?.parse(saved.body)).toEqual(saved.body);
    expect((await put({ unitIds: [mine.unitId, theirs.unitId] })).status).toBe(404);
    expect(await put({ unitIds: [mine.unitId, mine.unitId] })).toMatchObject({
      status: 409,
      body: { details: { guards: [{ guards: [{ code: 'unit_repeated' }] }] } },
    });
    for (const bad of [
      { unitIds: [] },
      { unitIds, unitId: mine.unitId },
      { unitIds: [mine.propertyId] },
      { unitIds, markupBp: 0.5 },
      { unitIds, ratePlanId: '' },
      { unitIds: Array(201).fill(mine.unitId) },
    ])
      expect((await put(bad)).status).toBe(400);
  });

  it('of another organization nothing can be seen or named', async () => {
    const [mine, theirs] = [await estate(), await estate()];
    const query = `?connection=${theirs.connectionId}`;
    const put = (change: object, q = '') =>
      mine.admin(saveMappingsRoute, 'PUT', { params, query: q, body: { mappings: [change] } });
    expect((await mine.admin(listListingsRoute, 'GET', { params, query })).status).toBe(404);
    expect((await mine.admin(listMappingsRoute, 'GET', { params, query })).status).toBe(404);
    expect((await put({ listingId: '90001', unitId: mine.unitId }, query)).status).toBe(404);
    expect((await put({ listingId: theirs.listingId, unitId: mine.unitId })).status).toBe(404);
    expect((await put({ listingId: mine.listingId, unitId: theirs.unitId })).status).toBe(404);
    const { body } = await mine.admin(listListingsRoute, 'GET', { params });
    expect(body.items.map((one: { id: string }) => one.id)).toEqual([mine.listingId]);
  });

  it.each([
    ['nothing', {}],
    ['no mapping', { mappings: [] }],
    ['a name of no unit', { mappings: [{ listingId: '90001', unitId: 'sea view' }] }],
    ['no unit at all', { mappings: [{ listingId: '90001' }] }],
    ['an unknown stage', { mappings: [{ listingId: '90001', unitId: null, stage: 'half' }] }],
    ['a field of another version', { mappings: [{ listingId: '90001', unitId: null, markup: 15 }] }],
    ['501 mappings', { mappings: Array(501).fill({ listingId: '90001', unitId: null }) }],
  ])('400 for %s', async (_, body) => {
    const { admin } = await estate();
    expect((await admin(saveMappingsRoute, 'PUT', { params, body })).status).toBe(400);
  });

  it('knows channels by their names alone', async () => {
    const { admin } = await estate();
    const named = (provider: string) => admin(listListingsRoute, 'GET', { params: { provider } });
    expect((await named('airbnb')).status).toBe(200);
    expect((await named('bookingcom')).status).toBe(200);
    expect((await named('myspace')).status).toBe(404);
  });
});
