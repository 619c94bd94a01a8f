import { afterAll, describe, expect, it } from 'vitest';
import { night, union } from '#lib/kernel/nights.ts';
import type { FeedEvent, FeedWarningCode, ReadFeed, ReadFeedOptions } from '#lib/providers/feed-contract.ts';
import { envelopes } from '#tests/fixtures/ical/bad-envelopes.ts';
import { events } from '#tests/fixtures/ical/bad-events.ts';
import { rules } from '#tests/fixtures/ical/bad-rules.ts';
import { sizes } from '#tests/fixtures/ical/bad-sizes.ts';
import { MAX_INSTANCES_PER_EVENT } from './limits.ts';
import { feedReader } from './read.ts';
import { recurrencePool } from './recurrence.ts';

/* Every way a calendar is known to be broken or hostile, and what comes of it. "Closes" are the nights taken, as check-in..check-out. */

type Accepted = Extract<ReadFeed, { verdict: 'accepted' }>;
type Expected =
  | { readonly rejected: string }
  | {
      readonly closes: readonly string[];
      readonly warns?: readonly FeedWarningCode[];
      readonly with?: Partial<ReadFeedOptions>;
      readonly also?: (answer: Accepted) => void;
    }
  /** Bounded: at least one and at most so many nights taken, and these warnings. */
  | { readonly from: number; readonly to: number; readonly warns: readonly FeedWarningCode[] };

const OPTIONS: ReadFeedOptions = {
  timeZone: 'Europe/Berlin',
  today: night('2026-07-01'),
  unitIds: ['unit1'],
  instanceId: 'here',
  host: null,
};

const STAY = '2026-08-01..2026-08-05';
const TENTH = '2026-08-10..2026-08-12';
const FIRST_NIGHT = '2026-08-01..2026-08-02';
const summaryIs = (text: string) => (answer: Accepted) => expect(answer.events[0]?.summary).toBe(text);
const uidIs = (uid: RegExp) => (answer: Accepted) => expect(answer.events[0]?.uid).toMatch(uid);
const kindIs = (kind: FeedEvent['kind']) => (answer: Accepted) => expect(answer.events[0]?.kind).toBe(kind);
const firstOnly: Expected = { closes: [FIRST_NIGHT], warns: ['recurrence_ignored'] };

const ROWS: readonly (readonly [string, Expected])[] = [
  ['000-empty', { rejected: 'empty_body' }],
  ['001-whitespace', { rejected: 'empty_body' }],
  ['002-html-200', { rejected: 'html' }],
  ['003-truncated', { rejected: 'truncated' }],
  ['004-truncated-after-first', { rejected: 'truncated' }],
  ['005-zero-events', { closes: [] }],
  ['006-json-body', { rejected: 'not_a_calendar' }],
  ['007-gzip-undeclared', { closes: [STAY] }],
  ['010-lf-only', { closes: [STAY] }],
  ['011-cr-only', { closes: [STAY] }],
  ['012-bom', { closes: [STAY] }],
  ['013-utf16le', { closes: [STAY], also: summaryIs('Müller') }],
  ['014-latin1', { closes: [STAY], warns: ['not_utf8'], also: summaryIs('Müller') }],
  ['015-nul', { closes: [STAY], also: summaryIs('Anna') }],
  ['016-controls', { closes: [STAY], also: summaryIs('a[31mred evilx') }],
  ['017-fold-splits-utf8', { closes: [STAY], also: summaryIs('ü'.repeat(60)) }],
  ['018-fold-tab', { closes: [STAY], also: summaryIs('abcdef') }],
  ['019-blank-lines', { closes: [STAY] }],
  ['020-lowercase', { closes: [STAY], also: uidIs(/^a@test$/) }],
  ['021-leading-space-first', { closes: [STAY] }],
  ['022-no-final-newline', { closes: [STAY] }],
  ['023-trailing-garbage', { closes: [STAY], warns: ['trailing_text'] }],
  ['024-two-calendars', { closes: [STAY, TENTH] }],
  ['025-vcal10', { closes: [STAY] }],
  ['030-unclosed-event', { rejected: 'unbalanced' }],
  ['031-end-mismatch', { rejected: 'unbalanced' }],
  ['032-event-outside', { rejected: 'not_a_calendar' }],
  ['033-no-colon', { closes: [STAY], warns: ['junk_line'] }],
  [
    '034-proto-names',
    {
      closes: ['2026-08-01..2026-08-02', '2026-08-03..2026-08-04', '2026-08-05..2026-08-06'],
      also: (answer) => {
        expect(answer.events.map(({ uid }) => uid)).toEqual(['__proto__', 'constructor', 'toString']);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
      },
    },
  ],
  ['035-proto-tzid', { closes: [STAY], warns: ['unknown_time_zone'] }],
  ['036-alarm-nested', { closes: [STAY], also: summaryIs('Busy') }],
  ['040-no-uid', { closes: [STAY], also: uidIs(/^derived:[0-9a-f]{40}$/) }],
  ['041-dup-uid-two-stays', { closes: [STAY, TENTH] }],
  ['042-dup-uid-sequence', { closes: [TENTH], also: (answer) => expect(answer.events[0]?.sequence).toBe(2) }],
  ['043-uid-64k', { closes: [STAY], also: uidIs(/^sha256:[0-9a-f]{64}$/) }],
  ['044-uid-changes-case', { closes: [STAY, TENTH] }],
  ['045-own-echo', { closes: [TENTH], also: kindIs('echo') }],
  ['050-date-no-value-param', { closes: [STAY] }],
  ['051-end-before-start', { closes: [], warns: ['end_not_after_start'] }],
  ['052-zero-length', { closes: [FIRST_NIGHT] }],
  ['053-no-dtend', { closes: [FIRST_NIGHT] }],
  ['054-duration', { closes: [STAY] }],
  ['055-duration-week', { closes: ['2026-08-01..2026-08-08'] }],
  ['056-duration-negative', { closes: [], warns: ['end_not_after_start'] }],
  ['057-duration-huge', { closes: [], warns: ['event_skipped_dates'] }],
  ['058-mixed-types', { closes: [STAY] }],
  ['059-feb-30', { closes: [], warns: ['event_skipped_dates'] }],
  ['060-month-13', { closes: [], warns: ['event_skipped_dates'] }],
  ['061-year-0', { closes: [], warns: ['event_skipped_dates'] }],
  ['062-year-9999', { closes: ['2026-08-01..2029-07-01'], warns: ['clipped_to_horizon'] }],
  ['063-dtstart-empty', { closes: [], warns: ['event_skipped_dates'] }],
  ['064-iso-dashes', { closes: [STAY] }],
  ['065-leap-second', { closes: ['2026-08-02..2026-08-05'] }],
  ['066-dst-gap', { closes: ['2027-03-28..2027-03-30'] }],
  ['067-dst-overlap', { closes: ['2026-10-25..2026-10-27'] }],
  ['068-tz-windows', { closes: ['2026-07-31..2026-08-04'], with: { timeZone: 'UTC' } }],
  ['069-tz-unknown', { closes: [STAY], warns: ['unknown_time_zone'] }],
  ['070-tz-quoted', { closes: ['2026-07-31..2026-08-04'], with: { timeZone: 'UTC' } }],
  ['071-floating', { closes: [STAY] }],
  ['072-utc-midnight-stay', { closes: ['2026-08-01..2026-08-04'] }],
  [
    '073-date-line',
    { closes: ['2011-12-28..2011-12-31'], with: { timeZone: 'Pacific/Apia', today: night('2011-12-01') } },
  ],
  ['080-cancelled', { closes: [], also: kindIs('cancelled') }],
  ['081-transparent', { closes: [], also: kindIs('transparent') }],
  ['082-method-cancel', { closes: [], warns: ['method_cancel'], also: kindIs('cancelled') }],
  [
    '083-recurrence-id-orphan',
    { closes: [STAY], also: (answer) => expect(answer.events[0]?.recurrenceId).toBe('2026-07-27') },
  ],
  ['084-tentative', { closes: [STAY], also: (answer) => expect(answer.events[0]?.tentative).toBe(true) }],
  ['085-past-only', { closes: ['2026-05-01..2026-05-05'] }],
  [
    '086-overlap-in-feed',
    {
      closes: ['2026-08-01..2026-08-04', '2026-08-03..2026-08-06'],
      also: (answer) =>
        expect(union(answer.events.map(({ checkIn, checkOut }) => ({ checkIn, checkOut })))).toEqual([
          { checkIn: '2026-08-01', checkOut: '2026-08-06' },
        ]),
    },
  ],
  ['100-rrule-secondly', firstOnly],
  ['101-rrule-secondly-count', firstOnly],
  ['102-rrule-minutely-old', { closes: ['2026-01-01..2026-01-02'], warns: ['recurrence_ignored'] }],
  [
    '103-rrule-crossproduct',
    { from: 1, to: MAX_INSTANCES_PER_EVENT, warns: ['recurrence_ignored', 'recurrence_truncated'] },
  ],
  ['104-rrule-interval-0', firstOnly],
  ['105-rrule-never', firstOnly],
  ['106-rrule-daily-never', firstOnly],
  ['107-rrule-daily-last-day', { closes: ['2026-08-31..2026-09-01', '2026-09-30..2026-10-01'] }],
  [
    '108-rrule-count-until',
    {
      closes: [FIRST_NIGHT, '2026-08-02..2026-08-03', '2026-08-03..2026-08-04'],
      warns: ['recurrence_ignored'],
    },
  ],
  ['109-rrule-until-before', firstOnly],
  ['110-rrule-garbage', firstOnly],
  ['111-rrule-empty', firstOnly],
  ['112-rrule-interval-huge', firstOnly],
  ['113-rrule-setpos', firstOnly],
  ['114-rrule-dup-parts', firstOnly],
  ['115-rrule-leap-weekday', firstOnly],
  ['116-rrule-1970-minutely', { closes: [], warns: ['recurrence_ignored'] }],
  ['117-exdate-all', { closes: [] }],
  ['118-vtimezone-bomb', { closes: [STAY] }],
  [
    '119-many-rrules',
    { from: 1, to: MAX_INSTANCES_PER_EVENT, warns: ['recurrence_ignored', 'recurrence_truncated'] },
  ],
  ['130-line-10mb', { rejected: 'too_large' }],
  ['131-fold-300k', { rejected: 'line_too_long' }],
  ['132-nesting-100k', { rejected: 'too_deep' }],
  ['133-100k-events', { rejected: 'too_many_events' }],
  ['134-params-100k', { rejected: 'line_too_long' }],
  ['135-quotes', { closes: [STAY] }],
  ['136-semicolons', { closes: [STAY] }],
  ['137-rdate-100k', { from: 1, to: MAX_INSTANCES_PER_EVENT, warns: ['recurrence_truncated'] }],
  ['138-attach-20mb', { rejected: 'too_large' }],
  ['139-gzip-bomb.gz', { rejected: 'too_large' }],
  ['140-backslashes', { closes: [STAY] }],
  ['150-escapes', { closes: [STAY], also: summaryIs('a,b;c\\d\ne\nf:g') }],
  ['151-formula', { closes: [STAY], also: summaryIs("=cmd|' /C calc'!A0") }],
  [
    '152-html',
    { closes: [STAY], also: summaryIs('<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>') },
  ],
  ['153-log-inject', { closes: [STAY], also: summaryIs('Anna\nlevel=errormsg="forged"x') }],
  ['154-emoji-zwj', { closes: [STAY], also: summaryIs('👩‍👩‍👧‍👦'.repeat(8)) }],
];

const BODIES: Record<string, () => Uint8Array> = { ...envelopes, ...events, ...rules, ...sizes };

function closingOf(answer: Accepted): string[] {
  return answer.events
    .filter(({ kind }) => kind === 'closure' || kind === 'reservation')
    .map(({ checkIn, checkOut }) => `${checkIn}..${checkOut}`);
}

function codesOf(answer: Accepted): FeedWarningCode[] {
  return [...new Set(answer.warnings.map(({ code }) => code))].sort();
}

function bodyOf(id: string): Uint8Array {
  const make = BODIES[id];
  if (!make) throw new Error(`no body for ${id}`);
  return make();
}

afterAll(() => recurrencePool.close());

describe('a bad calendar is read, read with a warning, or rejected with its reason', () => {
  it('has a row for every one of the 104 cases', () => {
    expect(ROWS.map(([id]) => id).sort()).toEqual(Object.keys(BODIES).sort());
    expect(new Set(ROWS.map(([id]) => id)).size).toBe(104);
  });

  it.each(ROWS)('%s', async (id, expected) => {
    const options = 'with' in expected ? { ...OPTIONS, ...expected.with } : OPTIONS;
    const answer = await feedReader.read(bodyOf(id), options);
    if ('rejected' in expected) {
      expect(answer).toMatchObject({ verdict: 'rejected', code: expected.rejected });
      return;
    }
    if (answer.verdict === 'rejected') expect.fail(`rejected: ${answer.code} ${answer.detail}`);
    const closing = closingOf(answer);
    if ('closes' in expected) expect(closing).toEqual(expected.closes);
    else {
      expect(closing.length).toBeGreaterThanOrEqual(expected.from);
      expect(closing.length).toBeLessThanOrEqual(expected.to);
    }
    expect(codesOf(answer)).toEqual([...(expected.warns ?? [])].sort());
    if ('also' in expected) expected.also?.(answer);
  });
});
