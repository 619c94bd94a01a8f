import { addNights, type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { NightField, NightSet, PushCall, PushListing, PushRange } from '../push-contract.ts';

/*
 * Which calls tell a set of ranges. Booking.com's rules (docs/…/ota-hotelavailnotif, …/ota-rateamountnotif): two addresses,
 * one for prices and one for the rest; one property a request; one month a request; several room-rates may share one.
 *
 * Why this is the least: nights of two months, of two properties or of two addresses can never share a request, nor may
 * closings share one with anything else (contract.ts). So each (address, property, month, closing or not) that is touched
 * costs at least one call, and here each costs exactly one, until it has more messages than a request takes: then as many as
 * they fill, since messages of two and of one fill every request but the last to the brim. A price edit of a property is
 * thus as many calls as it touches months, however many room types it has: 365 nights are 12 or 13.
 *
 * Each night of a room (and rate, where it is theirs) and each field is told once, so that nothing is a duplicate of
 * anything: WARN_DUPLICATE_DATES would apply the first of two only.
 */

/** No official number is known; a public connector keeps to this one. */
export const MESSAGES_MAX = 1000;

/** What one message can say, by what it is about: the room's count; stays of a rate; its departures; its price. */
const GROUPS = [
  { kind: 'availability', fields: ['units'] },
  { kind: 'availability', fields: ['minStay', 'maxStay', 'closedToArrival'] },
  { kind: 'availability', fields: ['closedToDeparture'] },
  { kind: 'rates', fields: ['priceMinor'] },
] as const satisfies readonly { kind: PushCall['kind']; fields: readonly NightField[] }[];

type Piece = PushRange & { readonly kind: 'availability' | 'rates' };

/** Order of calls: what closes first, then prices and restrictions, so that what opens comes at last. */
export function planPush(ranges: readonly PushRange[]): PushCall[] {
  const pieces = piecesOf(ranges);
  const byCall = Map.groupBy(pieces, (piece) =>
    JSON.stringify([rankOf(piece), propertyOf(piece.listing), piece.checkIn.slice(0, 7)]),
  );
  return [...byCall]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, together]) => filled(together))
    .map(numbered());
}

/** Numbers the records of all calls, one after the other. */
function numbered(): (call: Unnumbered) => PushCall {
  let count = 0;
  const next = (range: PushRange) => ({ ...range, recordId: String(++count) });
  return ({ kind, ranges }) => ({ kind, records: ranges.map(next) });
}

function rankOf({ kind, set }: Piece): number {
  if (set.units === 0) return 0;
  return kind === 'rates' ? 1 : 2;
}

/** Without a property nothing may share a request: it could be of two. */
function propertyOf({ groupId, externalId }: PushListing): string {
  return groupId === null ? `room ${externalId}` : `property ${groupId}`;
}

/** Messages that a record takes: see availMessages in push-messages.ts. */
export function messagesOf({ set, listing, isCountOnly = false }: PushRange): number {
  return (set.units ?? 0) > 0 && !isCountOnly && listing.ratePlanId !== null ? 2 : 1;
}

type Unnumbered = { readonly kind: PushCall['kind']; readonly ranges: PushRange[] };

/** Calls filled with what is larger first: with messages of two and of one none but the last has room left. */
function filled(pieces: readonly Piece[]): Unnumbered[] {
  const calls: Unnumbered[] = [];
  let room = 0;
  for (const { kind, ...range } of pieces.toSorted((a, b) => messagesOf(b) - messagesOf(a))) {
    const size = messagesOf(range);
    if (size > room) {
      calls.push({ kind, ranges: [] });
      room = MESSAGES_MAX;
    }
    calls.at(-1)?.ranges.push(range);
    room -= size;
  }
  return calls;
}

/** The ranges night by night, each field once, joined again to the longest runs of like nights within a month. */
function piecesOf(ranges: readonly PushRange[]): Piece[] {
  const byListing = Map.groupBy(ranges, ({ listing }) => JSON.stringify(listing));
  const roomNights = new Map<string, Map<Night, number>>();
  const pieces: Piece[] = [];
  for (const alike of byListing.values()) {
    const [first] = alike;
    if (first === undefined) continue;
    for (const { kind, fields } of GROUPS) {
      const nights = nightsTold(alike, fields);
      if (fields[0] === 'units') keepLeast(nights, roomNights, first.listing);
      pieces.push(...runsOf(nights).map((run) => ({ ...run, kind, listing: first.listing })));
    }
  }
  return pieces;
}

type Told = { readonly set: NightSet; readonly isCountOnly: boolean };
type Night2Told = Map<Night, Told>;

/**
 * The fields that ranges set, night by night: of two the later stands, of two counts the smaller; what is to be opened by
 * one of them only is not.
 */
function nightsTold(ranges: readonly PushRange[], fields: readonly NightField[]): Night2Told {
  const nights: Night2Told = new Map();
  for (const { set, isCountOnly: isCount = false, ...range } of ranges) {
    const told: NightSet = Object.fromEntries(
      fields.filter((field) => set[field] !== undefined).map((field) => [field, set[field]]),
    );
    if (Object.keys(told).length === 0) continue;
    for (const night of nightsOf(range)) {
      const before = nights.get(night);
      const units = least(before?.set.units, told.units);
      const isCountOnly = told.units !== undefined && (isCount || (before?.isCountOnly ?? false));
      nights.set(night, {
        set: { ...before?.set, ...told, ...(units === undefined ? {} : { units }) },
        isCountOnly,
      });
    }
  }
  return nights;
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** A room's count is one, whatever rate a listing names: of two the smaller is told, once. */
function keepLeast(
  nights: Night2Told,
  roomNights: Map<string, Map<Night, number>>,
  listing: PushListing,
): void {
  const known = roomNights.get(listing.externalId) ?? new Map<Night, number>();
  roomNights.set(listing.externalId, known);
  for (const [night, { set }] of nights) {
    const { units = 0 } = set;
    const before = known.get(night);
    if (before !== undefined && before <= units) nights.delete(night);
    else known.set(night, units);
  }
}

function runsOf(nights: Night2Told): Omit<PushRange, 'listing'>[] {
  const runs: (Omit<PushRange, 'listing' | 'checkOut'> & { checkOut: Night; key: string })[] = [];
  for (const [night, { set, isCountOnly }] of [...nights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const key = JSON.stringify([isCountOnly, ...Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const last = runs.at(-1);
    const isNext = last?.checkOut === night && last.key === key && sameMonth(last.checkIn, night);
    if (isNext && last) last.checkOut = addNights(night, 1);
    else {
      const only = isCountOnly ? { isCountOnly } : {};
      runs.push({ checkIn: night, checkOut: addNights(night, 1), set, ...only, key });
    }
  }
  return runs.map(({ key: _key, ...run }) => run);
}

function sameMonth(a: Night, b: Night): boolean {
  return a.slice(0, 7) === b.slice(0, 7);
}
