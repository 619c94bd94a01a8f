import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as getAvailabilityRoute } from '#app/api/availability/route.ts';
import {
  POST as createBlockRoute,
  DELETE as deleteBlockRoute,
  GET as listBlocksRoute,
} from '#app/api/blocks/route.ts';
import { POST as resolveRoute } from '#app/api/conflicts/[id]/resolve/route.ts';
import { GET as getConflictRoute } from '#app/api/conflicts/[id]/route.ts';
import { GET as listConflictsRoute } from '#app/api/conflicts/route.ts';
import { GET as journalRoute } from '#app/api/journal/route.ts';
import {
  DELETE as archivePropertyRoute,
  GET as getPropertyRoute,
  PATCH as updatePropertyRoute,
} from '#app/api/properties/[id]/route.ts';
import { POST as createUnitRoute, GET as listUnitsRoute } from '#app/api/properties/[id]/units/route.ts';
import { POST as createPropertyRoute, GET as listPropertiesRoute } from '#app/api/properties/route.ts';
import { POST as cancelRoute } from '#app/api/reservations/[id]/cancel/route.ts';
import {
  GET as getReservationRoute,
  PATCH as updateReservationRoute,
} from '#app/api/reservations/[id]/route.ts';
import { POST as createReservationRoute, GET as listReservationsRoute } from '#app/api/reservations/route.ts';
import { GET as timelineRoute } from '#app/api/timeline/route.ts';
import {
  DELETE as archiveUnitRoute,
  GET as getUnitRoute,
  PATCH as updateUnitRoute,
} from '#app/api/units/[id]/route.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { newOrganization, type Program, type Reply, stranger } from '#tests/support/program.ts';
import { apply, stay } from '#tests/support/stays.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock: testClock('2026-03-01T12:00:00Z') });
});
afterAll(() => runtime.end());

const LOFT = { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' };

async function loft() {
  const organization = await newOrganization(runtime);
  const admin = await organization.program('admin');
  const property = await admin(createPropertyRoute, 'POST', { body: LOFT });
  return { ...organization, admin, propertyId: property.body.id, unitId: property.body.units[0].id };
}

/** The answer has the shape that /api/openapi.json promises. */
function expectShape(reply: Reply, method: string, path: string): void {
  const definition = DEFINITIONS.find((one) => one.method === method && one.path === path);
  expect(reply.status).toBe(definition?.status);
  expect(definition?.answer?.safeParse(reply.body).error).toBeUndefined();
}

describe('over HTTP', () => {
  it('a property and its units are made, read, changed and archived', async () => {
    const { admin, propertyId } = await loft();
    const params = { id: propertyId };
    expectShape(await admin(listPropertiesRoute, 'GET'), 'GET', '/api/properties');
    expectShape(await admin(getPropertyRoute, 'GET', { params }), 'GET', '/api/properties/{id}');
    const change = { params, body: { checkInTime: '16:30' } };
    expectShape(await admin(updatePropertyRoute, 'PATCH', change), 'PATCH', '/api/properties/{id}');
    const made = await admin(createUnitRoute, 'POST', { params, body: { name: 'Annexe' } });
    expectShape(made, 'POST', '/api/properties/{id}/units');
    expectShape(await admin(listUnitsRoute, 'GET', { params }), 'GET', '/api/properties/{id}/units');
    const unit = { id: made.body.id };
    expectShape(await admin(getUnitRoute, 'GET', { params: unit }), 'GET', '/api/units/{id}');
    const patch = { params: unit, body: { preparationNights: 1 } };
    expectShape(await admin(updateUnitRoute, 'PATCH', patch), 'PATCH', '/api/units/{id}');
    expectShape(await admin(archiveUnitRoute, 'DELETE', { params: unit }), 'DELETE', '/api/units/{id}');
    expectShape(await admin(archivePropertyRoute, 'DELETE', { params }), 'DELETE', '/api/properties/{id}');
    expect((await admin(getPropertyRoute, 'GET', { params })).status).toBe(404);
  });

  it('a reservation is made, read, changed, found and cancelled; a second one on its nights is 409', async () => {
    const { admin, unitId, propertyId } = await loft();
    const body = { propertyId, checkIn: '2026-05-01', checkOut: '2026-05-03', guest: { name: 'Ada' } };
    const made = await admin(createReservationRoute, 'POST', { body });
    expectShape(made, 'POST', '/api/reservations');
    const taken = await admin(createReservationRoute, 'POST', { body });
    expect(taken).toMatchObject({
      status: 409,
      body: {
        code: 'nights_taken',
        details: { nights: [{ by: { kind: 'stay', id: made.body.stays[0].id } }, {}] },
      },
    });
    const params = { id: made.body.id };
    expectShape(await admin(getReservationRoute, 'GET', { params }), 'GET', '/api/reservations/{id}');
    const patch = { params, body: { checkOut: '2026-05-04', note: 'late' } };
    expectShape(await admin(updateReservationRoute, 'PATCH', patch), 'PATCH', '/api/reservations/{id}');
    const query = `?from=2026-05-03&to=2026-05-04&unit=${unitId}&status=confirmed&limit=5`;
    const found = await admin(listReservationsRoute, 'GET', { query });
    expectShape(found, 'GET', '/api/reservations');
    expect(found.body.items).toHaveLength(1);
    expectShape(await admin(cancelRoute, 'POST', { params }), 'POST', '/api/reservations/{id}/cancel');
  });

  it('a block is made, listed and deleted', async () => {
    const { admin, unitId } = await loft();
    const body = { unitId, from: '2026-05-01', to: '2026-05-03', reason: 'painting' };
    const made = await admin(createBlockRoute, 'POST', { body });
    expectShape(made, 'POST', '/api/blocks');
    expectShape(await admin(listBlocksRoute, 'GET'), 'GET', '/api/blocks');
    const query = `?id=${made.body.id}`;
    expectShape(await admin(deleteBlockRoute, 'DELETE', { query }), 'DELETE', '/api/blocks');
    expect((await admin(deleteBlockRoute, 'DELETE', { query })).status).toBe(404);
    const endless = { ...body, to: '2032-05-01' };
    expect((await admin(createBlockRoute, 'POST', { body: endless })).status).toBe(400);
  });

  it('nights, timeline, conflicts and journal are read; a conflict is resolved', async () => {
    const { ctx, admin, unitId } = await loft();
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-03'));
    await apply(ctx, stay('booking:B', unitId, '2026-05-02', '2026-05-04'));
    const query = '?from=2026-05-01&to=2026-05-11';
    const nights = await admin(getAvailabilityRoute, 'GET', { query: `${query}&unit=${unitId}` });
    expectShape(nights, 'GET', '/api/availability');
    expectShape(await admin(timelineRoute, 'GET', { query }), 'GET', '/api/timeline');
    const listed = await admin(listConflictsRoute, 'GET');
    expectShape(listed, 'GET', '/api/conflicts');
    const params = { id: listed.body.items[0].id };
    expectShape(await admin(getConflictRoute, 'GET', { params }), 'GET', '/api/conflicts/{id}');
    const verdict = { params, body: { action: 'accept' } };
    expectShape(await admin(resolveRoute, 'POST', verdict), 'POST', '/api/conflicts/{id}/resolve');
    expect((await admin(resolveRoute, 'POST', verdict)).status).toBe(409);
    const resolved = await admin(listConflictsRoute, 'GET', { query: '?status=resolved' });
    expect(resolved.body.items).toHaveLength(1);
    const journal = await admin(journalRoute, 'GET', { query: `?unit=${unitId}&limit=2` });
    expectShape(journal, 'GET', '/api/journal');
    expect(journal.body.items[0]).toMatchObject({
      action: 'conflict.resolved',
      actor: { kind: 'api_key', name: 'admin' },
    });
    const rest = await admin(journalRoute, 'GET', {
      query: `?unit=${unitId}&limit=200&cursor=${encodeURIComponent(journal.body.nextCursor)}`,
    });
    const all = await admin(journalRoute, 'GET', { query: `?unit=${unitId}&limit=200` });
    expect([...journal.body.items, ...rest.body.items]).toEqual(all.body.items);
  });

  it.each([
    ['too many nights', '?from=2026-01-01&to=2028-04-01'],
    ['no end', '?from=2026-01-01'],
    ['the wrong order', '?from=2026-02-01&to=2026-01-01'],
    ['a date that does not exist', '?from=2026-02-30&to=2026-03-10'],
    ['the year 9999', '?from=9999-01-01&to=9999-12-31'],
    ['a field twice', '?from=2026-01-01&from=2026-01-02&to=2026-01-05'],
  ])('a window with %s is 400', async (_, query) => {
    const { admin, unitId } = await loft();
    for (const [route, more] of [
      [getAvailabilityRoute, `&unit=${unitId}`],
      [timelineRoute, ''],
    ] as const)
      expect((await admin(route, 'GET', { query: `${query}${more}` })).status).toBe(400);
  });

  it('a cursor that is not ours is 400', async () => {
    const { admin } = await loft();
    for (const cursor of ['x', '~', '2026-01-01', "' or 1=1 --"]) {
      const query = `?cursor=${encodeURIComponent(cursor)}`;
      expect((await admin(journalRoute, 'GET', { query })).status).toBe(400);
      expect((await admin(listReservationsRoute, 'GET', { query })).status).toBe(400);
    }
  });
});

describe('who may', () => {
  const some = (letters: string) => `${letters}_000000000000000000000000`;
  const stays = { checkIn: '2026-05-01', checkOut: '2026-05-02', guest: { name: 'Eve' } };
  const routes: [string, RouteHandler, string, Role, object][] = [
    ['list properties', listPropertiesRoute, 'GET', 'viewer', {}],
    ['make a property', createPropertyRoute, 'POST', 'admin', { body: LOFT }],
    ['change a property', updatePropertyRoute, 'PATCH', 'admin', { params: { id: some('prp') }, body: {} }],
    ['archive a property', archivePropertyRoute, 'DELETE', 'admin', { params: { id: some('prp') } }],
    ['make a unit', createUnitRoute, 'POST', 'admin', { params: { id: some('prp') }, body: { name: 'x' } }],
    ['change a unit', updateUnitRoute, 'PATCH', 'admin', { params: { id: some('unt') }, body: {} }],
    ['archive a unit', archiveUnitRoute, 'DELETE', 'admin', { params: { id: some('unt') } }],
    ['list reservations', listReservationsRoute, 'GET', 'viewer', {}],
    ['book', createReservationRoute, 'POST', 'manager', { body: { unitId: some('unt'), ...stays } }],
    [
      'change a booking',
      updateReservationRoute,
      'PATCH',
      'manager',
      { params: { id: some('rsv') }, body: {} },
    ],
    ['cancel a booking', cancelRoute, 'POST', 'manager', { params: { id: some('rsv') } }],
    ['list blocks', listBlocksRoute, 'GET', 'viewer', {}],
    [
      'block',
      createBlockRoute,
      'POST',
      'manager',
      { body: { unitId: some('unt'), from: '2026-05-01', to: '2026-05-02' } },
    ],
    ['unblock', deleteBlockRoute, 'DELETE', 'manager', { query: `?id=${some('blk')}` }],
    ['list conflicts', listConflictsRoute, 'GET', 'viewer', {}],
    ['resolve', resolveRoute, 'POST', 'manager', { params: { id: some('cfl') }, body: { action: 'accept' } }],
    ['read the journal', journalRoute, 'GET', 'manager', {}],
  ];
  const ROLES: Role[] = ['viewer', 'manager', 'admin'];
  const programs = new Map<Role, Program>();
  beforeAll(async () => {
    const { program } = await newOrganization(runtime);
    for (const role of ROLES) programs.set(role, await program(role));
  });

  it.each(routes)('%s', async (_, route, method, least, given) => {
    expect((await stranger(route, method, given)).status).toBe(401);
    for (const role of ROLES) {
      const status = (await programs.get(role)?.(route, method, given))?.status;
      if (ROLES.indexOf(role) < ROLES.indexOf(least)) expect(status).toBe(403);
      else expect([200, 201, 404]).toContain(status);
    }
  });
});
