import { type Night, parseNight } from '#lib/kernel/nights.ts';
import { attribute, every } from '#lib/platform/xml/pick.ts';
import { el, type Xml } from '#lib/platform/xml/write.ts';
import type { Access } from '../access-contract.ts';
import type { QueueItem } from '../queue-contract.ts';
import type {
  ChannelReservation,
  GetReservation,
  Page,
  ReservationsPort,
  WholeReservation,
} from '../sales-contract.ts';
import { callXml, needRoot, type Reach, type Told, told } from './client.ts';
import { malformed } from './errors.ts';
import { placeIn } from './listings.ts';
import { rejected } from './machine.ts';
import { messageRoot } from './ota-answer.ts';
import { readOtaMessage } from './ota-message.ts';
import { type Entry, foreign, goneError, isOf, oneOf, roomsFrom } from './reader.ts';

/*
 * All reservations by OTA_ReadRQ and OTA_ResRetrieveRS, where an address for that is configured. It is no message of
 * Booking.com's own; the shape is AlpineBits'. Nothing is acknowledged by it.
 */

const VERSION = '1.001';
/** More than one answer holds: it told the first ones by date, and says so. */
const MORE = 'MORE_RESERVATIONS';

export function otaReader(reach: Reach, readUrl: string): ReservationsPort {
  return {
    isWhole: true,
    list: (access, request) => list(reach, readUrl, access, request),
    get: (access, code) => get(reach, readUrl, access, code),
  };
}

type Wish =
  | {
      readonly kind: 'list';
      readonly groupId: string | null;
      readonly start: string;
      readonly byChange: boolean;
    }
  | { readonly kind: 'one'; readonly code: string };

export function readRequest(wish: Wish, now: Temporal.Instant): Xml {
  const request =
    wish.kind === 'one'
      ? el('ReadRequest', {}, el('UniqueID', { Type: '14', ID: wish.code }))
      : el(
          'HotelReadRequest',
          { HotelCode: wish.groupId },
          el('SelectionCriteria', {
            Start: wish.start,
            SelectionType: 'All',
            DateType: wish.byChange ? 'LastUpdateDate' : 'DepartureDate',
          }),
        );
  return messageRoot('OTA_ReadRQ', { now, version: VERSION }, el('ReadRequests', {}, request));
}

async function ask(reach: Reach, readUrl: string, access: Access, wish: Wish): Promise<Told> {
  const body = readRequest(wish, reach.clock.now());
  const read = told(await callXml(reach, access, { url: new URL(readUrl), body }));
  needRoot(read, 'OTA_ResRetrieveRS');
  const errors = every(read.root, 'Errors', 'Error').map((error) => attribute(error, 'Code'));
  if (errors.some((code) => code === '284' || code === '245')) throw goneError();
  if (errors.length > 0) throw rejected('Booking.com refuses to list reservations.');
  return read;
}

type Place = {
  readonly group: string | null;
  readonly start: string | null;
  readonly seen: ReadonlySet<string>;
};

/**
 * A page is a property, where properties are named, or a part of one: by what it departs, or by what it changed. The next
 * part begins on a date that no later one comes before, and what of it was told already is left out.
 */
async function list(
  reach: Reach,
  readUrl: string,
  access: Access,
  request: Parameters<ReservationsPort['list']>[1],
): Promise<Page<ChannelReservation>> {
  const groups = access.groupIds ?? null;
  const place = readPlace(request.page);
  const at = placeIn(groups, place.group);
  const groupId = groups?.[at] ?? null;
  if (groups !== null && groupId === null)
    return { items: [], unreadable: [], next: null, total: null, bytes: new Uint8Array(0) };
  const since = request.changedSince ?? null;
  const start = place.start ?? (since === null ? request.from : since.round('second').toString());
  const answer = await ask(reach, readUrl, access, {
    kind: 'list',
    groupId,
    start,
    byChange: since !== null,
  });
  const { items } = readOtaMessage(answer);
  const fresh = items.filter((item) => item.externalId === null || !place.seen.has(item.externalId));
  const wholes = fresh.flatMap(({ reservation }) =>
    reservation !== null && isOf(groups, reservation.groupId) ? [reservation] : [],
  );
  const hasMore = every(answer.root, 'Warnings', 'Warning').some(
    (one) => attribute(one, 'ShortText') === MORE,
  );
  const next = hasMore
    ? furtherPlace({ ...place, group: groupId }, items, fresh, since !== null)
    : firstPlace(groups?.[at + 1] ?? null);
  return {
    ...roomsFrom(wholes, request.listingId, request.from),
    unreadable: fresh.flatMap((item) => item.unreadable ?? []),
    next,
    total: null,
    bytes: answer.bytes,
  };
}

/**
 * Answers are in the order of a date. Which of a reservation's rooms it is of is not said, so the next part begins at the
 * latest of their earliest departures: no reservation that is still to come can be before it.
 * @throws ChannelError malformed where that does not get on
 */
function furtherPlace(
  place: Place,
  items: readonly QueueItem[],
  fresh: readonly QueueItem[],
  byChange: boolean,
): string {
  let start = place.start ?? '';
  const spans = items.flatMap(({ externalId, reservation }) =>
    externalId !== null && reservation !== null ? [{ externalId, ...spanOf(reservation, byChange) }] : [],
  );
  for (const { earliest } of spans) if (earliest > start) start = earliest;
  if (fresh.length === 0 || start === (place.start ?? ''))
    throw malformed('has more of one day than it can tell');
  const seen = spans.filter(({ latest }) => latest >= start).map(({ externalId }) => externalId);
  return JSON.stringify([place.group, start, ...seen]);
}

function spanOf(whole: WholeReservation, byChange: boolean): { earliest: string; latest: string } {
  const dates = byChange
    ? whole.rooms.flatMap((room) => room.changedAt?.toString() ?? [])
    : whole.rooms.map((room): string => room.checkOut);
  // Of one without a date nothing is known: it may come again, and does not move the start.
  return { earliest: dates.toSorted()[0] ?? '', latest: dates.toSorted().at(-1) ?? '9999' };
}

/** Where a property begins; null where there is none. */
function firstPlace(group: string | null): string | null {
  return group === null ? null : JSON.stringify([group]);
}

/** @throws ChannelError malformed where the text is not what was written here */
function readPlace(page: string | null): Place {
  if (page === null) return { group: null, start: null, seen: new Set() };
  let read: unknown;
  try {
    read = JSON.parse(page);
  } catch {
    read = null;
  }
  const [group, start, ...seen] = Array.isArray(read) ? (read as readonly unknown[]) : [];
  const isDate = (text: unknown): text is Night =>
    typeof text === 'string' && parseNight(text.slice(0, 10)) !== null;
  if (!(group === null || typeof group === 'string') || !(start === undefined || isDate(start)))
    throw malformed('cannot be gone on with: the place is lost');
  return { group, start: start ?? null, seen: new Set(seen.map(String)) };
}

async function get(reach: Reach, readUrl: string, access: Access, code: string): ReturnType<GetReservation> {
  if (!/^[\x21-\x7e]{1,64}$/.test(code)) throw goneError();
  const answer = await ask(reach, readUrl, access, { kind: 'one', code }).catch(foreign);
  const entries = readOtaMessage(answer).items.map(entryOf);
  return oneOf(entries, code, access.groupIds ?? null, answer.bytes);
}

function entryOf(item: QueueItem): Entry {
  if (item.reservation !== null) return { whole: item.reservation };
  const unreadable = item.unreadable ?? { externalId: item.externalId, reason: 'cannot be read', raw: '' };
  return { unreadable };
}
