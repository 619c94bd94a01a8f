import { describe, expect, it } from 'vitest';
import { type NightRange, night, nightRange } from '#lib/kernel/nights.ts';
import {
  type Claim,
  clash,
  hasLapsed,
  isEcho,
  type JudgedEvent,
  type Knowledge,
  repeatedBy,
} from './clash-rules.ts';

const at = (time: string) => Temporal.Instant.from(`2026-11-21T${time}:00Z`);
const weekend = nightRange('2026-12-04', '2026-12-06');
const claim: Claim = { id: 'sty_1', ...weekend, since: at('10:00') };
const event = (more: Partial<JudgedEvent> = {}): JudgedEvent => ({
  ...weekend,
  kind: 'closure',
  code: null,
  mayBeBooking: true,
  firstSeenAt: at('12:00'),
  ...more,
});
const nobody: Knowledge = { linked: false, fetches: [] };
/** The source fetched at these times, the latest first. */
const fetched = (...fetches: [time: string, ...told: NightRange[]][]): Knowledge => ({
  linked: true,
  fetches: fetches.map(([time, ...told]) => ({ at: at(time), told })),
});

describe('an echo', () => {
  it('is an event whose source was told its nights before it first appeared', () => {
    expect(isEcho(event(), fetched(['11:00', weekend]))).toBe(true);
    expect(isEcho(event({ kind: 'reservation' }), fetched(['11:00', weekend]))).toBe(true);
  });
  it('is none where the source was told other nights, or nothing', () => {
    expect(isEcho(event(), fetched(['11:00', nightRange('2026-12-04', '2026-12-05')]))).toBe(false);
    expect(isEcho(event(), nobody)).toBe(false);
  });
  it('is none where the source was told only after the event had appeared', () => {
    expect(isEcho(event(), fetched(['13:00', weekend]))).toBe(false);
  });
  it('is none where the source has since been told that the nights are free, and had time to show it', () => {
    expect(isEcho(event(), fetched(['11:30'], ['11:00', weekend]))).toBe(false);
    expect(isEcho(event(), fetched(['11:50'], ['11:00', weekend]))).toBe(true);
  });
  it('is never a booking with a code of the channel', () => {
    expect(isEcho(event({ kind: 'reservation', code: 'HMABC' }), fetched(['11:00', weekend]))).toBe(false);
  });
  it('may be several of ours that the source joined', () => {
    const joined = event(nightRange('2026-12-04', '2026-12-07'));
    const next = nightRange('2026-12-06', '2026-12-07');
    expect(isEcho(joined, fetched(['11:00', weekend, next]))).toBe(true);
    expect(isEcho(joined, fetched(['11:00', weekend]))).toBe(false);
    expect(repeatedBy(joined, [{ ...claim, id: 'sty_2', ...next }, claim])).toBe('sty_1');
  });
  it('repeats nobody where what was told is gone already', () => {
    expect(repeatedBy(event(), [])).toBeNull();
  });
});

describe('a copy', () => {
  it('has lapsed when its source shows it a while after it fetched a calendar without it', () => {
    const knowledge = fetched(['13:00'], ['11:00', weekend]);
    expect(hasLapsed(event(), at('12:30'), knowledge)).toBe(false);
    expect(hasLapsed(event(), at('13:10'), knowledge)).toBe(false);
    expect(hasLapsed(event(), at('13:20'), knowledge)).toBe(true);
  });
  it('has not while its source fetched nothing since, or nothing is known of its fetches', () => {
    expect(hasLapsed(event(), at('23:00'), fetched(['11:00', weekend]))).toBe(false);
    expect(hasLapsed(event(), at('23:00'), fetched())).toBe(false);
  });
  it('has not where another stands on its nights by the time of the fetch', () => {
    const wider = nightRange('2026-12-01', '2026-12-09');
    expect(hasLapsed(event(), at('23:00'), fetched(['13:00', wider], ['11:00', weekend]))).toBe(false);
  });
});

describe('a clash', () => {
  it.each([
    [
      'a linked source that had not fetched sold the nights itself',
      event(),
      fetched(['11:00']),
      'double_booking',
    ],
    ['a source nobody linked may be repeating another channel', event(), nobody, 'possible_double_booking'],
    [
      'equal nights seen before the stay came are no copy of it',
      event({ firstSeenAt: at('09:00') }),
      nobody,
      'double_booking',
    ],
    [
      'a booking with a code is certain',
      event({ kind: 'reservation', code: 'HM1' }),
      nobody,
      'double_booking',
    ],
    ['a closure that is never a booking there is none', event({ mayBeBooking: false }), nobody, 'none'],
    ['a season closed by its owner is none', event(nightRange('2026-12-01', '2027-03-01')), nobody, 'none'],
    [
      'a wider closure at a source that knew is its own',
      event(nightRange('2026-12-04', '2026-12-08')),
      fetched(['11:00', weekend]),
      'none',
    ],
    ['touching nights are none', event(nightRange('2026-12-06', '2026-12-08')), nobody, 'none'],
  ] as const)('%s', (_, judged, knowledge, expected) => {
    expect(clash(judged, claim, knowledge, night('2026-11-21'))).toBe(expected);
  });
});
