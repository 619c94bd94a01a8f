import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createRecurrencePool, type RuleRequest } from './recurrence.ts';

const hostileFile = join(process.cwd(), 'tests/fixtures/ical/hostile-worker.ts');
const real = createRecurrencePool();

afterAll(() => real.close());

function request(id: number, rule: string, given: Partial<RuleRequest> = {}): RuleRequest {
  return { id, rule, start: '2026-11-21', from: '2026-11-01', to: '2029-11-01', limit: 2_000, ...given };
}

async function datesOf(rule: string, given: Partial<RuleRequest> = {}): Promise<readonly string[]> {
  const outcome = (await real.expand([request(0, rule, given)]))?.get(0);
  if (outcome?.kind !== 'dates') throw new Error(`no dates: ${outcome?.kind}`);
  return outcome.dates;
}

describe('the recurrence worker', () => {
  it.each([
    ['FREQ=WEEKLY;COUNT=3', ['2026-11-21', '2026-11-28', '2026-12-05']],
    [
      'FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20261129T235959Z',
      ['2026-11-21', '2026-11-22', '2026-11-28', '2026-11-29'],
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', ['2026-11-30', '2026-12-31', '2027-01-31']],
    ['FREQ=YEARLY;COUNT=2', ['2026-11-21', '2027-11-21']],
    ['FREQ=DAILY;INTERVAL=400', ['2026-11-21', '2027-12-26', '2029-01-29']],
  ])('says on which dates %s falls', async (rule, dates) => {
    expect(await datesOf(rule)).toEqual(dates);
  });

  it('answers only for the span asked for, also decades behind the start', async () => {
    const dates = await datesOf('FREQ=DAILY', { start: '1971-03-05', from: '2026-12-30', to: '2027-01-02' });
    expect(dates).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
  });

  it('answers a refused rule as failed and goes on with the next', async () => {
    const outcomes = await real.expand([request(0, 'FREQ=NEVERLY'), request(1, 'FREQ=YEARLY;COUNT=1')]);
    expect(outcomes?.get(0)).toEqual({ kind: 'failed' });
    expect(outcomes?.get(1)).toEqual({ kind: 'dates', dates: ['2026-11-21'] });
  });

  it('serves feeds at once in turn, none with the answers of another', async () => {
    const starts = ['2026-11-21', '2026-12-01', '2027-01-05'];
    const all = await Promise.all(
      starts.map((start) => real.expand([request(0, 'FREQ=YEARLY;COUNT=1', { start })])),
    );
    expect(all.map((outcomes) => outcomes?.get(0))).toEqual(
      starts.map((start) => ({ kind: 'dates', dates: [start] })),
    );
  });

  it('keeps no process alive', async () => {
    const script =
      "import { recurrencePool } from '#lib/providers/ical/recurrence.ts';" +
      "const r = { id: 0, rule: 'FREQ=YEARLY;COUNT=1', start: '2026-11-21', from: '2026-11-01', to: '2029-11-01', limit: 9 };" +
      'console.log(JSON.stringify([...(await recurrencePool.expand([r])).values()]));';
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 15_000,
    });
    expect(JSON.parse(stdout)).toEqual([{ kind: 'dates', dates: ['2026-11-21'] }]);
  });
});

describe('a rule that takes the worker down', () => {
  it.each(['HANG', 'EAT', 'SLEEP', 'DIE'])(
    '%s is answered as overrun, its neighbours and the next feed are not',
    async (rule) => {
      const pool = createRecurrencePool({ file: hostileFile, heapMb: 32, wallMs: 300 });
      const outcomes = await pool.expand([request(0, 'OK'), request(1, rule), request(2, 'OK')]);
      expect([...(outcomes ?? [])].sort().map(([, { kind }]) => kind)).toEqual(['dates', 'overran', 'dates']);
      const next = await pool.expand([request(0, 'OK')]);
      expect(next?.get(0)?.kind).toBe('dates');
      await pool.close();
    },
  );

  it('over and over gives the whole feed up', async () => {
    const pool = createRecurrencePool({ file: hostileFile, overruns: 2, cpuMs: 20 });
    expect(await pool.expand([0, 1, 2, 3, 4].map((id) => request(id, 'HANG')))).toBeNull();
    expect((await pool.expand([request(0, 'OK')]))?.size).toBe(1);
    await pool.close();
  });

  it('is given up as a whole where the feed has had its time', async () => {
    const pool = createRecurrencePool({ file: hostileFile, batchMs: 150, cpuMs: 10_000, wallMs: 10_000 });
    expect(await pool.expand([request(0, 'HANG')])).toBeNull();
    await pool.close();
  });

  it('is no reason to read a feed without its rules where no worker starts at all', async () => {
    const pool = createRecurrencePool({ file: join(process.cwd(), 'no-such-worker.ts') });
    await expect(pool.expand([request(0, 'OK')])).rejects.toThrow();
  });
});
