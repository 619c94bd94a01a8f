import { describe, expect, it } from 'vitest';
import { type Night, night } from '#lib/kernel/nights.ts';
import type { PushOutcome } from '#lib/providers/push-contract.ts';
import { listingKey } from './permit-rules.ts';
import type { Grid } from './read-grid.ts';
import { cutNotDone, type Told } from './told-rules.ts';
import { blameOnly, failedIn, metBy, saidOfAll, withLeftOut } from './whole-call.ts';

const LISTING = { externalId: 'L', groupId: null, ratePlanId: null, currency: 'EUR' };
const record = (recordId: string, from: string, to: string) => {
  return { recordId, listing: LISTING, checkIn: night(from), checkOut: night(to), set: { units: 0 } };
};
const accepted = (recordId: string, ...notDone: readonly [Night, Night][]): PushOutcome => {
  return {
    recordId,
    outcome: 'accepted',
    code: null,
    message: null,
    notDone: notDone.map(([checkIn, checkOut]) => ({ checkIn, checkOut })),
  };
};
const shown = ({ records, verdicts }: Told) =>
  records.map(
    ({ recordId, checkIn, checkOut }) =>
      `${checkIn.slice(8)}..${checkOut.slice(8)} ${verdicts.get(recordId)?.outcome} ${verdicts.get(recordId)?.code}`,
  );

describe('a record of which a part was not done', () => {
  it('is cut there, and that part is refused', () => {
    const told = cutNotDone(
      [record('a', '2026-05-01', '2026-05-10'), record('b', '2026-05-12', '2026-05-13')],
      [
        accepted('a', [night('2026-05-03'), night('2026-05-05')], [night('2026-05-09'), night('2026-05-10')]),
        accepted('b'),
      ],
    );
    expect(shown(told)).toEqual([
      '01..03 accepted null',
      '03..05 refused taken_there',
      '05..09 accepted null',
      '09..10 refused taken_there',
      '12..13 accepted null',
    ]);
    expect(new Set(told.records.map((one) => one.recordId)).size).toBe(5);
  });

  it('is refused whole where nothing of it was done, and whole where all was', () => {
    const one = [record('a', '2026-05-01', '2026-05-03')];
    const all: [Night, Night] = [night('2026-05-01'), night('2026-05-03')];
    expect(shown(cutNotDone(one, [accepted('a', all)]))).toEqual(['01..03 refused taken_there']);
    expect(shown(cutNotDone(one, [accepted('a')]))).toEqual(['01..03 accepted null']);
    expect(shown(cutNotDone(one, []))).toEqual(['01..03 undefined undefined']);
  });
});

describe('a call that met a booking and does not say where', () => {
  // Only its name is looked at.
  const grids = new Map([[listingKey(LISTING), { mappingId: 'm' } as Grid]]);
  const records = [record('a', '2026-05-01', '2026-05-03')];
  const failed = saidOfAll(records, { outcome: 'failed', code: 'taken_there', message: null });
  const whole = (fresh: number) => ({ besides: [], fresh: new Map([['m', fresh]]), held: null });

  it('is refused where one night was new in it, once the channel was asked for what it has sold', () => {
    expect(shown(blameOnly(failed, whole(1), new Set(['m']), grids))).toEqual(['01..03 refused taken_there']);
    expect(shown(blameOnly(failed, whole(1), new Set(), grids))).toEqual(['01..03 failed taken_there']);
    expect(shown(blameOnly(failed, whole(2), new Set(['m']), grids))).toEqual(['01..03 failed taken_there']);
  });

  it('is told again at once as long as that may help', () => {
    expect(failedIn(failed, whole(1), new Set(), grids)).toBe(0);
    expect(failedIn(failed, whole(2), new Set(['m']), grids)).toBe(0);
    expect(failedIn(failed, whole(0), new Set(['m']), grids)).toBe(1);
    expect(metBy(failed, whole(2), grids).get('m')).toEqual({ how: 'all', fresh: 2 });
  });

  it('where it has failed for another reason waits for another turn', () => {
    const other = saidOfAll(records, { outcome: 'failed', code: 'no', message: null });
    expect(failedIn(other, whole(2), new Set(), grids)).toBe(1);
    expect(metBy(other, whole(2), grids).size).toBe(0);
  });

  it('what it leaves out is done where anything of it was', () => {
    const besides = [{ ...record('z', '2026-05-20', '2026-05-21'), isLeftOut: true }];
    expect(shown(withLeftOut(failed, besides)).at(-1)).toBe('20..21 failed taken_there');
    const done = saidOfAll(records, { outcome: 'accepted', code: null, message: null });
    expect(shown(withLeftOut(done, besides)).at(-1)).toBe('20..21 accepted null');
  });
});
