import { describe, expect, it } from 'vitest';
import { nightRange } from '#lib/kernel/nights.ts';
import { type Claim, clash, echoOf, type JudgedEvent, type Knowledge } from './clash-rules.ts';

const at = (time: string) => Temporal.Instant.from(`2026-11-21T${time}:00Z`);
const claim: Claim = {
  id: 'sty_1',
  ...nightRange('2026-12-04', '2026-12-06'),
  sinceVersion: 7,
  since: at('10:00'),
};
const event = (more: Partial<JudgedEvent> = {}): JudgedEvent => ({
  ...nightRange('2026-12-04', '2026-12-06'),
  kind: 'closure',
  code: null,
  mayBeBooking: true,
  firstSeenAt: at('12:00'),
  ...more,
});
const nobody: Knowledge = { linked: false, fetches: [] };
const fetched = (version: number, time: string): Knowledge => ({
  linked: true,
  fetches: [{ version, at: at(time) }],
});

describe('an echo', () => {
  it('is an event whose source fetched the stay before the event first appeared', () => {
    expect(echoOf(event(), [claim], fetched(7, '11:00'))).toBe('sty_1');
    expect(echoOf(event({ kind: 'reservation' }), [claim], fetched(9, '11:00'))).toBe('sty_1');
  });
  it('is none where the source fetched an older version only', () => {
    expect(echoOf(event(), [claim], fetched(6, '11:00'))).toBeNull();
  });
  it('is none where the source fetched it after the event had appeared', () => {
    expect(echoOf(event(), [claim], fetched(7, '13:00'))).toBeNull();
  });
  it('is never a booking with a code of the channel', () => {
    expect(echoOf(event({ kind: 'reservation', code: 'HMABC' }), [claim], fetched(7, '11:00'))).toBeNull();
  });
  it('is none where one of its nights was not known', () => {
    expect(echoOf(event(nightRange('2026-12-04', '2026-12-07')), [claim], fetched(7, '11:00'))).toBeNull();
  });
  it('may be several of ours that the source joined', () => {
    const next: Claim = { ...claim, id: 'sty_2', ...nightRange('2026-12-06', '2026-12-07') };
    expect(echoOf(event(nightRange('2026-12-04', '2026-12-07')), [claim, next], fetched(7, '11:00'))).toBe(
      'sty_1',
    );
  });
});

describe('a clash', () => {
  it.each([
    [
      'a linked source that had not fetched sold the nights itself',
      event(),
      fetched(6, '11:00'),
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
      fetched(7, '11:00'),
      'none',
    ],
    ['touching nights are none', event(nightRange('2026-12-06', '2026-12-08')), nobody, 'none'],
  ] as const)('%s', (_, judged, knowledge, expected) => {
    expect(clash(judged, claim, knowledge)).toBe(expected);
  });
});
