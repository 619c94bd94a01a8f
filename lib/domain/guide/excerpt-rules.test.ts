import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { excerptOf } from './excerpt-rules.ts';

const event = (uid: string, day: string) =>
  `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART;VALUE=DATE:${day}\r\nEND:VEVENT\r\n`;
const feed = `BEGIN:VCALENDAR\r\n${event('a', '20261201')}${event('b', '20261202')}END:VCALENDAR\r\n`;

describe('the part of a message that tells of a booking', () => {
  it('of a calendar is the event that arrives that night, and nobody else’s', () => {
    const part = excerptOf(feed, night('2026-12-02'));
    expect(part).toContain('UID:b');
    expect(part).not.toContain('UID:a');
  });

  it('of a calendar without it is nothing: the rest is other guests', () => {
    expect(excerptOf(feed, night('2026-12-03'))).toBeNull();
    expect(excerptOf(feed, null)).toBeNull();
  });

  it('of anything else is its beginning', () => {
    expect(excerptOf('{"code":"HM1"}', null)).toBe('{"code":"HM1"}');
    expect(excerptOf('x'.repeat(9000), null)).toHaveLength(3001);
  });
});
