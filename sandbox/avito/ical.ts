import type { Context } from 'hono';
import { addNights, type Night, type NightRange } from '#lib/kernel/nights.ts';
import { calendarText, compactDate, digest, stamp } from '../ical/text.ts';
import { type AvitoHost, today } from './host.ts';
import { offers } from './selling.ts';
import type { Item } from './world.ts';

type Busy = NightRange & { readonly key: string; readonly summary: string };

/**
 * /calendars-export/{first two digits}/{last two digits}/{advert}.ics: open to anybody who knows the number. Whole days,
 * from today as far as guests can book; what is taken says Booked, what is shut for another reason Closed.
 */
export function calendarExport(host: AvitoHost, c: Context): Response {
  const id = /^(\d+)\.ics$/.exec(c.req.param('file') ?? '')?.[1] ?? '';
  const item = host.store.state.items.find((one) => one.id === id);
  const isAtHome = c.req.param('first') === id.slice(0, 2) && c.req.param('last') === id.slice(-2);
  if (!item || !isAtHome) return new Response('Not found', { status: 404 });
  return written(host, busy(host, item));
}

/** Where the advert's export is, without the host. */
export function calendarPath({ id }: Item): string {
  return `/avito/calendars-export/${id.slice(0, 2)}/${id.slice(-2)}/${id}.ics`;
}

export function emptyCalendar(host: AvitoHost): Response {
  return written(host, []);
}

function written(host: AvitoHost, shown: readonly Busy[]): Response {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Avito//Calendar//RU', 'CALSCALE:GREGORIAN'];
  for (const one of shown) {
    lines.push(
      'BEGIN:VEVENT',
      `UID:${digest('avito', one.key)}@avito.ru`,
      `DTSTAMP:${stamp(host.clock.now())}`,
      `DTSTART;VALUE=DATE:${compactDate(one.checkIn)}`,
      `DTEND;VALUE=DATE:${compactDate(one.checkOut)}`,
      `SUMMARY:${one.summary}`,
      'END:VEVENT',
    );
  }
  return new Response(calendarText([...lines, 'END:VCALENDAR']), {
    headers: { 'content-type': 'text/calendar; charset=utf-8' },
  });
}

/** Nights nobody can have, in runs: of one booking each, or of nights that are closed. */
function busy(host: AvitoHost, item: Item): Busy[] {
  const first = today(host);
  const runs: { checkIn: Night; checkOut: Night; key: string; summary: string }[] = [];
  const range = { checkIn: first, checkOut: addNights(first, host.settings.horizonNights) };
  for (const offer of offers(host, item, range)) {
    if (!offer.shut) continue;
    const isBooked = offer.shut === 'booked';
    const summary = isBooked ? 'Avito (Booked)' : 'Avito (Closed)';
    const key = isBooked ? offer.holders.map((one) => one.id).join() : `${item.id} closed`;
    const last = runs.at(-1);
    if (last?.checkOut === offer.night && last.summary === summary && last.key.startsWith(key)) {
      last.checkOut = addNights(offer.night, 1);
    } else {
      const start = isBooked ? key : `${key} ${offer.night}`;
      runs.push({ checkIn: offer.night, checkOut: addNights(offer.night, 1), key: start, summary });
    }
  }
  return runs;
}
