import { plain } from '#lib/kernel/plain-text.ts';
import { attribute, every, first, textOf } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import type { ChannelReservation, ChannelStatus, WholeReservation } from '../sales-contract.ts';
import { amountOf, compareSum, sumOf } from './amounts.ts';
import {
  currencyAround,
  customerOf,
  guestsOf,
  nameOf,
  type Room,
  readRooms,
  UnreadableRoom,
} from './ota-rooms.ts';
import { statusOf } from './words.ts';

/*
 * One reader for both shapes of a HotelReservation and a HotelResModify. Textbook OTA: UniqueID, TimeSpan, ResStatus.
 * Booking.com's own: no such thing; the id is in ResGlobalInfo, dates are those of the nightly prices, and what has no rooms
 * is cancelled. Each part is looked for where either of them keeps it.
 */

export type ReadReservation =
  | { readonly reservation: WholeReservation; readonly ackToken: string | null }
  /** `fields`: what could not be read, by name: the values may be a guest's. */
  | { readonly externalId: string | null; readonly fields: string };

const ID = /^[\x21-\x7e]{1,64}$/;
const RESERVATION = '14';
const CANCELLATION = '15';
const TOKEN = '18';

/** @param word what the message around it says: its ResStatus, or the queue that it came from */
export function readReservation(element: XmlElement, word: string): ReadReservation {
  const { externalId, ackToken, source } = idsOf(element);
  if (externalId === null) return { externalId, fields: 'the id of the reservation' };
  const stays = every(element, 'RoomStays', 'RoomStay');
  const told = statusIn(element, word, stays.length);
  if (told === null) return { externalId, fields: 'RoomStays: not cancelled, and without a room' };
  const warnings = new Set<string>();
  const warn = (warning: string) => void warnings.add(warning);
  try {
    const rooms = roomsOf(element, stays, warn);
    const groupId = groupOf(element, rooms, source);
    return {
      ackToken,
      reservation: {
        externalId,
        groupId,
        ...told,
        rooms: complete(element, rooms, { externalId, ...told }, warn),
        warnings: [...warnings],
      },
    };
  } catch (error) {
    if (error instanceof UnreadableRoom) return { externalId, fields: error.message };
    throw error;
  }
}

type Ids = {
  readonly externalId: string | null;
  readonly ackToken: string | null;
  readonly source: string | null;
};

/** UniqueID 14 (reservation), else 15 (cancellation, AlpineBits); else Booking.com's among the HotelReservationIDs. */
function idsOf(element: XmlElement): Ids {
  const unique = every(element, 'UniqueID');
  const listed = every(element, 'ResGlobalInfo', 'HotelReservationIDs', 'HotelReservationID');
  const byType = (type: string) => unique.find((one) => attribute(one, 'Type') === type);
  const own = listed.filter((one) => attribute(one, 'ResID_Type') !== TOKEN);
  const channels = own.find((one) => /^booking\.?com$/i.test(attribute(one, 'ResID_Source') ?? ''));
  const number = channels ?? own.find((one) => attribute(one, 'ResID_Value') !== null) ?? null;
  const candidates = [
    attribute(byType(RESERVATION), 'ID'),
    attribute(byType(CANCELLATION), 'ID'),
    attribute(number, 'ResID_Value'),
  ];
  const token = listed.find((one) => attribute(one, 'ResID_Type') === TOKEN) ?? null;
  return {
    externalId: candidates.find((id) => id !== null && ID.test(id)) ?? null,
    ackToken: attribute(token, 'ResID_Value'),
    source: attribute(number, 'ResID_SourceContext'),
  };
}

/**
 * Cancelled: by its word; by a UniqueID of a cancellation; or, where it has no word of its own, by having no rooms
 * (https://developers.booking.com/connectivity/docs/ota-resmodifynotif). A status that says it stands, of no rooms: null.
 */
function statusIn(
  element: XmlElement,
  word: string,
  rooms: number,
): { status: ChannelStatus; channelStatus: string } | null {
  const own = attribute(element, 'ResStatus');
  if (own !== null) {
    const status = statusOf(own);
    return rooms === 0 && status !== 'cancelled' ? null : { status, channelStatus: plain(own, 60) ?? '' };
  }
  if (statusOf(word) === 'cancelled') return { status: 'cancelled', channelStatus: word };
  const isEnded = every(element, 'UniqueID').some((one) => attribute(one, 'Type') === CANCELLATION);
  if (isEnded || rooms === 0) return { status: 'cancelled', channelStatus: 'cancelled' };
  return { status: statusOf(word), channelStatus: word };
}

/** @throws UnreadableRoom */
function roomsOf(element: XmlElement, stays: readonly XmlElement[], warn: (warning: string) => void): Room[] {
  const global = first(element, 'ResGlobalInfo');
  const currency = currencyAround([first(global, 'Total'), ...stays.map((stay) => first(stay, 'Total'))]);
  const around = { global, guests: guestsOf(element), currency };
  const rooms = stays.flatMap((stay, position) => readRooms(stay, position, around, warn));
  if (new Set(rooms.map((room) => room.roomRef)).size === rooms.length) return rooms;
  warn('two rooms have one number; they are told apart by their order');
  return rooms.map((room, at) => ({ ...room, roomRef: `${room.roomRef}#${at + 1}` }));
}

/** A reservation is of one property. A cancellation may say it in the id's context only. @throws UnreadableRoom */
function groupOf(element: XmlElement, rooms: readonly Room[], source: string | null): string | null {
  const global = attribute(first(element, 'ResGlobalInfo', 'BasicPropertyInfo'), 'HotelCode');
  const codes = new Set([...rooms.map((room) => room.groupId), global].filter((code) => code !== null));
  if (codes.size > 1) throw new UnreadableRoom('HotelCode: rooms of two properties');
  const code = [...codes][0] ?? source;
  if (code !== null && !ID.test(code)) throw new UnreadableRoom('HotelCode');
  return code;
}

/** What the reservation says of all its rooms, added to each. */
function complete(
  element: XmlElement,
  rooms: readonly Room[],
  told: Pick<ChannelReservation, 'externalId' | 'status' | 'channelStatus'>,
  warn: (warning: string) => void,
): ChannelReservation[] {
  const global = first(element, 'ResGlobalInfo');
  const booker = customerOf(global) ?? customerOf(guestsOf(element).values().next().value ?? null);
  const ofRooms = rooms
    .filter((room) => !room.isPart && !room.isCancelled)
    .map((room) => room.total?.money ?? null);
  const currency = ofRooms.find((money) => money !== null)?.currency ?? null;
  const total = amountOf(first(global, 'Total'), currency, warn, 'the reservation')?.money ?? null;
  compareSum(total, ofRooms, warn, 'the rooms of the reservation');
  const bookedAt = instantOf(attribute(element, 'CreateDateTime') ?? createdIn(global));
  const changedAt = instantOf(attribute(element, 'LastModifyDateTime'));
  const bookerName = nameOf(booker);
  const shared = {
    email: plain(textOf(first(booker, 'Email')), 320),
    phone: plain(attribute(first(booker, 'Telephone'), 'PhoneNumber'), 40),
    locale: plain(attribute(booker, 'Language'), 35),
  };
  return rooms.map(
    ({ groupId: _group, guestName, total: _total, isPart: _isPart, isCancelled, ...room }) => ({
      ...told,
      ...room,
      ...(isCancelled ? ENDED : {}),
      guest: { name: guestName ?? bookerName, ...shared },
      total: total ?? sumOf(ofRooms),
      payout: null,
      bookedAt,
      changedAt,
    }),
  );
}

const ENDED = { status: 'cancelled', channelStatus: 'Cancelled' } as const;

/** Of Booking.com the time of booking, without a zone. */
function createdIn(global: XmlElement | null): string | null {
  const ids = every(global, 'HotelReservationIDs', 'HotelReservationID');
  return ids.map((id) => attribute(id, 'ResID_Date')).find((date) => date !== null) ?? null;
}

const LOCAL = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;

/** A time without a zone is taken as UTC: it is shown to people, and nothing is ordered by it. */
export function instantOf(text: string | null): Temporal.Instant | null {
  if (text === null) return null;
  try {
    return Temporal.Instant.from(LOCAL.test(text) ? `${text}Z` : text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
