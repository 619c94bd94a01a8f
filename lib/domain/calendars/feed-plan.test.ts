import { describe, expect, it } from 'vitest';
import { night, nightRange } from '#lib/kernel/nights.ts';
import type { FeedEvent, FeedWarning } from '#lib/providers/feed-contract.ts';
import { planFeed } from './feed-plan.ts';
import type { EventRow } from './types.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const today = night('2026-11-21');

function row(id: string, from: string, to: string, more: Partial<EventRow> = {}): EventRow {
  return {
    id,
    orgId: 'org',
    calendarId: 'cal',
    uid: id,
    recurrenceId: null,
    code: null,
    ...nightRange(from, to),
    kind: 'closure',
    mayBeBooking: true,
    tentative: false,
    summary: '',
    stayId: null,
    echoOf: null,
    judgement: null,
    firstSeenAt: now,
    lastSeenAt: now,
    missedPolls: 0,
    firstMissedAt: null,
    ...more,
  };
}

function said(uid: string, from: string, to: string, more: Partial<FeedEvent> = {}): FeedEvent {
  return {
    uid,
    uidDerived: false,
    recurrenceId: null,
    sequence: null,
    ...nightRange(from, to),
    kind: 'closure',
    mayBeBooking: true,
    tentative: false,
    code: null,
    guestName: null,
    phoneLastDigits: null,
    summary: '',
    ...more,
  };
}

const plan = (
  known: EventRow[],
  events: FeedEvent[],
  more: { warnings?: FeedWarning[]; tentativeCloses?: boolean } = {},
) => planFeed({ known, said: events, tentativeCloses: true, now, today, ...more });

describe('what one answer changes', () => {
  it('frees no instance of a rule that could not be read to its end', () => {
    const known = ['2027-01-05', '2027-02-05', '2027-03-05'].map((day) =>
      row('rule', day, `${day.slice(0, 8)}06`, { id: day, recurrenceId: day }),
    );
    const events = [
      said('rule', '2027-01-05', '2027-01-06', { recurrenceId: '2027-01-05' }),
      said('rule', '2027-02-05', '2027-02-06', { recurrenceId: '2027-02-05' }),
    ];
    const warnings: FeedWarning[] = [{ code: 'recurrence_truncated', detail: 'cut', uid: 'rule' }];
    expect(plan(known, events).free.map((one) => one.id)).toEqual(['2027-03-05']);
    expect(plan(known, events, { warnings }).free).toEqual([]);
    expect(plan(known, events, { warnings }).wait.map((one) => one.id)).toEqual(['2027-03-05']);
  });

  it('keeps a booking a booking when a later answer calls it closed', () => {
    const { update, same } = plan(
      [row('a', '2027-01-05', '2027-01-08', { kind: 'reservation' })],
      [said('a', '2027-01-05', '2027-01-08')],
    );
    expect([...update.map((one) => one.next.kind), ...same.map((one) => one.kind)]).toEqual(['reservation']);
  });

  it('makes a closure a booking when a later answer says so', () => {
    const { update } = plan(
      [row('a', '2027-01-05', '2027-01-08')],
      [said('a', '2027-01-05', '2027-01-08', { kind: 'reservation', code: 'HM12345678' })],
    );
    expect(update).toMatchObject([{ isMoved: true, next: { kind: 'reservation', code: 'HM12345678' } }]);
  });

  it('leaves tentative events out where the calendar says they do not close', () => {
    const events = [said('a', '2027-01-05', '2027-01-08', { tentative: true })];
    expect(plan([], events).insert).toHaveLength(1);
    expect(plan([], events, { tentativeCloses: false }).insert).toEqual([]);
  });

  it('frees at once what an answer calls off by name, also beside its last other event', () => {
    const known = [
      row('a', '2027-01-05', '2027-01-08', { kind: 'reservation' }),
      row('b', '2027-02-05', '2027-02-08'),
    ];
    const { free } = plan(known, [
      said('a', '2027-01-05', '2027-01-08', { kind: 'cancelled' }),
      said('b', '2027-02-05', '2027-02-08'),
    ]);
    expect(free.map((one) => one.id)).toEqual(['a']);
  });

  it('stores neither free time nor cancellations', () => {
    const events = [
      said('a', '2027-01-05', '2027-01-08', { kind: 'transparent' }),
      said('b', '2027-01-05', '2027-01-08', { kind: 'cancelled' }),
    ];
    expect(plan([], events).insert).toEqual([]);
  });
});
