import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type HostAnswer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  delayMs?: number;
  /** Sends the body and drops the connection, whatever length was announced. */
  isCut?: boolean;
};

/** A real web server whose calendars a test sets, path by path, and whose requests it can read. */
export async function feedHost(): Promise<{
  origin: string;
  host: string;
  /** What the path answers from now on; a function is asked anew for each request. */
  set: (path: string, answer: HostAnswer | string | (() => Promise<HostAnswer>)) => void;
  requests: { path: string; headers: http.IncomingHttpHeaders }[];
  close: () => Promise<void>;
}> {
  const answers = new Map<string, () => Promise<HostAnswer>>();
  const requests: { path: string; headers: http.IncomingHttpHeaders }[] = [];
  const server = http.createServer(async (request, response) => {
    const path = request.url ?? '/';
    requests.push({ path, headers: request.headers });
    const answer = (await answers.get(path)?.()) ?? { status: 404, body: 'nothing here' };
    if (answer.delayMs) await new Promise((done) => setTimeout(done, answer.delayMs));
    const etag = answer.headers?.etag;
    if (etag && request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/calendar', ...answer.headers });
    if (answer.isCut) response.write(answer.body ?? '', () => response.destroy());
    else response.end(answer.body ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    set: (path, answer) => {
      const fixed = typeof answer === 'string' ? { body: answer } : answer;
      answers.set(path, typeof fixed === 'function' ? fixed : async () => fixed);
    },
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** One event of a calendar to be written: [from, to) as YYYY-MM-DD. */
export type WrittenEvent = {
  uid: string;
  from: string;
  to: string;
  summary?: string;
  description?: string;
  extra?: string[];
};

/** A whole calendar in the manner of a platform. */
export function calendarText(
  events: readonly WrittenEvent[],
  prodid = '-//Airbnb Inc//Hosting Calendar 1.0//EN',
): string {
  const digits = (date: string) => date.replaceAll('-', '');
  const lines = ['BEGIN:VCALENDAR', `PRODID:${prodid}`, 'CALSCALE:GREGORIAN', 'VERSION:2.0'];
  for (const event of events) {
    lines.push(
      'BEGIN:VEVENT',
      'DTSTAMP:20261120T120000Z',
      `DTSTART;VALUE=DATE:${digits(event.from)}`,
      `DTEND;VALUE=DATE:${digits(event.to)}`,
      `SUMMARY:${event.summary ?? 'Reserved'}`,
      `UID:${event.uid}`,
      ...(event.description ? [`DESCRIPTION:${event.description}`] : []),
      ...(event.extra ?? []),
      'END:VEVENT',
    );
  }
  return `${[...lines, 'END:VCALENDAR'].join('\r\n')}\r\n`;
}

export const BOOKING_PRODID = '-//admin.booking.com\\, b.v.//NONSGML v1.0//EN';

/** Airbnb's description of a reservation, with its code. */
export function airbnbDescription(code: string): string {
  return `Reservation URL: https://www.airbnb.com/hosting/reservations/details/${code}\\nPhone Number (Last 4 Digits): 0000`;
}
