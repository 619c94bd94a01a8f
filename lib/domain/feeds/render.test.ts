import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { nightRange } from '#lib/kernel/nights.ts';
import { renderFeed } from './render.ts';
import type { FeedEntry } from './rules.ts';

const stamp = Temporal.Instant.from('2026-03-01T12:00:00.123Z');

function entry(more: Partial<FeedEntry> = {}): FeedEntry {
  return {
    uid: 'sty_1.unt_1@here.latchkey',
    what: 'stay',
    ...nightRange('2026-05-01', '2026-05-04'),
    sequence: 2,
    guestName: null,
    code: null,
    unitName: null,
    ...more,
  };
}

function render(entries: FeedEntry[], more: Partial<Parameters<typeof renderFeed>[0]> = {}): string {
  return renderFeed({ name: 'Loft', description: null, stamp, privacy: 'busy', entries, ...more });
}

/** As another reader sees it. */
function read(text: string): { summary: string; start: string; end: string; uid: string }[] {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => ({
    summary: String(event.getFirstPropertyValue('summary')),
    start: String(event.getFirstPropertyValue('dtstart')),
    end: String(event.getFirstPropertyValue('dtend')),
    uid: String(event.getFirstPropertyValue('uid')),
  }));
}

describe('a rendered feed', () => {
  it('has the lines that channels rely on', () => {
    const lines = render([entry()]).split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Latchkey//Latchkey 1.0//EN',
        'CALSCALE:GREGORIAN',
        'NAME:Loft',
        'X-WR-CALNAME:Loft',
        'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
        'X-PUBLISHED-TTL:PT15M',
        'UID:sty_1.unt_1@here.latchkey',
        'SEQUENCE:2',
        'DTSTAMP:20260301T120000Z',
        'DTSTART;VALUE=DATE:20260501',
        'DTEND;VALUE=DATE:20260504',
        'SUMMARY:Reserved',
        'STATUS:CONFIRMED',
        'TRANSP:OPAQUE',
      ]),
    );
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
  });

  it('is whole and valid without a single event', () => {
    const text = render([]);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]+\r\nEND:VCALENDAR\r\n$/);
    expect(text).not.toContain('VEVENT');
    expect(read(text)).toEqual([]);
  });

  it('is the same bytes for the same version, whenever it is written', async () => {
    const first = render([entry()]);
    await new Promise((done) => setTimeout(done, 1100));
    expect(render([entry()])).toBe(first);
  });

  const texts: [string, string, string | null][] = [
    [
      'a line end that would close the event',
      'Ann\r\nEND:VEVENT\r\nBEGIN:VEVENT',
      'Ann END:VEVENT BEGIN:VEVENT',
    ],
    ['the marks that iCalendar escapes', 'a,b;c\\d\\n"e":f', 'a,b;c\\d\\n"e":f'],
    ['letters from right to left', 'שלום עולם مرحبا', 'שלום עולם مرحبا'],
    ['five thousand characters', 'long '.repeat(1000), null],
    ...Array.from({ length: 8 }, (_, i): [string, string, string] => {
      const name = `${'x'.repeat(52 + i)}👩‍👩‍👧🏡 é ${'y'.repeat(40)}`;
      return [`an emoji that starts at octet ${68 + i}`, name, name];
    }),
  ];
  it.each(texts)('carries %s to another reader as one event with the same text', (_, unitName, same) => {
    const text = render([entry({ unitName })]);
    const events = read(text);
    expect(events).toHaveLength(1);
    if (same !== null) expect(events[0]?.summary).toBe(`${same}: Reserved`);
    expect([...(events[0]?.summary ?? '')].length).toBeLessThanOrEqual(200);
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line.isWellFormed()).toBe(true);
      expect(line).not.toMatch(/[\r\n]/);
    }
  });

  it('gives the calendar a name that can neither end its line nor be read in two', () => {
    const lines = render([], { name: 'a,b;c\\d\r\nX-EVIL:1' }).split('\r\n');
    // RFC 7986 5.1: text, escaped as such. Readers of X-WR-CALNAME unescape it as Google writes it.
    expect(lines).toContain('NAME:a\\,b\\;c\\\\d X-EVIL:1');
    expect(lines).toContain('X-WR-CALNAME:a\\,b\\;c\\\\d X-EVIL:1');
  });
});

describe.each(['UTC', 'Europe/Moscow', 'America/Los_Angeles', 'Pacific/Apia'])('under TZ=%s', (zone) => {
  it('writes the very nights', () => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      expect(new Date(2026, 0, 1).getTimezoneOffset() === 0).toBe(zone === 'UTC');
      // Apia skipped 30 December 2011; the rest are days on which clocks change somewhere.
      const days = ['2011-12-29', '2011-12-30', '2026-03-08', '2026-03-29', '2026-11-01', '2028-02-29'];
      const text = render(
        days.map((day, i) =>
          entry({ uid: `sty_${i}.u@i.latchkey`, ...nightRange(day, `${Number(day.slice(0, 4)) + 1}-01-01`) }),
        ),
      );
      expect(read(text).map((event) => event.start)).toEqual(days);
      expect(read(text).every((event) => event.end.endsWith('-01-01'))).toBe(true);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
