import type { CalendarRow } from './types.ts';

const HOSTS: Readonly<Record<string, RegExp>> = {
  airbnb: /(^|\.)airbnb(\.[a-z]{2,3}){1,2}(:\d+)?$/,
  booking: /(^|\.)booking\.com(:\d+)?$/,
  avito: /(^|\.)avito\.ru(:\d+)?$/,
};

/** Whether a calendar is that channel's: by how it writes, or, until its first answer was read, by where it stands. */
export function isOfChannel(
  calendar: Pick<CalendarRow, 'dialect' | 'urlHost' | 'lastSuccessAt'>,
  provider: string,
): boolean {
  if (calendar.dialect === provider) return true;
  return calendar.lastSuccessAt === null && (HOSTS[provider]?.test(calendar.urlHost) ?? false);
}

/** What in a calendar's link may be a listing's id at its channel: the runs of five digits and more in its path. */
export function idsInLink(link: string): string[] {
  if (!URL.canParse(link)) return [];
  return [...new URL(link).pathname.matchAll(/\d{5,}/g)].map(([digits]) => digits);
}

/** Whether a link names one of these listings and not this one: then it is the calendar of that. */
export function isOfAnother(link: string, listing: string, others: ReadonlySet<string>): boolean {
  const ids = idsInLink(link);
  return !ids.includes(listing) && ids.some((id) => others.has(id));
}
