import { parseOwnUid } from '#lib/kernel/own-uid.ts';
import type { FeedDialect, FeedEvent, ReadFeedOptions } from '../feed-contract.ts';
import { MAX_SUMMARY_CHARS } from './limits.ts';
import type { RawEvent } from './scan.ts';
import { displayText } from './values.ts';
import { meaningOf, nameAfterDash } from './words.ts';

/*
 * What one event means, by the dialect that wrote it. Facts, all observed in real feeds:
 * - Airbnb has two summaries, "Reserved" and "Airbnb (Not available)"; only reservations carry a description, with the
 *   reservation's URL and code. UID prefixes are not promised and not used. Before December 2019 the summary was "name (code)".
 * - Booking.com writes "CLOSED - Not available" for bookings and manual closures alike; an old form named the guest there.
 * - Vrbo translates: "Reserved - name", "Réservée - name", "Blocked", "Indisponible", "Provisoire - name".
 * - Guesty writes "Blocked By Guesty" for stays that came from Vrbo.
 * - Another Latchkey writes "Reserved" for stays, "Blocked" for what a person or a rule closed, and "Not available" for what
 *   it was told itself without a reason, which may be a booking.
 * - A host's Google calendar is a list of closures; its reasons are the host's own.
 */

export type Classified = Pick<
  FeedEvent,
  'kind' | 'mayBeBooking' | 'tentative' | 'code' | 'guestName' | 'phoneLastDigits' | 'summary'
>;

type Verdict = Omit<Classified, 'summary'>;

const CLOSURE: Verdict = {
  kind: 'closure',
  mayBeBooking: false,
  tentative: false,
  code: null,
  guestName: null,
  phoneLastDigits: null,
};
const POSSIBLE_BOOKING: Verdict = { ...CLOSURE, mayBeBooking: true };
const RESERVATION: Verdict = { ...CLOSURE, kind: 'reservation' };

/** Meaning of an event but for its dates: window tails and Smoobu's markers are found once all dates are known. */
export function classify(
  dialect: FeedDialect,
  raw: RawEvent,
  uid: string,
  options: ReadFeedOptions,
): Classified {
  const summary = raw.summary ? displayText(raw.summary.value, MAX_SUMMARY_CHARS) : '';
  const verdict = verdictOf(dialect, summary, raw);
  const tentative = verdict.tentative || raw.status === 'TENTATIVE';
  const kind = overridingKind(raw, uid, options);
  if (kind) return { ...verdict, kind, mayBeBooking: false, tentative, summary };
  if (tentative && verdict.kind === 'reservation')
    return { ...verdict, kind: 'closure', mayBeBooking: true, tentative, summary };
  return { ...verdict, tentative, summary };
}

function overridingKind(raw: RawEvent, uid: string, options: ReadFeedOptions): FeedEvent['kind'] | null {
  const own = uid.endsWith('.latchkey') ? parseOwnUid(uid) : null;
  if (own && own.instanceId === options.instanceId && options.unitIds.includes(own.unitId)) return 'echo';
  if (raw.status === 'CANCELLED' || raw.method === 'CANCEL') return 'cancelled';
  return raw.transparency === 'TRANSPARENT' ? 'transparent' : null;
}

function verdictOf(dialect: FeedDialect, summary: string, raw: RawEvent): Verdict {
  switch (dialect) {
    case 'airbnb':
      return airbnb(summary, raw.description?.value ?? '');
    case 'booking':
      return { ...POSSIBLE_BOOKING, guestName: nameAfterDash(summary) };
    case 'google':
      return CLOSURE;
    case 'latchkey':
      return /^(?:.*: )?Blocked$/s.test(summary) ? CLOSURE : POSSIBLE_BOOKING;
    case 'vrbo':
    case 'avito':
      return byWords(summary, CLOSURE);
    default:
      return byWords(summary, POSSIBLE_BOOKING);
  }
}

/** `whenBlocked`: what "blocked" is worth where this platform does, or does not, also write bookings so. */
function byWords(summary: string, whenBlocked: Verdict): Verdict {
  const guestName = nameAfterDash(summary);
  switch (meaningOf(summary)) {
    case 'tentative':
      return { ...POSSIBLE_BOOKING, tentative: true, guestName };
    case 'reserved':
      return { ...RESERVATION, guestName };
    case 'blocked':
      return whenBlocked;
    case 'unknown':
      return POSSIBLE_BOOKING;
  }
}

const URL_CODE = /reservations?\/(?:details\/|itinerary\?code=)(HM[A-Z0-9]{4,14})/;
const NAME_AND_CODE = /^(.*?)\s*\((HM[A-Z0-9]{4,14})\)$/s;
const PHONE = /Last 4 Digits\)?:\s*(\d{4})(?!\d)/i;

function airbnb(summary: string, description: string): Verdict {
  const old = NAME_AND_CODE.exec(summary);
  const code = URL_CODE.exec(description)?.[1] ?? old?.[2] ?? null;
  if (code === null && !/^reserved\b/i.test(summary))
    return meaningOf(summary) === 'unknown' ? POSSIBLE_BOOKING : CLOSURE;
  return {
    ...RESERVATION,
    code,
    guestName: old?.[1]?.slice(0, 100) || null,
    phoneLastDigits: PHONE.exec(description)?.[1] ?? null,
  };
}
