import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelError } from '../errors.ts';
import type { QueueItem } from '../queue-contract.ts';
import { bookingDoor } from './door.ts';
import { notification, own, ownRoom, textbook } from './examples.ts';

/*
 * What will be thrown at the door, case by case. REJECT: the whole message, with a reason and nothing read. READ: so many are
 * read. ODD: read, with a warning. UNREADABLE: this one waits for a person, the others are read.
 */

type Bytes = string | Uint8Array;
type Verdict = { readonly reject: RegExp } | { readonly read: (items: readonly QueueItem[]) => void };

const rejected = (reject: RegExp): Verdict => ({ reject });
const read = (check: (items: readonly QueueItem[]) => void): Verdict => ({ read: check });
const whole = (items: readonly QueueItem[], at = 0) => {
  const found = items[at]?.reservation;
  if (!found) throw new Error(`it was not read: ${items[at]?.unreadable?.reason}`);
  return found;
};
const accepted = (count: number) =>
  read((items) => expect(items.filter((one) => one.reservation)).toHaveLength(count));
const unreadable = (why: RegExp) =>
  read((items) => {
    expect(items.map((one) => one.reservation)).toEqual([null]);
    expect(items[0]?.unreadable?.reason).toMatch(why);
  });
const surname = (name: string) => read((items) => expect(whole(items).rooms[0]?.guest.name).toBe(name));
const total = (amount: number | null, currency = 'EUR') =>
  read((items) =>
    expect(whole(items).rooms[0]?.total ?? null).toEqual(amount === null ? null : { amount, currency }),
  );
/** Booked without an amount, and somebody is told why. */
const withoutAmount = read((items) => {
  expect(whole(items).rooms[0]).toMatchObject({ checkIn: '2026-03-01', status: 'confirmed', total: null });
  expect(whole(items).warnings).toContainEqual(expect.stringContaining('an amount that cannot be read'));
});

const one = notification([own()]);
const doctype = (subset: string) => one.replace('<OTA', `<!DOCTYPE OTA_HotelResNotifRQ ${subset}>\n<OTA`);
const latin1 = Buffer.from(
  notification([own({ surname: 'Müller', rooms: [ownRoom()] })]).replace('UTF-8', 'ISO-8859-1'),
  'latin1',
);
const CARD = '<PaymentCard CardCode="VI" CardNumber="4111111111111111" SeriesCode="737" ExpireDate="0128"/>';
const LAUGHS = `[<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, at) => `<!ENTITY a${at + 1} "&a${at};&a${at};">`).join('')}]`;

const CASES: Record<string, readonly [Bytes, Verdict]> = {
  '000-empty': ['', rejected(/empty/)],
  '001-truncated': [one.slice(0, -200), rejected(/not well-formed/)],
  '002-html': [
    '<html><body><h1>502 Bad Gateway</h1><hr></body></html>',
    rejected(/not well-formed|taken here/),
  ],
  '002-html, a whole page': ['<html><body>502</body></html>', rejected(/taken here/)],
  '003-two-roots': [`${one}${one.slice(one.indexOf('<OTA'))}`, rejected(/two roots/)],
  '010-xxe-file': [
    doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]').replace('Ann', '&x;'),
    rejected(/document type/),
  ],
  '011-xxe-http': [
    doctype('[<!ENTITY x SYSTEM "http://127.0.0.1:1/">]').replace('Ann', '&x;'),
    rejected(/document type/),
  ],
  '012-param-entity': [
    doctype('[<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]'),
    rejected(/document type/),
  ],
  '013-external-dtd': [doctype('SYSTEM "http://127.0.0.1:1/x.dtd"'), rejected(/document type/)],
  '014-billion-laughs': [doctype(LAUGHS).replace('Ann', '&a30;'), rejected(/document type/)],
  '015-quadratic': [
    doctype(`[<!ENTITY a "${'x'.repeat(60_000)}">]`).replace('Ann', '&a;'.repeat(4_000)),
    rejected(/document type/),
  ],
  '016-numeric-refs': [notification([own({ surname: '&#65;'.repeat(60_000) })]), rejected(/too long/)],
  '016-numeric-refs, within a text': [
    notification([own({ surname: '&#65;'.repeat(10_000) })]),
    surname('A'.repeat(200)),
  ],
  '017-depth-100k': [`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, rejected(/deeply/)],
  '018-attrs-100k': [
    one.replace(
      '<RoomStays',
      `<RoomStays ${Array.from({ length: 100_000 }, (_, at) => `a${at}="1"`).join(' ')}`,
    ),
    rejected(/too many attributes/),
  ],
  '019-dup-attr': [
    one.replace('IndexNumber="101"', 'IndexNumber="101" IndexNumber="102"'),
    rejected(/twice/),
  ],
  '020-prefix': [one.replace(/<(\/?)(?!\?)/g, '<$1o:').replace('xmlns=', 'xmlns:o='), accepted(1)],
  '021-wrong-ns': [one.replace('OTA/2003/05', 'OTA/1999/01'), rejected(/namespace/)],
  '022-comment-in-text': [notification([own({ surname: "O<!-- x -->'Brien" })]), surname("O'Brien")],
  '023-cdata': [notification([own({ surname: '<![CDATA[<b>&amp;]]>' })]), surname('<b>&amp;')],
  '024-proto': [
    notification([
      own({
        more: '<__proto__ polluted="1"><constructor><prototype polluted="1"/></constructor></__proto__>',
      }),
    ]),
    read((items) => {
      expect(whole(items).rooms).toHaveLength(1);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
  ],
  '025-latin1-declared': [latin1, surname('Müller')],
  '026-utf16': [Buffer.from(`\ufeff${one}`, 'utf16le'), rejected(/encoding/)],
  '027-bad-utf8': [
    Buffer.concat([Buffer.from(one.slice(0, 900)), Buffer.from([0xff, 0xfe]), Buffer.from(one.slice(900))]),
    rejected(/not UTF-8/),
  ],
  '028-illegal-char': [one.replace('Ann', '&#0;'), rejected(/reference/)],
  '029-control-ref': [one.replace('Ann', '&#x1b;'), rejected(/reference/)],
  '029-control-ref, as it is': [one.replace('Ann', '\u0001'), rejected(/control characters/)],
  '030-dup-reservation': [notification([own(), own()]), accepted(1)],
  '031-commit-then-cancel': [
    notification([textbook({ status: 'Commit' }), textbook({ status: 'Cancel' })]),
    read((items) => {
      expect(items.map((item) => item.reservation?.status)).toEqual(['confirmed', 'cancelled']);
      expect(new Set(items.map((item) => item.externalId)).size).toBe(1);
    }),
  ],
  '032-cancel-unknown': [
    notification([own({ rooms: [] }, 'HotelResModify')], 'modified'),
    read((items) =>
      expect(whole(items)).toMatchObject({
        status: 'cancelled',
        rooms: [],
        groupId: '777',
        externalId: '4000000001',
      }),
    ),
  ],
  '033-modify-unknown': [
    notification([own({}, 'HotelResModify')], 'modified'),
    read((items) => expect(whole(items)).toMatchObject({ status: 'confirmed', channelStatus: 'modified' })),
  ],
  '034-unknown-status': [
    notification([textbook({ status: 'Teleported' })]),
    read((items) => {
      expect(whole(items)).toMatchObject({ status: 'unknown', channelStatus: 'Teleported' });
      expect(whole(items).rooms[0]).toMatchObject({
        status: 'unknown',
        checkIn: '2026-03-01',
        checkOut: '2026-03-04',
      });
    }),
  ],
  '035-no-id': [notification([own({ id: null })]), unreadable(/the id/)],
  '036-bad-in-batch': [
    notification([own({ id: '1' }), own({ id: '2', rooms: [ownRoom({ nights: [] })] }), own({ id: '3' })]),
    read((items) => {
      expect(items.map((item) => item.reservation?.externalId ?? null)).toEqual(['1', null, '3']);
      expect(items[1]).toMatchObject({
        externalId: '2',
        unreadable: { externalId: '2', reason: expect.stringMatching(/dates/) },
      });
    }),
  ],
  '037-same-day': [notification([textbook({ end: '2026-03-01' })]), unreadable(/dates/)],
  '038-inverted': [notification([textbook({ end: '2026-02-27' })]), unreadable(/dates/)],
  '039-jpy': [
    notification([textbook({ amount: '40000', places: '0', currency: 'JPY' })]),
    total(40_000, 'JPY'),
  ],
  '039-jpy, no places told': [
    notification([textbook({ amount: '40000', currency: 'JPY' })]),
    total(40_000, 'JPY'),
  ],
  '040-kwd': [
    notification([textbook({ amount: '40000', places: '3', currency: 'KWD' })]),
    total(40_000, 'KWD'),
  ],
  '040-kwd, as a decimal': [
    notification([textbook({ amount: '40.000', currency: 'KWD' })]),
    total(40_000, 'KWD'),
  ],
  '041-amount-exp': [notification([textbook({ amount: '4.2E2' })]), withoutAmount],
  '042-amount-comma': [notification([textbook({ amount: '420,50' })]), withoutAmount],
  '043-card': [
    notification([own({ card: CARD })]),
    read((items) => {
      expect(whole(items).rooms).toHaveLength(1);
      expect(JSON.stringify(items) + Buffer.from(items[0]?.bytes ?? []).toString()).not.toMatch(/4111|737/);
    }),
  ],
  '044-unknown-elements': [
    notification([
      own({
        more: '<TPA_Extensions><flags><flag name="booker_is_genius"/></flags></TPA_Extensions>',
        attributes: ' New="1"',
      }),
    ]),
    accepted(1),
  ],
  '045-leading-zero-id': [
    notification([own({ id: '00090071992547409931234' })]),
    read((items) => expect(whole(items).externalId).toBe('00090071992547409931234')),
  ],

  'more than 10 MB': [Buffer.alloc(50_000_000, 0x20), rejected(/10 MB/)],
  'another root': [one.replaceAll('OTA_HotelResNotifRQ', 'OTA_HotelAvailNotifRQ'), rejected(/taken here/)],
  'an answer to a read, pushed': [
    one.replaceAll('OTA_HotelResNotifRQ', 'OTA_ResRetrieveRS'),
    rejected(/taken here/),
  ],
  'no reservation at all': [notification([]), rejected(/no reservation/)],
  'a root with nothing in it': [
    '<OTA_HotelResNotifRQ xmlns="http://www.opentravel.org/OTA/2003/05" Version="1.0"/>',
    rejected(/no reservation/),
  ],
  'a negative count of guests': [
    notification([own({ rooms: [ownRoom({ count: '-1' })] })]),
    unreadable(/GuestCount/),
  ],
  'a count with a fraction': [
    notification([own({ rooms: [ownRoom({ count: '1.5' })] })]),
    unreadable(/GuestCount/),
  ],
  'a negative count of rooms': [notification([textbook({ units: '-2' })]), unreadable(/NumberOfUnits/)],
  'no rooms of a count': [notification([textbook({ units: '0' })]), unreadable(/NumberOfUnits/)],
  'a date that does not exist': [
    notification([own({ rooms: [ownRoom({ nights: [['2026-02-30', '6050']] })] })]),
    unreadable(/EffectiveDate/),
  ],
  'an end that does not exist': [notification([textbook({ end: '2026-02-30' })]), unreadable(/dates/)],
  'a stay of 7,000 years': [notification([textbook({ end: '9999-01-01' })]), unreadable(/dates/)],
  'rooms of two hotels': [
    notification([own({ rooms: [ownRoom(), ownRoom({ index: '102', hotel: '778' })] })]),
    unreadable(/two properties/),
  ],
  'no room type': [one.replace(' RoomTypeCode="100101"', ''), unreadable(/RoomTypeCode/)],
  'no rooms, and a status that says it stands': [
    notification([own({ rooms: [], attributes: ' ResStatus="Commit"' })]),
    unreadable(/without a room/),
  ],
};

describe('thrown at the door', () => {
  it.each(Object.keys(CASES))('%s', (name) => {
    const [source, verdict] = CASES[name] ?? ['', rejected(/./)];
    const bytes = typeof source === 'string' ? Buffer.from(source, 'utf8') : source;
    const since = performance.now();
    let items: readonly QueueItem[] | null = null;
    let reason = '';
    try {
      items = bookingDoor.read(bytes, 'application/xml').items;
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      expect(error.kind).toBe('malformed');
      reason = error.message;
    }
    expect(performance.now() - since).toBeLessThan(3_000);
    if ('reject' in verdict) {
      expect(items).toBeNull();
      expect(reason).toMatch(verdict.reject);
      expect(reason).not.toMatch(/Ann|4000000001|4111/);
    } else {
      expect(reason).toBe('');
      verdict.read(items ?? []);
    }
  });

  it('anything else is read or refused, and nothing of it is both odd and silent', () => {
    const whole = notification([own({ card: CARD }), textbook(), own({ rooms: [] })]);
    const at = fc.integer({ min: 0, max: whole.length });
    const change = fc.record({
      at,
      length: fc.integer({ min: 0, max: 40 }),
      by: fc.string({ maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const text = changes.reduce(
          (before, one) => before.slice(0, one.at) + one.by + before.slice(one.at + one.length),
          whole,
        );
        try {
          for (const item of bookingDoor.read(Buffer.from(text), null).items) {
            expect((item.reservation === null) !== (item.unreadable === null)).toBe(true);
            for (const room of item.reservation?.rooms ?? []) expect(room.checkIn < room.checkOut).toBe(true);
          }
        } catch (error) {
          expect(error).toMatchObject({ name: 'ChannelError', kind: 'malformed' });
        }
      }),
      { numRuns: 400 },
    );
  });
});
