import { describe, expect, it } from 'vitest';
import { night, nightRange } from '#lib/kernel/nights.ts';
import { cleanText, feedWindow, orderEntries, titleOf, uidOf, usualInterval } from './rules.ts';

const guest = (guestName: string | null, code: string | null = 'HMABC12345') =>
  ({ what: 'stay', guestName, code, unitName: null }) as const;

describe('what a title tells', () => {
  it.each([
    ['busy', 'Ann Smith', 'Reserved'],
    ['first_name', 'Ann Smith', 'Reserved - Ann'],
    ['first_name', '  José-María  Pérez', 'Reserved - José-María'],
    ['first_name', 'דנה כהן', 'Reserved - דנה'],
    ['first_name', 'ann@example.com', 'Reserved'],
    ['first_name', '+33 6 12 34 56 78', 'Reserved'],
    ['first_name', '0612345678', 'Reserved'],
    ['first_name', null, 'Reserved'],
    ['code', 'Ann Smith', 'Reserved - HMABC12345'],
  ] as const)('%s of %j is %j', (privacy, name, title) => {
    expect(titleOf(guest(name), privacy)).toBe(title);
  });

  it('never shows as a code what is none', () => {
    expect(titleOf(guest('Ann', 'some uid@elsewhere'), 'code')).toBe('Reserved');
    expect(titleOf(guest('Ann', null), 'code')).toBe('Reserved');
  });

  it('says of blocks, preparation and closures only that they are closed, whatever the level', () => {
    const other = { guestName: 'Ann', code: 'HMABC12345', unitName: null };
    expect(titleOf({ ...other, what: 'block' }, 'first_name')).toBe('Blocked');
    expect(titleOf({ ...other, what: 'preparation' }, 'code')).toBe('Blocked');
    expect(titleOf({ ...other, what: 'closure' }, 'first_name')).toBe('Not available');
  });

  it('names the unit first in the feed of several', () => {
    expect(titleOf({ ...guest('Ann'), unitName: 'Attic' }, 'first_name')).toBe('Attic: Reserved - Ann');
  });
});

describe('text for any reader', () => {
  it.each([
    ['a\r\nEND:VEVENT\r\nX', 'a END:VEVENT X'],
    ['tab\there\u0000null\u007f', 'tab here null'],
    ['line\u2028separator\u0085next', 'line separator next'],
    ['evil\u202etxt.exe', 'eviltxt.exe'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text, 200)).toBe(clean);
  });
  it('is cut at whole characters, and says so', () => {
    expect(cleanText('🏡'.repeat(500), 200)).toBe(`${'🏡'.repeat(199)}…`);
  });
});

describe('the UID an entry leaves under', () => {
  it('is ours for what is ours', () => {
    expect(uidOf('sty_1', 'unt_1', 'here', null)).toBe('sty_1.unt_1@here.latchkey');
    expect(uidOf('evt_1', 'unt_1', 'here', 'x@airbnb.com')).toBe('evt_1.unt_1@here.latchkey');
  });
  it('stays what it was for what another Latchkey told, so that it knows its own again', () => {
    expect(uidOf('evt_1', 'unt_1', 'here', 'sty_9.unt_9@there.latchkey')).toBe('sty_9.unt_9@there.latchkey');
  });
  it('stays what it was for what another unit of this Latchkey told', () => {
    expect(uidOf('evt_1', 'unt_1', 'here', 'sty_2.unt_2@here.latchkey')).toBe('sty_2.unt_2@here.latchkey');
  });
  it('is never taken from text that only looks like one of ours', () => {
    expect(uidOf('evt_1', 'unt_1', 'here', 'a;b.c@d.latchkey')).toBe('evt_1.unt_1@here.latchkey');
  });
});

describe('the order of entries', () => {
  const entry = (uid: string, from: string, to: string, ownUid = uid) => ({
    uid,
    ownUid,
    what: 'closure' as const,
    ...nightRange(from, to),
    sequence: 0,
    guestName: null,
    code: null,
    unitName: null,
  });
  it('is by night whatever order they were read in', () => {
    const [a, b, c] = [
      entry('a', '2026-05-02', '2026-05-03'),
      entry('b', '2026-05-01', '2026-05-09'),
      entry('c', '2026-05-01', '2026-05-02'),
    ];
    const uids = (entries: (typeof a)[]) => orderEntries(entries).map((one) => one.uid);
    expect(uids([a, b, c])).toEqual(['c', 'b', 'a']);
    expect(uids([c, a, b])).toEqual(['c', 'b', 'a']);
  });
  it('tells the same event that came twice once', () => {
    const twice = [entry('x', '2026-05-01', '2026-05-02', '1'), entry('x', '2026-05-01', '2026-05-02', '2')];
    expect(orderEntries(twice)).toHaveLength(1);
  });
  it('keeps every night of two events that share a UID', () => {
    const two = [entry('x', '2026-05-01', '2026-05-02', '1'), entry('x', '2026-05-04', '2026-05-06', '2')];
    expect(orderEntries(two).map((one) => [one.uid, one.checkIn])).toEqual([
      ['x', '2026-05-01'],
      ['2', '2026-05-04'],
    ]);
  });
});

describe('how often a reader comes', () => {
  const at = (...minutes: number[]) =>
    minutes.map((minute) => Temporal.Instant.from('2026-03-01T12:00:00Z').add({ minutes: minute }));
  it('is the middle of the gaps, so that one long night does not count', () => {
    expect(usualInterval(at(0, 15, 30, 600, 615))).toBe(15);
  });
  it('is unknown until it came three times', () => {
    expect(usualInterval(at(0, 15))).toBeNull();
  });
});

it('a feed reaches from 30 nights back to three years on', () => {
  expect(feedWindow(night('2026-03-01'))).toEqual({ from: '2026-01-30', until: '2029-03-03' });
});
