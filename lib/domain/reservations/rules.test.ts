import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import {
  endsWhatAnotherFollows,
  type IncomingStay,
  lastWords,
  mergeReservation,
  mergeStay,
  outcomeOf,
  type ReservationFacts,
  refuseDates,
  reservationStatus,
  type StayFacts,
} from './rules.ts';

const told = (more: Partial<IncomingStay> = {}): IncomingStay => ({
  channel: 'airbnb',
  externalId: 'HM1',
  roomRef: '1',
  unitId: 'unt_1',
  checkIn: night('2026-05-01'),
  checkOut: night('2026-05-04'),
  reservationStatus: 'confirmed',
  ...more,
});
const known: ReservationFacts = {
  status: 'confirmed',
  calendarId: 'cal_1',
  followed: 'followed',
  guestName: 'Ada',
  guestEmail: 'ada@example.org',
  guestPhone: null,
  phoneTail: null,
  guests: 2,
  totalMinor: 100,
  currency: 'EUR',
  note: 'late',
  connectionId: null,
  channelStatus: null,
  hasUnknownStatus: false,
  gateAskedAt: null,
  adults: null,
  children: null,
  infants: null,
  payoutMinor: null,
  payoutCurrency: null,
  bookedAt: null,
  channelChangedAt: null,
};
const stay: StayFacts = {
  unitId: 'unt_1',
  listingId: null,
  checkIn: night('2026-05-01'),
  checkOut: night('2026-05-04'),
  status: 'active',
  pricing: null,
};

describe('mergeReservation', () => {
  it.each<[string, Partial<IncomingStay>, Partial<ReservationFacts>]>([
    ['silence', {}, {}],
    [
      'nulls',
      { guest: { name: null, email: null }, guests: null, total: null, note: null, calendarId: null },
      {},
    ],
    ['a new name', { guest: { name: 'Grace' } }, { guestName: 'Grace' }],
    ['a first telephone number', { guest: { phone: '1' } }, { guestPhone: '1' }],
    ['an empty note, which is a note', { note: '' }, { note: '' }],
    [
      'a total in another currency',
      { total: { amount: 0, currency: 'JPY' } },
      { totalMinor: 0, currency: 'JPY' },
    ],
    ['another calendar', { calendarId: 'cal_2' }, { calendarId: 'cal_2' }],
  ])('after %s', (_, more, change) => {
    expect(mergeReservation(known, told(more))).toEqual({ ...known, ...change });
  });

  it('only a calendar that names it takes it up again', () => {
    const left = { ...known, calendarId: null, followed: 'no_longer_followed' } as const;
    expect(mergeReservation(left, told()).followed).toBe('no_longer_followed');
    expect(mergeReservation(left, told({ calendarId: 'cal_2' })).followed).toBe('followed');
  });
});

describe('mergeStay', () => {
  it.each([
    ['a unit moves it', 'unt_2', false, 'unt_2'],
    ['no unit leaves it', null, false, 'unt_1'],
    ['the calendar that brought it leaves it where a person moved it', 'unt_2', true, 'unt_1'],
  ])('%s', (_, unitId, sameCalendar, expected) => {
    expect(mergeStay(stay, told({ unitId }), sameCalendar).unitId).toBe(expected);
  });

  it('gives a stay without a unit the one its calendar names', () => {
    expect(mergeStay({ ...stay, unitId: null }, told(), true).unitId).toBe('unt_1');
  });
});

describe('endsWhatAnotherFollows', () => {
  const cancelled = (calendarId?: string) =>
    told({ reservationStatus: 'cancelled', ...(calendarId ? { calendarId } : {}) });
  it.each([
    ['its own calendar ends it', known, cancelled('cal_1'), false],
    ['a person or a channel ends it', known, cancelled(), false],
    ['another calendar does not', known, cancelled('cal_2'), true],
    [
      'any may where none follows it',
      { ...known, followed: 'no_longer_followed' as const },
      cancelled('cal_2'),
      false,
    ],
    ['another calendar may change it', known, told({ calendarId: 'cal_2' }), false],
  ])('%s', (_, facts, incoming, expected) => {
    expect(endsWhatAnotherFollows(facts, incoming)).toBe(expected);
  });
});

describe('reservationStatus', () => {
  const room = (status: StayFacts['status']): StayFacts => ({ ...stay, status });
  const cancelled = told({ reservationStatus: 'cancelled' });
  it.each([
    ['one room of two is cancelled', known, [cancelled], [room('cancelled'), room('active')], 'confirmed'],
    ['the last room is cancelled', known, [cancelled], [room('cancelled'), room('cancelled')], 'cancelled'],
    [
      'a request is confirmed',
      { ...known, status: 'pending' as const },
      [told()],
      [room('active')],
      'confirmed',
    ],
    ['it is revived', { ...known, status: 'cancelled' as const }, [told()], [room('active')], 'confirmed'],
  ])('when %s', (_, facts, incoming, rooms, expected) => {
    expect(reservationStatus(facts, incoming, rooms)).toBe(expected);
  });
});

describe('outcomeOf', () => {
  const ended: StayFacts = { ...stay, status: 'cancelled' };
  it.each([
    [null, stay, true, 'created'],
    [null, ended, true, 'cancelled'],
    [stay, stay, false, 'unchanged'],
    [stay, stay, true, 'updated'],
    [stay, ended, true, 'cancelled'],
    [ended, ended, false, 'unchanged'],
    [ended, stay, true, 'revived'],
  ])('%#', (before, after, isChanged, expected) => {
    expect(outcomeOf(before, after, isChanged)).toBe(expected);
  });
});

describe('lastWords', () => {
  it('keeps one word per room, the later one', () => {
    const later = told({ checkOut: night('2026-05-09') });
    expect(lastWords([told(), told({ roomRef: '2' }), later])).toEqual([later, told({ roomRef: '2' })]);
  });
});

describe('refuseDates', () => {
  const today = night('2026-03-01');
  it.each([
    ['2024-03-01', '2024-03-02', null],
    ['2024-02-29', '2024-03-02', 'checkIn'],
    ['2029-02-27', '2029-03-01', null],
    ['2029-02-27', '2029-03-02', 'checkOut'],
    ['2026-05-02', '2026-05-02', 'checkOut'],
  ])('%s to %s: %s', (checkIn, checkOut, path) => {
    const refusal = refuseDates({ checkIn: night(checkIn), checkOut: night(checkOut) }, today);
    expect(refusal?.path ?? null).toBe(path);
  });
});
