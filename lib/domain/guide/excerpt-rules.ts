import type { Night } from '#lib/kernel/nights.ts';

/** What stands on one sheet beside the rest. */
const MOST_CHARS = 3000;

/**
 * The part of a message that tells of one booking: of a calendar its events that arrive on that night, of anything else
 * its beginning. Null where a calendar has no such event.
 */
export function excerptOf(body: string, checkIn: Night | null): string | null {
  if (!body.includes('BEGIN:VEVENT')) return cut(body);
  const day = checkIn?.replaceAll('-', '') ?? '';
  const events = body.match(/BEGIN:VEVENT[\s\S]*?END:VEVENT/g) ?? [];
  const own = events.filter(
    (event) => day !== '' && new RegExp(`^DTSTART[^\\r\\n]*:${day}`, 'm').test(event),
  );
  return own.length > 0 ? cut(own.join('\n')) : null;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MOST_CHARS ? text : `${characters.slice(0, MOST_CHARS).join('')}…`;
}
