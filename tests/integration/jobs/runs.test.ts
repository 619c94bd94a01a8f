import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '#db/schema/work.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { inTx } from '#lib/domain/ctx.ts';
import { countUnchangedPoll, failInterrupted, finishRun, startRun } from '#lib/domain/runs/history.ts';
import { getRun, listRuns } from '#lib/domain/runs/queries.ts';
import { Run } from '#lib/domain/runs/schemas.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';

const START = '2026-03-01T12:00:00Z';
const clock = testClock(START);
let world: TestWorld;
let ctx: Ctx;

beforeAll(async () => {
  world = await testWorld({ clock });
});
afterAll(() => world.close());
beforeEach(async () => {
  clock.set(START);
  ctx = await world.org();
});

const start = (
  subjectId: string,
  trigger: 'schedule' | 'manual' = 'schedule',
  parentId: string | null = null,
) => startRun(ctx, { kind: 'calendar', subjectId, trigger, parentId });
const all = async () => (await listRuns(ctx, { limit: 200 })).items;

/** A poll as the sync makes it: a run is opened, the answer says nothing new. */
async function poll(subjectId: string, trigger: 'schedule' | 'manual' = 'schedule'): Promise<string> {
  const runId = await start(subjectId, trigger);
  return inTx(ctx, (tx) => countUnchangedPoll(tx, { subjectId, trigger, runId }));
}

describe('a run', () => {
  it('is there from its start, and told whole at its end', async () => {
    const calendarId = newId('calendar');
    const id = await start(calendarId);
    expect((await getRun(ctx, id)).status).toBe('running');
    clock.advance({ seconds: 2 });
    const errors = [{ code: 'answer_shrunken', message: 'It left out 7 events.' }];
    expect(
      await finishRun(ctx, id, { status: 'partial', created: 1, updated: 2, cancelled: 3, errors }),
    ).toBe(true);
    const run = await getRun(ctx, id);
    expect(run).toMatchObject({
      status: 'partial',
      created: 1,
      updated: 2,
      cancelled: 3,
      errors,
      calendarId,
    });
    expect(run.finishedAt).toBe('2026-03-01T12:00:02Z');
    expect(Run.safeParse(run).success).toBe(true);
  });

  it('is not opened inside the transaction it tells about, where it would die with it', async () => {
    const inside = inTx(ctx, (tx) => startRun(tx, { kind: 'calendar', subjectId: 'c', trigger: 'manual' }));
    await expect(inside).rejects.toThrow('outside the transaction');
  });

  it('whose process died is an error in the history, and what that process still says counts no more', async () => {
    const [mine, other] = [newId('calendar'), newId('calendar')];
    const [dead, living] = [await start(mine), await start(other)];
    clock.advance({ seconds: 60 });
    expect(await failInterrupted(ctx, mine)).toBe(0); // it may be alive beside the one that starts
    clock.advance({ seconds: 1 });
    expect(await failInterrupted(ctx, mine)).toBe(1);
    expect(await getRun(ctx, dead)).toMatchObject({ status: 'error', errors: [{ code: 'interrupted' }] });
    expect((await getRun(ctx, living)).status).toBe('running');
    expect(await finishRun(ctx, dead, { status: 'success' })).toBe(false);
    expect((await getRun(ctx, dead)).status).toBe('error');
  });
});

describe('polls that change nothing', () => {
  it('share one row an hour', async () => {
    const calendarId = newId('calendar');
    const rows = new Set<string>();
    for (let i = 0; i < 8; i++) {
      rows.add(await poll(calendarId));
      clock.advance({ minutes: 15 });
    }
    const items = await all();
    expect(items.map((run) => [run.polls, run.startedAt, run.finishedAt])).toEqual([
      [4, '2026-03-01T13:00:00Z', '2026-03-01T13:45:00Z'],
      [4, '2026-03-01T12:00:00Z', '2026-03-01T12:45:00Z'],
    ]);
    expect(new Set(items.map((run) => run.id))).toEqual(rows);
  });

  it('begin a row of their own after one that changed something, or failed', async () => {
    const calendarId = newId('calendar');
    await poll(calendarId);
    clock.advance({ minutes: 1 });
    await finishRun(ctx, await start(calendarId), { status: 'success', created: 1 });
    clock.advance({ minutes: 1 });
    await poll(calendarId);
    clock.advance({ minutes: 1 });
    await finishRun(ctx, await start(calendarId), { status: 'error' });
    clock.advance({ minutes: 1 });
    await poll(calendarId);
    expect((await all()).map((run) => [run.status, run.polls])).toEqual([
      ['success', 1],
      ['error', 1],
      ['success', 1],
      ['success', 1],
      ['success', 1],
    ]);
  });

  it('of a person keep a row each: somebody waits for it', async () => {
    const calendarId = newId('calendar');
    await poll(calendarId);
    const [first, second] = [await poll(calendarId, 'manual'), await poll(calendarId, 'manual')];
    expect(first).not.toBe(second);
    expect((await all()).every((run) => run.status === 'success' && run.polls === 1)).toBe(true);
  });

  it('of another calendar, or of another organization, are not counted together', async () => {
    const [one, two] = [newId('calendar'), newId('calendar')];
    await poll(one);
    await poll(two);
    const other = await world.org();
    await countUnchangedPoll(other, { subjectId: one, trigger: 'schedule', runId: null });
    expect((await all()).map((run) => run.polls)).toEqual([1, 1]);
    expect((await listRuns(other, { limit: 10 })).items).toHaveLength(1);
  });

  it('that are part of a run over several stay its parts', async () => {
    const calendarId = newId('calendar');
    await poll(calendarId);
    const parent = await startRun(ctx, { kind: 'calendars', subjectId: null, trigger: 'manual' });
    const runId = await start(calendarId, 'schedule', parent);
    expect(await countUnchangedPoll(ctx, { subjectId: calendarId, trigger: 'schedule', runId })).toBe(runId);
    expect((await listRuns(ctx, { limit: 10, parentId: parent })).items.map((run) => run.id)).toEqual([
      runId,
    ]);
  });
});

describe('the history', () => {
  it('pages from the newest on, by calendar and by status', async () => {
    const [one, two] = [newId('calendar'), newId('calendar')];
    const made: string[] = [];
    for (let i = 0; i < 5; i++) {
      made.push(await start(i % 2 ? two : one));
      await new Promise((resolve) => setTimeout(resolve, 2)); // ids sort by the millisecond they were made in
    }
    await finishRun(ctx, made[0] ?? '', { status: 'error' });
    const first = await listRuns(ctx, { limit: 2 });
    const second = await listRuns(ctx, { limit: 10, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map((run) => run.id)).toEqual(made.toReversed());
    expect(second.nextCursor).toBeNull();
    expect((await listRuns(ctx, { limit: 10, calendarId: two })).items).toHaveLength(2);
    expect((await listRuns(ctx, { limit: 10, status: 'error' })).items.map((run) => run.id)).toEqual([
      made[0],
    ]);
  });

  it("shows nobody another organization's", async () => {
    const id = await start(newId('calendar'));
    const other = await world.org();
    clock.advance({ minutes: 5 });
    await expect(getRun(other, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listRuns(other, { limit: 10 })).items).toEqual([]);
    expect(await failInterrupted(other, (await getRun(ctx, id)).calendarId ?? '')).toBe(0);
    expect(await finishRun(other, id, { status: 'success' })).toBe(false);
    expect((await world.deps.db.select().from(runs)).find((run) => run.id === id)?.status).toBe('running');
  });
});
