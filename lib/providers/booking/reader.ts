import type { Night } from '#lib/kernel/nights.ts';
import { all } from '#lib/platform/xml/pick.ts';
import { el } from '#lib/platform/xml/write.ts';
import type { Access } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import type {
  ChannelReservation,
  GetReservation,
  Page,
  ReservationsPort,
  Unreadable,
  WholeReservation,
} from '../sales-contract.ts';
import { readBxml } from './bxml.ts';
import { callXml, needRoot, type Reach, type Told, told, urlOf } from './client.ts';
import { malformed } from './errors.ts';
import { placeIn } from './listings.ts';

/*
 * All reservations by B.XML. `reservationssummary` names everything that is to come and not cancelled; `reservations` with
 * `last_change` names what changed since, cancelled ones and guests' details included, and takes nothing from the queues.
 * Neither is acknowledged. A page is a property, where properties are named.
 */

/** What is asked besides the summary when everything is wanted: it brings details, and what was cancelled lately. */
const CHANGED_DAYS = 7;

type ListRequest = Parameters<ReservationsPort['list']>[1];

export function bxmlReader(reach: Reach): ReservationsPort {
  return {
    isWhole: true,
    list: (access, request) => list(reach, access, request),
    get: (access, code) => get(reach, access, code),
  };
}

async function list(reach: Reach, access: Access, request: ListRequest): Promise<Page<ChannelReservation>> {
  const groups = access.groupIds ?? null;
  const at = placeIn(groups, request.page);
  if (groups !== null && groups[at] === undefined) return pageOf([], request, null, []);
  const groupId = groups?.[at] ?? null;
  const since = request.changedSince ?? reach.clock.now().subtract({ hours: CHANGED_DAYS * 24 });
  const changed = await ask(reach, access, 'reservations', groupId, { last_change: utcText(since) });
  // What stands in both counts as the details have it. Asked after the changes: what is booked between is in it at least.
  const summary = request.changedSince ? null : await ask(reach, access, 'reservationssummary', groupId, {});
  const answers = summary === null ? [changed] : [changed, summary];
  return pageOf(answers, request, groups?.[at + 1] ?? null, groups);
}

type Fields = Readonly<Record<string, string>>;

async function ask(
  reach: Reach,
  access: Access,
  what: 'reservations' | 'reservationssummary',
  groupId: string | null,
  fields: Fields,
): Promise<Told> {
  const named = groupId === null ? {} : { hotel_id: groupId };
  const parts = Object.entries({ ...named, ...fields }).map(([name, text]) => el(name, {}, text));
  const answer = await callXml(reach, access, {
    url: urlOf(reach.secureUrl, `/hotels/xml/${what}`),
    body: el('request', {}, parts),
  });
  const read = told(answer);
  needRoot(read, 'reservations');
  return read;
}

/** `YYYY-MM-DD HH:MM:SS`, UTC. */
function utcText(at: Temporal.Instant): string {
  return at
    .round({ smallestUnit: 'second', roundingMode: 'floor' })
    .toString()
    .slice(0, 19)
    .replace('T', ' ');
}

function pageOf(
  answers: readonly Told[],
  { listingId, from }: Pick<ListRequest, 'listingId' | 'from'>,
  next: string | null,
  groups: readonly string[] | null,
): Page<ChannelReservation> {
  const read = answers.flatMap(entriesOf);
  const kept = new Map<string, WholeReservation>();
  for (const one of read) {
    if (!('whole' in one) || kept.has(one.whole.externalId)) continue;
    if (isOf(groups, one.whole.groupId)) kept.set(one.whole.externalId, one.whole);
  }
  const unreadable = read.flatMap((one) => ('unreadable' in one ? [one.unreadable] : []));
  const bytes = Buffer.concat(
    answers.flatMap((answer, at) => (at === 0 ? [answer.bytes] : [NEWLINE, answer.bytes])),
  );
  return { ...roomsFrom(kept.values(), listingId, from), unreadable, next, total: null, bytes };
}

const NEWLINE = Buffer.from('\n');

/** A machine account may reach other hosts' properties; what names none is of the one that was asked about. */
export function isOf(groups: readonly string[] | null, groupId: string | null): boolean {
  return groups === null || groupId === null || groups.includes(groupId);
}

/** Rooms of whole reservations, and those that ended without saying of which rooms. @param from stays that ended before are left out */
export function roomsFrom(
  wholes: Iterable<WholeReservation>,
  listingId: string | null,
  from: Night,
): Pick<Page<ChannelReservation>, 'items' | 'ended'> {
  const all = [...wholes];
  return {
    items: all
      .filter(({ rooms }) => rooms.some((room) => room.checkOut > from))
      .flatMap(({ rooms }) => rooms.filter((room) => listingId === null || room.listingId === listingId)),
    ended: all
      .filter(({ rooms }) => rooms.length === 0)
      .map(({ externalId, channelStatus }) => ({ externalId, channelStatus })),
  };
}

export type Entry = { readonly whole: WholeReservation } | { readonly unreadable: Unreadable };

function entriesOf({ root, text }: Told): Entry[] {
  return all(root, 'reservation').map((entry) => {
    const read = readBxml(entry);
    if ('reservation' in read) return { whole: read.reservation };
    const { externalId, fields } = read;
    const raw = text.slice(entry.start, entry.end).slice(0, 100_000);
    return { unreadable: { externalId, reason: `cannot be read: ${fields}`, raw } };
  });
}

async function get(reach: Reach, access: Access, code: string): ReturnType<GetReservation> {
  if (!/^[\x21-\x7e]{1,64}$/.test(code)) throw goneError();
  const answer = await ask(reach, access, 'reservations', null, { id: code }).catch(foreign);
  return oneOf(entriesOf(answer), code, access.groupIds ?? null, answer.bytes);
}

/** A reservation of a property that is not ours to see is as good as none. */
export function foreign(error: unknown): never {
  if (error instanceof ChannelError && error.status === 403) throw goneError();
  throw error;
}

export function goneError(): ChannelError {
  return new ChannelError('gone', 'Booking.com has no reservation of such a number.');
}

export function oneOf(
  entries: readonly Entry[],
  code: string,
  groups: readonly string[] | null,
  bytes: Uint8Array,
): Awaited<ReturnType<GetReservation>> {
  const [entry] = entries;
  if (entry === undefined) throw goneError();
  const named = 'whole' in entry ? entry.whole.externalId : entry.unreadable.externalId;
  if (named !== null && named !== code) throw malformed('is about another reservation');
  if ('unreadable' in entry)
    return { reservation: null, unreadable: { ...entry.unreadable, externalId: code }, bytes, whole: null };
  if (!isOf(groups, entry.whole.groupId)) throw goneError();
  return { reservation: entry.whole.rooms[0] ?? null, unreadable: null, bytes, whole: entry.whole };
}
