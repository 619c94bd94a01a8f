import { parseNight } from '#lib/kernel/nights.ts';
import { stayEnd } from '../entries.ts';
import type { GateKind, GatePort, GateQuestion } from '../webhook-contract.ts';
import { malformed } from './errors.ts';
import { readAs, readJson, WireGate } from './wire.ts';

/*
 * The synchronous question. One URL, and the method says what is asked: GET before a guest may book, POST once the guest
 * has paid, PUT for an alteration of a booking that stands. Refusals are 200 as well.
 */

export const airbnbGate: GatePort = { read, answer };

type Request = Parameters<GatePort['read']>[0];

const KINDS: Record<Request['method'], GateKind> = { GET: 'availability', POST: 'booking', PUT: 'change' };

function read(request: Request): GateQuestion {
  const kind = KINDS[request.method];
  const fields = request.method === 'GET' ? queryFields(request.query) : readJson(request.bytes);
  // Airbnb tests with listing 0, and what else such a test tells is not known: nothing else is asked of it.
  if (isSelfTest(fields)) return { kind, listingId: null };
  const wire = readAs(WireGate, fields);
  const checkIn = parseNight(wire.start_date);
  const checkOut = checkIn === null ? null : stayEnd(checkIn, wire.nights);
  if (checkIn === null || checkOut === null) throw malformed('is not what it should be: start_date, nights');
  return {
    kind,
    listingId: wire.listing_id,
    externalId: codeOf(request, wire.confirmation_code ?? null),
    checkIn,
    checkOut,
    guests: wire.number_of_guests,
  };
}

/** Of a name given twice neither is taken: the two may have been written by two hands. */
function queryFields(query: URLSearchParams): Record<string, string> {
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) throw malformed('names a field twice');
  if (query.get('action') !== 'check_availability') throw malformed('is not what it should be: action');
  return Object.fromEntries(query);
}

function isSelfTest(fields: unknown): boolean {
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, 'listing_id')) return false;
  return (fields as { listing_id: unknown }).listing_id === '0'; // checked just above
}

/** A booking that is asked about must be named, or nothing could be confirmed later; by path and body alike. */
function codeOf(request: Request, inBody: string | null): string | null {
  if (request.method === 'GET') return null;
  const code = request.code ?? inBody;
  if (code === null || (inBody !== null && inBody !== code))
    throw malformed('is not what it should be: confirmation_code');
  return code;
}

function answer({ kind }: GateQuestion, isOpen: boolean): unknown {
  const field = kind === 'availability' ? 'available' : 'succeed';
  return isOpen ? { [field]: true } : { [field]: false, failure_code: null };
}
