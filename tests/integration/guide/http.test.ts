import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as guideRoute } from '#app/api/conflicts/[id]/guide/route.ts';
import { POST as previewRoute } from '#app/api/conflicts/[id]/preview/route.ts';
import { POST as reopenRoute } from '#app/api/conflicts/[id]/reopen/route.ts';
import { POST as resolveRoute } from '#app/api/conflicts/[id]/resolve/route.ts';
import { GET as getConflictRoute } from '#app/api/conflicts/[id]/route.ts';
import { GET as listConflictsRoute } from '#app/api/conflicts/route.ts';
import { POST as createPropertyRoute } from '#app/api/properties/route.ts';
import { POST as createReservationRoute } from '#app/api/reservations/route.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { newOrganization, type Reply, stranger } from '#tests/support/program.ts';
import { apply, stay } from '#tests/support/stays.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock: testClock('2026-03-01T12:00:00Z') });
});
afterAll(() => runtime.end());

/** A direct booking, and Airbnb's on the same nights. */
async function doubleBooked() {
  const organization = await newOrganization(runtime);
  const admin = await organization.program('admin');
  const viewer = await organization.program('viewer');
  const loft = { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' };
  const { body } = await admin(createPropertyRoute, 'POST', { body: loft });
  const unitId = body.units[0].id;
  const ada = { unitId, checkIn: '2026-05-01', checkOut: '2026-05-04', guest: { name: 'Ada' } };
  const made = await admin(createReservationRoute, 'POST', { body: ada });
  await apply(organization.ctx, stay('airbnb:HM1', unitId, '2026-05-02', '2026-05-06'));
  const { body: open } = await admin(listConflictsRoute, 'GET');
  return { admin, viewer, params: { id: open.items[0].id }, ada: made.body.stays[0].id };
}

/** The answer has the shape that /api/openapi.json promises. */
function expectShape(reply: Reply, method: string, path: string): void {
  const definition = DEFINITIONS.find((one) => one.method === method && one.path === path);
  expect(reply.status).toBe(definition?.status);
  expect(definition?.answer?.safeParse(reply.body).error).toBeUndefined();
}

describe('the guide of a conflict', () => {
  it('is as promised, to whoever may look', async () => {
    const { viewer, params } = await doubleBooked();
    const guide = await viewer(guideRoute, 'GET', { params });
    expectShape(guide, 'GET', '/api/conflicts/{id}/guide');
    expect(guide.body.answers.map((one: { action: string }) => one.action)).toContain('cancel_there');
  });

  it('previews to whoever may answer, and to nobody else; nothing is answered by it', async () => {
    const { admin, viewer, params, ada } = await doubleBooked();
    const body = { action: 'cancel', stayId: ada };
    const effect = await admin(previewRoute, 'POST', { params, body });
    expectShape(effect, 'POST', '/api/conflicts/{id}/preview');
    expect(effect.body.status).toBe('resolved');
    expect((await viewer(previewRoute, 'POST', { params, body })).status).toBe(403);
    expect((await stranger(previewRoute, 'POST', { params, body })).status).toBe(401);
    expect((await admin(getConflictRoute, 'GET', { params })).body.status).toBe('open');
  });

  it.each([
    [{ action: 'cancel' }],
    [{ action: 'cancel_there', stayId: 'x' }],
    [{ action: 'burn' }],
    [{ action: 'move', stayId: 'sty_000000000000000000000000' }],
  ])('refuses what is no answer: %j', async (body) => {
    const { admin, params } = await doubleBooked();
    expect((await admin(previewRoute, 'POST', { params, body })).status).toBe(400);
  });

  it('takes a word back once', async () => {
    const { admin, viewer, params } = await doubleBooked();
    expect((await admin(reopenRoute, 'POST', { params })).status).toBe(409);
    await admin(resolveRoute, 'POST', { params, body: { action: 'accept' } });
    expect((await viewer(reopenRoute, 'POST', { params })).status).toBe(403);
    expectShape(await admin(reopenRoute, 'POST', { params }), 'POST', '/api/conflicts/{id}/reopen');
    expect((await admin(reopenRoute, 'POST', { params })).status).toBe(409);
  });

  it("of another organization's conflict is not found, whatever is asked of it", async () => {
    const ours = await doubleBooked();
    const { params } = await doubleBooked();
    expect((await ours.admin(guideRoute, 'GET', { params })).status).toBe(404);
    expect((await ours.admin(previewRoute, 'POST', { params, body: { action: 'accept' } })).status).toBe(404);
    expect((await ours.admin(reopenRoute, 'POST', { params })).status).toBe(404);
  });
});
