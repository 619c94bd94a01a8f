import { expect, it } from 'vitest';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { changesOf } from './journal-changes.ts';

const ITEM: JournalItem = {
  id: 'jrn_1',
  at: '2026-03-01T10:00:00Z',
  actor: { kind: 'job', id: null, name: null },
  action: 'reservation.updated',
  subject: { kind: 'reservation', id: 'rsv_1' },
  unitId: null,
  reason: null,
  before: null,
  after: null,
  messageId: null,
  runId: null,
};

it('leaves the dates to the nights and names the other fields', () => {
  const changes = changesOf({
    ...ITEM,
    before: { checkIn: '2026-03-01', checkOut: '2026-03-03' },
    after: { checkIn: '2026-03-01', checkOut: '2026-03-04', changed: ['checkOut', 'note'] },
  });
  expect(changes).toEqual({
    before: { checkIn: '2026-03-01', checkOut: '2026-03-03' },
    after: { checkIn: '2026-03-01', checkOut: '2026-03-04' },
    changed: ['note'],
  });
});

it.each([null, 'text', 7, [], { checkIn: 3 }, { changed: 'note' }, { changed: [1, null] }])(
  'tells nothing of a row that says %j',
  (after) => {
    expect(changesOf({ ...ITEM, after })).toEqual({ before: null, after: null, changed: [] });
  },
);
