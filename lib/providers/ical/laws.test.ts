import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';
import type { FeedEvent, ReadFeedOptions } from '#lib/providers/feed-contract.ts';
import { bytes, calendar } from '#tests/fixtures/ical/build.ts';
import { feedReader } from './read.ts';
import { recurrencePool } from './recurrence.ts';

/* Laws that hold for any feed: what may change in the text without changing a night, and what moves with it. */

const TODAY = night('2026-11-20');
const OPTIONS: ReadFeedOptions = {
  timeZone: 'America/Los_Angeles',
  today: TODAY,
  unitIds: [],
  instanceId: 'here',
  host: null,
};

type Stay = {
  readonly from: number;
  readonly nights: number;
  readonly kind: string;
  readonly summary: string;
};

const stay: fc.Arbitrary<Stay> = fc.record({
  from: fc.integer({ min: -100, max: 400 }),
  nights: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom('date', 'duration', 'utc', 'zoned', 'weekly'),
  summary: fc.string({ unit: 'grapheme', maxLength: 60 }),
});
const feed = fc.array(stay, { minLength: 1, maxLength: 12 });

function digits(date: Night): string {
  return date.replaceAll('-', '');
}

function linesOf({ from, nights, kind, summary }: Stay, uid: number, shift = 0, stamp = 1): string[] {
  const start = digits(addNights(TODAY, from + shift));
  const end = digits(addNights(TODAY, from + shift + nights));
  const dates: Record<string, string[]> = {
    date: [`DTSTART;VALUE=DATE:${start}`, `DTEND;VALUE=DATE:${end}`],
    duration: [`DTSTART;VALUE=DATE:${start}`, `DURATION:P${nights}D`],
    utc: [`DTSTART:${start}T230000Z`, `DTEND:${end}T180000Z`],
    zoned: [`DTSTART;TZID=Europe/Moscow:${start}T150000`, `DTEND;TZID=Europe/Moscow:${end}T120000`],
    weekly: [`DTSTART;VALUE=DATE:${start}`, 'RRULE:FREQ=WEEKLY;COUNT=3'],
  };
  const text = summary.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/[\\;,]/g, '\\$&');
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@laws`,
    `DTSTAMP:2026112${stamp}T120000Z`,
    ...(dates[kind] ?? []),
    `SUMMARY:${text}`,
    'END:VEVENT',
  ];
}

function textOf(stays: readonly Stay[], shift = 0, stamp = 1): string {
  return calendar(stays.flatMap((one, at) => linesOf(one, at, shift, stamp)));
}

async function eventsOf(text: string): Promise<readonly FeedEvent[]> {
  const answer = await feedReader.read(bytes(text), OPTIONS);
  if (answer.verdict === 'rejected') throw new Error(answer.detail);
  return answer.events;
}

/** Folds by bytes, wherever that falls, also inside a character. */
function refold(text: string, width: number): Uint8Array {
  const out: Uint8Array[] = [];
  for (const line of text.trimEnd().split('\r\n')) {
    const whole = Buffer.from(line);
    for (let at = 0; at < whole.length; at += width)
      out.push(Buffer.from(at === 0 ? '' : '\r\n '), whole.subarray(at, at + width));
    out.push(Buffer.from('\r\n'));
  }
  return Buffer.concat(out);
}

afterAll(() => recurrencePool.close());

describe('for any feed', () => {
  it('the order of its events changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(feed, fc.infiniteStream(fc.nat()), async (stays, order) => {
        const blocks = stays.map((one, at) => ({ lines: linesOf(one, at), key: order.next().value ?? 0 }));
        const shuffled = blocks.toSorted((a, b) => a.key - b.key).flatMap(({ lines }) => lines);
        expect(await eventsOf(calendar(shuffled))).toEqual(await eventsOf(textOf(stays)));
        expect(feedReader.contentHash(bytes(calendar(shuffled)))).toBe(
          feedReader.contentHash(bytes(textOf(stays))),
        );
      }),
    );
  });

  it('line ends, folding and DTSTAMP change neither events nor hash', async () => {
    await fc.assert(
      fc.asyncProperty(
        feed,
        fc.integer({ min: 1, max: 75 }),
        fc.constantFrom('\n', '\r'),
        async (stays, width, eol) => {
          const text = textOf(stays);
          const events = await eventsOf(text);
          const hash = feedReader.contentHash(bytes(text));
          const bodies = [
            refold(text, width),
            bytes(text.replaceAll('\r\n', eol)),
            bytes(textOf(stays, 0, 2)),
          ];
          for (const body of bodies) {
            expect(await feedReader.read(body, OPTIONS)).toMatchObject({ events, warnings: [] });
            expect(feedReader.contentHash(body)).toBe(hash);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('properties of others change no event', async () => {
    const noise = [
      'X-NOTE;X-A="b;c:d":DTSTART:20300101',
      'CATEGORIES:A,B',
      'BEGIN:VALARM',
      'TRIGGER:-PT5M',
      'END:VALARM',
    ];
    await fc.assert(
      fc.asyncProperty(feed, async (stays) => {
        const noisy = stays.flatMap((one, at) => linesOf(one, at).toSpliced(2, 0, ...noise));
        expect(await eventsOf(calendar(noisy, ['X-WR-CALDESC:x']))).toEqual(await eventsOf(textOf(stays)));
      }),
      { numRuns: 50 },
    );
  });

  it('all-day dates moved by k days move every night by k', async () => {
    const allDay = feed.map((stays) => stays.filter(({ kind }) => kind !== 'utc' && kind !== 'zoned'));
    await fc.assert(
      fc.asyncProperty(allDay, fc.integer({ min: -30, max: 400 }), async (stays, days) => {
        const past = (event: FeedEvent): boolean =>
          event.recurrenceId !== null && event.checkOut <= '2026-11-20';
        const movedBack = (await eventsOf(textOf(stays, days))).map((event) => [
          event.uid,
          addNights(event.checkIn, -days),
          addNights(event.checkOut, -days),
        ]);
        const plain = (await eventsOf(textOf(stays))).map((event) => [
          event.uid,
          event.checkIn,
          event.checkOut,
        ]);
        // Old instances of rules are left out, so only what both tell can be compared; single events all must be there.
        const told = new Set(movedBack.map(String));
        const expected = (await eventsOf(textOf(stays))).filter((event) => !past(event) || days < 0);
        for (const event of expected)
          if (event.recurrenceId === null || addNights(event.checkOut, days) > '2026-11-20')
            expect(told).toContain(String([event.uid, event.checkIn, event.checkOut]));
        if (stays.every(({ kind }) => kind !== 'weekly')) expect(movedBack).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('bytes changed at random are read or rejected, and never thrown at', async () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(feed, flips, async (stays, changes) => {
        const body = bytes(textOf(stays));
        for (const [at, byte] of changes) body[at % body.length] = byte;
        const answer = await feedReader.read(body, OPTIONS);
        if (answer.verdict === 'accepted')
          for (const { checkIn, checkOut } of answer.events) expect(checkIn < checkOut).toBe(true);
        else expect(answer.detail).not.toBe('');
        expect(feedReader.contentHash(body)).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 300 },
    );
  });
});
