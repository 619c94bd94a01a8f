import { setTimeout as pause } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { externalCalendars } from '#db/schema/calendars.ts';
import { jobs, runs } from '#db/schema/work.ts';
import { syncMany } from '#lib/domain/calendars/sync-many.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import { syncPass } from '#scripts/commands/sync-pass.ts';
import { activeStays, type CalendarWorld, calendarWorld } from '#tests/integration/calendars/world.ts';
import { airbnbDescription, calendarText } from '#tests/support/feed-host.ts';

let world: CalendarWorld;
beforeAll(async () => {
  world = await calendarWorld();
});
afterAll(() => world.close());

const feed = (code: string) =>
  calendarText([
    { uid: `${code}@airbnb.com`, from: '2026-12-01', to: '2026-12-04', description: airbnbDescription(code) },
  ]);

async function pass(all = false): Promise<{ lines: string[]; synced: number; failed: number }> {
  const lines: string[] = [];
  const counts = await syncPass(world.deps, { all, print: (line) => lines.push(line) });
  return { lines, ...counts };
}

const waiting = (calendarId: string) =>
  world.deps.db
    .select()
    .from(jobs)
    .where(and(eq(jobs.key, calendarId), eq(jobs.state, 'pending')));

it('one pass asks every calendar that is due, of every organization, and says which failed', async () => {
  const good = await world.follow('good');
  const bad = await world.follow('bad');
  const paused = await world.follow('paused');
  await updateCalendar(paused.ctx, paused.unitId, paused.calendarId, { isActive: false });
  world.host.set(good.path, feed('HMAAAAAAAA'));

  const { lines, synced, failed } = await pass();
  expect({ synced, failed }).toEqual({ synced: 1, failed: 1 });
  expect(lines.find((line) => line.includes(good.calendarId))).toMatch(
    /^ok {5}good .*1 events; next at 2026-11-21T12:1/,
  );
  expect(lines.find((line) => line.includes(bad.calendarId))).toMatch(/^FAILED bad .*503/);
  expect(lines.at(-1)).toBe('2 calendars were due: 1 synced, 1 failed');
  expect(await activeStays(good.ctx, good.unitId)).toHaveLength(1);
  const [run] = await good.ctx.db.select().from(runs).where(eq(runs.subjectId, good.calendarId));
  expect(run).toMatchObject({ trigger: 'cron', status: 'success', created: 1 });

  // What waits in the queue is the next poll of each, not the one just made.
  for (const one of [good, bad]) {
    const [row] = await world.deps.db
      .select()
      .from(externalCalendars)
      .where(eq(externalCalendars.id, one.calendarId));
    const queued = await waiting(one.calendarId);
    expect(queued.map((job) => job.dueAt.toString())).toEqual([row?.nextSyncAt?.toString()]);
    expect(queued[0]?.payload).toEqual({ calendarId: one.calendarId, trigger: 'schedule' });
  }

  expect((await pass()).lines).toEqual(['0 calendars were due: 0 synced, 0 failed']);
  const everything = await pass(true);
  expect(everything.lines.at(-1)).toBe('2 calendars asked: 1 synced, 1 failed');
});

it('a poll that a person asked for as part of a run over several stays owed, since that run waits for it', async () => {
  const one = await world.follow('asked');
  world.host.set(one.path, feed('HMBBBBBBBB'));
  await syncMany(one.ctx, null);
  const [before] = await waiting(one.calendarId);
  await pass(true);
  expect(await waiting(one.calendarId)).toEqual([before]);
});

it('where nothing waits, the next poll is owed', async () => {
  const one = await world.follow('lost');
  world.host.set(one.path, feed('HMCCCCCCCC'));
  await world.deps.db.delete(jobs).where(eq(jobs.key, one.calendarId));
  await pass();
  expect(await waiting(one.calendarId)).toHaveLength(1);
});

it('no more than four are asked at once', async () => {
  const slow = await Promise.all(Array.from({ length: 9 }, (_, n) => world.follow(`slow${n}`)));
  let [now, most] = [0, 0];
  for (const one of slow) world.host.set(one.path, feed(`HMDDDDDDD${one.path.length}`));
  const counted: typeof world.deps.fetchDocument = async (...args) => {
    now += 1;
    most = Math.max(most, now);
    await pause(250);
    return world.deps.fetchDocument(...args).finally(() => {
      now -= 1;
    });
  };
  await syncPass({ ...world.deps, fetchDocument: counted }, { all: true, print: () => {} });
  expect(most).toBe(4);
});
