import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { previewCalendar } from '#lib/domain/calendars/preview.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { calendarText, type HostAnswer, type WrittenEvent } from '#tests/support/feed-host.ts';
import { activeStays, type CalendarWorld, calendarWorld, events, newUnit } from './world.ts';

const june: WrittenEvent = {
  uid: 'june@vrbo',
  from: '2027-06-20',
  to: '2027-06-24',
  summary: 'Reserved - Ann',
};
const july: WrittenEvent = {
  uid: 'july@vrbo',
  from: '2027-07-20',
  to: '2027-07-24',
  summary: 'Reserved - Bob',
};
const VRBO = '-//HomeAway.com, Inc.//EN';
const whole = calendarText([june, july], VRBO);

/** An event of the same calendar with the given lines between BEGIN and END. */
function withLines(...lines: string[]): string {
  return whole.replace(
    'END:VCALENDAR',
    ['BEGIN:VEVENT', 'DTSTAMP:20261120T120000Z', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'),
  );
}

describe('answers over real HTTP', () => {
  let world: CalendarWorld;
  beforeAll(async () => {
    // The same client with deadlines of milliseconds, and names that resolve as the test says.
    world = await calendarWorld({
      fetchDocument: (address, options) =>
        fetchDocument(address, {
          ...options,
          limits: { totalMs: 400, connectMs: 300 },
          resolve: async () => [{ address: '10.0.0.7', family: 4 }],
        }),
    });
  });
  afterAll(() => world.close());

  describe('a clear error, and nothing is changed', () => {
    const bad: [string, HostAnswer, string][] = [
      ['404', { status: 404, body: 'gone' }, 'http_status'],
      ['500', { status: 500, body: whole }, 'http_status'],
      ['401', { status: 401 }, 'http_status'],
      ['a time-out', { body: whole, delayMs: 900 }, 'timeout'],
      [
        'a 20 MB body',
        { body: `${whole.slice(0, -17)}X-FILL:${'x'.repeat(20_000_000)}\r\nEND:VCALENDAR\r\n` },
        'too_large',
      ],
      [
        'a gzip bomb',
        { body: gzipSync(Buffer.alloc(200_000_000, 'x')), headers: { 'content-encoding': 'gzip' } },
        'too_large',
      ],
      ['HTML with 200', { body: '<html><body>Please sign in</body></html>' }, 'html'],
      ['JSON with 200', { body: '{"error":"rate limited"}' }, 'not_a_calendar'],
      ['no body with 200', { body: '' }, 'empty_body'],
      ['204', { status: 204 }, 'empty_body'],
      ['a truncated body', { body: whole.slice(0, -40) }, 'truncated'],
      [
        'a body cut in transit',
        { body: whole.slice(0, 200), headers: { 'content-length': String(whole.length) }, isCut: true },
        'cut_short',
      ],
      [
        '10,000-deep nesting',
        {
          body: `BEGIN:VCALENDAR\r\n${'BEGIN:X-DEEP\r\n'.repeat(10_000)}${'END:X-DEEP\r\n'.repeat(10_000)}END:VCALENDAR\r\n`,
        },
        'too_deep',
      ],
      [
        'a redirect to a private address',
        { status: 302, headers: { location: 'http://169.254.169.254/latest' } },
        'blocked_address',
      ],
      ['a redirect to a file', { status: 302, headers: { location: 'file:///etc/passwd' } }, 'blocked_url'],
      [
        'a redirect to a name with a private address',
        { status: 302, headers: { location: 'https://rebind.example/x.ics' } },
        'blocked_address',
      ],
    ];
    it.each(bad)(
      '%s',
      async (_, answer, code) => {
        const feed = await world.follow('bad');
        await feed.poll(whole);
        const before = await activeStays(feed.ctx, feed.unitId);
        const run = await feed.poll(answer);
        expect(run).toMatchObject({
          status: 'error',
          errors: [{ code }],
          created: 0,
          updated: 0,
          cancelled: 0,
        });
        expect(run.errors[0]?.message.length).toBeGreaterThan(20);
        expect(await activeStays(feed.ctx, feed.unitId)).toEqual(before);
        expect(await feed.poll(whole)).toMatchObject({ status: 'success' });
      },
      30_000,
    );

    it('a redirect loop', async () => {
      const feed = await world.follow('loop');
      await feed.poll(whole);
      expect(await feed.poll({ status: 302, headers: { location: feed.path } })).toMatchObject({
        status: 'error',
        errors: [{ code: 'too_many_redirects' }],
      });
      expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
    });

    it('an empty calendar with 200 is kept as a doubt, not believed', async () => {
      const feed = await world.follow('empty');
      await feed.poll(whole);
      expect(await feed.poll(calendarText([], VRBO))).toMatchObject({
        status: 'partial',
        cancelled: 0,
        errors: [{ code: 'answer_empty' }],
      });
      expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
    });
  });

  describe('a link that must not be fetched is refused before anything is saved', () => {
    const refused: [string, string][] = [
      ['file:///etc/passwd', 'scheme'],
      ['ftp://example.com/x.ics', 'scheme'],
      ['https://user:pass@example.com/x.ics', 'credentials'],
      ['http://[::ffff:127.0.0.1]/x.ics', 'private_address'],
      ['http://127.0.0.1/x.ics', 'private_address'],
      ['https://example.com:6379/', 'port'],
      ['not a link', 'invalid'],
    ];
    it.each(refused)('%s', async (icalUrl, reason) => {
      const ctx = await world.org();
      const unitId = await newUnit(ctx);
      await expect(createCalendar(ctx, unitId, { name: 'x', icalUrl })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason },
      });
      await expect(previewCalendar(ctx, unitId, icalUrl)).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason },
      });
    });

    it('a name that resolves to a private address, told at the first sync and at the preview', async () => {
      const ctx = await world.org();
      const unitId = await newUnit(ctx);
      await expect(previewCalendar(ctx, unitId, 'https://calendar.example/x.ics')).rejects.toMatchObject({
        details: { reason: 'blocked_address' },
      });
    });

    it("a unit's own feed, while another unit's is allowed", async () => {
      const ctx = await world.org();
      const [one, other] = [await newUnit(ctx), await newUnit(ctx, 'Garden')];
      const link = (id: string) => `${world.deps.appUrl}/api/calendar/${id}/feed.ics?token=${'a'.repeat(64)}`;
      await expect(createCalendar(ctx, one, { name: 'x', icalUrl: link(one) })).rejects.toMatchObject({
        details: { reason: 'own_feed' },
      });
      await expect(createCalendar(ctx, one, { name: 'x', icalUrl: link(other) })).resolves.toMatchObject({
        name: 'x',
      });
      await expect(
        createCalendar(ctx, one, { name: 'x', icalUrl: `${world.deps.appUrl}/api/health` }),
      ).rejects.toMatchObject({ details: { reason: 'own_host' } });
    });
  });

  describe('odd but readable: every stay is there', () => {
    const odd: [string, string | Uint8Array, number][] = [
      ['a BOM', `\uFEFF${whole}`, 2],
      ['LF only', whole.replaceAll('\r\n', '\n'), 2],
      ['Latin-1 bytes', Buffer.from(whole.replace('Ann', 'Zo\u00eb'), 'latin1'), 2],
      [
        'DTEND before DTSTART is left out',
        withLines(
          'UID:x',
          'DTSTART;VALUE=DATE:20270810',
          'DTEND;VALUE=DATE:20270808',
          'SUMMARY:Reserved - X',
        ),
        2,
      ],
      [
        'no UID',
        withLines('DTSTART;VALUE=DATE:20270810', 'DTEND;VALUE=DATE:20270812', 'SUMMARY:Reserved - X'),
        3,
      ],
      [
        'a duplicate UID',
        withLines(
          'UID:june@vrbo',
          'DTSTART;VALUE=DATE:20270810',
          'DTEND;VALUE=DATE:20270812',
          'SUMMARY:Reserved - X',
        ),
        3,
      ],
      [
        'a UID of 10 kB',
        withLines(
          `UID:${'u'.repeat(10_000)}`,
          'DTSTART;VALUE=DATE:20270810',
          'DTEND;VALUE=DATE:20270812',
          'SUMMARY:Reserved - X',
        ),
        3,
      ],
      [
        'the year 9999',
        withLines(
          'UID:x',
          'DTSTART;VALUE=DATE:20280101',
          'DTEND;VALUE=DATE:99991231',
          'SUMMARY:Reserved - X',
        ),
        3,
      ],
    ];
    it.each(odd)('%s', async (_, body, stays) => {
      const feed = await world.follow('odd');
      expect((await feed.poll({ body })).status).toBe('success');
      expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(stays);
    });

    it('FREQ=SECONDLY without end keeps its first block, with a warning, and the rest of the feed', async () => {
      const feed = await world.follow('bomb');
      const run = await feed.poll(
        withLines(
          'UID:x',
          'DTSTART:20270810T100000Z',
          'DTEND:20270810T110000Z',
          'RRULE:FREQ=SECONDLY',
          'SUMMARY:Blocked',
        ),
      );
      expect(run.status).toBe('success');
      expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
      const rows = await events(feed.ctx, feed.calendarId);
      expect(rows.length).toBeGreaterThanOrEqual(3);
      expect(rows.length).toBeLessThan(1200);
    });
  });
});
