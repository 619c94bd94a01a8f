import type { Clock } from '#lib/kernel/clock.ts';
import type { Faults } from '../core/faults.ts';
import { DroppedConnection, delay, misbehave } from '../core/misbehave.ts';
import type { RequestLog } from '../core/request-log.ts';
import { airbnbLines } from './airbnb.ts';
import { bookingLines } from './booking.ts';
import type { Calendar, Dialect, Fixed } from './calendar.ts';
import { googleLines } from './google.ts';
import type { CalendarStore } from './store.ts';
import { calendarText } from './text.ts';
import { vrboLines } from './vrbo.ts';

export type IcalHost = {
  readonly clock: Clock;
  readonly store: CalendarStore;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** Calendars that a simulated channel keeps elsewhere; one that was set here by name goes before it. */
  readonly elsewhere?: (name: string) => Calendar | null;
};

const DIALECT_LINES: Record<Dialect, (calendar: Calendar, now: Temporal.Instant) => string[]> = {
  airbnb: airbnbLines,
  booking: bookingLines,
  vrbo: vrboLines,
  google: googleLines,
};

/** Answers GET /ical/{name}.ics and writes it into the log. Throws DroppedConnection where it was told to hang up. */
export async function answerCalendar(host: IcalHost, name: string, request: Request): Promise<Response> {
  const calendar = host.store.find(name) ?? host.elsewhere?.(name) ?? null;
  const fault = host.faults.strike({ name, path: new URL(request.url).pathname, method: request.method });
  const honest = () => (calendar ? contentOf(calendar, host.clock, request) : Promise.resolve(notFound()));
  try {
    const response = fault
      ? await misbehave(fault, request.signal, honest, () => empty(calendar, host.clock))
      : await honest();
    host.log.add(name, request, response.status, fault?.kind ?? null);
    return response;
  } catch (error) {
    if (error instanceof DroppedConnection) host.log.add(name, request, 0, fault?.kind ?? null);
    throw error;
  }
}

async function contentOf(calendar: Calendar, clock: Clock, request: Request): Promise<Response> {
  if (calendar.fixed) return await fixedAnswer(calendar.fixed, request);
  const headers: Record<string, string> = { 'content-type': 'text/calendar; charset=utf-8' };
  if (calendar.settings.etag) headers.etag = `"${calendar.name}-${calendar.version}"`;
  return conditional(
    calendarText(DIALECT_LINES[calendar.dialect](calendar, clock.now())),
    200,
    headers,
    request,
  );
}

async function fixedAnswer(fixed: Fixed, request: Request): Promise<Response> {
  if (fixed.delayMs > 0) await delay(fixed.delayMs, request.signal);
  const body = Buffer.from(fixed.bodyBase64, 'base64');
  const named = Object.keys(fixed.headers).some((header) => header.toLowerCase() === 'content-type');
  const headers = named
    ? fixed.headers
    : { 'content-type': 'text/calendar; charset=utf-8', ...fixed.headers };
  return conditional(body, fixed.status, headers, request);
}

const BODYLESS = new Set([204, 205, 304]);

/** 304 where the caller already has what it would get, by our own ETag or Last-Modified; the log shows which it sent. */
function conditional(
  body: string | Buffer<ArrayBuffer>,
  status: number,
  given: Readonly<Record<string, string>>,
  request: Request,
): Response {
  const headers = new Headers(given);
  const [etag, modified] = [headers.get('etag'), headers.get('last-modified')];
  const known = request.headers.get('if-none-match');
  const same =
    known !== null
      ? etag !== null && known.split(',').some((tag) => weak(tag) === weak(etag))
      : modified !== null && request.headers.get('if-modified-since') === modified;
  if (status === 200 && same) return new Response(null, { status: 304, headers });
  return new Response(BODYLESS.has(status) ? null : body, { status, headers });
}

const weak = (tag: string) => tag.trim().replace(/^W\//, '');

/** A whole, valid calendar with no event in it: what Airbnb and Booking.com both answered on one bad day. */
function empty(calendar: Calendar | null, clock: Clock): Response {
  const lines = calendar
    ? DIALECT_LINES[calendar.dialect](
        { ...calendar, entries: [], settings: { ...calendar.settings, windowDays: 10_000 } },
        clock.now(),
      )
    : ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Sandbox//EN', 'END:VCALENDAR'];
  return new Response(calendarText(lines), { headers: { 'content-type': 'text/calendar; charset=utf-8' } });
}

function notFound(): Response {
  return new Response('Not found', { status: 404 });
}
