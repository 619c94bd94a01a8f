import { afterAll, describe, expect, it } from 'vitest';
import { addNights, night } from '#lib/kernel/nights.ts';
import type { FeedDialect, FeedEvent, ReadFeed, ReadFeedOptions } from '#lib/providers/feed-contract.ts';
import { bytes, calendar, event } from '#tests/fixtures/ical/build.ts';
import * as feeds from '#tests/fixtures/ical/feeds.ts';
import { dialectOf } from './dialect.ts';
import { feedReader } from './read.ts';
import { recurrencePool } from './recurrence.ts';

const TODAY = night('2026-11-20');
const OPTIONS: ReadFeedOptions = {
  timeZone: 'Europe/Berlin',
  today: TODAY,
  unitIds: ['unit1'],
  instanceId: 'here',
  host: null,
};

async function read(
  body: Uint8Array,
  given: Partial<ReadFeedOptions> = {},
): Promise<Extract<ReadFeed, { verdict: 'accepted' }>> {
  const answer = await feedReader.read(body, { ...OPTIONS, ...given });
  if (answer.verdict === 'rejected') throw new Error(answer.detail);
  return answer;
}

/** kind, dates, and "?" where it may be a booking. */
function brief(events: readonly FeedEvent[]): string[] {
  return events.map(
    ({ kind, mayBeBooking, checkIn, checkOut }) =>
      `${kind}${mayBeBooking ? '?' : ''} ${checkIn.slice(5)}..${checkOut.slice(5)}`,
  );
}

afterAll(() => recurrencePool.close());

describe('feeds as platforms write them', () => {
  it('Airbnb: a reservation with its code across a fold, tonight as a closure, the window tail apart', async () => {
    const answer = await read(feeds.airbnb);
    expect(answer).toMatchObject({ dialect: 'airbnb', channel: 'airbnb', warnings: [] });
    expect(brief(answer.events)).toEqual([
      'closure 11-20..11-21',
      'reservation 12-10..12-13',
      'window_tail 05-20..11-21',
    ]);
    expect(answer.events[1]).toMatchObject({
      code: 'HMABCDE123',
      phoneLastDigits: '4321',
      guestName: null,
      summary: 'Reserved',
      uid: '1418fb94e984-0123456789abcdef0123456789abcdef@airbnb.com',
    });
  });

  it('Airbnb of old: a parameter on PRODID, DTEND first, the itinerary URL, the name and code as summary', async () => {
    const answer = await read(feeds.airbnbOldHeader);
    expect(answer.dialect).toBe('airbnb');
    expect(brief(answer.events)).toEqual([
      'reservation 12-10..12-13',
      'reservation 12-18..12-20',
      'closure 01-01..01-05',
    ]);
    expect(answer.events.map(({ code }) => code)).toEqual(['HMABCDE123', 'HMZZZZZ999', null]);
    expect(answer.events[1]?.guestName).toBe('Anna Muster');
  });

  it('Booking.com: every closure may be a booking, and the old form still names the guest', async () => {
    const answer = await read(feeds.booking);
    expect(answer).toMatchObject({ dialect: 'booking', channel: 'booking', warnings: [] });
    expect(brief(answer.events)).toEqual(['closure? 12-01..12-04', 'closure? 12-10..12-12']);
    expect(answer.events.map(({ guestName }) => guestName)).toEqual([null, 'Anna Muster']);
  });

  it.each([
    ['English', feeds.vrboEnglish],
    ['French', feeds.vrboFrench],
  ])('Vrbo in %s: reserved, blocked and tentative are told apart', async (_, body) => {
    const answer = await read(body);
    expect(answer).toMatchObject({ dialect: 'vrbo', channel: 'vrbo' });
    expect(brief(answer.events)).toEqual([
      'reservation 12-01..12-03',
      'closure 12-03..12-05',
      'closure? 12-05..12-07',
    ]);
    expect(answer.events.map(({ guestName }) => guestName)).toEqual(['Anna', null, 'Bert']);
    expect(answer.events.map(({ tentative }) => tentative)).toEqual([false, false, true]);
  });

  it('Vrbo in a language no list knows: closed, and possibly a booking', async () => {
    expect(brief((await read(feeds.vrboUnknownLanguage)).events)).toEqual(['closure? 12-01..12-03']);
  });

  it('Google: true instants, a rule with its exceptions, a moved, a cancelled and a free event', async () => {
    const answer = await read(feeds.google);
    expect(answer).toMatchObject({
      dialect: 'google',
      channel: 'ical',
      calendarName: 'Dune house, blocked',
      warnings: [],
    });
    expect(
      answer.events.map(({ recurrenceId, ...at }) => [...brief([{ recurrenceId, ...at }]), recurrenceId]),
    ).toEqual([
      ['closure 12-02..12-04', null],
      ['closure 12-05..12-06', '2026-12-05T23:00:00'],
      ['transparent 12-10..12-11', null],
      ['closure 12-19..12-20', '2026-12-19T23:00:00'],
      ['closure 12-27..12-28', '2026-12-26T23:00:00'],
      ['cancelled 01-02..01-03', '2027-01-02T23:00:00'],
    ]);
  });

  it('Avito: booked and closed apart, and our own event under its own UID is an echo', async () => {
    const answer = await read(feeds.avito);
    expect(answer).toMatchObject({ dialect: 'avito', channel: 'avito' });
    expect(brief(answer.events)).toEqual([
      'reservation 12-01..12-03',
      'closure 12-05..12-07',
      'echo 12-10..12-12',
    ]);
  });

  it('Smoobu: of the three events of a stay only the stay closes, so the night of departure stays free', async () => {
    const answer = await read(feeds.smoobu);
    expect(brief(answer.events).filter((line) => !line.startsWith('transparent'))).toEqual([
      'reservation 12-01..12-05',
    ]);
    expect(answer.events).toHaveLength(3);
  });

  it('Smoobu: a one-night stay that is no marker closes its night', async () => {
    const stay = event({
      start: ';VALUE=DATE:20261205',
      end: ';VALUE=DATE:20261206',
      summary: 'Booking - Bert',
    });
    const text = Buffer.from(feeds.smoobu)
      .toString()
      .replace('END:VCALENDAR', [...stay, 'END:VCALENDAR'].join('\r\n'));
    expect(brief((await read(bytes(text))).events)).toContain('reservation 12-05..12-06');
  });

  it('Guesty: what it blocks may be a booking', async () => {
    const answer = await read(feeds.guesty);
    expect(answer).toMatchObject({ dialect: 'guesty', channel: 'ical' });
    expect(brief(answer.events)).toEqual(['closure? 12-01..12-03', 'reservation 12-05..12-07']);
  });

  it("another Latchkey's events, or another unit's of ours, close; only what is blocked is no booking", async () => {
    const uids = ['sty_1.unit1@elsewhere.latchkey', 'sty_1.unit9@here.latchkey', 'blk_1.unit9@here.latchkey'];
    const summaries = ['Reserved - Anna', 'Not available', 'Upstairs: Blocked'];
    const lines = uids.flatMap((uid, at) =>
      event({ uid, summary: summaries[at] ?? '', start: `;VALUE=DATE:2026120${at + 1}`, end: null }),
    );
    const answer = await read(bytes(calendar(lines)));
    expect(answer.dialect).toBe('latchkey');
    expect(brief(answer.events)).toEqual([
      'closure? 12-01..12-02',
      'closure? 12-02..12-03',
      'closure 12-03..12-04',
    ]);
  });

  it('a tentative reservation is a possible booking and not a certain one', async () => {
    const body = bytes(calendar(event({ summary: 'Reserved', more: ['STATUS:TENTATIVE'] })));
    const [only] = (await read(body)).events;
    expect(only).toMatchObject({ kind: 'closure', mayBeBooking: true, tentative: true });
  });
});

describe('the dialect', () => {
  const nobody = { productId: '', events: [] };
  it.each<[string, FeedDialect]>([
    ['www.airbnb.co.uk', 'airbnb'],
    ['www.airbnb.com.br', 'airbnb'],
    ['ical.booking.com', 'booking'],
    ['www.vrbo.com:443', 'vrbo'],
    ['www.abritel.fr', 'vrbo'],
    ['www.expediapartnercentral.com', 'expedia'],
    ['calendar.google.com', 'google'],
    ['www.avito.ru', 'avito'],
    ['sutochno.ru', 'sutochno'],
    ['ycs.agoda.com', 'agoda'],
    ['login.smoobu.com', 'smoobu'],
    ['app.guesty.com', 'guesty'],
    ['airbnb.com.evil.example', 'generic'],
    ['notairbnb.com', 'generic'],
  ])('of a feed without PRODID at %s is %s', (host, dialect) => {
    expect(dialectOf(nobody, host)).toBe(dialect);
  });

  it('is what PRODID says, whatever host served it', () => {
    const product = { productId: '-//Airbnb Inc//Hosting Calendar 1.0//EN', events: [] };
    expect(dialectOf(product, 'calendar.google.com')).toBe('airbnb');
  });
});

describe("Airbnb's window tail", () => {
  type Span = readonly [from: number, to: number, summary?: string];

  async function kinds(
    spans: readonly Span[],
    product = '-//Airbnb Inc//Hosting Calendar 1.0//EN',
  ): Promise<string[]> {
    const lines = spans.flatMap(([from, to, summary = 'Airbnb (Not available)'], at) =>
      event({
        uid: `${at}@airbnb.com`,
        start: `;VALUE=DATE:${digits(from)}`,
        end: `;VALUE=DATE:${digits(to)}`,
        summary,
      }),
    );
    const body = bytes(calendar(lines).replace('-//Test//Test//EN', product));
    return (await read(body)).events.map(({ kind }) => kind);
  }

  function digits(days: number): string {
    return addNights(TODAY, days).replaceAll('-', '');
  }

  it.each([
    ['three months', 90],
    ['three months, counted by the calendar', 92],
    ['six months', 181],
    ['nine months, as seen in a real feed', 270],
    ['a year', 365],
  ])('is found behind a window of %s', async (_, from) => {
    expect(await kinds([[from, 366]])).toEqual(['window_tail']);
  });

  it('is found where a reservation reaches across the edge of the window', async () => {
    expect(
      await kinds([
        [178, 188, 'Reserved'],
        [188, 366],
      ]),
    ).toEqual(['reservation', 'window_tail']);
  });

  it.each<[string, readonly Span[]]>([
    ['tonight only', [[0, 1]]],
    ['a snoozed listing, closed for a year from today', [[0, 365]]],
    ['a block from next week to the end of the feed', [[7, 366]]],
    ['a season off that begins on no edge of a window', [[140, 366]]],
    ['a block that begins at the edge but ends long before a year', [[90, 120]]],
    [
      'a block at the edge behind which the feed goes on',
      [
        [90, 180],
        [300, 366, 'Reserved'],
      ],
    ],
    [
      'a block behind a reservation that ends at the edge itself',
      [
        [190, 200, 'Reserved'],
        [200, 366],
      ],
    ],
  ])('is not %s', async (_, spans) => {
    expect(await kinds(spans)).not.toContain('window_tail');
  });

  it('is a thing of Airbnb only', async () => {
    expect(await kinds([[181, 366]], '-//HomeAway.com, Inc.//EN')).toEqual(['closure']);
  });
});
