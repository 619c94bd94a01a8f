/*
 * What platforms write for "booked", "blocked" and "on request", as beginnings of words, in the languages their feeds come
 * in. Vrbo and its sisters translate their summaries, so no verdict may hang on English alone, and a text that no list knows
 * is taken for a possible booking.
 */

const RESERVED = [
  'reserv',
  'réserv',
  'booked',
  'booking(?!\\.com)',
  'gebucht',
  'buchung',
  'prenotat',
  'prenotaz',
  'riservat',
  'gereserveerd',
  'geboekt',
  'boeking',
  'zarezerwow',
  'rezerw',
  'rezerv',
  'varattu',
  'varaus',
  'bokad',
  'bokning',
  'κράτηση',
  'заброн',
  'брон',
];

const BLOCKED = [
  'not available',
  'unavailable',
  'blocked',
  'closed',
  'indispon',
  'bloqu',
  'fermé',
  'gesperrt',
  'blockiert',
  'nicht verfügbar',
  'no disponible',
  'cerrado',
  'chiuso',
  'bloccat',
  'non disponib',
  'geblokkeerd',
  'niet beschikbaar',
  'fechado',
  'niedostępn',
  'zablokow',
  'ikke tilgængelig',
  'ej tillgänglig',
  'закрыт',
  'недоступ',
  'заблокир',
];

const TENTATIVE = [
  'tentativ',
  'provis',
  'provvis',
  'vorläufig',
  'voorlopig',
  'preliminary',
  'pending',
  'en attente',
  'предварит',
];

const MOVES = [
  'check[ -]?in',
  'check[ -]?out',
  'arrival',
  'departure',
  'anreise',
  'abreise',
  'arrivée',
  'départ',
  'заезд',
  'выезд',
];

function anyOf(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}])(?:${words.join('|')})`, 'iu');
}

const RESERVED_RE = anyOf(RESERVED);
const BLOCKED_RE = anyOf(BLOCKED);
const TENTATIVE_RE = anyOf(TENTATIVE);
const MOVES_RE = anyOf(MOVES);

export type Meaning = 'tentative' | 'blocked' | 'reserved' | 'unknown';

/** What a summary says by its words. "Blocked" before "reserved": "Blocked by a reservation" is no guest's. */
export function meaningOf(summary: string): Meaning {
  if (TENTATIVE_RE.test(summary)) return 'tentative';
  if (BLOCKED_RE.test(summary)) return 'blocked';
  return RESERVED_RE.test(summary) ? 'reserved' : 'unknown';
}

/** A marker of an arrival or a departure rather than a stay. */
export function speaksOfArrivalOrDeparture(summary: string): boolean {
  return MOVES_RE.test(summary);
}

/** "Reserved - Anna" -> "Anna": what follows the dash, where it says something other than that the dates are closed. */
export function nameAfterDash(summary: string): string | null {
  const name = /\s[-–—]\s*(\S.*)$/su.exec(summary)?.[1]?.trim();
  return name && meaningOf(name) === 'unknown' ? name.slice(0, 100) : null;
}
