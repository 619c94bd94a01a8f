import { describe, expect, it } from 'vitest';
import {
  agendaSpan,
  cookieOf,
  coverOf,
  covers,
  moved,
  readPosition,
  readRow,
  readShow,
  showing,
  spanOf,
  stepped,
  ZOOMS,
  zoomed,
} from './position.ts';

const TODAY = '2026-11-21';

describe('agendaSpan', () => {
  it.each(ZOOMS)("begins today where a desk's home of a %s is kept", (zoom) => {
    const home = readPosition({ zoom }, undefined, TODAY);
    expect(home.from < TODAY).toBe(true);
    expect(agendaSpan(home, TODAY)).toEqual({ ...spanOf(home), from: TODAY });
  });

  it('begins where somebody moved it', () => {
    expect(agendaSpan({ from: '2026-11-15', zoom: '2w' }, TODAY)).toEqual({ from: '2026-11-15', days: 14 });
    expect(agendaSpan({ from: '2027-03-28', zoom: 'week' }, TODAY)).toEqual({ from: '2027-03-28', days: 7 });
  });
});

describe('readPosition', () => {
  it('believes the address before the cookie, and the cookie before today', () => {
    const cookie = '2026-06-01~2w';
    expect(readPosition({ from: '2026-01-05', zoom: 'quarter' }, cookie, TODAY)).toEqual({
      from: '2026-01-05',
      zoom: 'quarter',
    });
    expect(readPosition({}, cookie, TODAY)).toEqual({ from: '2026-06-01', zoom: '2w' });
    expect(readPosition({}, undefined, TODAY)).toEqual({ from: '2026-11-17', zoom: 'month' });
  });

  it.each(['2026-02-30', 'yesterday', '0000-01-01', '9999-12-31', '', '2026-1-1'])(
    'stands around today where the address says %j',
    (from) => {
      expect(readPosition({ from, zoom: 'decade' }, 'nonsense~x', TODAY).from).toBe('2026-11-17');
    },
  );

  it('reads back what it kept', () => {
    const position = { from: '2027-03-28', zoom: 'quarter' } as const;
    expect(readPosition({}, cookieOf({ ...position, row: null, show: null }), TODAY)).toEqual(position);
    const cookie = cookieOf({ ...position, row: 'unt_5', show: 'price' });
    expect([readShow(undefined, cookie), readShow('none', cookie)]).toEqual(['price', null]);
    expect([readPosition({}, cookie, TODAY), readRow({}, cookie)]).toEqual([position, 'unt_5']);
  });

  it('takes the row from the cookie only together with the days', () => {
    expect(readRow({ from: '2026-06-01' }, '2026-06-01~2w~unt_5')).toBeNull();
    expect(readRow({ from: '2026-06-01', row: 'unt_6' }, undefined)).toBe('unt_6');
    expect(readRow({ row: '"><b>' }, undefined)).toBeNull();
  });
});

it('moves forth and back to the same day', () => {
  const position = { from: '2026-10-20', zoom: 'month' } as const;
  expect(stepped(stepped(position, 1), -1)).toEqual(position);
});

it('never leaves the years that are known', () => {
  expect(moved({ from: '1970-01-03', zoom: '2w' }, -30).from).toBe('1970-01-01');
  const last = moved({ from: '2199-12-20', zoom: 'quarter' }, 400);
  expect(coverOf(spanOf(last)).to <= '2199-12-31').toBe(true);
});

it('keeps today in sight through a change of zoom, and otherwise the first day', () => {
  expect(zoomed({ from: '2026-11-17', zoom: 'month' }, 'quarter', TODAY).from).toBe('2026-11-14');
  expect(zoomed({ from: '2026-02-01', zoom: 'month' }, '2w', TODAY).from).toBe('2026-02-01');
});

it('moves for a day out of sight only', () => {
  const position = { from: '2026-11-17', zoom: 'month' } as const;
  expect(showing(position, '2026-12-01')).toBe(position);
  expect(showing(position, '2026-12-20').from).toBe('2026-12-16');
});

describe('coverOf', () => {
  it('covers the span with a week to spare, in at most 800 nights', () => {
    for (const zoom of ZOOMS) {
      for (let shift = 0; shift < 60; shift++) {
        const span = spanOf(moved({ from: '2026-03-01', zoom }, shift));
        const cover = coverOf(span);
        expect(covers(cover, span)).toBe(true);
        expect(Date.parse(cover.to) - Date.parse(cover.from)).toBeLessThan(800 * 86_400_000);
      }
    }
  });

  it('stays the same while the window moves by a day inside a page', () => {
    const covered = new Set(
      Array.from({ length: 28 }, (_, shift) =>
        JSON.stringify(coverOf(spanOf(moved({ from: '2026-03-01', zoom: '2w' }, shift)))),
      ),
    );
    expect(covered.size).toBeLessThanOrEqual(3);
  });
});
