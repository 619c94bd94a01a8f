import { afterAll, describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import type { ReadFeed, ReadFeedOptions } from '#lib/providers/feed-contract.ts';
import { bytes, calendar, type EventText, event } from '#tests/fixtures/ical/build.ts';
import { feedReader } from './read.ts';
import { recurrencePool } from './recurrence.ts';

const OPTIONS: ReadFeedOptions = {
  timeZone: 'Europe/Berlin',
  today: night('2026-11-20'),
  unitIds: [],
  instanceId: 'here',
  host: null,
};

type Accepted = Extract<ReadFeed, { verdict: 'accepted' }>;

async function read(events: readonly EventText[], given: Partial<ReadFeedOptions> = {}): Promise<Accepted> {
  const answer = await feedReader.read(bytes(calendar(events.flatMap(event))), { ...OPTIONS, ...given });
  if (answer.verdict === 'rejected') throw new Error(answer.detail);
  return answer;
}

function datesOf(answer: Accepted): string[] {
  return answer.events.map(({ checkIn, checkOut }) => `${checkIn}..${checkOut}`);
}

function codesOf(answer: Accepted): string[] {
  return answer.warnings.map(({ code }) => code);
}

/** Three nights from Saturday 5 December 2026. */
const saturday: EventText = { start: ';VALUE=DATE:20261205', end: ';VALUE=DATE:20261208' };
const evening: EventText = {
  start: ';TZID=Europe/Berlin:20261205T200000',
  end: ';TZID=Europe/Berlin:20261206T100000',
};

afterAll(() => recurrencePool.close());

describe('recurring events', () => {
  it('repeat all their nights, each instance named by its date', async () => {
    const answer = await read([{ ...saturday, more: ['RRULE:FREQ=WEEKLY;COUNT=2'] }]);
    expect(datesOf(answer)).toEqual(['2026-12-05..2026-12-08', '2026-12-12..2026-12-15']);
    expect(answer.events.map(({ recurrenceId }) => recurrenceId)).toEqual(['2026-12-05', '2026-12-12']);
  });

  it('lose what EXDATE names and gain what RDATE names', async () => {
    const more = [
      'RRULE:FREQ=WEEKLY;COUNT=3',
      'EXDATE;VALUE=DATE:20261212',
      'RDATE;VALUE=DATE:20261224,20261231',
    ];
    expect(datesOf(await read([{ ...saturday, more }]))).toEqual([
      '2026-12-05..2026-12-08',
      '2026-12-19..2026-12-22',
      '2026-12-24..2026-12-27',
      '2026-12-31..2027-01-03',
    ]);
  });

  it('repeat by RDATE alone', async () => {
    expect(datesOf(await read([{ ...saturday, more: ['RDATE;VALUE=DATE:20261224'] }]))).toHaveLength(2);
  });

  it('read EXDATE in UTC, as a date and as a list by the clock of the event', async () => {
    const more = [
      'RRULE:FREQ=DAILY;COUNT=5',
      'EXDATE:20261206T190000Z',
      'EXDATE;VALUE=DATE:20261207',
      'EXDATE;TZID=Europe/Berlin:20261208T200000,20261209T200000',
    ];
    expect(datesOf(await read([{ ...evening, more }]))).toEqual(['2026-12-05..2026-12-06']);
  });

  it('keep their clock time over a change of the offset', async () => {
    const late = { start: ';TZID=Europe/Berlin:20270327T233000', end: ';TZID=Europe/Berlin:20270328T003000' };
    const answer = await read([{ ...late, more: ['RRULE:FREQ=DAILY;COUNT=3'] }], { timeZone: 'UTC' });
    // 23:30 in Berlin is 22:30Z before the change, 21:30Z after it: by the UTC date each stays on its own day.
    expect(datesOf(answer)).toEqual([
      '2027-03-27..2027-03-28',
      '2027-03-28..2027-03-29',
      '2027-03-29..2027-03-30',
    ]);
  });

  it('fall on the dates of the property, not of the zone they were written in', async () => {
    const answer = await read([{ ...evening, more: ['RRULE:FREQ=DAILY;COUNT=2'] }], {
      timeZone: 'Asia/Tokyo',
    });
    expect(datesOf(answer)).toEqual(['2026-12-06..2026-12-07', '2026-12-07..2026-12-08']);
  });

  it.each([
    ['UNTIL=20261206T190000Z', 2],
    ['UNTIL=20261206T185959Z', 1],
    ['UNTIL=20261206', 2],
  ])('end with %s', async (until, count) => {
    expect(datesOf(await read([{ ...evening, more: [`RRULE:FREQ=DAILY;${until}`] }]))).toHaveLength(count);
  });

  it('give way to an override, wherever in the file it stands', async () => {
    const master = { ...saturday, more: ['RRULE:FREQ=WEEKLY;COUNT=2'] };
    const override = {
      start: ';VALUE=DATE:20261214',
      end: ';VALUE=DATE:20261216',
      more: ['RECURRENCE-ID;VALUE=DATE:20261212'],
    };
    const expected = ['2026-12-05..2026-12-08', '2026-12-14..2026-12-16'];
    expect(datesOf(await read([master, override]))).toEqual(expected);
    expect(datesOf(await read([override, master]))).toEqual(expected);
  });

  it('tell what a rule without end loses to the limit', async () => {
    const answer = await read([{ ...saturday, end: null, more: ['RRULE:FREQ=DAILY'] }]);
    expect(answer.events).toHaveLength(1_000);
    expect(codesOf(answer)).toEqual(['recurrence_truncated']);
  });

  it('spend the limit on the nights ahead, however long they have gone on', async () => {
    const answer = await read([{ start: ';VALUE=DATE:19990101', end: null, more: ['RRULE:FREQ=DAILY'] }]);
    const nights = answer.events.map(({ checkIn }) => checkIn);
    expect(nights[0]).toBe('2026-10-20');
    expect(nights).toContain('2029-01-01');
  });

  it('share one allowance, so that many rules without end cannot fill the memory', async () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      ...saturday,
      uid: `e${at}`,
      end: null,
      more: ['RRULE:FREQ=DAILY'],
    }));
    const answer = await read(many);
    expect(answer.events).toHaveLength(20_000);
    expect(answer.warnings).toHaveLength(21);
  });

  it('with listed dates beyond the allowance of a feed say what is left out', async () => {
    const RDATE = `RDATE;VALUE=DATE:${Array(4_000).fill('20261224').join(',')}`;
    const answer = await read(
      Array.from({ length: 8 }, (_, at) => ({ ...saturday, uid: `e${at}`, more: [RDATE] })),
    );
    expect(answer.events).toHaveLength(5 * 2 + 3);
    expect(new Set(codesOf(answer))).toEqual(new Set(['recurrence_truncated']));
  });

  it('that are free or called off are told once and not expanded', async () => {
    const answer = await read([
      { ...saturday, uid: 'free', more: ['RRULE:FREQ=DAILY', 'TRANSP:TRANSPARENT'] },
      { ...saturday, uid: 'off', more: ['RRULE:FREQ=DAILY', 'STATUS:CANCELLED'] },
    ]);
    expect(answer.events.map(({ kind }) => kind).sort()).toEqual(['cancelled', 'transparent']);
  });
});

describe('single timed events', () => {
  it.each<[string, EventText, string, string]>([
    [
      'a few hours close that night',
      { start: ':20261205T100000Z', end: ':20261205T130000Z' },
      'Europe/Berlin',
      '2026-12-05..2026-12-06',
    ],
    [
      'the last minute of a day closes its night too',
      { start: ':20261205T000000', end: ':20261206T235900' },
      'Europe/Berlin',
      '2026-12-05..2026-12-07',
    ],
    [
      'UTC midnights are dates west of Greenwich',
      { start: ':20261205T000000Z', end: ':20261208T000000Z' },
      'America/Los_Angeles',
      '2026-12-05..2026-12-08',
    ],
    [
      'UTC midnights are dates east of it',
      { start: ':20261205T000000Z', end: ':20261208T000000Z' },
      'Pacific/Apia',
      '2026-12-05..2026-12-08',
    ],
    [
      'an instant falls on the local date of the property',
      { start: ':20261205T120000Z', end: ':20261207T120000Z' },
      'Pacific/Apia',
      '2026-12-06..2026-12-08',
    ],
    [
      'no end closes one night',
      { start: ':20261205T150000', end: null },
      'Europe/Berlin',
      '2026-12-05..2026-12-06',
    ],
    [
      'a duration counts by the clock',
      { start: ':20261205T150000', end: null, more: ['DURATION:P1DT20H'] },
      'Europe/Berlin',
      '2026-12-05..2026-12-07',
    ],
    [
      'an end in another zone',
      { start: ';TZID=America/New_York:20261205T200000', end: ';TZID=Europe/Berlin:20261208T100000' },
      'Europe/Berlin',
      '2026-12-06..2026-12-08',
    ],
  ])('%s', async (_, given, timeZone, dates) => {
    expect(datesOf(await read([given], { timeZone }))).toEqual([dates]);
  });

  it('a custom zone counts by the place its definition names', async () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Mine', 'X-LIC-LOCATION:Asia/Tokyo', 'END:VTIMEZONE'];
    const lines = [
      ...zone,
      ...event({ start: ';TZID=Mine:20261205T030000', end: ';TZID=Mine:20261207T030000' }),
    ];
    const answer = await feedReader.read(bytes(calendar(lines)), OPTIONS);
    expect(answer).toMatchObject({
      warnings: [],
      events: [{ checkIn: '2026-12-04', checkOut: '2026-12-06' }],
    });
  });
});
