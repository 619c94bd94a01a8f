import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET as availabilityRoute } from '#app/api/availability/route.ts';
import { POST as resolveRoute } from '#app/api/found-closures/[id]/resolve/route.ts';
import { GET as listRoute } from '#app/api/found-closures/route.ts';
import { GET as timelineRoute } from '#app/api/timeline/route.ts';
import { Availability, Timeline } from '#lib/domain/availability/schemas.ts';
import { FoundClosure } from '#lib/domain/push/found-closure-schemas.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { makeFoundClosure, makeTold } from '#tests/support/found-closures.ts';
import { newOrganization } from '#tests/support/program.ts';
import { makeUnit } from '#tests/support/stays.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock: testClock('2026-03-01T12:00:00Z') });
});
afterAll(() => runtime.end());

it('are listed, seen in the nights and the timeline, and settled, each in the shape that is promised', async () => {
  const { ctx, program } = await newOrganization(runtime);
  const [manager, viewer] = await Promise.all([program('manager'), program('viewer')]);
  const { unitId } = await makeUnit(ctx);
  const told = await makeTold(ctx, [unitId]);
  const id = await makeFoundClosure(ctx, { ...told, unitId }, '2026-05-03', '2026-05-06');

  const listed = await viewer(listRoute, 'GET');
  expect(listed.status).toBe(200);
  expect(FoundClosure.array().safeParse(listed.body.items).error).toBeUndefined();
  expect(listed.body.items).toEqual([expect.objectContaining({ id, provider: 'airbnb', resolution: null })]);

  const window = '?from=2026-05-01&to=2026-05-11';
  const nights = await viewer(availabilityRoute, 'GET', { query: `${window}&unit=${unitId}` });
  expect(Availability.parse(nights.body).items[2]).toMatchObject({
    state: 'closed',
    by: { kind: 'found_closure', id },
  });
  const timeline = Timeline.parse((await viewer(timelineRoute, 'GET', { query: window })).body);
  expect(timeline.properties[0]?.units[0]?.bars[0]?.found).toMatchObject({ isKept: false });

  const params = { id };
  const open = { params, body: { resolution: 'open' } };
  expect((await viewer(resolveRoute, 'POST', open)).status).toBe(403);
  expect((await manager(resolveRoute, 'POST', { params, body: { resolution: 'perhaps' } })).status).toBe(400);
  expect(
    (await manager(resolveRoute, 'POST', { ...open, params: { id: newId('foundClosure') } })).status,
  ).toBe(404);
  const settled = await manager(resolveRoute, 'POST', open);
  expect(settled.status).toBe(200);
  expect(FoundClosure.safeParse(settled.body).error).toBeUndefined();
  expect(settled.body).toMatchObject({ id, resolution: 'opened' });
  const late = await manager(resolveRoute, 'POST', { params, body: { resolution: 'keep' } });
  expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await viewer(listRoute, 'GET')).body.items).toEqual([]);
});
