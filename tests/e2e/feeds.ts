import { inject } from 'vitest';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';

export const TODAY: Night = night(Temporal.Now.plainDateISO('Europe/Paris').toString());
export const inDays = (days: number): Night => addNights(TODAY, days);

const compact = (date: string) => date.replaceAll('-', '');

/** Has the sandbox answer with an Airbnb calendar of these stays. @returns its link */
export async function hostAirbnb(
  name: string,
  stays: readonly { from: Night; to: Night; code: string }[],
): Promise<string> {
  const { sandboxUrl } = inject('world');
  const events = stays.flatMap(({ from, to, code }) => [
    'BEGIN:VEVENT',
    'DTSTAMP:20261101T000000Z',
    `DTSTART;VALUE=DATE:${compact(from)}`,
    `DTEND;VALUE=DATE:${compact(to)}`,
    'SUMMARY:Reserved',
    `UID:1418fb94e984-${code.toLowerCase()}@airbnb.com`,
    `DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/details/${code}`,
    'END:VEVENT',
  ]);
  const body = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    ...events,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const answer = await fetch(`${sandboxUrl}/control/ical/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
  });
  if (!answer.ok) throw new Error(`the sandbox refused ${name}: ${answer.status}`);
  return `${sandboxUrl}/ical/${name}.ics`;
}
