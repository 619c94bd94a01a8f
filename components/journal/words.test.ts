import { describe, expect, it } from 'vitest';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { actionsSaying, reasonOf, sentencesOf } from './words.ts';

const item = (part: Partial<JournalItem>): JournalItem => ({
  id: 'jrn_000000000000000000000000',
  at: '2026-12-01T12:00:00Z',
  actor: { kind: 'job', id: null, name: null },
  action: 'reservation.updated',
  subject: { kind: 'reservation', id: 'rsv_000000000000000000000000' },
  unitId: 'unt_a',
  reason: null,
  before: null,
  after: null,
  messageId: null,
  runId: null,
  ...part,
});

describe('a row of the journal in words', () => {
  it('tells each thing that changed, old dates and new', () => {
    const before = { unitId: 'unt_a', checkIn: '2026-12-04', checkOut: '2026-12-07' };
    const after = {
      unitId: 'unt_b',
      checkIn: '2026-12-05',
      checkOut: '2026-12-07',
      changed: ['unitId', 'checkIn', 'guestName', 'guestEmail', 'note'],
    };
    const said = sentencesOf(item({ before, after }));
    expect(said.map((one) => one.key)).toEqual(['moved', 'redated', 'guestChanged', 'noteChanged']);
    expect(said[0]).toMatchObject({ unitId: 'unt_b', wasUnitId: 'unt_a' });
    expect(said[1]).toMatchObject({ stay: { checkIn: '2026-12-05' }, was: { checkIn: '2026-12-04' } });
  });

  it('says something of a row whose fields it does not know', () => {
    expect(sentencesOf(item({ after: { changed: ['somethingNew'] } }))).toMatchObject([{ key: 'updated' }]);
    expect(sentencesOf(item({ action: 'rate.changed' }))).toMatchObject([{ key: 'other' }]);
  });

  it('tells the nights of a closure that went away', () => {
    const before = { calendarId: 'cal', checkIn: '2026-12-04', checkOut: '2026-12-07' };
    expect(sentencesOf(item({ action: 'closure.gone', before }))).toMatchObject([
      { key: 'closureGone', stay: { checkIn: '2026-12-04', checkOut: '2026-12-07' } },
    ]);
  });

  it('tells of prices: of which nights, of one unit or several, and where they were taken over', () => {
    const after = { unitIds: ['unt_a'], from: '2026-12-30', last: '2026-12-31', nights: 2 };
    const stay = { checkIn: '2026-12-30', checkOut: '2027-01-01' };
    const said = (part: Partial<JournalItem>) => sentencesOf(item({ action: 'rates.set', after, ...part }));
    expect(said({})).toEqual([{ key: 'ratesSet', unitId: 'unt_a', stay }]);
    expect(said({ unitId: null })).toMatchObject([{ key: 'ratesSetMany', stay }]);
    expect(said({ after: { ...after, takenFrom: 'map_a' } })).toMatchObject([{ key: 'ratesTaken', stay }]);
    expect(said({ after: null })).toEqual([{ key: 'ratesSet', unitId: 'unt_a' }]);
  });

  it('has a sentence of its own for whatever is said to a channel, or heard of it', () => {
    for (const [action, key] of [
      ['push.forced', 'pushForced'],
      ['mapping.deactivated', 'mappingDeactivated'],
      ['listing.gone', 'listingGone'],
      ['found_closure.kept', 'foundClosureKept'],
    ] as const)
      expect(sentencesOf(item({ action }))).toMatchObject([{ key }]);
    const priced = item({ action: 'connection.updated', after: { markupBp: 500, rounding: 'none' } });
    expect(sentencesOf(priced)).toEqual([{ key: 'connectionPriced' }]);
  });

  it('knows the calendar in a reason, and keeps a reason that it does not know', () => {
    expect(reasonOf('calendar Airbnb: Loft')).toEqual({ key: 'calendar', name: 'Airbnb: Loft' });
    expect(reasonOf('because')).toEqual({ key: 'text', name: 'because' });
    expect(reasonOf(null)).toBeNull();
  });
});

describe('the text of the sentences', () => {
  // As the build compiles "{who} closed {nights, plural, one {# night} other {# nights}} of <b>{unit}</b>".
  const compiled = {
    created: [
      ['who'],
      ' closed ',
      ['nights', 2, { one: [0, ' night'], other: [0, ' nights'] }],
      ' of ',
      ['b', ['unit']],
    ],
    cancelled: 'Cancelled by hand',
  };

  it('is found as it was written', () => {
    expect(actionsSaying('by HAND', { cancelled: 'Cancelled {when} by hand' })).toEqual([
      'reservation.cancelled',
    ]);
    expect(actionsSaying('when', { cancelled: 'Cancelled {when} by hand' })).toEqual([]);
  });

  it('is found as the build compiled it, without the names of its places', () => {
    expect(actionsSaying('by hand', compiled)).toEqual(['reservation.cancelled']);
    expect(actionsSaying(' nights', compiled)).toEqual(['reservation.created']);
    expect(actionsSaying('who', compiled)).toEqual([]);
    expect(actionsSaying('unit', compiled)).toEqual([]);
  });
});
