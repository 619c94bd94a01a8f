import { XmlError } from '#lib/platform/xml/errors.ts';
import { attribute, first } from '#lib/platform/xml/pick.ts';
import { readXml, type XmlDocument, type XmlElement } from '#lib/platform/xml/read.ts';
import { ChannelError } from '../errors.ts';
import type { QueueItem, QueueName } from '../queue-contract.ts';
import { readReservation } from './ota-reservation.ts';

export const OTA_NAMESPACE = 'http://www.opentravel.org/OTA/2003/05';

/** A message that lists reservations: its root, and the path to them. */
const SHAPES: ReadonlyMap<string, { kind: QueueName; list: string; entry: string }> = new Map([
  ['OTA_HotelResNotifRQ', { kind: 'new', list: 'HotelReservations', entry: 'HotelReservation' }],
  ['OTA_HotelResModifyNotifRQ', { kind: 'modified', list: 'HotelResModifies', entry: 'HotelResModify' }],
  ['OTA_ResRetrieveRS', { kind: 'new', list: 'ReservationsList', entry: 'HotelReservation' }],
]);

export type OtaMessage = {
  readonly root: XmlElement;
  readonly kind: QueueName;
  readonly items: readonly QueueItem[];
};

/**
 * The reservations of a message, in its order. One that cannot be read does not keep the others from being read; one that
 * is told twice in the same words counts once.
 * @throws ChannelError malformed: another root, another namespace
 */
export function readOtaMessage({ root, text }: XmlDocument): OtaMessage {
  const shape = SHAPES.get(root.name);
  if (shape === undefined) throw new ChannelError('malformed', 'This is no message of reservations.');
  if (root.namespace !== OTA_NAMESPACE && root.namespace !== '')
    throw new ChannelError(
      'malformed',
      `This is no message of OpenTravel: its namespace is not ${OTA_NAMESPACE}.`,
    );
  const word = attribute(root, 'ResStatus') ?? shape.kind;
  const entries = (first(root, shape.list)?.children ?? []).filter(
    (child) => child.name === shape.entry && child.namespace === root.namespace,
  );
  const seen = new Set<string>();
  const items = entries.flatMap((entry): QueueItem[] => {
    const raw = text.slice(entry.start, entry.end);
    if (seen.has(raw)) return [];
    seen.add(raw);
    return [itemOf(entry, word, raw)];
  });
  return { root, kind: shape.kind, items };
}

function itemOf(entry: XmlElement, word: string, raw: string): QueueItem {
  const read = readReservation(entry, word);
  const bytes = Buffer.from(raw, 'utf8');
  if ('reservation' in read) {
    const { reservation, ackToken } = read;
    return { externalId: reservation.externalId, ackToken, reservation, unreadable: null, bytes };
  }
  const { externalId, fields } = read;
  const reason = `cannot be read: ${fields}`;
  return {
    externalId,
    ackToken: null,
    reservation: null,
    unreadable: { externalId, reason, raw: raw.slice(0, 100_000) },
    bytes,
  };
}

/** What a message of an unreadable kind throws, in the words for its answer. @throws ChannelError */
export function readDocument(bytes: Uint8Array, charset: string | null): XmlDocument {
  try {
    return readXml(bytes, charset);
  } catch (error) {
    if (error instanceof XmlError) throw new ChannelError('malformed', error.message);
    throw error;
  }
}
