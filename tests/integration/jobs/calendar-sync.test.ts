import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { deleteCalendar } from '#lib/domain/calendars/delete-calendar.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { listRuns } from '#lib/domain/runs/queries.ts';
import { claimJobs, LEASE_SECONDS } from '#lib/jobs/claim.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { calendarText, feedHost } from '#tests/support/feed-host.ts';
import { jobRows, newOrg } from './world.ts';

const clock = testClock('2026-03-01T12:00:00Z');
let host: Awaited<ReturnType<typeof feedHost>>;
let world: TestRuntime;
let ctx: Ctx;

beforeAll(async () => {
  host = await feedHost();
  world = await startTestRuntime({ clock, env: { OUTBOUND_ALLOW: host.host } });
  ctx = ctxFor(world, {
    provenOrg: await newOrg(world),
    actor: { kind: 'system', id: null },
    requestId: 'req_test',
  });
});
afterAll(async () => {
  await world.end();
  await host.close();
});

describe('a calendar that was added', () => {
  it('is polled at once, then again and again, and after a crash, until it is deleted', async () => {
    host.set('/cal.ics', calendarText([{ uid: 'one@example.com', from: '2026-04-01', to: '2026-04-03' }]));
    const property = await createProperty(ctx, { name: 'House', timezone: 'UTC', currency: 'EUR' });
    const calendar = await createCalendar(ctx, property.id, {
      name: 'Airbnb',
      icalUrl: `${host.origin}/cal.ics`,
    });

    const first = await tick(world, { registry: REGISTRY });
    expect([first.worked, host.requests.length]).toEqual([1, 1]);
    const [next] = await jobRows(world);
    expect([next?.state, next?.payload]).toEqual([
      'pending',
      { calendarId: calendar.id, trigger: 'schedule' },
    ]);
    expect(next?.dueAt.epochMilliseconds).toBeGreaterThan(clock.now().epochMilliseconds);

    clock.advance({ minutes: 30 });
    await claimJobs(world.db, { now: clock.now(), limit: 1, kinds: ['calendar.sync'] }); // and the process is gone
    clock.advance({ seconds: LEASE_SECONDS });
    expect((await tick(world, { registry: REGISTRY })).worked).toBe(1);
    expect(host.requests).toHaveLength(2);
    const { items } = await listRuns(ctx, { limit: 10, calendarId: calendar.id });
    expect(items.map((run) => [run.trigger, run.status])).toEqual([
      ['schedule', 'success'],
      ['added', 'success'],
    ]);

    await deleteCalendar(ctx, property.id, calendar.id, []);
    expect(await jobRows(world)).toEqual([]);
  });
});
