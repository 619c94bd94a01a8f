import { describe, expect, it } from 'vitest';
import { readAsked, sheetsOf } from './sheets.ts';

describe('what the printed calendar is asked for', () => {
  it.each([
    [{}, { from: '2026-11-21', weeks: 4, property: null }],
    [
      { from: '2027-02-28', weeks: '8', property: 'prp_x' },
      { from: '2027-02-28', weeks: 8, property: 'prp_x' },
    ],
    [
      { from: '2027-02-30', weeks: '5' },
      { from: '2026-11-21', weeks: 4, property: null },
    ],
    [
      { from: '2300-01-01', weeks: '1e9', property: '' },
      { from: '2026-11-21', weeks: 4, property: null },
    ],
    [{ from: 'today' }, { from: '2026-11-21', weeks: 4, property: null }],
  ])('%o is read as %o', (said, asked) => {
    expect(readAsked(said, '2026-11-21')).toEqual(asked);
  });

  it('cuts the time into sheets that meet and lose no day', () => {
    expect(sheetsOf({ from: '2026-11-21', weeks: 12 })).toEqual([
      { from: '2026-11-21', days: 28 },
      { from: '2026-12-19', days: 28 },
      { from: '2027-01-16', days: 28 },
    ]);
    expect(sheetsOf({ from: '2026-11-21', weeks: 2 })).toEqual([{ from: '2026-11-21', days: 14 }]);
  });
});
