import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { z } from 'zod';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';

export const TODAY: Night = night(Temporal.Now.plainDateISO('Europe/Paris').toString());
export const inDays = (days: number): Night => addNights(TODAY, days);

/** Nights from `first` up to and without `end`, counted in days from today. */
export function nightsBetween(first: number, end: number): Night[] {
  return Array.from({ length: end - first }, (_, at) => inDays(first + at));
}

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${inject('world').sandboxUrl}/control/ical/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok)
    throw new Error(`the sandbox refused ${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A calendar in the sandbox that nobody else uses: a platform where guests book and cancel, and that can break. */
export type Platform = {
  readonly link: string;
  readonly book: (first: number, end: number, kind?: 'reservation' | 'block') => Promise<string>;
  readonly cancel: (id: string) => Promise<void>;
  /** Answers this from now on, whatever it believes. */
  readonly answer: (body: string, status?: number) => Promise<void>;
  /** Answers its calendar again. */
  readonly recover: () => Promise<void>;
};

const Booked = z.object({ id: z.string() });

export function newPlatform(as: 'airbnb' | 'booking' | 'vrbo' | 'google' = 'airbnb'): Platform {
  const name = `e2e-${as}-${randomBytes(5).toString('hex')}`;
  return {
    link: `${inject('world').sandboxUrl}/ical/${name}.ics`,
    book: async (first, end, kind = 'reservation') => {
      const stay = { checkIn: inDays(first), checkOut: inDays(end), guest: 'Camille Moreau' };
      return Booked.parse(await control('POST', `${name}/book`, { ...stay, as, kind })).id;
    },
    cancel: async (id) => void (await control('POST', `${name}/cancel`, { id })),
    answer: async (body, status = 200) => void (await control('PUT', name, { body, status })),
    recover: async () => void (await control('DELETE', name)),
  };
}

/** The nights that a feed closes, in order, each as often as it is in there. */
export function nightsIn(feed: string): Night[] {
  const text = feed.replaceAll('\r\n ', '');
  return [...text.matchAll(/DTSTART;VALUE=DATE:(\d{8})\r\nDTEND;VALUE=DATE:(\d{8})/g)]
    .flatMap(([, from = '', to = '']) => between(dashed(from), dashed(to)))
    .sort();
}

function dashed(text: string): Night {
  return night(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);
}

function between(from: Night, to: Night): Night[] {
  return from < to ? [from, ...between(addNights(from, 1), to)] : [];
}
