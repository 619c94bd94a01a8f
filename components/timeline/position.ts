import { addDays, dayNumber, nightAt } from '#components/format/days.ts';
import { SHOWN, type Shown } from './shown.ts';

/*
 * Where the timeline stands: from which day on, and how many days at once. It lives in the address, so that a link or
 * the back button finds the same nights again, and in a cookie for the way back from another page.
 */

export const ZOOMS = ['week', '2w', 'month', 'quarter', 'year'] as const;
export type Zoom = (typeof ZOOMS)[number];
export type Position = { readonly from: string; readonly zoom: Zoom };
export type Span = { readonly from: string; readonly days: number };

/** Days in sight, how far an arrow moves, how many days of the past "today" leaves in sight, least pixels of a day. */
const SIZES: Record<Zoom, { days: number; step: number; lead: number; least: number }> = {
  week: { days: 7, step: 7, lead: 1, least: 64 },
  '2w': { days: 14, step: 7, lead: 2, least: 36 },
  month: { days: 31, step: 28, lead: 4, least: 17 },
  quarter: { days: 91, step: 84, lead: 7, least: 8 },
  year: { days: 365, step: 336, lead: 28, least: 2 },
};

/** What the API answers about, as numbers of days; a window never leaves it. */
export const FIRST = dayNumber('1970-01-01');
export const LAST = dayNumber('2199-12-31');

export const POSITION_COOKIE = 'timeline';

export function spanOf(position: Position): Span {
  return { from: position.from, days: SIZES[position.zoom].days };
}

/** Below this many pixels a day is not narrowed, however small the screen. */
export function leastWidth(zoom: Zoom): number {
  return SIZES[zoom].least;
}

/** True where a day is too narrow for a number of its own. */
export function isDenseAt(zoom: Zoom): boolean {
  return zoom === 'quarter' || zoom === 'year';
}

export function homeOf(today: string, zoom: Zoom): string {
  return bounded(addDays(today, -SIZES[zoom].lead), zoom);
}

/** What the list of a phone shows: from today on, where it was not moved elsewhere. A desk's home counts as that too. */
export function agendaSpan(position: Position, today: string): Span {
  const { from, days } = spanOf(position);
  return { from: ZOOMS.some((zoom) => from === homeOf(today, zoom)) ? today : from, days };
}

/** One screen forth (1) or back (-1), with a little in common so that the eye finds its place. */
export function stepped(position: Position, direction: 1 | -1): Position {
  return moved(position, direction * SIZES[position.zoom].step);
}

export function moved(position: Position, days: number): Position {
  return { ...position, from: bounded(addDays(position.from, days), position.zoom) };
}

/** Another number of days around what is in sight: today stays where it was if it was in sight, else the first day does. */
export function zoomed(position: Position, zoom: Zoom, today: string): Position {
  const away = dayNumber(today) - dayNumber(position.from);
  const isInSight = away >= 0 && away < SIZES[position.zoom].days;
  return { zoom, from: isInSight ? homeOf(today, zoom) : bounded(position.from, zoom) };
}

/** Brings a day into sight, a little from the edge, or leaves all as it is where it is in sight already. */
export function showing(position: Position, night: string): Position {
  const away = dayNumber(night) - dayNumber(position.from);
  if (away >= 0 && away < SIZES[position.zoom].days) return position;
  return { ...position, from: homeOf(night, position.zoom) };
}

/**
 * The position that an address or a cookie tells, else the one around today. A day that does not exist or that nothing
 * is known about counts as not told.
 */
export function readPosition(
  asked: { from?: string | undefined; zoom?: string | undefined },
  cookie: string | undefined,
  today: string,
): Position {
  const [keptFrom, keptZoom] = (cookie ?? '').split('~');
  const zoom = ZOOMS.find((one) => one === asked.zoom) ?? ZOOMS.find((one) => one === keptZoom) ?? 'month';
  const from = [asked.from, keptFrom].find((text) => text !== undefined && isKnown(text));
  return { zoom, from: from === undefined ? homeOf(today, zoom) : bounded(from, zoom) };
}

/** The uppermost row: from the address, or from the cookie where the address tells no place at all. */
export function readRow(
  asked: { from?: string | undefined; row?: string | undefined },
  cookie: string | undefined,
): string | null {
  const row = asked.row ?? (asked.from === undefined ? cookie?.split('~')[2] : undefined);
  return row && /^[a-z]{3}_[0-9a-z]{1,40}$/.test(row) ? row : null;
}

/** What is written into the nights: from the address, else from the cookie. Nothing, where neither names it. */
export function readShow(asked: string | undefined, cookie: string | undefined): Shown | null {
  const text = asked ?? cookie?.split('~')[3];
  return SHOWN.find((one) => one === text) ?? null;
}

export function cookieOf({
  from,
  zoom,
  row,
  show,
}: Position & { readonly row: string | null; readonly show: Shown | null }): string {
  return [from, zoom, row ?? '', show ?? ''].join('~').replace(/~+$/, '');
}

function isKnown(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = dayNumber(text);
  return day >= FIRST && day <= LAST && nightAt(day) === text; // 30 February comes back as another day
}

function bounded(night: string, zoom: Zoom): string {
  return nightAt(Math.min(Math.max(dayNumber(night), FIRST), LAST - SIZES[zoom].days));
}

const PAGE = 28;
const MARGIN = 7;

/**
 * What is asked of the server for a span: whole pages of four weeks, so that moving by days asks for nothing new, with
 * a margin for stays that reach in. `to` is not included.
 */
export function coverOf(span: Span): { from: string; to: string } {
  const first = dayNumber(span.from);
  const from = Math.floor((first - MARGIN) / PAGE) * PAGE;
  const to = Math.ceil((first + span.days + MARGIN) / PAGE) * PAGE;
  return { from: nightAt(Math.max(from, FIRST)), to: nightAt(Math.min(to, LAST)) };
}

/** True where every day of the span was asked for: then an empty cell is a free night and not an unknown one. */
export function covers(cover: { from: string; to: string }, span: Span): boolean {
  return cover.from <= span.from && addDays(span.from, span.days) <= cover.to;
}
