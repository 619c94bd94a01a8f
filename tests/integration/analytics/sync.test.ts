import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSyncPerformance } from '#lib/domain/analytics/sync-performance.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { account, calendarOf, read, span, tell } from './world.ts';

let w: TestWorld;
beforeAll(async () => {
  w = await testWorld();
});
afterAll(() => w.close());

const february = span('2026-02-01', '2026-03-01');

describe('how soon channels learn of a change', () => {
  it('is measured from hearing of it to the answer; of few there is a middle and no p95', async () => {
    const ctx = await w.org();
    const airbnb = await account(ctx);
    await tell(ctx, airbnb, [
      { at: '2026-02-03T10:00:00Z', took: 100 },
      { at: '2026-02-03T11:00:00Z', took: 300 },
      { at: '2026-02-10T10:00:00Z', took: 900 },
      { at: '2026-02-10T10:01:00Z' },
      { at: '2026-02-10T10:02:00Z', took: 5, kind: 'read' },
      { at: '2026-02-11T10:00:00Z', took: 90_000, outcome: 'unclear' },
      { at: '2026-03-01T00:00:00Z', took: 1 },
    ]);
    const { channels } = await readSyncPerformance(ctx, { ...february, grain: 'week' });
    expect(channels).toMatchObject([
      { channel: 'airbnb', calls: 5, failed: 1, measured: 3, p50: 300, p95: null, slowest: 900 },
    ]);
    expect(channels[0]?.points.map(({ measured, p50 }) => [measured, p50])).toEqual([
      [0, null],
      [2, 200],
      [1, 900],
      [0, null],
      [0, null],
    ]);
  });

  it('has a p95 from twenty on', async () => {
    const ctx = await w.org();
    const booking = await account(ctx, 'booking');
    const told = Array.from({ length: 21 }, (_, n) => ({ at: `2026-02-10T10:00:${10 + n}Z`, took: n * 10 }));
    await tell(ctx, booking, told);
    const { channels } = await readSyncPerformance(ctx, february);
    expect(channels).toMatchObject([{ channel: 'booking', measured: 21, p50: 100, p95: 190, slowest: 200 }]);
  });

  it('says for what reasons calls failed, a call once for each however many of its records', async () => {
    const ctx = await w.org();
    const avito = await account(ctx, 'avito');
    await tell(ctx, avito, [
      { at: '2026-02-03T10:00:00Z', outcome: 'refused', codes: ['refused', 'refused', 'limited'] },
      { at: '2026-02-03T10:01:00Z', outcome: 'failed', codes: ['limited'] },
      { at: '2026-02-03T10:02:00Z', outcome: 'partial', codes: ['nobody_knows'], took: 10 },
    ]);
    const { channels } = await readSyncPerformance(ctx, february);
    expect(channels).toMatchObject([{ calls: 3, failed: 3, measured: 1 }]);
    expect(channels[0]?.reasons).toEqual([
      { group: 'limit', count: 2 },
      { group: 'other', count: 1 },
      { group: 'refused', count: 1 },
    ]);
  });

  it('is not known from before calls are kept, and that is said', async () => {
    const ctx = await w.org();
    const old = await readSyncPerformance(ctx, span('2025-10-01', '2026-03-01'));
    expect(old).toMatchObject({ isCut: true, keptFrom: '2025-12-01' });
    expect((await readSyncPerformance(ctx, february)).isCut).toBe(false);
  });
});

describe('how long a calendar went unread', () => {
  it('is told by the gaps between its reads, also where quiet ones share a row', async () => {
    const ctx = await w.org();
    const calendar = await calendarOf(ctx, await makeUnit(ctx), '2026-01-01T00:00:00Z');
    await read(ctx, calendar, [
      { from: '2026-02-03T10:00:00Z', to: '2026-02-03T11:00:00Z', polls: 5 },
      { from: '2026-02-03T13:00:00Z', error: 'timeout' },
      { from: '2026-02-03T13:10:00Z' },
    ]);
    const { calendars } = await readSyncPerformance(ctx, february);
    const minutes = (count: number) => count * 60_000;
    expect(calendars).toMatchObject([
      {
        id: calendar,
        intervalMinutes: 15,
        reads: 7,
        failed: 1,
        gaps: 6,
        medianGap: minutes(15),
        longestGap: minutes(120),
        reasons: [{ group: 'no_answer', count: 1 }],
      },
    ]);
  });
});

it('nothing of it is told to another organization', async () => {
  const [ctx, other] = [await w.org(), await w.org()];
  const home = await makeUnit(ctx);
  await tell(ctx, await account(ctx), [
    { at: '2026-02-03T10:00:00Z', took: 100, outcome: 'failed', codes: ['auth'] },
  ]);
  await read(ctx, await calendarOf(ctx, home, '2026-01-01T00:00:00Z'), [{ from: '2026-02-03T10:00:00Z' }]);
  expect(await readSyncPerformance(other, february)).toMatchObject({ channels: [], calendars: [] });
  await expect(readSyncPerformance(other, { ...february, property: home.propertyId })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await readSyncPerformance(ctx, { ...february, property: home.propertyId })).calendars).toHaveLength(
    1,
  );
});
